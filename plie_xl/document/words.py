"""Text as it is compared (no accents, no capitals, same length), and the words of the reading."""

import math
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_SIGNES = {
    "’": " ",
    "'": " ",
    "\u2018": " ",
    "\u2011": "-",
    "–": "-",
    "—": "-",
    "\u00ad": " ",
    "«": " ",
    "»": " ",
}


def fold(texte: str) -> str:
    """The text for matching only: each sign becomes one sign, so that places stay the same."""
    return "".join(map(_fold_signe, texte))


@cache
def _fold_signe(signe: str) -> str:
    if signe in _SIGNES or signe.isspace():
        return _SIGNES.get(signe, " ")
    base = unicodedata.normalize("NFKD", signe)[:1] or " "
    return base.lower()[:1]


@cache
def load_lexique() -> dict[str, Any]:
    octets = (files("plie_xl.document") / "lexique.toml").read_bytes()
    return tomllib.loads(octets.decode())


@cache
def list_mots_connus() -> set[str]:
    """The words that the patterns and the common categories are made of."""
    from plie_xl.model.fiche import load_taxonomie

    textes = [str(load_lexique()), *(c.libelle for c in load_taxonomie().values())]
    plat = fold(" ".join(textes)).replace("?", "")
    return {mot for mot in re.findall(r"[a-z]+", plat) if len(mot) > 5}


def any_of(motifs: Iterable[str]) -> str:
    """One pattern for many turns, the longest first."""
    return "(?:" + "|".join(sorted(motifs, key=len, reverse=True)) + ")"


@cache
def _vides() -> frozenset[str]:
    return frozenset(load_lexique()["vides"].split())


def stem(texte: str) -> frozenset[str]:
    """The stems that carry meaning: stop words gone, acronyms spelled out."""
    acronymes = load_lexique()["acronymes"]
    mots = re.findall(r"[a-z]+|\d+", fold(texte).replace(".", ""))
    mots = [m for mot in mots for m in acronymes.get(mot, mot).split()]
    return frozenset(m.rstrip("sx")[:7] for m in mots if m not in _vides() and not m.isdigit())


@dataclass(frozen=True)
class Poids:
    """How much a stem tells targets apart: rare words weigh more."""

    combien: Counter[str]
    cibles: int

    def weigh(self, stems: Iterable[str]) -> float:
        return sum(
            math.log(1 + self.cibles / self.combien[s]) if self.combien[s] else 0.7 for s in stems
        )

    def compare(self, a: frozenset[str], b: frozenset[str]) -> float:
        return self.weigh(a & b) / (self.weigh(a | b) or 1)
