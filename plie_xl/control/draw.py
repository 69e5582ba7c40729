"""The draw: every proved row, or a share of each stratum by digest of seed and key.

No chance is at work: whoever has the keys and the seed draws the same rows, in any language.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from plie_xl.control.identity import build_keys

STRATES = ("fiche", "cible")
_GRAINE = re.compile(r"[0-9A-Za-z._-]{1,100}")


@dataclass(frozen=True)
class Demande:
    """What is asked of a draw. `part` is None when everything is controlled."""

    graine: str
    part: Fraction | None = None
    motif: str = ""
    strates: tuple[str, ...] = STRATES
    minimum: int = 1


@dataclass(frozen=True, slots=True)
class Tirage:
    """One proved row: its key, its stratum, its rank there, and whether it is drawn."""

    ligne: Mapping[str, Any]
    cle: str
    strate: str
    empreinte: str
    rang: int
    tiree: bool


def est_graine(texte: str) -> bool:
    """Whether a seed can be typed again in any terminal, in thirty years."""
    return bool(_GRAINE.fullmatch(texte))


def draw(lignes: Iterable[Mapping[str, Any]], annee: int, demande: Demande) -> list[Tirage]:
    """The proved rows of a master's « Suivi », by stratum, each in the order of its digest."""
    justifiees = [x for x in lignes if x["cle"] and (x["justifie"] or 0) > 0]
    cles = build_keys(justifiees, annee)
    strates: defaultdict[str, list[tuple[str, str, Mapping[str, Any]]]] = defaultdict(list)
    for ligne, cle in zip(justifiees, cles, strict=True):
        strates[_name(ligne, demande.strates)].append((_digest(demande.graine, cle), cle, ligne))
    return [
        Tirage(ligne, cle, strate, empreinte, rang, rang <= _size(len(rangees), demande))
        for strate, rangees in sorted(strates.items())
        for rang, (empreinte, cle, ligne) in enumerate(sorted(rangees, key=lambda x: x[:2]), 1)
    ]


def count_strates(tirages: Sequence[Tirage]) -> dict[str, tuple[int, int]]:
    """By stratum, how many rows it holds, and how many are drawn."""
    tailles: dict[str, tuple[int, int]] = {}
    for x in tirages:
        taille, tirees = tailles.get(x.strate, (0, 0))
        tailles[x.strate] = taille + 1, tirees + x.tiree
    return tailles


def _name(ligne: Mapping[str, Any], strates: tuple[str, ...]) -> str:
    parts = dict(zip(STRATES, str(ligne["cle"]).split("/"), strict=True))
    return "/".join(parts[nom] for nom in STRATES if nom in strates) or "ensemble"


def _digest(graine: str, cle: str) -> str:
    return hashlib.sha256(f"{graine}|{cle}".encode()).hexdigest()


def _size(taille: int, demande: Demande) -> int:
    """How many rows of a stratum are drawn."""
    if demande.part is None:
        return taille
    return min(taille, max(demande.minimum, ceil(demande.part * taille)))
