"""What one sheet holds, whichever way it was scanned, and what follows from it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from plie_xl.model.cell import lettres
from plie_xl.reading.guard.around import Alentour
from plie_xl.reading.guard.limits import MAX_AIRE, MAX_COLONNE, MAX_LIGNE
from plie_xl.reading.guard.refusals import FeuilleVue, RefusError

_CHIFFRES = b"0123456789"
_LETTRES = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(slots=True)
class Releve:
    """The cells of a sheet by reference (b"B12"), each list in the order of the file."""

    pleines: list[bytes] = field(default_factory=list)  # hold a value that is not blank
    creuses: list[bytes] = field(default_factory=list)  # hold a blank value
    erreurs: dict[bytes, str] = field(default_factory=dict)
    absentes: list[bytes] = field(default_factory=list)  # formula without any value
    ambigues: list[bytes] = field(default_factory=list)  # formula with an empty untyped value
    textes: list[tuple[bytes, bytes]] = field(default_factory=list)  # reference, shared text
    formules: int = 0
    calculees: int = 0  # formulas whose visible result was saved
    cellules: int = 0  # distinct cells of `pleines`
    derniere: tuple[int, int] = (0, 0)  # last row and last column that hold a value
    partie: bytes = b""  # the part as the reader needs it, when it needs less than there is


def build_feuille(
    releve: Releve,
    nom: str,
    visible: bool,
    calcule: bool,
    tables: dict[str, str],
    alentour: Alentour,
) -> FeuilleVue:
    """The public view of a sheet.

    `calcule` tells whether a program computed the workbook: an empty untyped value is then
    an empty text; otherwise nobody ever computed the formula.
    """
    sans_valeur = releve.absentes if calcule else releve.absentes + releve.ambigues
    return FeuilleVue(
        nom=nom,
        visible=visible,
        cellules=releve.cellules,
        derniere=releve.derniere,
        erreurs={find_position(ref): code for ref, code in releve.erreurs.items()},
        sans_valeur=[find_position(ref) for ref in sans_valeur],
        formules=releve.formules,
        tables=tables,
        alentour=alentour,
    )


class Emprise(NamedTuple):
    """The smallest rectangle around some cells; all zeros when there is none."""

    haut: int = 0
    gauche: int = 0
    bas: int = 0
    droite: int = 0

    @property
    def aire(self) -> int:
        return (self.bas - self.haut + 1) * (self.droite - self.gauche + 1)

    def join(self, autre: "Emprise") -> "Emprise":
        """The rectangle around both."""
        if not self.bas or not autre.bas:
            return self if self.bas else autre
        return Emprise(*map(min, self[:2], autre[:2]), *map(max, self[2:], autre[2:]))


def measure(releve: Releve, feuille: str) -> None:
    """Fill `cellules` and `derniere`; refuse a cell out of Excel, or so far that the reader dies.

    The reader allocates the whole used rectangle, and blank texts belong to it.
    """
    releve.cellules = len(set(releve.pleines))
    emprise = find_emprise(releve.pleines)
    releve.derniere = emprise.bas, emprise.droite
    if releve.creuses:
        emprise = emprise.join(find_emprise(releve.creuses))
    if emprise.bas > MAX_LIGNE or emprise.droite > MAX_COLONNE or emprise.aire > MAX_AIRE:
        ecart = max([*releve.pleines, *releve.creuses], key=lambda ref: sum(find_position(ref)))
        raise RefusError("cellule_hors_limites", feuille=feuille, cellule=ecart.decode())


def find_emprise(refs: Collection[bytes]) -> Emprise:
    """The rectangle around references.

    Rows and columns are told apart by deleting letters or digits from all the references
    at once: no Python loop over the cells.
    """
    if not refs:
        return Emprise()
    toutes = b" ".join(refs)
    lignes = [int(ligne) for ligne in set(toutes.translate(None, _LETTRES).split())]
    colonnes = [find_colonne(nom) for nom in set(toutes.translate(None, _CHIFFRES).split())]
    return Emprise(min(lignes), min(colonnes), max(lignes), max(colonnes))


def find_double(refs: Iterable[bytes]) -> str:
    """The first reference that comes twice."""
    vues: set[bytes] = set()
    for ref in refs:
        if ref in vues:
            return ref.decode()
        vues.add(ref)
    return ""


@lru_cache(maxsize=1_024)
def find_colonne(nom: bytes) -> int:
    """Rank of a column from its letters: b"A" is 1, b"AA" is 27."""
    rang = 0
    for lettre in nom:
        rang = rang * 26 + lettre - 64
    return rang


def find_position(ref: bytes) -> tuple[int, int]:
    """Row and column of a reference, both from 1."""
    nom = ref.rstrip(_CHIFFRES)
    return int(ref[len(nom) :]), find_colonne(nom)


def name_cellule(ligne: int, colonne: int) -> bytes:
    """The reference of a cell, b"B12"."""
    return f"{lettres(colonne)}{ligne}".encode()
