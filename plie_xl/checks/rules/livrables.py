"""Rules on « Livrables »: a deliverable is handed in on a day, under a reference."""

import numpy as np

from plie_xl.checks.rule import A_VERIFIER, BLOQUANTE, regle
from plie_xl.model.frames import Mask, Rows


@regle(
    "LIV-01",
    BLOQUANTE,
    sur="livrables",
    colonne="remis_le",
    constat="« {remis_le} » n’est pas une date de remise{jour_proche}",
    attendu="le jour de la remise, en jj/mm/aaaa, ou rien",
    remede="saisissez le jour, ou videz la cellule ; le livrable n’est pas compté comme remis",
)
def remis_un_jour(livrables: Rows) -> Mask:
    return ~np.isnan(livrables["jour"])


@regle(
    "LIV-02",
    BLOQUANTE,
    sur="livrables",
    colonne="remis_le",
    constat="le livrable serait remis le {jour_fr}, qui n’est pas encore passé",
    attendu="un jour passé",
    remede="videz la cellule jusqu’à la remise ; le livrable n’est pas compté comme remis",
)
def remis_un_jour_passe(livrables: Rows) -> Mask:
    return ~(livrables["jour"] > livrables["aujourdhui"])


@regle(
    "LIV-03",
    A_VERIFIER,
    sur="livrables",
    colonne="reference",
    constat="le livrable est remis, et rien ne dit où le trouver",
    attendu="le nom, le chemin ou le lien du document remis",
    remede="écrivez la référence du document",
)
def remis_avec_une_reference(livrables: Rows) -> Mask:
    return ~livrables["remis"] | livrables["cite"]
