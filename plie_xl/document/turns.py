"""The turns of phrase of a number, as patterns over a folded text."""

import re
from functools import cache

from plie_xl.document.words import any_of, fold, load_lexique


@cache
def find_motif(tournure: str) -> re.Pattern[str]:
    """The pattern of a turn of phrase of the lexicon, over a folded text."""
    return re.compile(any_of(load_lexique()["tournures"][tournure]))


@cache
def list_lettres() -> dict[str, int]:
    """Numbers in letters, hyphens or spaces, feminine too, and what each is worth."""
    mots = load_lexique()["nombres"]["mots"].split()
    formes = {m: n for n, mot in enumerate(mots, 1) for m in (mot, mot.replace("-", " "))}
    feminins = {f"{m}e": n for m, n in formes.items() if m.endswith("un")}
    return formes | feminins


def read_value(mot: str) -> int:
    """What a number is worth, in digits or in letters."""
    chiffres = mot.replace(" ", "")
    return int(chiffres) if chiffres.isdigit() else list_lettres()[mot]


@cache
def match_un() -> str:
    """The pattern of one number, its value in the first group."""
    nombre = rf"\d{{1,3}}(?: \d{{3}})+|\d{{1,4}}|{any_of(list_lettres())}"
    return rf"(?<![\w,.])(?<![a-z]-)({nombre})(?![\w¤]|[.,]\d)"


def blank_sans(texte: str) -> str:
    """The sentence where what counts nothing is blanked: dates, durations, amounts."""
    plat = fold(texte)
    for motif in (_jours(), _sans(), find_motif("grands")):
        plat = _blank(plat, motif)
    return plat


@cache
def _sans() -> re.Pattern[str]:
    """`<n>` stands for a number, in digits or in letters."""
    combien = rf"(?:\d+|{any_of(list_lettres())})"
    motifs = (m.replace("<n>", combien) for m in load_lexique()["tournures"]["sans"])
    return re.compile(any_of(motifs))


@cache
def _jours() -> re.Pattern[str]:
    return re.compile(rf"\d{{1,2}}\s+(?:{load_lexique()['tournures']['mois']})\b")


def _blank(plat: str, motif: re.Pattern[str]) -> str:
    return motif.sub(lambda m: "¤" * len(m[0]), plat)
