"""What one sheet holds, however it was written, and what follows from it."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from plie_xl.model.cell import lettres
from plie_xl.reading.guard.around import Alentour
from plie_xl.reading.guard.limits import (
    ECART_COLONNES,
    ECART_LIGNES,
    MAX_COLONNE,
    MAX_LIGNE,
    MAX_NOM,
)
from plie_xl.reading.guard.refusals import FeuilleVue, RefusError

_CHIFFRES = b"0123456789"
_LETTRES = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CELLULE = re.compile(rb'<c r="([A-Z]++[0-9]++)".*?</c>', re.DOTALL)

_OCTETS_CELLULE = 60  # the tags around a text


@dataclass(slots=True)
class Releve:
    """The cells of a sheet by reference (b"B12"), each list in the order of the file."""

    pleines: list[bytes] = field(default_factory=list)  # hold a value that is not blank
    blanches: set[bytes] = field(default_factory=set)  # hold a shared text that is blank
    creuses: list[bytes] = field(default_factory=list)  # the others, many in each string
    erreurs: dict[bytes, str] = field(default_factory=dict)
    absentes: list[bytes] = field(default_factory=list)  # formula without any value
    ambigues: list[bytes] = field(default_factory=list)  # formula with an empty untyped value
    formules: int = 0
    calculees: int = 0  # formulas whose visible result was saved
    partages: int = 0  # bytes of the shared texts, each counted in every cell that points to it
    cellules: int = 0  # distinct cells of `pleines`
    derniere: tuple[int, int] = (0, 0)  # last row and last column that hold a value
    grille: bytes = b""  # the cells that hold a value, as the reader is given them

    @property
    def poids(self) -> int:
        """The bytes of the texts, about."""
        return self.partages + max(0, len(self.grille) - _OCTETS_CELLULE * len(self.pleines))

    @property
    def aire(self) -> int:
        """Cells from A1 to the last ones, all of which the reader allocates."""
        emprise = find_emprise([*self.pleines, *self.blanches])
        return emprise.bas * emprise.droite


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


def require_noms(noms: Sequence[str]) -> None:
    """Refuse the names of sheets that no program would let stand: too long, or twice the same."""
    vus: set[str] = set()
    for nom in noms:
        if len(nom) > MAX_NOM:
            raise RefusError("nom_demesure")
        if nom.casefold() in vus:
            raise RefusError("feuilles_homonymes", feuille=nom)
        vus.add(nom.casefold())


class Emprise(NamedTuple):
    """The last row and column around some cells; zeros when there is none."""

    bas: int = 0
    droite: int = 0


def measure(releve: Releve, feuille: str) -> None:
    """Fill `cellules` and `derniere`; refuse a cell out of Excel, or written full and empty."""
    releve.cellules = _count(releve, feuille)
    emprise = find_emprise(releve.pleines)
    releve.derniere = emprise.bas, emprise.droite
    if emprise.bas > MAX_LIGNE or emprise.droite > MAX_COLONNE:
        ecart = max(releve.pleines, key=lambda ref: sum(find_position(ref)))
        raise RefusError("cellule_hors_limites", feuille=feuille, cellule=ecart.decode())


def _count(releve: Releve, feuille: str) -> int:
    pleines = set(releve.pleines)
    for creuses in releve.creuses:
        double = pleines.intersection(creuses.split())
        if double:
            raise RefusError("cellule_double", feuille=feuille, cellule=min(double).decode())
    return len(pleines)


def cut_loin(releve: Releve, feuille: str) -> tuple[list[bytes], bytes]:
    """Take out the cells that stand far from all the others: references, then their XML.

    Far is after more empty rows or columns than anybody leaves in a table.
    """
    lignes, colonnes = _list_rangs([*releve.pleines, *releve.blanches])
    bas, droite = _find_bord(lignes, ECART_LIGNES), _find_bord(colonnes, ECART_COLONNES)
    if bas >= max(lignes, default=0) and droite >= max(colonnes, default=0):
        return [], b""
    retires: list[bytes] = []

    def sort(trouvee: re.Match[bytes]) -> bytes:
        if _is_dans(trouvee[1], bas, droite):
            return trouvee[0]
        retires.append(trouvee[0])
        return b""

    releve.grille = _CELLULE.sub(sort, releve.grille)
    loin = {ref for ref in releve.pleines if not _is_dans(ref, bas, droite)}
    releve.pleines = [ref for ref in releve.pleines if ref not in loin]
    releve.blanches = {ref for ref in releve.blanches if _is_dans(ref, bas, droite)}
    releve.erreurs = {ref: code for ref, code in releve.erreurs.items() if ref not in loin}
    measure(releve, feuille)
    return sorted(loin, key=find_position), b"".join(retires)


def _is_dans(ref: bytes, bas: int, droite: int) -> bool:
    ligne, colonne = find_position(ref)
    return ligne <= bas and colonne <= droite


def _find_bord(rangs: Iterable[int], ecart: int) -> int:
    """The last rank before a gap too wide; the sheet begins at 0."""
    bord = 0
    for avant, apres in pairwise([0, *sorted(rangs)]):
        if apres - avant > ecart:
            break
        bord = apres
    return bord


def _list_rangs(refs: Collection[bytes]) -> tuple[list[int], list[int]]:
    """The rows and the columns of some references.

    They are told apart by deleting letters or digits from all the references at once: no Python
    loop over the cells.
    """
    toutes = b" ".join(refs)
    lignes = [int(ligne) for ligne in set(toutes.translate(None, _LETTRES).split())]
    colonnes = [find_colonne(nom) for nom in set(toutes.translate(None, _CHIFFRES).split())]
    return lignes, colonnes


def find_emprise(refs: Collection[bytes]) -> Emprise:
    """The last row and column of references."""
    return Emprise(*map(max, _list_rangs(refs))) if refs else Emprise()


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
    return b"%b%d" % (name_colonne(colonne), ligne)


@lru_cache(maxsize=1_024)
def name_colonne(rang: int) -> bytes:
    """The letters of a column, b"AB"."""
    return lettres(rang).encode()
