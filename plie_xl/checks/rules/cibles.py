"""Rules on « Cibles » and « Fiche »: what the fiche says, and what it asks of the coordinator."""

import numpy as np

from plie_xl.checks.rule import A_VERIFIER, regle
from plie_xl.model.frames import Mask, Rows


@regle(
    "CIB-01",
    A_VERIFIER,
    sur="cibles",
    constat="la feuille des cibles a été modifiée : {lu_fr}",
    attendu="{attendu_fr}",
    remede="rétablissez-la ; le calcul suit la fiche, et non cette feuille",
)
def cible_conforme_a_la_fiche(cibles: Rows) -> Mask:
    return cibles["conforme"]


@regle(
    "CIB-02",
    A_VERIFIER,
    sur="parametres",
    colonne="technicien_saisi",
    constat="le nombre de techniciens du PLIE n’est pas rempli",
    attendu="un nombre entier à partir de 1",
    remede="remplissez-le sur la feuille « Fiche » : une cible en dépend",
)
def techniciens_renseignes(parametres: Rows) -> Mask:
    return ~(parametres["par_technicien"] & parametres["technicien_vide"])


@regle(
    "CIB-03",
    A_VERIFIER,
    sur="parametres",
    colonne="technicien_saisi",
    constat="« {technicien_saisi} » n’est pas un nombre de techniciens",
    attendu="un nombre entier à partir de 1",
    remede="corrigez-le sur la feuille « Fiche » : une cible en dépend",
)
def techniciens_entiers(parametres: Rows) -> Mask:
    vide = parametres["technicien_vide"]
    return ~parametres["par_technicien"] | vide | ~np.isnan(parametres["techniciens"])


@regle(
    "CIB-04",
    A_VERIFIER,
    sur="parametres",
    colonne="arrete_au",
    constat="Excel ne lit pas « {arrete_au} » comme une date, et compte jusqu’à aujourd’hui",
    attendu="une date, saisie en jj/mm/aaaa, ou rien (vide = aujourd’hui)",
    remede="saisissez la date de nouveau sur la feuille « Fiche », ou videz la cellule",
)
def date_d_arrete_lisible(parametres: Rows) -> Mask:
    return parametres["arrete_lisible"]
