"""Rows held by columns, of any number of workbooks: what is understood, counted and judged.

On the two hundred rows of a workbook an operation of pandas takes fifty times that of numpy
beneath it, and a click is some hundreds of operations. A DataFrame is made for who wants one.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, count
from typing import TYPE_CHECKING, Any

import numpy as np

from plie_xl.model.lecture import Lecture, Valeurs
from plie_xl.model.text import pluriel

if TYPE_CHECKING:
    import pandas as pd

Vector = np.ndarray[Any, Any]  # one value by row
Mask = Any  # one boolean by row, an array: a column has no type that mypy can follow

_PEU = 16  # rows by word: to find which words some rows still bear costs more than it saves


@dataclass(frozen=True, slots=True)
class Coded:
    """A column that keeps equal values once: the n-th is `distinctes[codes[n]]`.

    The codes are integers of any size: small ones, of a million rows, save half the memory.
    """

    codes: Vector
    distinctes: Sequence[Any]

    def __len__(self) -> int:
        return len(self.codes)

    def __repr__(self) -> str:
        return f"<Coded : {len(self.codes)}, dont {len(self.distinctes)} distinctes>"

    def __getitem__(self, ou: Vector | slice) -> "Coded":
        """The same column at these places, or of a range, or where a mask is true."""
        prises = Coded(self.codes[ou], self.distinctes)
        return prises if _PEU * len(self.distinctes) <= len(prises) else prises.shrink()

    def shrink(self) -> "Coded":
        """The same column, without the words that no row bears."""
        fois = np.bincount(self.codes, minlength=len(self.distinctes))
        gardees = np.flatnonzero(fois)
        places = np.empty(len(fois), np.int32)
        places[gardees] = np.arange(len(gardees))
        return Coded(places[self.codes], list(map(self.distinctes.__getitem__, gardees.tolist())))

    def unify(self) -> "Coded":
        """The same column, of words among which some may be equal."""
        mots = encode_column(self.distinctes)
        return Coded(mots.codes[self.codes], mots.distinctes)

    def hashes(self) -> Vector:
        """A number by row, the same for equal words: whoever bears his alone has no equal."""
        return self.apply(hash, np.int64)

    def apply(self, read: Callable[[Any], Any], dtype: Any = object) -> Vector:
        """What `read` answers for each row, asked once for each distinct value."""
        return self.apply_all(lambda distinctes: map(read, distinctes), dtype)

    def apply_all(self, read: Callable[[Sequence[Any]], Iterable[Any]], dtype: Any) -> Vector:
        """The same, where `read` is asked once, of all the distinct values."""
        return np.fromiter(read(self.distinctes), dtype, len(self.distinctes))[self.codes]

    def translate(self, read: Callable[[Any], Any]) -> "Coded":
        """The same, as a column that keeps equal answers once."""
        return self.translate_all(lambda distinctes: map(read, distinctes))

    def translate_all(self, read: Callable[[Sequence[Any]], Iterable[Any]]) -> "Coded":
        """The same, where `read` is asked once, of all the distinct values."""
        reponses = encode_column(read(self.distinctes))
        return Coded(reponses.codes[self.codes], reponses.distinctes)

    def spread(self, vector: Vector) -> Vector:
        """What is told row by row, told of each distinct value instead; all of them are borne."""
        par_mot = np.zeros(len(self.distinctes), vector.dtype)
        par_mot[self.codes] = vector
        return par_mot

    def sauf(self, ou: Mask, mot: object) -> "Coded":
        """The same column, with this word where a mask is true."""
        distinctes = list(self.distinctes)
        if mot not in distinctes:
            distinctes.append(mot)
        return Coded(np.where(ou, np.intp(distinctes.index(mot)), self.codes), distinctes)

    def est(self, *mots: object) -> Mask:
        """Whether each row holds one of these."""
        return self.apply(mots.__contains__, bool)

    def tolist(self) -> list[Any]:
        """One value by row."""
        return list(map(self.distinctes.__getitem__, self.codes.tolist()))


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows by columns of one length: `Coded` for words, arrays for numbers, days and booleans."""

    colonnes: Mapping[str, Any]

    def __len__(self) -> int:
        return len(next(iter(self.colonnes.values())))

    def __repr__(self) -> str:
        """How many, never what a cell says."""
        lignes = pluriel(len(self) if self.colonnes else 0, "ligne")
        return f"<Rows : {lignes}, {pluriel(len(self.colonnes), 'colonne')}>"

    def __contains__(self, nom: object) -> bool:
        return nom in self.colonnes

    def __getitem__(self, nom: str) -> Any:
        return self.colonnes[nom]

    def avec(self, **colonnes: Coded | Vector) -> "Rows":
        """The same rows with these columns, put in place of those of the same name."""
        return Rows({**self.colonnes, **colonnes})

    def only(self, *noms: str) -> "Rows":
        """The same rows with these columns."""
        return Rows({nom: self.colonnes[nom] for nom in noms})

    def take(self, ou: Vector | slice) -> "Rows":
        """The rows at these places, or of a range, or where a mask is true."""
        return Rows({nom: colonne[ou] for nom, colonne in self.colonnes.items()})

    def row(self, place: int) -> "Row":
        """The row at this place."""
        return Row(self, place)

    def lignes(self) -> Iterator[dict[str, Any]]:
        """Row by row, for the few places that write or say them one by one."""
        colonnes = (colonne.tolist() for colonne in self.colonnes.values())
        return (dict(zip(self.colonnes, x, strict=True)) for x in zip(*colonnes, strict=True))

    def tuples(self, *noms: str) -> Iterator[tuple[Any, ...]]:
        """These columns, row by row."""
        return zip(*(self.colonnes[nom].tolist() for nom in noms), strict=True)

    def to_frame(self) -> "pd.DataFrame":
        """The same as a DataFrame: words are categories, or objects where one may be missing."""
        import pandas as pd

        return pd.DataFrame({nom: _serie(colonne) for nom, colonne in self.colonnes.items()})


