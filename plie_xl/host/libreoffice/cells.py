"""Cells, tables and refusals, as the engine and the extension both name them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

Valeurs = list[list[Any]]


class Zone(NamedTuple):
    """A rectangle of cells, counted as Excel counts: the first row is 1, column A is 1."""

    haut: int
    gauche: int
    bas: int
    droite: int

    @property
    def forme(self) -> tuple[int, int]:
        """Height and width."""
        return self.bas - self.haut + 1, self.droite - self.gauche + 1

    def colonnes(self) -> Iterator[Zone]:
        """Its columns, one zone each, from the left."""
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
