"""Rules on « Financement »: amounts, and their sums against the fiche."""

import numpy as np

from plie_xl.checks.rule import A_VERIFIER, BLOQUANTE, regle
from plie_xl.model.frames import Mask, Rows

CENTIME = 0.005  # half of one: below it, two sums of euros are the same


@regle(
    "FIN-01",
    A_VERIFIER,
    sur="sommes",
    montre="fse",
    constat="le FSE+ {colonne_fr} ({fse_fr}) dépasse le montant de la fiche",
    attendu="{montant_fr} au plus",
    remede="ramenez le FSE+ au montant de la fiche",
)
def fse_dans_le_montant(sommes: Rows) -> Mask:
    return sommes["fse"] <= sommes["montant_fse"] + CENTIME


@regle(
    "FIN-02",
    A_VERIFIER,
    sur="sommes",
    montre="fse",
    constat="le FSE+ {colonne_fr} ({fse_fr}) fait {part_fr} des dépenses",
    attendu="{taux_fr} au plus, soit {plafond_fr}",
    remede="ramenez le FSE+ au taux de la fiche, ou complétez les dépenses",
)
def fse_dans_le_taux(sommes: Rows) -> Mask:
    plafond = sommes["taux_max"] * sommes["depenses"]
    sans_objet = np.isnan(sommes["taux_max"]) | (sommes["depenses"] == 0)
    return sans_objet | (sommes["fse"] <= plafond + CENTIME)


@regle(
    "FIN-03",
    A_VERIFIER,
    sur="sommes",
    montre="ressources",
    constat="les ressources {colonne_pl} font {ressources_fr}, les dépenses {depenses_fr}",
    attendu="des ressources égales aux dépenses",
    remede="complétez ou corrigez les montants de « {entete} »",
)
def ressources_egales_aux_depenses(sommes: Rows) -> Mask:
    equilibre = np.abs(sommes["ressources"] - sommes["depenses"]) < CENTIME
    return (sommes["ressources"] == 0) | (sommes["depenses"] == 0) | equilibre


@regle(
    "FIN-04",
    BLOQUANTE,
    sur="financement",
    montre="valeur",
    constat="« {valeur} » {doute_fr}",
    attendu="un nombre en euros",
    remede="saisissez le montant en chiffres, avec une virgule pour les centimes ; il n’est pas"
    " compté pour l’instant",
)
def montant_en_nombre(financement: Rows) -> Mask:
    return ~np.isnan(financement["nombre"])


@regle(
    "FIN-05",
    BLOQUANTE,
    sur="financement",
    montre="valeur",
    constat="le montant « {valeur} » est négatif",
    attendu="un nombre positif ou nul",
    remede="corrigez le montant ; il n’est pas compté pour l’instant",
)
def montant_positif(financement: Rows) -> Mask:
    return ~(financement["nombre"] < 0)


@regle(
    "FIN-06",
    A_VERIFIER,
    sur="financement",
    montre="valeur",
    constat="« {valeur} » est un texte : Excel ne l’additionne pas",
    attendu="un nombre en euros",
    remede="saisissez-le de nouveau, en chiffres et virgule seulement",
)
def montant_saisi_en_nombre(financement: Rows) -> Mask:
    return ~(financement["en_texte"] & (financement["nombre"] >= 0))


@regle(
    "FIN-07",
    BLOQUANTE,
    sur="financement",
    colonne="nature",
    montre="nature_saisie",
    constat="le poste {poste_fr} n’est ni une dépense ni une ressource ({nature_fr})",
    attendu="Dépense ou Ressource",
    remede="choisissez la nature dans la liste ; ses montants ne sont pas comptés pour l’instant",
)
def nature_du_poste(financement: Rows) -> Mask:
    return financement["nature_connue"]


@regle(
    "FIN-08",
    A_VERIFIER,
    sur="formats",
    montre="valeur",
    constat="{nombres_fr} comme une date ou une heure : {cellules_fr}",
    attendu="le format « Nombre », ou « Monétaire » pour un montant",
    remede="changez le format pour voir le nombre ; c’est lui qui est compté",
)
def nombre_vu_comme_un_nombre(formats: Rows) -> Mask:
    return formats["nombre"] == 0
