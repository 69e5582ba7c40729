"""Days on which nobody meets, or that were not typed: somebody should look, the row counts."""

import numpy as np

from plie_xl.checks.rule import A_VERIFIER, regle
from plie_xl.model.frames import Mask, Rows


@regle(
    "SUI-17",
    A_VERIFIER,
    colonne="date",
    constat="le {jour_fr} est {jour_chome}",
    attendu="un jour ouvré",
    remede="vérifiez la date ; si elle est juste, laissez-la et expliquez-la en commentaire",
)
def jour_ouvre(suivi: Rows) -> Mask:
    chome = suivi["datee"] & suivi["dans_la_periode"] & suivi["chome"]
    return ~chome | suivi["etiree"]  # said once, by the next rule


@regle(
    "SUI-22",
    A_VERIFIER,
    colonne="date",
    constat="lignes {ligne} à {fin_etiree}, « {instance} » se tient tous les jours,"
    " samedi et dimanche compris",
    attendu="le jour de chaque réunion",
    remede="vérifiez ces lignes : la poignée de recopie a pu les faire",
)
def jours_sans_poignee_de_recopie(suivi: Rows) -> Mask:
    return np.isnan(suivi["fin_etiree"])
