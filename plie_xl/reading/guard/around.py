"""What stands around the cells of a sheet: merges, objects laid over them, headers switched off,
and the formulas whose value changes by itself.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from plie_xl.model.cell import rang

MAX_PLAGES = 10_000  # of each kind, on one sheet
_FUSION = re.compile(
    rb"<(?:\w+:)?mergeCell [^<>]*?ref=\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\""
)
_COIN = re.compile(
    rb"<(?:\w+:)?(from|to)>\s*<(?:\w+:)?col>(\d{1,5})<.{0,200}?<(?:\w+:)?row>(\d{1,7})<", re.DOTALL
)
_CELLULES = b"sheetData"
_HORLOGES = ("TODAY()", "NOW()")
_A_FORMULE = re.compile(
    rb"<(?:\w+:)?c [^<>]*?\br=\"([A-Z]{1,3})(\d{1,7})\"[^<>]*>\s*<(?:\w+:)?f[^<>]*>"
)

Plage = tuple[int, int, int, int]  # first row, first column, last row, last column, all from 1


@dataclass(frozen=True, slots=True)
class Alentour:
    """Merged ranges, ranges under an object, names of the columns of tables without header row,
    cells whose formula reads the clock.
    """

    fusions: tuple[Plage, ...] = ()
    objets: tuple[Plage, ...] = ()
    sans_entete: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    volatiles: tuple[Plage, ...] = ()


def find_fusions(feuille: bytes) -> tuple[Plage, ...]:
    """The merged ranges that a sheet part announces, after its cells."""
    fin = feuille[feuille.rfind(_CELLULES) :]
    if b"mergeCell" not in fin:
        return ()
    trouvees = list(_FUSION.finditer(fin))[:MAX_PLAGES]
    return tuple((int(t[2]), rang(t[1].decode()), int(t[4]), rang(t[3].decode())) for t in trouvees)


def find_volatiles(feuille: bytes) -> tuple[Plage, ...]:
    """The cells whose formula gives the day or the hour at which the file is opened."""
    places = (_find_cellule(feuille, lieu) for mot in _HORLOGES for lieu in _search(feuille, mot))
    trouvees = dict.fromkeys(place for place in places if place)
    return tuple((*place, *place) for place in islice(sorted(trouvees), MAX_PLAGES))


def _search(feuille: bytes, mot: str) -> Iterator[int]:
    """Where this word stands, as no end of another: a regex would look at every sign."""
    octets = mot.encode()
    lieu = feuille.find(octets)
    while lieu >= 0:
        if not feuille[lieu - 1 : lieu].isalnum():
            yield lieu
        lieu = feuille.find(octets, lieu + len(octets))


def _find_cellule(feuille: bytes, lieu: int) -> tuple[int, int] | None:
    """The cell whose formula stands there: two tags before, since a formula holds none."""
    formule = feuille.rfind(b"<", 0, lieu)
    trouvee = _A_FORMULE.match(feuille, max(0, feuille.rfind(b"<", 0, formule)), lieu)
    return (int(trouvee[2]), rang(trouvee[1].decode())) if trouvee else None


def reads_clock(formule: str) -> bool:
    """Whether a formula of OpenDocument does."""
    return any(horloge in formule for horloge in _HORLOGES)


def find_objets(parties: Iterable[bytes]) -> tuple[Plage, ...]:
    """The ranges that pictures, shapes and embedded files are anchored to."""
    plages: list[Plage] = []
    for partie in parties:
        for coin in _COIN.finditer(partie[partie.rfind(_CELLULES) + 1 :]):
            ligne, colonne = int(coin[3]) + 1, int(coin[2]) + 1
            if coin[1] == b"from":
                plages.append((ligne, colonne, ligne, colonne))
            elif plages:
                plages[-1] = (*plages[-1][:2], ligne, colonne)
            if len(plages) > MAX_PLAGES:
                return ()
    return tuple(plages)