class Row(Mapping[str, Any]):
    """One row, whose values are looked up when somebody asks for them: few are, of many."""

    __slots__ = ("_colonnes", "_place")

    def __init__(self, rows: Rows, place: int) -> None:
        self._colonnes, self._place = rows.colonnes, place

    def __getitem__(self, nom: str) -> Any:
        colonne = self._colonnes[nom]
        if isinstance(colonne, Coded):
            return colonne.distinctes[colonne.codes.item(self._place)]
        return colonne.item(self._place)

    def __contains__(self, nom: object) -> bool:
        return nom in self._colonnes

    def __iter__(self) -> Iterator[str]:
        return iter(self._colonnes)

    def __len__(self) -> int:
        return len(self._colonnes)


def build_rangees(lectures: Iterable[Lecture], nom: str) -> Rows:
    """One table of many workbooks: `classeur`, `fiche`, `ligne` (Excel row), then every column met.

    "" where a workbook lacks a column.
    """
    lues = [(lecture, lecture.tables[nom]) for lecture in lectures if nom in lecture.tables]
    tailles = [len(table.lignes) for _, table in lues]
    lignes = [np.asarray(table.lignes, np.int64) for _, table in lues]
    jointes: dict[str, _Joined] = {}
    for (_, table), debut in zip(lues, accumulate(tailles, initial=0), strict=False):
        for colonne, valeurs in table.unfold().items():
            jointes.setdefault(colonne, _Joined()).add(valeurs, debut)
    return Rows(
        {
            "classeur": _repeat([lecture.classeur for lecture, _ in lues], tailles),
            "fiche": _repeat([lecture.fiche for lecture, _ in lues], tailles),
            "ligne": np.concatenate([np.empty(0, np.int64), *lignes]),
            **{nom: joined.finish(sum(tailles)) for nom, joined in jointes.items()},
        }
    )


class _Joined:
    """One column of many workbooks, put end to end; "" for those that do not have it."""

    def __init__(self) -> None:
        self._codes = [array("B")]
        self._decalages = [0]  # where the words of each of these begin
        self._mots: list[object] = [""]
        self._taille = 0

    def add(self, valeurs: Valeurs, debut: int) -> None:
        """Those of a workbook, whose rows begin at this place."""
        if valeurs.distinctes == ("",):
            return
        self._pad(debut)
        self._codes.append(valeurs.codes)
        self._decalages.append(len(self._mots))
        self._mots += valeurs.distinctes
        self._taille += len(valeurs.codes)

    def finish(self, taille: int) -> Coded:
        self._pad(taille)
        mots = encode_column(self._mots)
        places = np.repeat(self._decalages, list(map(len, self._codes)))
        codes = mots.codes[places + np.concatenate(self._codes)]
        return Coded(codes.astype(np.min_scalar_type(len(mots.distinctes) - 1)), mots.distinctes)

    def _pad(self, jusque: int) -> None:
        if jusque > self._taille:
            self._codes.append(array("B", bytes(jusque - self._taille)))
            self._decalages.append(0)
            self._taille = jusque


def encode_column(valeurs: Iterable[Any]) -> Coded:
    """A column of these values, equal ones kept once."""
    places: defaultdict[Any, int] = defaultdict(count().__next__)
    codes = np.fromiter(map(places.__getitem__, valeurs), np.int32)
    return Coded(codes, list(places))


def build_lignes(noms: Iterable[str], lignes: Iterable[tuple[Any, ...]]) -> Rows:
    """Rows found one by one, by columns of these names."""
    lignes = list(lignes)
    return Rows({nom: encode_column(x[n] for x in lignes) for n, nom in enumerate(noms)})


def _repeat(mots: Sequence[str], fois: Sequence[int]) -> Coded:
    mots_codes = encode_column(mots)
    return Coded(np.repeat(mots_codes.codes, fois), mots_codes.distinctes)


def _serie(colonne: Coded | Vector) -> Any:
    """What pandas makes a column of: categories are the words there are, None being none."""
    if not isinstance(colonne, Coded):
        return colonne
    import pandas as pd

    codes, gardees = pd.factorize(colonne.codes)
    mots = list(map(colonne.distinctes.__getitem__, gardees.tolist()))
    if None in mots:
        return pd.Series(Coded(codes, mots).tolist(), dtype=object)
    return pd.Categorical.from_codes(codes, pd.Index(mots, dtype=object))
