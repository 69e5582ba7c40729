"""A text as it may arrive: wrapped elsewhere, in capitals, badly recognised. Same seed, same text."""

import random
import re
import textwrap
import unicodedata
from collections.abc import Callable

CONFUSIONS = {
    "l": "1I", "i": "lj", "o": "0c", "e": "co", "m": "nn", "n": "ri", "a": "o", "u": "v", "g": "q",
    "é": "e6", "0": "O", "1": "l7", "2": "Z", "5": "S", "6": "b", "8": "B3", "3": "8", "O": "0",
}  # fmt: skip
EN_LETTRES = {2: "deux", 3: "trois", 4: "quatre", 6: "six", 9: "neuf", 10: "dix", 12: "douze"}


def wrap(texte: str, largeur: int) -> str:
    lignes: list[str] = []
    for ligne in texte.splitlines():
        lignes += textwrap.wrap(ligne, largeur, break_on_hyphens=False) or [""]
    return "\n".join(lignes)


def spoil(texte: str, part: float, graine: int) -> str:
    """Signs taken for others, as a scan gives them."""
    hasard = random.Random(graine)

    def lire(signe: str) -> str:
        if signe.isspace() or hasard.random() > part:
            return signe
        return hasard.choice(CONFUSIONS.get(signe, signe + "."))

    return "".join(map(lire, texte))


def strip_accents(texte: str) -> str:
    plat = unicodedata.normalize("NFD", texte)
    return "".join(c for c in plat if not unicodedata.combining(c))


def _number_in_letters(texte: str) -> str:
    return re.sub(
        r"(?<![\d/,.°-])\b(\d{1,2})\b(?![\d/,.%€)-]| (?:janvier|mars|décembre|février|\d{3}))",
        lambda m: EN_LETTRES.get(int(m[1]), m[1]),
        texte,
    )


ALTERATIONS: dict[str, Callable[[str], str]] = {
    "tel quel": str,
    "coupé à 40": lambda t: wrap(t, 40),
    "coupé à 60": lambda t: wrap(t, 60),
    "coupé à 120": lambda t: wrap(t, 120),
    "capitales": str.upper,
    "capitales, coupé à 60": lambda t: wrap(t.upper(), 60),
    "sans accents": strip_accents,
    "accents décomposés": lambda t: unicodedata.normalize("NFD", t),
    "apostrophes droites": lambda t: t.replace("’", "'"),
    "autres puces": lambda t: re.sub(r"(?m)^(?:[-–•▪*]|\d\.|[a-z]\)|\d\)) ", "\uf0b7 ", t),
    "sans lignes vides": lambda t: re.sub(r"\n\s*\n", "\n", t),
    "en retrait": lambda t: re.sub(r"(?m)^", "    ", t),
    "nombres en lettres": _number_in_letters,
    "mal reconnu (1 %)": lambda t: spoil(t, 0.01, 1),
    "mal reconnu (2 %)": lambda t: spoil(t, 0.02, 2),
    "mal reconnu (1 %), coupé à 60": lambda t: wrap(spoil(t, 0.01, 3), 60),
}
