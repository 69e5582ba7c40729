"""Rows held by columns, of any number of workbooks: what is understood, counted and judged.

On the two hundred rows of a workbook an operation of pandas takes fifty times that of numpy
beneath it, and a click is some hundreds of operations. A DataFrame is made for who wants one.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Any

import numpy as np
import pandas as pd

from plie_xl.model.lecture import Lecture, Valeurs

Vecteur = np.ndarray[Any, Any]  # one value by row
Masque = Any  # one boolean by row, an array: a column has no type that mypy can follow


_PEU = 16  # rows by word: to find which words some rows still bear costs more than it saves


@dataclass(frozen=True, slots=True)
class Codee:
    """A column that keeps equal values once: the n-th is `distinctes[codes[n]]`.

    The codes are integers of any size: small ones, of a million rows, save half the memory.
    """

    codes: Vecteur
    distinctes: Sequence[Any]

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, ou: Vecteur | slice) -> "Codee":
        """The same column at these places, or of a range, or where a mask is true."""
        codes = self.codes[ou]
        if _PEU * len(self.distinctes) <= len(codes):
            return Codee(codes, self.distinctes)
        fois = np.bincount(codes, minlength=len(self.distinctes))
        gardees = np.flatnonzero(fois)  # a few rows of many: their own words only
        places = np.empty(len(fois), np.int32)
        places[gardees] = np.arange(len(gardees))
        return Codee(places[codes], list(map(self.distinctes.__getitem__, gardees.tolist())))

    def lire(self, lire: Callable[[Any], Any], dtype: Any = object) -> Vecteur:
        """What `lire` answers for each row, asked once for each distinct value."""
        return np.fromiter(map(lire, self.distinctes), dtype, len(self.distinctes))[self.codes]

    def traduire(self, lire: Callable[[Any], Any]) -> "Codee":
        """The same, as a column that keeps equal answers once."""
        reponses = coder(map(lire, self.distinctes))
        return Codee(reponses.codes[self.codes], reponses.distinctes)

    def sauf(self, ou: Masque, mot: object) -> "Codee":
        """The same column, with this word where a mask is true."""
        distinctes = list(dict.fromkeys((*self.distinctes, mot)))
        return Codee(np.where(ou, np.intp(distinctes.index(mot)), self.codes), distinctes)

    def est(self, *mots: object) -> Masque:
        """Whether each row holds one of these."""
        return self.lire(mots.__contains__, bool)

    def tolist(self) -> list[Any]:
        return list(map(self.distinctes.__getitem__, self.codes.tolist()))


@dataclass(frozen=True, slots=True)
class Rangees:
    """Rows by columns of one length: `Codee` for words, arrays for numbers, days and booleans."""

    colonnes: Mapping[str, Any]

    def __len__(self) -> int:
        return len(next(iter(self.colonnes.values())))

    def __contains__(self, nom: object) -> bool:
        return nom in self.colonnes

    def __getitem__(self, nom: str) -> Any:
        return self.colonnes[nom]

    def avec(self, **colonnes: Codee | Vecteur) -> "Rangees":
        """The same rows with these columns, put in place of those of the same name."""
        return Rangees({**self.colonnes, **colonnes})

    def prendre(self, ou: Vecteur | slice) -> "Rangees":
        """The rows at these places, or of a range, or where a mask is true."""
        return Rangees({nom: colonne[ou] for nom, colonne in self.colonnes.items()})

    def lignes(self) -> Iterator[dict[str, Any]]:
        """Row by row, for the few places that write or say them one by one."""
        colonnes = (colonne.tolist() for colonne in self.colonnes.values())
        return (dict(zip(self.colonnes, x, strict=True)) for x in zip(*colonnes, strict=True))

    def to_frame(self) -> pd.DataFrame:
        """The same as a DataFrame: words are categories, or objects where one may be missing."""
        return pd.DataFrame({nom: _serie(colonne) for nom, colonne in self.colonnes.items()})


def build_rangees(lectures: Iterable[Lecture], nom: str) -> Rangees:
    """One table of many workbooks: `classeur`, `fiche`, `ligne` (Excel row), then every column met.

    "" where a workbook lacks a column.
    """
    lues = [(lecture, lecture.tables[nom]) for lecture in lectures if nom in lecture.tables]
    tailles = [len(table.lignes) for _, table in lues]
    lignes = chain.from_iterable(table.lignes for _, table in lues)
    jointes: dict[str, _Jointe] = {}
    for (_, table), debut in zip(lues, accumulate(tailles, initial=0), strict=False):
        for colonne, valeurs in table.deplier().items():
            jointes.setdefault(colonne, _Jointe()).add(valeurs, debut)
    return Rangees(
        {
            "classeur": _repeat([lecture.classeur for lecture, _ in lues], tailles),
            "fiche": _repeat([lecture.fiche for lecture, _ in lues], tailles),
            "ligne": np.fromiter(lignes, np.int64, sum(tailles)),
            **{nom: jointe.finir(sum(tailles)) for nom, jointe in jointes.items()},
        }
    )


class _Jointe:
    """One column of many workbooks, put end to end; "" for those that do not have it."""

    def __init__(self) -> None:
        self._places: dict[object, int] = {"": 0}
        self._codes = array("i")

    def add(self, valeurs: Valeurs, debut: int) -> None:
        """Those of a workbook, whose rows begin at this place."""
        if valeurs.distinctes == ("",):
            return
        self._combler(debut)
        places = self._places
        ici = [places.setdefault(valeur, len(places)) for valeur in valeurs.distinctes]
        self._codes.frombytes(np.array(ici, np.intc)[np.asarray(valeurs.codes)].tobytes())

    def finir(self, taille: int) -> Codee:
        self._combler(taille)
        petit = np.min_scalar_type(len(self._places) - 1)
        return Codee(np.frombuffer(self._codes, np.intc).astype(petit), list(self._places))

    def _combler(self, jusque: int) -> None:
        self._codes.frombytes(bytes(self._codes.itemsize * (jusque - len(self._codes))))


def coder(valeurs: Iterable[Any]) -> Codee:
    """A column of these values, equal ones kept once."""
    places: dict[Any, int] = {}
    codes = [places.setdefault(valeur, len(places)) for valeur in valeurs]
    return Codee(np.array(codes, np.int32), list(places))


def ranger(nombres: Vecteur) -> Codee:
    """The same numbers, equal ones kept once; NaN is one of them."""
    codes, distincts = pd.factorize(nombres, use_na_sentinel=False)
    return Codee(codes, distincts.tolist())


def build_lignes(noms: Iterable[str], lignes: Iterable[tuple[Any, ...]]) -> Rangees:
    """Rows found one by one, by columns of these names."""
    lignes = list(lignes)
    return Rangees({nom: coder(x[n] for x in lignes) for n, nom in enumerate(noms)})


def _repeat(mots: Sequence[str], fois: Sequence[int]) -> Codee:
    mots_codes = coder(mots)
    return Codee(np.repeat(mots_codes.codes, fois), mots_codes.distinctes)


def numeroter(*colonnes: Codee | Vecteur) -> tuple[Vecteur, Vecteur]:
    """The group of each row (rows with the same values in all columns), its first row by group."""
    joints = np.zeros(len(colonnes[0]), np.int64)
    for colonne in colonnes:
        if not isinstance(colonne, Codee):
            colonne = ranger(colonne)
        joints = joints * len(colonne.distinctes) + colonne.codes
    groupes, vus = pd.factorize(joints)
    premieres = np.empty(len(vus), np.int64)
    premieres[groupes[::-1]] = np.arange(len(groupes))[::-1]
    return groupes, premieres


def croiser(lire: Callable[..., Any], *colonnes: Codee) -> Codee:
    """What `lire` answers for each row, asked once for each distinct set of these values."""
    groupes, premieres = numeroter(*colonnes)
    mots = [colonne[premieres].tolist() for colonne in colonnes]
    reponses = coder(map(lire, *mots))
    return Codee(reponses.codes[groupes], reponses.distinctes)


def compter_par(colonne: Codee, masque: Masque) -> dict[Any, int]:
    """How many of the rows where a mask is true hold each value of a column."""
    fois = np.bincount(colonne.codes[masque], minlength=len(colonne.distinctes))
    return dict(zip(colonne.distinctes, fois.tolist(), strict=True))


def max_par(colonne: Codee, nombres: Vecteur) -> dict[Any, float]:
    """The highest number beside each value of a column."""
    plus = np.full(len(colonne.distinctes), -np.inf)
    np.maximum.at(plus, colonne.codes, nombres)
    vus = np.unique(colonne.codes).tolist()
    return {colonne.distinctes[n]: float(plus[n]) for n in vus}


def distinguer(colonne: pd.Series) -> tuple[Vecteur, list[Any]]:
    """For each row the place of its value among the distinct ones, and those; -1 for none."""
    if isinstance(colonne.dtype, pd.CategoricalDtype):
        if len(colonne.cat.categories) > len(colonne):  # a few rows of many
            colonne = colonne.cat.remove_unused_categories()
        return colonne.cat.codes.to_numpy(), colonne.cat.categories.to_list()
    objets = colonne.dtype == object or isinstance(colonne.dtype, pd.StringDtype)
    codes, valeurs = pd.factorize(colonne.to_numpy(object) if objets else colonne.to_numpy())
    return codes, valeurs.tolist()


def _serie(colonne: Codee | Vecteur) -> Any:
    """What pandas makes a column of: categories are the words there are, None being none."""
    if not isinstance(colonne, Codee):
        return colonne
    codes, gardees = pd.factorize(colonne.codes)
    mots = list(map(colonne.distinctes.__getitem__, gardees.tolist()))
    if None in mots:
        return pd.Series(Codee(codes, mots).tolist(), dtype=object)
    return pd.Categorical.from_codes(codes, pd.Index(mots, dtype=object))
