"""Where a value stands: workbook, sheet, row, column."""

from functools import cache
from typing import NamedTuple


@cache
def lettres(colonne: int) -> str:
    """Name of a column as Excel writes it: 1 is « A », 27 is « AA »."""
    nom = ""
    while colonne:
        colonne, rang = divmod(colonne - 1, 26)
        nom = chr(ord("A") + rang) + nom
    return nom


def rang(nom: str) -> int:
    """Place of a column from its name: « A » is 1, « AA » is 27."""
    place = 0
    for lettre in nom:
        place = place * 26 + ord(lettre) - ord("A") + 1
    return place


class Cellule(NamedTuple):
    """One cell, counted as Excel counts: the first row is 1, column A is 1.

    A fault of a whole sheet has `ligne` and `colonne` 0; a fault of a whole file has
    an empty `feuille` too.
    """

    classeur: str
    feuille: str = ""
    ligne: int = 0
    colonne: int = 0

    @property
    def a1(self) -> str:
        """The address without sheet, « E9 »; empty when the fault has no single cell."""
        return f"{lettres(self.colonne)}{self.ligne}" if self.ligne and self.colonne else ""

    def __str__(self) -> str:
        if not self.feuille:
            return f"[{self.classeur}]"
        return f"[{self.classeur}]{self.feuille}" + (f"!{self.a1}" if self.a1 else "")
