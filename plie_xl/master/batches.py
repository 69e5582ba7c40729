"""The rows of the sheets that grow with the number of workbooks: made lot by lot, when written."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

import numpy as np

from plie_xl.model.frames import Coded, Rows, build_lignes
from plie_xl.model.grouping import encode_numbers
from plie_xl.model.workbook import Feuille

Ligne = dict[str, Any]
PAR_LOT = 1 << 13  # rows in memory at once
TOUTES = slice(None)


@dataclass(frozen=True, slots=True)
class Longue:
    """How many rows a sheet has, and what makes those of a range, by identifier of column."""

    nombre: int
    make: Callable[[slice], Rows]

    def lots(self) -> Iterator[Rows]:
        """All the rows, so many at once."""
        for debut in range(0, self.nombre, PAR_LOT):
            yield self.make(slice(debut, debut + PAR_LOT))


def list_longue(feuille: Feuille, lignes: Sequence[Mapping[str, Any]]) -> Longue:
    """Rows that are there already, one by one."""
    return Longue(len(lignes), lambda tranche: build_rows(feuille, lignes[tranche]))


def build_rows(feuille: Feuille, lignes: Iterable[Mapping[str, Any]]) -> Rows:
    """Rows by the columns of a sheet; None where one of them says nothing."""
    noms = [c.id for c in feuille.colonnes]
    return build_lignes(noms, (tuple(map(x.get, noms)) for x in lignes))


def find_codee(rows: Rows, nom: str) -> Coded:
    """A column, equal values once; nothing at all where rows lack it, or for what is no number."""
    if nom not in rows:
        return Coded(np.zeros(len(rows), int), [None])
    colonne = rows[nom]
    if isinstance(colonne, Coded):
        return colonne
    lue = encode_numbers(colonne)
    return Coded(lue.codes, [None if isnan(v) else v for v in lue.distinctes])
