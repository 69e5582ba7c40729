"""The words of a cell of evidence, as `pieces.toml` gives them, ready to be looked for."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

from plie_xl.model.text import COUPURE
from plie_xl.model.vocabulary import load_mots_pieces


@cache
def formes_absence() -> tuple[str, ...]:
    """Whole cells that say « no piece », in small letters, with and without their accents."""
    return tuple(_spell(load_mots_pieces().absence))


@cache
def debuts_absence() -> tuple[str, ...]:
    """First words that say so, whatever follows; the same spellings."""
    return tuple(_spell(load_mots_pieces().absence_debut))


@cache
def sujets() -> tuple[str, ...]:
    """What may stand before either, « la feuille » of « la feuille manque »; the same spellings."""
    return tuple(_spell(load_mots_pieces().sujets))


def list_premiers(expressions: Iterable[str]) -> tuple[str, ...]:
    """The first word of each, once: what begins with another begins with none of them."""
    return tuple(dict.fromkeys(expression.split()[0] for expression in expressions))


@cache
def marques_reference() -> tuple[str, ...]:
    """What a cell must hold for its reference, given twice, to be twice the same document.

    Coarser than `NOMMEE`, so that a live formula finds it too.
    """
    fichiers = (f".{extension}" for extension in load_mots_pieces().extensions)
    return (*"0123456789/\\", *fichiers)


def _spell(mots: Iterable[str]) -> dict[str, None]:
    """Each word with each of its accents there or not: « à récupérer » is typed in eight ways."""
    choix = ((dict.fromkeys((c, unicodedata.normalize("NFD", c)[0])) for c in m) for m in mots)
    return {"".join(lettres).casefold(): None for mot in choix for lettres in product(*mot)}


@dataclass(frozen=True)
class Outils:
    """The words of `pieces.toml`, ready to be searched for."""

    blancs: Mapping[int, str]
    premier: re.Pattern[str]  # the first word of each of many texts, cut by `COUPURE`
    premiers: frozenset[str]  # those of the words that deny a piece
    ouvrants: frozenset[str]  # these, and those after which they may stand
    debuts: tuple[str, ...]
    sujets: tuple[str, ...]  # the longest first
    fins: tuple[str, ...]
    dedans: re.Pattern[str]
    extensions: frozenset[str]
    adresse: re.Pattern[str]  # a file, a path or a link
    endroits: frozenset[str]
    renvois: frozenset[str]
    comptes: frozenset[str]


@cache
def load_outils() -> Outils:
    """Made once for all cells."""
    mots = load_mots_pieces()
    blancs = rf"\s\u200b-\u200f\u2060\ufeff\u00ad{re.escape(mots.ponctuation)}"
    # « scan.p7m » is judged by its shape, « scan.p0m ».
    formes = (re.sub(r"\d", "0", extension) for extension in mots.extensions)
    fins = "|".join(dict.fromkeys((*mots.extensions, *formes)))
    fichier = rf"\.(?:{fins})(?!\w)"
    seuls = list_premiers((*formes_absence(), *debuts_absence()))
    premiers = frozenset((*mots.absence_nue, *seuls))
    dedans = "|".join(map(re.escape, _spell(mots.absence_dedans)))
    return Outils(
        blancs=dict.fromkeys(map(ord, mots.ponctuation), " "),
        premier=re.compile(rf"{COUPURE}[{blancs}]*([^{COUPURE}{blancs}]*)"),
        premiers=premiers,
        ouvrants=premiers.union(list_premiers(sujets())),
        debuts=tuple(f"{debut} " for debut in debuts_absence()),
        sujets=tuple(f"{sujet} " for sujet in sorted(sujets(), key=len, reverse=True)),
        fins=tuple(f" {fin}" for fin in _spell(mots.absence_fin)),
        dedans=re.compile(rf"\b(?:{dedans})(?!\S)"),
        extensions=frozenset(mots.extensions),
        adresse=re.compile(
            rf"{fichier}|://|\\|www\.|\w\w\.[a-z]{{2,}}/\w|/[^/]*\w/|^/\w", re.IGNORECASE
        ),
        endroits=frozenset(_spell(mots.endroits)),
        renvois=frozenset(_spell(mots.renvois)),
        comptes=frozenset(_spell(mots.comptes)),
    )
