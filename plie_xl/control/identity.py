"""Which row is which, between two masters: by what it says, never by where it stands.

A row is recognised from the surest key to the loosest. Its seal tells, column by column, whether
what decides has changed, without saying what it was.
"""

import hashlib
import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from plie_xl.model.text import cle, en_clair

# What decides whether a row of « Suivi » counts, by the columns of the master.
DECISIVES = ("cle", "date", "statut", "modalite", "quantite", "pieces")
_LONGUEUR = 16  # hexadecimal digits of a seal, for each column
_INTERDITS = re.compile(r"[^0-9A-Za-z._-]+")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Identite:
    """What tells one row of a year from another. `sceaux` follow `DECISIVES`."""

    fiche: str
    cible: str
    numero: str
    sceaux: tuple[str, ...]


def identify(ligne: Mapping[str, Any]) -> Identite:
    """The identity of a row of the master's « Suivi »."""
    fiche, _, cible = str(ligne["cle"] or "").partition("/")
    return Identite(fiche, cible, as_text(ligne["numero"]), seal(ligne))


def seal(ligne: Mapping[str, Any]) -> tuple[str, ...]:
    """A short digest of each value that decides; what nobody tells apart has the same."""
    return tuple(
        hashlib.sha256(cle(as_text(ligne[nom])).encode("utf-8", "replace")).hexdigest()[:_LONGUEUR]
        for nom in DECISIVES
    )


def as_text(valeur: object) -> str:
    """A value as text, the same whether it comes from Python or from a cell."""
    if isinstance(valeur, str):
        return valeur
    if isinstance(valeur, float) and valeur.is_integer():
        return str(int(valeur))
    return en_clair(valeur) if isinstance(valeur, date | float) or valeur is None else str(valeur)


def as_sortable(valeur: object) -> str:
    """A text in the order of the days, when the value is one."""
    return valeur.isoformat() if isinstance(valeur, date) else as_text(valeur)


def build_keys(lignes: Sequence[Mapping[str, Any]], annee: int) -> list[str]:
    """« graves/2024/cip/12 » for each row: plain characters, and no two alike.

    A number that is missing, or borne by two rows of a target, is followed by the day, then by a
    rank.
    """
    debuts = [_start_key(x, annee) for x in lignes]
    courtes = [f"{debut}/{_clean(x['numero'])}" for debut, x in zip(debuts, lignes, strict=True)]
    fois = Counter(courtes)
    datees = [
        courte if fois[courte] == 1 and x["numero"] not in (None, "") else f"{courte}@{_day(x)}"
        for courte, x in zip(courtes, lignes, strict=True)
    ]
    vues: Counter[str] = Counter()
    cles = []
    for datee in datees:
        vues[datee] += 1
        cles.append(f"{datee}_{vues[datee]}" if vues[datee] > 1 else datee)
    return cles


def _start_key(ligne: Mapping[str, Any], annee: int) -> str:
    fiche, _, cible = str(ligne["cle"]).partition("/")
    return f"{fiche}/{annee}/{cible}"


def _clean(numero: object) -> str:
    return _INTERDITS.sub("-", as_text(numero))


def _day(ligne: Mapping[str, Any]) -> str:
    return _clean(as_sortable(ligne["date"]))


def pair(
    avant: Sequence[T], apres: Sequence[T], cles: Sequence[Callable[[T], Hashable | None]]
) -> dict[int, int]:
    """Place of each new row that is recognised → place of the old one, by the first key that tells.

    Among rows that a key does not tell apart, the first meets the first; a key of None tells none.
    """
    paires: dict[int, int] = {}
    for key in cles:
        prises = set(paires.values())
        libres: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        for n, x in enumerate(avant):
            if n not in prises and (valeur := key(x)) is not None:
                libres[valeur].append(n)
        for n, x in enumerate(apres):
            if n not in paires and (valeur := key(x)) is not None and libres.get(valeur):
                paires[n] = libres[valeur].popleft()
    return paires


def _numbered(*noms: str) -> Callable[[Identite], Hashable | None]:
    return lambda x: tuple(getattr(x, nom) for nom in noms) if x.numero else None


_JOUR = DECISIVES.index("date")
# From the surest: the same row; renumbered; its number, its target kept; its number; its day.
CLES: tuple[Callable[[Identite], Hashable | None], ...] = (
    lambda x: (x.fiche, x.numero, x.sceaux),
    lambda x: (x.fiche, x.sceaux),
    _numbered("fiche", "cible", "numero"),
    _numbered("fiche", "numero"),
    lambda x: (x.fiche, x.cible, x.sceaux[_JOUR]),
)


def find_changes(avant: Identite, apres: Identite) -> list[str]:
    """The columns that decide and no longer say the same."""
    paires = zip(DECISIVES, avant.sceaux, apres.sceaux, strict=True)
    return [nom for nom, ancien, neuf in paires if ancien != neuf]
