"""Where the rows of « Suivi » stand, so that a figure, an anomaly or a piece leads to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from plie_xl.consolidation import Consolidation
from plie_xl.master import contract
from plie_xl.master.batches import Ligne
from plie_xl.model.cell import lettres
from plie_xl.model.frames import Coded, Vector
from plie_xl.model.grouping import cross
from plie_xl.model.workbook import PREMIERE_LIGNE, Feuille

_LIGNES = 1 << 21  # more than a sheet has


@dataclass(frozen=True)
class Plan:
    """Rows (1-based) of the sheet « Suivi » by territory, by target, by row of a workbook."""

    c: Consolidation

    def find_territoire(self, fiche: str) -> str:
        """Its rows, which follow each other; "" when it has none."""
        return _etendue(self._territoires.get(fiche))

    def find_cible(self, cle: str) -> str:
        """The rows that name a target (« fiche/cible »), counted or not."""
        return _etendue(self._cibles.get(cle))

    def find_ligne(self, classeur: str, ligne: int) -> int | None:
        """The row that holds the row of a workbook."""
        rang = self._classeurs.get(classeur)
        if rang is None:
            return None
        cle = rang * _LIGNES + ligne
        place = int(np.searchsorted(self._cles, cle))
        if place == len(self._cles) or self._cles[place] != cle:
            return None
        return int(self._places[place]) + PREMIERE_LIGNE

    def find_suivi(self, classeur: str, ligne: int) -> str:
        """The same as an address."""
        rang = self.find_ligne(classeur, ligne)
        return _etendue((rang, rang)) if rang else ""

    @cached_property
    def _territoires(self) -> Mapping[str, tuple[int, int]]:
        return _blocs(self.c.compte.rangees["fiche"][self.c.ordre])

    @cached_property
    def _cibles(self) -> Mapping[str, tuple[int, int]]:
        x = self.c.compte.rangees.only("fiche", "cible")
        cles = cross(lambda f, i: f"{f}/{i}" if i else "", x["fiche"], x["cible"])
        return _blocs(cles[self.c.ordre])

    @cached_property
    def _classeurs(self) -> Mapping[str, int]:
        return {nom: n for n, nom in enumerate(self.c.compte.rangees["classeur"].distinctes)}

    @cached_property
    def _triees(self) -> tuple[Vector, Vector]:
        x = self.c.compte.rangees.only("classeur", "ligne")
        cles = (x["classeur"].codes.astype(np.int64) * _LIGNES + x["ligne"])[self.c.ordre]
        places = np.argsort(cles)
        return cles[places], places

    @property
    def _cles(self) -> Vector:
        return self._triees[0]

    @property
    def _places(self) -> Vector:
        return self._triees[1]


def _blocs(colonne: Coded) -> Mapping[str, tuple[int, int]]:
    """First and last row of each value of a column whose equal values follow each other."""
    codes = colonne.codes
    if not len(codes):
        return {}
    debuts = np.flatnonzero(np.r_[True, codes[1:] != codes[:-1]])
    fins = np.r_[debuts[1:], len(codes)] - 1
    return {
        colonne.distinctes[codes[a]]: (int(a) + PREMIERE_LIGNE, int(b) + PREMIERE_LIGNE)
        for a, b in zip(debuts, fins, strict=True)
    }


def _etendue(bloc: tuple[int, int] | None) -> str:
    droite = lettres(contract.SUIVI.rang("au_dossier") + 1)
    return f"'{contract.SUIVI.nom}'!A{bloc[0]}:{droite}{bloc[1]}" if bloc else ""


def place(feuille: Feuille, ligne: int | None) -> str:
    """The address of a row of another sheet; "" for none."""
    return f"'{feuille.nom}'!A{ligne}" if ligne else ""


def find_premieres(lignes: Iterable[Ligne], *colonnes: str) -> Mapping[Any, int]:
    """The first row of a sheet that bears each value of these columns."""
    premieres: dict[Any, int] = {}
    for n, x in enumerate(lignes, start=PREMIERE_LIGNE):
        cle = tuple(x.get(c) for c in colonnes)
        premieres.setdefault(cle if len(colonnes) > 1 else cle[0], n)
    return premieres
