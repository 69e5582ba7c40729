"""The cells of some rows, told by their forms: what is left of a cell whose figures are all alike.

A sheet of ten thousand cells has some hundreds of forms. Each is matched once, by patterns that
tell no figure from another, and says all there is to know of the cells that have it; only the row
of a cell, which figures say, is asked of each.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import compress, pairwise
from typing import NamedTuple

from plie_xl.model.cell import rang
from plie_xl.model.errors import PlieError
from plie_xl.reading.guard.patterns import (
    FORME,
    FORMULE,
    FORMULE_COURTE,
    FORMULE_SURE,
    RANGEES_VIDES,
    TETE,
    ZERO_DE_TROP,
    has_double,
    has_entites,
    is_propre,
    is_sain,
)

RANG = b"#"  # stands for that of a row
_PAREILS = bytes.maketrans(b"123456789", b"0" * 9)
_LETTRES = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CELLULE, _ATTRIBUT, _FIN = b'<c r="', b' r="', b"</row>"
_DITE = re.compile(r"([A-Z]+)([a-z])(\+?)")  # column, kind, « + » for a formula
_VALEURS = "sned"  # the kinds of `FORME` that are values
_COURTE, _LONGUE = 300, 4_000  # bytes of a cell, of a row, whose form is kept for other sheets


class _InconnueError(PlieError):
    """A cell, or a row, of no usual form."""


class Contenu(NamedTuple):
    """What a row is made of, whatever its rank and its texts."""

    nombre: int  # cells
    pleines: tuple[bool, ...]  # whether each holds a value, after what stands before the first
    valeurs: int  # those that do
    partagees: int  # those whose value is a shared text
    droite: int  # column of the last of those that do
    formules: int
    calculees: int  # formulas with a visible value
    absentes: bytes  # the cells of the formulas without any: b"N# O# "
    ambigues: bytes  # of those with an empty untyped one
    genres: frozenset[str]
    ordre: bool  # whether its cells follow one another


class _Forme(NamedTuple):
    """A row whose figures are all alike, and where it says its rank."""

    contenu: Contenu
    debut: int
    fin: int


@dataclass(slots=True)
class Rangees:
    """Rows that are sound from end to end."""

    contenus: list[tuple[bytes, Contenu]] = field(default_factory=list)  # by rank
    gardes: bytes = b""  # the cells that hold a value, without their formulas
    egaree: bytes = b""  # the first cell that is written in another row than its own

    @property
    def genres(self) -> frozenset[str]:
        """The kinds of all the cells."""
        return frozenset().union(*{contenu.genres for _, contenu in self.contenus})


def read_rangees(bloc: bytes) -> Rangees | None:
    """Some whole rows, None when one byte is not of the usual form: nothing is guessed."""
    lues, formes = Rangees(), _Formes()
    gardes: list[bytes] = []
    *brutes, reste = bloc.split(_FIN)
    try:
        for brute in brutes:
            contenu, debut, fin = formes[brute.translate(_PAREILS)]
            if not contenu.nombre:
                continue
            place = brute[debut:fin].strip(b" ").lstrip(b" 0")
            lues.contenus.append((place, contenu))
            if contenu.valeurs:
                gardes += compress(brute.split(_CELLULE), contenu.pleines)
            if not lues.egaree and not _is_dans(place, brute, contenu.nombre):
                lues.egaree = _find_egaree(place, brute)
    except _InconnueError:
        return None
    lues.gardes = b"".join((_CELLULE, _CELLULE.join(gardes))) if gardes else b""
    if any(contenu.formules for _, contenu in lues.contenus):
        lues.gardes = FORMULE_SURE.sub(b"", lues.gardes)
    sures = has_entites(lues.gardes) and RANGEES_VIDES.fullmatch(reste) and formes.is_sain(reste)
    return lues if sures and not (lues.egaree and ZERO_DE_TROP.search(bloc)) else None


class _Formes(dict[bytes, _Forme]):
    """The rows of a block by their form."""

    def __init__(self) -> None:
        self._cellules = _Cellules()
        self._tetes: set[bytes] = set()

    def __missing__(self, pareille: bytes) -> _Forme:
        tete, *cellules = pareille.split(_CELLULE)
        trouvee = TETE.fullmatch(tete)
        if trouvee is None:
            raise _InconnueError
        self._tetes.add(tete)
        debut = tete.find(_ATTRIBUT, trouvee.start(1)) + len(_ATTRIBUT)
        fin = tete.find(b'"', debut)
        if debut < len(_ATTRIBUT) and cellules:  # its rank is that of its first cell
            ref = _find_ref(cellules[0])
            debut, fin = (len(tete) + len(_CELLULE) + len(x) for x in (ref.rstrip(b"0"), ref))
        dites = b"".join(map(self._cellules.__getitem__, cellules))
        contenu = (_read_court if len(dites) < _LONGUE else _read)(dites)
        self[pareille] = forme = _Forme(contenu, debut, fin)
        return forme

    def is_sain(self, reste: bytes) -> bool:
        """Whether what stands around the cells is sound, and that which follows the last row."""
        tetes = b"".join((*self._tetes, reste))
        return is_sain(tetes) and not has_double(tetes)


class _Cellules(dict[bytes, bytes]):
    """The cells of a block by their form: column, kind, « + » for a formula."""

    def __missing__(self, forme: bytes) -> bytes:
        self[forme] = dite = (_tell_courte if len(forme) < _COURTE else _tell)(forme)
        return dite


def _tell(forme: bytes) -> bytes:
    courte, formules = FORMULE.subn(FORMULE_COURTE, forme)
    trouvee = FORME.fullmatch(courte)
    if trouvee is None or trouvee.lastgroup is None or not is_propre(courte):
        raise _InconnueError
    return trouvee[1] + trouvee.lastgroup.encode() + b"+" * formules


def _read(dites: bytes) -> Contenu:
    """A row from what its cells are."""
    vues = _DITE.findall(dites.decode())
    places = [rang(lettres) for lettres, *_ in vues]
    genres = "".join(genre for _, genre, _ in vues)
    pleines = tuple(genre in _VALEURS for genre in genres)
    return Contenu(
        len(vues),
        (False, *pleines),
        sum(pleines),
        genres.count("s"),
        max(compress(places, pleines), default=0),
        sum(bool(formule) for *_, formule in vues),
        sum(bool(formule) and plein for (*_, formule), plein in zip(vues, pleines, strict=True)),
        b"".join(b"%b%b " % (x.encode(), RANG) for x, genre, _ in vues if genre == "a"),
        b"".join(b"%b%b " % (x.encode(), RANG) for x, genre, _ in vues if genre == "m"),
        frozenset(genres),
        all(gauche < droite for gauche, droite in pairwise(places)),
    )


_tell_courte = lru_cache(maxsize=4_096)(_tell)
_read_court = lru_cache(maxsize=512)(_read)


def _is_dans(place: bytes, brute: bytes, nombre: int) -> bool:
    """Whether all the cells of a row are written in it."""
    dites = brute.translate(None, _LETTRES).count(_CELLULE + place + b'"')
    return dites == nombre and place.isdigit() and len(place) < 8


def _find_egaree(place: bytes, brute: bytes) -> bytes:
    refs: Iterable[bytes] = map(_find_ref, brute.split(_CELLULE)[1:])
    return next(ref for ref in refs if ref.lstrip(_LETTRES) != place)


def _find_ref(cellule: bytes) -> bytes:
    return cellule.partition(b'"')[0]
