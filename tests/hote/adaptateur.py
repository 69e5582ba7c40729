"""What the test engine asks of a workbook, whoever holds it: openpyxl or a live LibreOffice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, Protocol

Valeurs = list[list[Any]]


class Zone(NamedTuple):
    """A rectangle of cells, counted as Excel counts: the first row is 1, column A is 1."""

    haut: int
    gauche: int
    bas: int
    droite: int

    @property
    def forme(self) -> tuple[int, int]:
        return self.bas - self.haut + 1, self.droite - self.gauche + 1

    def colonnes(self) -> Iterator[Zone]:
        for colonne in range(self.gauche, self.droite + 1):
            yield self._replace(gauche=colonne, droite=colonne)

    def intersect(self, autre: Zone) -> Zone | None:
        """Return the cells both zones hold, None when there are none."""
        commun = Zone(*map(max, self[:2], autre[:2]), *map(min, self[2:], autre[2:]))
        return commun if min(commun.forme) > 0 else None

    def without(self, autre: Zone) -> list[Zone]:
        """Return the rest of this zone, as rectangles, once `autre` is cut out of it."""
        trou = self.intersect(autre)
        if trou is None:
            return [self]
        morceaux = [
            self._replace(bas=trou.haut - 1),
            self._replace(haut=trou.bas + 1),
            Zone(trou.haut, self.gauche, trou.bas, trou.gauche - 1),
            Zone(trou.haut, trou.droite + 1, trou.bas, self.droite),
        ]
        return [morceau for morceau in morceaux if min(morceau.forme) > 0]


class TableLue(NamedTuple):
    """Where an Excel table stands on its sheet."""

    zone: Zone
    entetes: Zone
    donnees: Zone


class FeuilleProtegeeError(Exception):
    """Something tried to write in a locked cell; Excel refuses it too."""


class Adaptateur(Protocol):
    """One open workbook. Sheets are named, cells are a `Zone`, values are rows of a matrix."""

    chemin: Path | None
    natif: Any

    def sheet_names(self) -> list[str]: ...
    def active_sheet(self) -> str: ...
    def activate(self, feuille: str) -> None: ...
    def add_sheet(self, feuille: str, position: int) -> None: ...
    def rename_sheet(self, ancien: str, nouveau: str) -> None: ...
    def delete_sheet(self, feuille: str) -> None: ...
    def used_zone(self, feuille: str) -> Zone: ...

    def read(self, feuille: str, zone: Zone) -> Valeurs: ...
    def write(self, feuille: str, zone: Zone, valeurs: Valeurs) -> None: ...
    def read_formulas(self, feuille: str, zone: Zone) -> list[list[str]]: ...
    def clear(self, feuille: str, zone: Zone, *, contenus: bool, formats: bool) -> None: ...
    def read_style(self, feuille: str, zone: Zone, attribut: str) -> Any: ...
    def write_style(self, feuille: str, zone: Zone, attribut: str, valeur: Any) -> None: ...
    def drop_validation(self, feuille: str, zone: Zone) -> None: ...
    def copy_validation(self, de: tuple[str, Zone], vers: tuple[str, Zone]) -> None: ...

    def tables(self, feuille: str) -> dict[str, TableLue]: ...
    def resize_table(self, feuille: str, table: str, zone: Zone) -> None: ...
    def names(self) -> dict[str, tuple[str, Zone]]: ...

    def is_protected(self, feuille: str) -> bool: ...
    def protect(self, feuille: str, oui: bool) -> None: ...
    def recalculate(self) -> None: ...
    def save(self, chemin: Path | None) -> None: ...
    def close(self) -> None: ...
