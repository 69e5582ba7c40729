"""What was read of a received file: tables whose values still know their cell. No judgement.

Plain lists, so that a reading travels between processes and pandas is not needed to make one.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, overload

from plie_xl.texte import cle

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

_ENREGISTRER = "ouvrez-le dans Excel, enregistrez-le de nouveau en .xlsx, puis déposez-le"
ILLISIBLE = "illisible"  # the nature of the remark on a file that could not be read at all


class IllisibleError(Exception):
    """The reader cannot be believed; carries what to say of the file up to who reads it."""

    def __init__(self, constat: str, remede: str = _ENREGISTRER) -> None:
        super().__init__(constat)
        self.remede = remede


@dataclass(frozen=True, slots=True)
class Remarque:
    """A fact about the file's structure; `checks` makes a sentence of it."""

    nature: str
    feuille: str = ""
    ligne: int = 0
    colonne: int = 0
    detail: str = ""
    conseil: str = ""


@dataclass(frozen=True, slots=True)
class Valeurs(Sequence[object]):
    """The values of a column, equal ones kept once: the n-th is `distinctes[codes[n]]`.

    What people type in a column of a tracking sheet is mostly the same few words; so a reading
    travels light, and understanding a word is done once, however many rows bear it.
    """

    codes: "array[int]"
    distinctes: tuple[object, ...]

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, place: int) -> object: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[object]: ...
    def __getitem__(self, place: int | slice) -> object | Sequence[object]:
        if isinstance(place, slice):
            return Valeurs(self.codes[place], self.distinctes)
        return self.distinctes[self.codes[place]]

    def __iter__(self) -> Iterator[object]:
        return map(self.distinctes.__getitem__, self.codes)


def encode(valeurs: Sequence[object]) -> Valeurs:
    """Keep equal values once; booleans read as the sheet shows them, nothing as an empty text."""
    if not {bool, type(None)}.isdisjoint(map(type, valeurs)):  # True would be the same as 1
        valeurs = [_visible(valeur) for valeur in valeurs]
    if len(valeurs) and valeurs.count(valeurs[0]) == len(valeurs):  # most often a blank column
        return Valeurs(array("B", bytes(len(valeurs))), (_connue(valeurs[0]),))
    places = {valeur: n for n, valeur in enumerate(dict.fromkeys(valeurs))}
    largeur = "B" if len(places) <= 1 << 8 else "H" if len(places) <= 1 << 16 else "I"
    codes = array(largeur, map(places.__getitem__, valeurs))
    return Valeurs(codes, tuple(map(_connue, places)))


def _connue(valeur: object) -> object:
    return valeur if valeur == valeur else "NaN"


def _visible(valeur: object) -> object:
    if isinstance(valeur, bool):
        return "VRAI" if valeur else "FAUX"
    return "" if valeur is None else valeur


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one table. `colonnes` gives each column's place in Excel (A is 1).

    `valeurs` holds the values of each column, `lignes` the Excel row of each of them; columns
    that are not ours are kept under their own header in `inconnues` and in `valeurs`.
    """

    nom: str
    feuille: str
    colonnes: Mapping[str, int]
    lignes: Sequence[int]
    valeurs: Mapping[str, Valeurs]
    inconnues: Mapping[str, int] = field(default_factory=dict)
    illisibles: frozenset[int] = frozenset()  # rows with a cell that could not be read


@dataclass(frozen=True, slots=True)
class Lecture:
    """One received file. `fiche` is the identifier found in it, « » when there is none."""

    classeur: str
    sha256: str = ""
    fiche: str = ""
    annee: int | None = None
    modele: int | None = None
    enregistre: str = ""
    programme: str = ""
    tables: Mapping[str, Table] = field(default_factory=dict)
    remarques: tuple[Remarque, ...] = ()

    @property
    def lisible(self) -> bool:
        return not any(r.nature == ILLISIBLE for r in self.remarques)

    def parametre(self, rubrique: str) -> object:
        """Value of a row of « Fiche » by its heading; None when the row is not there."""
        table = self.tables.get("parametres")
        if table is None or "rubrique" not in table.valeurs or "valeur" not in table.valeurs:
            return None
        paires = zip(table.valeurs["rubrique"], table.valeurs["valeur"], strict=True)
        return next((valeur for nom, valeur in paires if cle(nom) == cle(rubrique)), None)

    @property
    def suivi(self) -> "pd.DataFrame":
        """Rows of « Suivi »: one column per column of the sheet, index = Excel row."""
        return build_frame([self], "suivi").set_index("ligne")


def refuse(nom: str, constat: str, remede: str, empreinte: str = "") -> Lecture:
    """The reading of a file that cannot be read: what is wrong, what to do."""
    return Lecture(nom, empreinte, remarques=(Remarque(ILLISIBLE, detail=constat, conseil=remede),))


def records(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    """Rows of a frame as dictionaries, for the few places that write or say them one by one."""
    noms = [str(nom) for nom in frame.columns]
    colonnes = (colonne.tolist() for _, colonne in frame.items())
    return [dict(zip(noms, ligne, strict=True)) for ligne in zip(*colonnes, strict=True)]


def build_frame(lectures: Iterable[Lecture], table: str) -> "pd.DataFrame":
    """One table of any number of workbooks in one frame.

    Returns
    -------
    DataFrame
        `classeur`, `fiche`, `ligne` (Excel row), then every column met, as typed (categories
        of any kind of value); "" where a workbook lacks a column.
    """
    import numpy as np
    import pandas as pd

    lues = [(lecture, lecture.tables[table]) for lecture in lectures if table in lecture.tables]
    noms = dict.fromkeys(nom for _, t in lues for nom in t.valeurs)
    tailles = [len(t.lignes) for _, t in lues]
    donnees: dict[str, object] = {
        "classeur": np.repeat(np.array([lec.classeur for lec, _ in lues], object), tailles),
        "fiche": np.repeat(np.array([lec.fiche for lec, _ in lues], object), tailles),
        "ligne": np.array([ligne for _, t in lues for ligne in t.lignes], int),
    }
    for nom in noms:
        donnees[nom] = _join([t.valeurs.get(nom) for _, t in lues], tailles)
    return pd.DataFrame(donnees)


def _join(colonnes: "Iterable[Valeurs | None]", tailles: Iterable[int]) -> "pd.Categorical":
    """One column of many workbooks; "" for those that do not have it."""
    import numpy as np

    places: dict[object, int] = {"": 0}
    codes = []
    for colonne, taille in zip(colonnes, tailles, strict=True):
        if colonne is None or colonne.distinctes == ("",):
            codes.append(np.zeros(taille, np.int32))
        else:
            ici = [places.setdefault(valeur, len(places)) for valeur in colonne.distinctes]
            locaux = np.frombuffer(colonne.codes, np.dtype(colonne.codes.typecode))
            codes.append(np.array(ici, np.int32)[locaux])
    return categorise(np.concatenate([np.empty(0, np.int32), *codes]), list(places))


def categorise(codes: "np.ndarray[Any, Any]", distinctes: Sequence[object]) -> "pd.Categorical":
    """The values of these codes, kept once each, whatever they are."""
    import pandas as pd

    categories: Any = pd.Series(list(distinctes), dtype=object)
    return pd.Categorical.from_codes(codes, categories)
