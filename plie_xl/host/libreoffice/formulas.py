"""Formulas of a workbook open in LibreOffice, in Excel's own English grammar."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import groupby
from typing import Any

from .cells import Valeurs
from .values import native, says_more

_GRAMMAIRE_EXCEL = 3  # com.sun.star.sheet.AddressConvention.XL_OOX


class Formules:
    """Written and read by one parser for a document."""

    def __init__(self, document: Any) -> None:
        self._document = document

    @cached_property
    def _parser(self) -> Any:
        lecteur = self._document.createInstance("com.sun.star.sheet.FormulaParser")
        lecteur.CompileEnglish = True
        lecteur.FormulaConvention = _GRAMMAIRE_EXCEL
        return lecteur

    def write(self, cellule: Any, formule: str) -> None:
        """A formula that Excel would take, « =SUM(A1:B2) », in one cell."""
        if "[#This Row]" in formule:
            cellule.setFormula(native(formule))
        else:
            cellule.setTokens(self._parser.parseFormula(formule[1:], cellule.CellAddress))

    def read(self, cellule: Any) -> str:
        """The formula of a cell as Excel says it, with its « = »."""
        return "=" + str(self._parser.printFormula(cellule.getTokens(), cellule.CellAddress))

    def repeat(self, plage: Any) -> None:
        """In each cell of a column the formula of the first one, word for word: one question."""
        texte = plage.getCellByPosition(0, 0).getFormula()
        plage.setFormulaArray(((texte,),) * plage.Rows.Count)


def runs(valeurs: Valeurs, seules: bool) -> Iterator[tuple[int, int, int]]:
    """What needs more than a bare value: its column, its row, and the last that says the same.

    `seules`: each cell for itself; only a formula is ever repeated.
    """
    for colonne, contenus in enumerate(zip(*valeurs, strict=True)):

        def repeated(ligne: int, dits: tuple[Any, ...] = contenus) -> object:
            return dits[ligne] if isinstance(dits[ligne], str) and not seules else ligne

        for _, rangs in groupby(range(len(contenus)), repeated):
            haut, *suite = rangs
            if says_more(contenus[haut]):
                yield colonne, haut, suite[-1] if suite else haut
