"""The rows of the sheets that grow with the number of workbooks: made lot by lot, when written."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

import numpy as np

from plie_xl.model.frames import Codee, Rangees, build_lignes, ranger
from plie_xl.model.workbook import Feuille

Ligne = dict[str, Any]
PAR_LOT = 1 << 13  # rows in memory at once
TOUTES = slice(None)


@dataclass(frozen=True, slots=True)
class Longue:
    """How many rows a sheet has, and what makes those of a range, by identifier of column."""

    nombre: int
    faire: Callable[[slice], Rangees]

    def lots(self) -> Iterator[Rangees]:
        """All the rows, so many at once."""
        for debut in range(0, self.nombre, PAR_LOT):
            yield self.faire(slice(debut, debut + PAR_LOT))


def list_longue(feuille: Feuille, lignes: Sequence[Mapping[str, Any]]) -> Longue:
    """Rows that are there already, one by one."""
    return Longue(len(lignes), lambda tranche: build_rows(feuille, lignes[tranche]))


def build_rows(feuille: Feuille, lignes: Iterable[Mapping[str, Any]]) -> Rangees:
    """Rows by the columns of a sheet; None where one of them says nothing."""
    noms = [c.id for c in feuille.colonnes]
    return build_lignes(noms, (tuple(map(x.get, noms)) for x in lignes))


def find_codee(rows: Rangees, nom: str) -> Codee:
    """A column, equal values once; nothing at all where rows lack it, or for what is no number."""
    if nom not in rows:
        return Codee(np.zeros(len(rows), int), [None])
    colonne = rows[nom]
    if isinstance(colonne, Codee):
        return colonne
    lue = ranger(colonne)
    return Codee(lue.codes, [None if isnan(v) else v for v in lue.distinctes])
