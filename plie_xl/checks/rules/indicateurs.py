"""Rules on « Indicateurs »: counts of people, and totals with their parts."""

from plie_xl.checks.rule import A_VERIFIER, BLOQUANTE, regle
from plie_xl.model.frames import Mask, Rows


@regle(
    "IND-01",
    BLOQUANTE,
    sur="indicateurs",
    montre="valeur",
    constat="« {valeur} » n’est pas un nombre de personnes",
    attendu="un nombre entier à partir de 0",
    remede="corrigez le nombre ; il n’est pas compté pour l’instant",
)
def effectif_entier_et_positif(indicateurs: Rows) -> Mask:
    return indicateurs["nombre"] >= 0


@regle(
    "IND-02",
    A_VERIFIER,
    sur="ventilations",
    montre="borne",
    constat="{mois} : {parties_fr}, c’est plus que « {total_fr} » ({borne_fr})",
    attendu="des parties qui ne dépassent pas leur total",
    remede="corrigez les nombres de ce mois",
)
def parties_sous_leur_total(ventilations: Rows) -> Mask:
    return ~(ventilations["somme"] > ventilations["borne"])


@regle(
    "IND-03",
    BLOQUANTE,
    sur="indicateurs",
    colonne="indicateur",
    constat="{indicateur_fr} n’est pas un indicateur de la fiche{indicateur_proche}",
    attendu="un des indicateurs du modèle",
    remede="rétablissez son nom ; ses nombres ne sont pas comptés pour l’instant",
)
def indicateur_de_la_fiche(indicateurs: Rows) -> Mask:
    return ~indicateurs["id"].est(None)


@regle(
    "IND-04",
    A_VERIFIER,
    sur="indicateurs",
    montre="valeur",
    constat="« {valeur} » est un texte : Excel ne l’additionne pas",
    attendu="un nombre entier à partir de 0",
    remede="saisissez-le de nouveau, en chiffres seulement",
)
def effectif_saisi_en_nombre(indicateurs: Rows) -> Mask:
    return ~(indicateurs["en_texte"] & (indicateurs["nombre"] >= 0))
