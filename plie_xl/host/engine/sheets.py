"""Sheets of the engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlwings import base_classes as bc
from xlwings.constants import MAX_COLUMNS, MAX_ROWS

from plie_xl.host.engine.ranges import Plage
from plie_xl.host.engine.tables import Tables
from plie_xl.host.libreoffice.cells import Zone


class Feuilles(bc.Sheets):
    """The sheets of a book, in the order of its tabs."""

    api = None

    def __init__(self, classeur: Any) -> None:
        self.book = classeur

    def _names(self) -> list[str]:
        noms: list[str] = self.book.adaptateur.sheet_names()
        return noms

    @property
    def active(self) -> FeuilleOuverte:
        return FeuilleOuverte(self.book, self.book.adaptateur.active_sheet())

    def __len__(self) -> int:
        return len(self._names())

    def __iter__(self) -> Iterator[FeuilleOuverte]:
        return (FeuilleOuverte(self.book, nom) for nom in self._names())

    def __call__(self, cle: int | str) -> FeuilleOuverte:
        if isinstance(cle, int):
            return FeuilleOuverte(self.book, self._names()[cle - 1])
        for nom in self._names():
            if nom.casefold() == cle.casefold():
                return FeuilleOuverte(self.book, nom)
        raise KeyError(cle)

    def add(self, before: Any = None, after: Any = None, name: str | None = None) -> FeuilleOuverte:
        """Before or after another sheet, else the first."""
        noms = self._names()
        position = (
            noms.index((before or after).name) + (after is not None) if before or after else 0
        )
        nom = name or f"Feuil{len(noms) + 1}"
        self.book.adaptateur.add_sheet(nom, position)
        return FeuilleOuverte(self.book, nom)


class FeuilleOuverte(bc.Sheet):
    """One sheet of an open book."""

    def __init__(self, classeur: Any, nom: str) -> None:
        self._classeur = classeur
        self._nom = nom

    @property
    def api(self) -> Protection:
        return Protection(self)

    @property
    def book(self) -> Any:
        return self._classeur

    @property
    def name(self) -> str:
        return self._nom

    @name.setter
    def name(self, nouveau: str) -> None:
        self.book.adaptateur.rename_sheet(self._nom, nouveau)
        self._nom = nouveau

    @property
    def index(self) -> int:
        return int(self.book.adaptateur.sheet_names().index(self._nom)) + 1

    @property
    def tables(self) -> Tables:
        return Tables(self)

    @property
    def cells(self) -> Plage:
        return Plage(self, Zone(1, 1, MAX_ROWS, MAX_COLUMNS))

    @property
    def used_range(self) -> Plage:
        return Plage(self, self.book.adaptateur.used_zone(self._nom))

    def range(self, arg1: Any, arg2: Any = None) -> Plage:
        return Plage.locate(self, arg1, arg2)

    def activate(self) -> None:
        self.book.adaptateur.activate(self._nom)

    select = activate

    def clear(self) -> None:
        self.cells.clear()

    def clear_contents(self) -> None:
        self.cells.clear_contents()

    def autofit(self, axis: str | None = None) -> None:
        """Widths are the template's business."""

    def delete(self) -> None:
        self.book.adaptateur.delete_sheet(self._nom)


class Protection:
    """The part of Excel's own object model our buttons use: sheet protection, COM names."""

    def __init__(self, feuille: FeuilleOuverte) -> None:
        self._adaptateur = feuille.book.adaptateur
        self._nom = feuille.name

    @property
    def ProtectContents(self) -> bool:  # noqa: N802
        """Whether its locked cells refuse what is typed."""
        return bool(self._adaptateur.is_protected(self._nom))

    def Unprotect(self) -> None:  # noqa: N802
        """As `Protect` put it: without a password."""
        self._adaptateur.protect(self._nom, False)

    def Protect(self) -> None:  # noqa: N802
        """Without a password."""
        self._adaptateur.protect(self._nom, True)
