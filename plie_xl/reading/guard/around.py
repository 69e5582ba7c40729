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
_AVANT = 50  # bytes of the tag before « from> »
_HORLOGES = (b"TODAY()", b"NOW()")
_VOLATILE = re.compile(
    rb"<(?:\w+:)?c [^<>]*?\br=\"([A-Z]{1,3})(\d{1,7})\"[^<>]*>\s*<(?:\w+:)?f[^<>]*>"
    rb"[^<]*?\b(?:TODAY|NOW)\(\)"
)

Plage = tuple[int, int, int, int]  # first row, first column, last row, last column, all from 1


@dataclass(frozen=True, slots=True)
class Alentour:
    """Merged ranges, ranges under an object, names of the columns of tables without header row,
    cells whose formula reads the clock; where the links of cells lead, by row and column.
    """

    fusions: tuple[Plage, ...] = ()
    objets: tuple[Plage, ...] = ()
    sans_entete: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    volatiles: tuple[Plage, ...] = ()
    liens: Mapping[tuple[int, int], str] = field(default_factory=dict)


def find_fusions(feuille: bytes) -> tuple[Plage, ...]:
    """The merged ranges that a sheet part announces."""
    debut = feuille.find(b"mergeCells")  # the cells before it may be many
    trouvees = islice(_FUSION.finditer(feuille, debut), MAX_PLAGES) if debut >= 0 else ()
    return tuple((int(t[2]), rang(t[1].decode()), int(t[4]), rang(t[3].decode())) for t in trouvees)


def find_volatiles(feuille: bytes) -> tuple[Plage, ...]:
    """The cells whose formula gives the day or the hour at which the file is opened."""
    debuts = (debut for horloge in _HORLOGES for debut in _find_elements(feuille, horloge))
    trouvees = (_VOLATILE.match(feuille, debut) for debut in debuts)
    places = sorted({(int(t[2]), rang(t[1].decode())) for t in trouvees if t})
    return tuple((*place, *place) for place in places[:MAX_PLAGES])


def _find_elements(feuille: bytes, mot: bytes) -> Iterator[int]:
    """Where the element begins around each one whose text holds a word; each is looked at once."""
    texte = 0
    while texte >= 0 and (ici := feuille.find(mot, texte)) >= 0:
        yield feuille.rfind(b"<", 0, feuille.rfind(b"<", 0, ici))
        texte = feuille.find(b"<", ici)


def reads_clock(formule: str) -> bool:
    """Whether a formula of OpenDocument does."""
    return any(horloge.decode() in formule for horloge in _HORLOGES)


def find_objets(parties: Iterable[bytes]) -> tuple[Plage, ...]:
    """The ranges that pictures, shapes and embedded files are anchored to."""
    plages: list[Plage] = []
    for partie in parties:
        premier = partie.find(b"from>")
        if premier < 0:
            continue
        for coin in _COIN.finditer(partie, max(0, premier - _AVANT)):
            ligne, colonne = int(coin[3]) + 1, int(coin[2]) + 1
            if coin[1] == b"from":
                plages.append((ligne, colonne, ligne, colonne))
            elif plages:
                plages[-1] = (*plages[-1][:2], ligne, colonne)
            if len(plages) > MAX_PLAGES:
                return ()
    return tuple(plages)
