"""The rule on the free texts of every sheet."""

from plie_xl.checks.rule import A_VERIFIER, regle
from plie_xl.model.frames import Mask, Rows


@regle(
    "SUI-20",
    A_VERIFIER,
    sur="textes",
    montre="personnelle",
    constat="le texte semble contenir {personnelle}",
    attendu="aucune donnée qui désigne une personne",
    remede="retirez cette donnée : ce classeur circule, et ce texte ne sera pas recopié chez AGAPE",
)
def texte_sans_donnee_personnelle(textes: Rows) -> Mask:
    """Those of « Écarts » have words of their own (ECA-02)."""
    return textes["personnelle"].est(None) | textes["table"].est("ecarts")
