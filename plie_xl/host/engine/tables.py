"""Excel tables and defined names of the engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlwings import base_classes as bc

from plie_xl.host.engine.ranges import Plage
from plie_xl.host.libreoffice.cells import TableLue, Zone


class Tables(bc.Tables):
    """The Excel tables of a sheet."""

    def __init__(self, feuille: Any) -> None:
        self.parent = feuille

    def _list(self) -> list[Table]:
        lues = self.parent.book.adaptateur.tables(self.parent.name)
        return [Table(self.parent, nom, lue) for nom, lue in lues.items()]

    def __len__(self) -> int:
        return len(self._list())

    def __iter__(self) -> Iterator[Table]:
        return iter(self._list())

    def __contains__(self, cle: object) -> bool:
        return any(cle == table.name for table in self._list())

    def __call__(self, cle: int | str) -> Table:
        if isinstance(cle, int):
            return self._list()[cle - 1]
        for table in self._list():
            if table.name.casefold() == cle.casefold():
                return table
        raise KeyError(cle)


class Table(bc.Table):
    """One Excel table."""

    api: Any = None
    parent: Any = None
    name: str = ""
    display_name: str = ""

    def __init__(self, feuille: Any, nom: str, lue: TableLue) -> None:
        self.parent = feuille
        self.name = self.display_name = nom
        self._lue = lue

    @property
    def range(self) -> Plage:
        return Plage(self.parent, self._lue.zone)

    @property
    def header_row_range(self) -> Plage:
        return Plage(self.parent, self._lue.entetes)

    @property
    def show_autofilter(self) -> bool:
        return self._filter()

    @show_autofilter.setter
    def show_autofilter(self, oui: bool) -> None:
        self._filter(oui)

    def _filter(self, *oui: bool) -> bool:
        adaptateur = self.parent.book.adaptateur
        return bool(adaptateur.filter_table(self.parent.name, self.name, *oui))

    def resize(self, range: Any) -> None:
        """To the headers and rows of this range."""
        self.parent.book.adaptateur.resize_table(self.parent.name, self.name, range.api.zone)


class Noms(bc.Names):
    """The defined names of a book that stand for a range."""

    api: Any = None
    parent: Any = None

    def __init__(self, classeur: Any) -> None:
        self.parent = classeur

    def _list(self) -> list[Nom]:
        lus = self.parent.adaptateur.names()
        return [Nom(self.parent, nom, *ou) for nom, ou in lus.items()]

    def __len__(self) -> int:
        return len(self._list())

    def __iter__(self) -> Iterator[Nom]:
        return iter(self._list())

    def contains(self, cle: str) -> bool:
        """With its capitals, unlike Excel."""
        return cle in self.parent.adaptateur.names()

    def __call__(self, cle: int | str) -> Nom:
        if isinstance(cle, int):
            return self._list()[cle - 1]
        return Nom(self.parent, cle, *self.parent.adaptateur.names()[cle])


class Nom(bc.Name):
    """One defined name."""

    name = refers_to = refers_to_range = None

    def __init__(self, classeur: Any, nom: str, feuille: str, zone: Zone | None) -> None:
        self.name = nom
        if zone is None:  # its cells were deleted
            self.refers_to = "=#REF!"
            return
        self.refers_to_range = Plage(classeur.sheets(feuille), zone)
        self.refers_to = f"='{feuille}'!{self.refers_to_range.address}"
