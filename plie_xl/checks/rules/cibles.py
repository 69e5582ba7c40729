"""Rules on « Cibles » and « Fiche »: what the fiche says, and what it asks of the coordinator."""

import numpy as np

from plie_xl.checks.rule import A_VERIFIER, regle
from plie_xl.model.frames import Mask, Rows


@regle(
    "CIB-01",
    A_VERIFIER,
    sur="cibles",
    montre="lu",
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
    colonne="valeur",
    constat="le nombre de techniciens du PLIE n’est pas rempli",
    attendu="un nombre entier à partir de 1",
    remede="remplissez-le sur la feuille « Fiche » : une cible en dépend",
)
def techniciens_renseignes(parametres: Rows) -> Mask:
    return ~(parametres["techniciens_attendus"] & parametres["vide"])


@regle(
    "CIB-03",
    A_VERIFIER,
    sur="parametres",
    colonne="valeur",
    constat="« {valeur} » n’est pas un nombre de techniciens",
    attendu="un nombre entier à partir de 1",
    remede="corrigez-le sur la feuille « Fiche » : une cible en dépend",
)
def techniciens_entiers(parametres: Rows) -> Mask:
    attendus = parametres["techniciens_attendus"] & ~parametres["vide"]
    return ~attendus | (parametres["nombre"] > 0)


@regle(
    "CIB-04",
    A_VERIFIER,
    sur="parametres",
    colonne="valeur",
    constat="« {valeur} » n’est pas une date : le classeur compte jusqu’à aujourd’hui{jour_proche}",
    attendu="une date, saisie en jj/mm/aaaa, ou rien (vide = aujourd’hui)",
    remede="saisissez la date de nouveau sur la feuille « Fiche », ou videz la cellule",
)
def date_d_arrete_lisible(parametres: Rows) -> Mask:
    arretees = parametres["arrete_attendu"] & ~parametres["vide"]
    return ~arretees | ~np.isnan(parametres["jour"])


@regle(
    "CIB-05",
    A_VERIFIER,
    sur="depassements",
    colonne="objectif",
    montre="tenu",
    constat="« {libelle} » : {tenu_fr}, c’est plus que la fourchette de la fiche",
    attendu="{fourchette_fr}",
    remede="vérifiez qu’aucune ligne n’est de trop ; toutes restent comptées",
)
def cible_dans_sa_fourchette(depassements: Rows) -> Mask:
    return depassements["tenu"] <= depassements["maximum"]


@regle(
    "CIB-06",
    A_VERIFIER,
    sur="classeurs",
    colonne="date",
    montre="lignes",
    constat="aucune réunion n’est notée",
    attendu="une ligne par réunion ou par action",
    remede="remplissez la feuille « Suivi » avant d’envoyer le classeur",
)
def classeur_commence(classeurs: Rows) -> Mask:
    return classeurs["lignes"] > 0
