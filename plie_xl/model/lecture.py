"""What was read of a received file: tables whose values still know their cell. No judgement.

Plain lists, so that a reading travels between processes and pandas is not needed to make one.
"""

import pickle
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from html import escape
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any, overload

from plie_xl.model.errors import PlieError
from plie_xl.model.text import cle

if TYPE_CHECKING:
    import pandas as pd

_ENREGISTRER = "ouvrez-le dans Excel, enregistrez-le de nouveau en .xlsx, puis déposez-le"
# What a reading is made of, name by name: of the same modules, nothing else can be asked for.
_ADMIS = {
    "plie_xl.model.lecture": ("Lecture", "Table", "Valeurs", "Folded", "Remarque"),
    "array": ("array", "_array_reconstructor"),
    "datetime": ("date", "datetime", "time", "timedelta"),
}
MAX_OCTETS = 200_000_000  # of a file; no honest workbook comes near
ILLISIBLE = "illisible"  # the nature of the remark on a file that could not be read at all


class IllisibleError(PlieError):
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

    def __repr__(self) -> str:
        return f"<Valeurs : {len(self.codes)}, dont {len(self.distinctes)} distinctes>"


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


class SafeUnpickler(pickle.Unpickler):
    """Gives readings, days and plain values; knows no other class, and calls nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        """Raise UnpicklingError for a class that is not in `_ADMIS`."""
        return _find_class(module, name)


@cache
def _find_class(module: str, name: str) -> Any:
    if name not in _ADMIS.get(module, ()):
        raise pickle.UnpicklingError(f"{module}.{name}")
    return getattr(import_module(module), name)


def pack(valeur: object) -> bytes:
    """A reading as bytes, for `unpack`, here or on another machine."""
    return pickle.dumps(valeur, pickle.HIGHEST_PROTOCOL)


def unpack(octets: bytes) -> Any:
    """What was packed, wherever the bytes come from: nothing in them can call anything."""
    return SafeUnpickler(BytesIO(octets)).load()


class Folded(Mapping[str, Valeurs]):
    """Values folded into bytes, unfolded whenever somebody looks at one.

    Thousands of readings wait for one another in a quarter of their room.
    """

    __slots__ = ("_octets",)

    def __init__(self, valeurs: Mapping[str, Valeurs]) -> None:
        self._octets = pack({nom: (x.codes, x.distinctes) for nom, x in valeurs.items()})

    def unfold(self) -> dict[str, Valeurs]:
        """All of them at once."""
        return {nom: Valeurs(*x) for nom, x in unpack(self._octets).items()}

    def __getitem__(self, nom: str) -> Valeurs:
        return self.unfold()[nom]

    def __iter__(self) -> Iterator[str]:
        return iter(self.unfold())

    def __len__(self) -> int:
        return len(self.unfold())


Place = tuple[int, int]  # row, column, both from 1


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
    fusionnees: Mapping[Place, str] = field(default_factory=dict)  # hidden cell → « B8:B9 »
    recouvertes: frozenset[Place] = frozenset()  # cells under an object

    def __repr__(self) -> str:
        return f"<Table {self.nom} : {_lignes(self)}, {len(self.colonnes)} colonnes>"

    def unfold(self) -> Mapping[str, Valeurs]:
        """`valeurs`, for who looks at all of them."""
        return self.valeurs.unfold() if isinstance(self.valeurs, Folded) else self.valeurs


@dataclass(frozen=True, slots=True)
class Lecture:
    """One received file. `fiche` is the identifier found in it, « » when there is none.

    `portee` is the text of the fiche that it carries, when it is not the one in force.
    """

    classeur: str
    sha256: str = ""
    fiche: str = ""
    annee: int | None = None
    modele: int | None = None
    enregistre: str = ""
    programme: str = ""
    tables: Mapping[str, Table] = field(default_factory=dict)
    remarques: tuple[Remarque, ...] = ()
    portee: str = ""

    @property
    def lisible(self) -> bool:
        """Whether the file opened; what it says may be faulty."""
        return not any(r.nature == ILLISIBLE for r in self.remarques)

    def __repr__(self) -> str:
        """What it holds and how much, never what a cell says: a notebook is shown around."""
        tables = ", ".join(f"{nom} {_lignes(t)}" for nom, t in self.tables.items())
        natures = ", ".join(f"{nature} × {n}" for nature, n in self._natures().items())
        return (
            f"<Lecture « {self.classeur} » : {self._say_fiche()}"
            f" ; {tables or 'aucun tableau'} ; {natures or 'aucune remarque'}>"
        )

    def _repr_html_(self) -> str:
        """The same as a table, for a notebook."""
        comptes = {nom: len(table.lignes) for nom, table in self.tables.items()} | {
            f"remarque : {nature}": n for nature, n in self._natures().items()
        }
        rangs = "".join(f"<tr><td>{nom}</td><td>{n}</td></tr>" for nom, n in comptes.items())
        return (
            f"<table><caption>{escape(self.classeur)} : {escape(self._say_fiche())}</caption>"
            f"<thead><tr><th>tableau</th><th>nombre</th></tr></thead><tbody>{rangs}</tbody></table>"
        )

    def _say_fiche(self) -> str:
        return f"fiche {self.fiche} {self.annee or ''}".rstrip() if self.fiche else "sans fiche"

    def _natures(self) -> Mapping[str, int]:
        return Counter(remarque.nature for remarque in self.remarques)

    def sans_valeurs(self, nom: str) -> "Lecture":
        """The same reading without the values of a table, once somebody else holds them."""
        if nom not in self.tables:
            return self
        return replace(self, tables={**self.tables, nom: replace(self.tables[nom], valeurs={})})

    def fold(self) -> "Lecture":
        """The same reading with the values of its tables folded."""
        pliees = {
            nom: replace(table, lignes=array("I", table.lignes), valeurs=Folded(table.valeurs))
            for nom, table in self.tables.items()
        }
        return replace(self, tables=pliees)

    def parametre(self, rubrique: str) -> object:
        """Value of a row of « Fiche » by its heading; None when the row is not there."""
        table = self.tables.get("parametres")
        valeurs = table.unfold() if table is not None else {}
        if "rubrique" not in valeurs or "valeur" not in valeurs:
            return None
        paires = zip(valeurs["rubrique"], valeurs["valeur"], strict=True)
        voulue = cle(rubrique)
        return next((valeur for nom, valeur in paires if cle(nom) == voulue), None)

    @property
    def suivi(self) -> "pd.DataFrame":
        """Rows of « Suivi » as typed: one column per column of the sheet, index = Excel row."""
        import pandas as pd

        table = self.tables.get("suivi", Table("suivi", "", {}, (), {}))
        lignes = pd.Index(table.lignes, dtype=int, name="ligne")
        noms = {"classeur": self.classeur, "fiche": self.fiche}
        valeurs = {nom: list(colonne) for nom, colonne in table.unfold().items()}
        return pd.DataFrame({**noms, **valeurs}, index=lignes, dtype=object)


def _lignes(table: Table) -> str:
    return f"{len(table.lignes)} ligne{'s' if len(table.lignes) > 1 else ''}"


def refuse(nom: str, constat: str, remede: str, empreinte: str = "") -> Lecture:
    """The reading of a file that cannot be read: what is wrong, what to do."""
    return Lecture(nom, empreinte, remarques=(Remarque(ILLISIBLE, detail=constat, conseil=remede),))


def records(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    """Rows of a frame as dictionaries, for the few places that write or say them one by one."""
    noms = [str(nom) for nom in frame.columns]
    colonnes = (colonne.tolist() for _, colonne in frame.items())
    return [dict(zip(noms, ligne, strict=True)) for ligne in zip(*colonnes, strict=True)]
