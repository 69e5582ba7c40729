"""« Livrables »: what the fiche asks to hand in, and room for more."""

from plie_xl.model.workbook import LIVRABLES
from plie_xl.template.drawing import Drawing


def add_livrables(c: Drawing) -> None:
    """« Livrables »: what the fiche asks to hand in, and room for more."""
    c.add_saisie(LIVRABLES, vides=15)
