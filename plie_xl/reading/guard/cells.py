"""What one sheet holds, however it was written, and what follows from it."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from plie_xl.model.cell import lettres
from plie_xl.reading.guard.around import Alentour
from plie_xl.reading.guard.forms import RANG, Contenu
from plie_xl.reading.guard.limits import (
    ECART_COLONNES,
    ECART_LIGNES,
    MAX_COLONNE,
    MAX_LIGNE,
    MAX_NOM,
)
from plie_xl.reading.guard.patterns import ADRESSE
from plie_xl.reading.guard.refusals import FeuilleVue, RefusError

_CHIFFRES = b"0123456789"
_LETTRES = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CELLULE = re.compile(rb'<c r="([A-Z]++[0-9]++)".*?</c>', re.DOTALL)

_OCTETS_CELLULE = 60  # the tags around a text


class Emprise(NamedTuple):
    """The last row and column around some cells; zeros when there is none."""

    bas: int = 0
    droite: int = 0


_AUCUNE = Emprise()


@dataclass(slots=True)
class Releve:
    """The cells of a sheet, some of them by reference (b"B12")."""

    grille: bytes = b""  # the cells that hold a value, as the reader is given them
    nombre: int = 0  # of those
    partagees: int = 0  # of those whose value is a shared text
    emprise: Emprise = _AUCUNE  # around those
    rang: int = 0  # of the last row that has cells
    ordre: bool = True  # whether rows and cells follow one another: none can come twice
    blanches: frozenset[bytes] = frozenset()  # of those whose shared text is blank
    creuses: frozenset[bytes] = frozenset()  # of those that are also written empty
    erreurs: dict[bytes, str] = field(default_factory=dict)
    absentes: list[bytes] = field(default_factory=list)  # formula without any value, by row
    ambigues: list[bytes] = field(default_factory=list)  # formula with an empty untyped value
    formules: int = 0
    calculees: int = 0  # formulas whose visible result was saved
    partages: int = 0  # bytes of the shared texts, each counted in every cell that points to it
    cellules: int = 0  # distinct cells of `pleines`
    derniere: Emprise = _AUCUNE  # around `pleines`

    @property
    def pleines(self) -> list[bytes]:
        """The cells that hold a value that is not blank, in the order of the file."""
        return [ref for ref in ADRESSE.findall(self.grille) if ref not in self.blanches]

    @property
    def poids(self) -> int:
        """The bytes of the texts, about."""
        return self.partages + max(0, len(self.grille) - _OCTETS_CELLULE * self.nombre)

    @property
    def aire(self) -> int:
        """Cells from A1 to the last ones, all of which the reader allocates."""
        return self.emprise.bas * self.emprise.droite

    def add(self, rangees: Sequence[tuple[bytes, Contenu]]) -> None:
        """Count the cells of some more rows."""
        bas, droite = self.emprise
        for place, contenu in rangees:
            rang = int(place)
            self.ordre = self.ordre and contenu.ordre and rang > self.rang
            self.rang = rang
            if contenu.valeurs:
                bas, droite = max(bas, rang), max(droite, contenu.droite)
                self.nombre += contenu.valeurs
                self.partagees += contenu.partagees
            if contenu.formules:
                self.formules += contenu.formules
                self.calculees += contenu.calculees
                if contenu.absentes:
                    self.absentes.append(contenu.absentes.replace(RANG, place))
                if contenu.ambigues:
                    self.ambigues.append(contenu.ambigues.replace(RANG, place))
        self.emprise = Emprise(bas, droite)


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
        sans_valeur=[find_position(ref) for refs in sans_valeur for ref in refs.split()],
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


def measure(releve: Releve, feuille: str) -> None:
    """Fill `cellules` and `derniere`; refuse a cell out of Excel, or written full and empty."""
    releve.cellules = releve.nombre - len(releve.blanches)
    if not releve.ordre:
        pleines = set(releve.pleines)
        releve.cellules = len(pleines)
        double = pleines & releve.creuses
        if double:
            raise RefusError("cellule_double", feuille=feuille, cellule=min(double).decode())
    releve.derniere = find_emprise(releve.pleines) if releve.blanches else releve.emprise
    if releve.derniere.bas > MAX_LIGNE or releve.derniere.droite > MAX_COLONNE:
        ecart = max(releve.pleines, key=lambda ref: sum(find_position(ref)))
        raise RefusError("cellule_hors_limites", feuille=feuille, cellule=ecart.decode())


def find_creuses(blocs: Iterable[bytes], pleines: Iterable[bytes]) -> frozenset[bytes]:
    """Of the cells that hold a value, those that some rows also write empty."""
    remplies, toutes = Counter(pleines), Counter[bytes]()
    for bloc in blocs:
        toutes.update(filter(remplies.__contains__, ADRESSE.findall(bloc)))
    return frozenset(toutes - remplies)


def cut_loin(releve: Releve, feuille: str) -> tuple[list[bytes], bytes]:
    """Take out the cells that stand far from all the others: references, then their XML.

    Far is after more empty rows or columns than anybody leaves in a table.
    """
    refs = ADRESSE.findall(releve.grille)
    lignes, colonnes = _list_rangs(refs)
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
    loin = {ref for ref in refs if not _is_dans(ref, bas, droite)}
    dits = loin - releve.blanches
    releve.blanches -= loin
    restes = [ref for ref in refs if ref not in loin]
    releve.nombre, releve.emprise = len(restes), find_emprise(restes)
    releve.erreurs = {ref: code for ref, code in releve.erreurs.items() if ref not in loin}
    measure(releve, feuille)
    return sorted(dits, key=find_position), b"".join(retires)


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
