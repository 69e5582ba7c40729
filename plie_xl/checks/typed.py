"""The border between our rows and pandera: typed frames, and rules that fail on their own cell.

pandera would report every column of a failing row, and look into each column at length: `Garde`
gives one line per fault, the cell itself, and `ColonneTypee` is passed over when its type is the
one expected. On a workbook of two hundred rows that is the half of a click.
"""

from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.api.base.checks import CheckResult

from plie_xl.checks.columns import ENTIER, JOUR, MOT, OUI_NON, SAISI, Trait
from plie_xl.checks.messages import say_attendu
from plie_xl.checks.rule import REGLES, Regle
from plie_xl.checks.values import AVANT_1970
from plie_xl.model.frames import Coded, Rows, Vector
from plie_xl.model.lecture import records

# Whether a failing rule hands its cells: a notebook wants them, `check` finds them better itself.
DETAIL: ContextVar[bool] = ContextVar("DETAIL", default=True)
_SECONDES = 86_400  # of a day: what `JOUR` counts


class ColonneTypee(pa.Column):
    """A column of a known type."""

    def __init__(self, trait: Trait) -> None:
        self.trait = trait
        self._sans_trou = trait.genre in (ENTIER, OUI_NON) or not trait.pleine
        super().__init__(
            trait.genre,
            nullable=not trait.pleine and trait.genre not in (ENTIER, OUI_NON),
            title=trait.titre,
            description=trait.description,
            name=trait.nom,
        )

    def validate(self, check_obj: pd.DataFrame, *args: Any, **options: Any) -> pd.DataFrame:
        """pandera's own look, only where the type is not the one expected or a value is missing."""
        colonne = check_obj[self.name]
        if colonne.dtype == self.trait.genre and (self._sans_trou or not colonne.hasnans):
            return check_obj
        lue: pd.DataFrame = super().validate(check_obj, *args, **options)
        return lue

    @classmethod
    def get_backend(cls, *args: Any, **options: Any) -> Any:
        """That of `Column`: pandera knows no backend of a subclass."""
        return pa.Column.get_backend(*args, **options)


class Garde(pa.Check):
    """A rule as a check of pandera: its name is its code, its failure cases are its cells."""

    def __init__(self, regle: Regle) -> None:
        super().__init__(regle.tient, name=regle.code, description=say_attendu(regle))

    @property
    def regle(self) -> Regle:
        """Found by its code at each call: a rule replaced in `REGLES` is the one applied."""
        return REGLES[str(self.name)]

    def __call__(self, check_obj: pd.DataFrame, column: str | None = None) -> CheckResult:
        tient = self.regle.tient(read_frame(check_obj))
        if tient.all():
            return CheckResult(tient, True, check_obj, None)
        cellules = self._find_cellules(check_obj[~tient]) if DETAIL.get() else None
        return CheckResult(tient, False, check_obj, cellules)

    def _find_cellules(self, fautives: pd.DataFrame) -> pd.DataFrame:
        """One row per faulty cell: its column, its value, its workbook and its row."""
        cas = {}
        for x in records(fautives):
            colonne = self.regle.find_colonne(x)
            place = x["classeur"], x["ligne"]
            cas[colonne, place] = (colonne, x[self.regle.montre or colonne], place)
        return pd.DataFrame(cas.values(), columns=["column", "failure_case", "index"], dtype=object)


def build_frame(rows: Rows, traits: tuple[Trait, ...]) -> pd.DataFrame:
    """Rows as a frame whose columns have the types of these traits, in their order."""
    index = pd.RangeIndex(len(rows))
    colonnes = {t.nom: _type_column(rows[t.nom], t.genre, index) for t in traits}
    return pd.DataFrame(colonnes, index=index, copy=False)


def _type_column(colonne: Coded | Vector, genre: str, index: pd.Index) -> Any:
    if isinstance(colonne, Coded) and genre == MOT:
        return _as_words(colonne)
    if isinstance(colonne, Coded) and genre == SAISI:
        mots = np.fromiter(colonne.distinctes, object, len(colonne.distinctes))
        return pd.Series(mots[colonne.codes], index, dtype=object, copy=False)
    if genre == JOUR:
        ordinaux = colonne.apply(float, float) if isinstance(colonne, Coded) else colonne
        return (_SECONDES * (ordinaux - AVANT_1970)).astype(JOUR)
    return colonne.apply(lambda x: x, genre) if isinstance(colonne, Coded) else colonne


def _as_words(colonne: Coded) -> pd.Categorical:
    mots = list(colonne.distinctes)
    codes = colonne.codes
    if None in mots:
        rang = mots.index(None)
        del mots[rang]
        codes = np.where(codes == rang, -1, codes - (codes > rang))
    genre = pd.CategoricalDtype(pd.Index(mots, dtype=object))
    return pd.Categorical.from_codes(codes, dtype=genre, validate=False)


def read_frame(frame: pd.DataFrame) -> Rows:
    """A typed frame in the words of the rules: arrays, and `Coded` for categories."""
    return Rows(_Columns(frame))


class _Columns(Mapping[str, Any]):
    """The columns of a frame, each made when a rule asks for it."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    def __getitem__(self, nom: str) -> Coded | Vector:
        colonne = self._frame[nom].array
        if isinstance(colonne, pd.Categorical):
            mots = [*colonne.categories.tolist(), None]
            return Coded(np.where(colonne.codes < 0, len(mots) - 1, colonne.codes), mots)
        return np.asarray(colonne)

    def __iter__(self) -> Iterator[str]:
        return iter(map(str, self._frame))

    def __len__(self) -> int:
        return len(self._frame.columns)
