"""The words of a text, and what the lists of words say of each of them.

Latin 1 is enough: a letter that it lacks is there without its marks, or in no word of ours.
`fiches/prenoms.toml` and `fiches/personnes.toml` hold the lists.
"""

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_JETON = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Letters of Latin 1 without their accents; all that is no letter is a blank.
_SANS_ACCENTS = "aaaaaaaceeeeiiiidnooooo ouuuuyts"
_ASCII = bytes(
    n
    if chr(n).isascii() and chr(n).isalpha()
    else 0
    if n == 0
    else 32
    if n < 192 or not _SANS_ACCENTS[n % 32].isalpha()
    else ord(_SANS_ACCENTS[n % 32] if n >= 224 else _SANS_ACCENTS[n % 32].upper())
    for n in range(256)
)


class Jeton(NamedTuple):
    """A word: without its elision (« d’ »), its key without accents nor capitals, and its place."""

    mot: str
    cle: str
    elision: str
    debut: int
    fin: int


@cache
def load_mots(nom: str) -> frozenset[str]:
    """One list of the two files of words."""
    for fichier in ("prenoms", "personnes"):
        texte = (files("plie_xl") / "fiches" / f"{fichier}.toml").read_text("utf-8")
        donnees = tomllib.loads(texte)
        if nom in donnees:
            separateur = "," if nom == "situations" else None
            return frozenset(" ".join(mot.split()) for mot in donnees[nom].split(separateur))
    raise KeyError(nom)


def encode(texte: str) -> bytes:
    """A byte for each sign, « ? » for those that have no letter of Latin 1 under their marks."""
    if _AUTRES_LETTRES.search(texte):
        texte = _AUTRES_LETTRES.sub(_strip_marks, texte)
    return texte.encode("latin-1", "replace")


_AUTRES_LETTRES = re.compile("[\u0100-\u024f\u1e00-\u1eff]")  # of Polish, Turkish, Vietnamese…
_SANS_MARQUE = {"\u0131": "i", "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "ẞ": "S"}


def _strip_marks(trouve: re.Match[str]) -> str:
    return _SANS_MARQUE.get(trouve[0]) or unicodedata.normalize("NFD", trouve[0])[0]


def simplify(octets: bytes) -> bytes:
    """The letters of Latin 1 without accents, everything else (but a zero) a blank."""
    return octets.translate(_ASCII)


@cache
def _load_annonces() -> frozenset[bytes]:
    listes = ("civilites", "prenoms", "aussi_mots", "noms", "naissances")
    return frozenset(mot.encode() for nom in listes for mot in load_mots(nom))


def find_annonces(octets: bytes) -> list[bytes]:
    """The words, of simplified texts ended by a zero, without one of which they name nobody.

    Texts that differ by their figures alone are the same here: each is cut once.
    """
    mots = set(b" ".join(set(octets.split(b"\0"))).split())
    return [mot for mot in mots if mot.lower() in _load_annonces()]


def cut_words(texte: str) -> list[Jeton]:
    """Its words, in their order."""
    cles = simplify(encode(texte)).decode("ascii").lower()  # a letter for a letter
    return [_cut(trouve, cles) for trouve in _JETON.finditer(texte)]


def _cut(trouve: re.Match[str], cles: str) -> Jeton:
    mot, debut, fin = trouve[0], trouve.start(), trouve.end()
    coupe = 1 + max(mot.rfind("’"), mot.rfind("'"))
    elision = cles[debut : debut + coupe - 1] if coupe else ""
    return Jeton(mot[coupe:], cles[debut + coupe : fin], elision, debut, fin)


def is_capital(jeton: Jeton) -> bool:
    """A capital first, or the elision of a name: « N’Diaye », « O’Brien »."""
    return jeton.mot[0].isupper() or jeton.elision in ("n", "m", "o")


def is_particule(jeton: Jeton) -> bool:
    """« de », « du », « le »: what a name may hold between its words."""
    return jeton.cle in load_mots("particules")


def is_nom(jeton: Jeton) -> bool:
    """A word in capitals that may be somebody's name."""
    return (
        len(jeton.mot) > 1
        and jeton.mot.isupper()
        and not any(jeton.cle in load_mots(nom) for nom in ("sigles", "communs", "lieux", "saints"))
        and jeton.cle not in load_mots("civilites")
    )


@cache
def load_situations() -> re.Pattern[str]:
    """Words of health or social situation, over a folded text between spaces."""
    mots = sorted(load_mots("situations"), key=len, reverse=True)
    motifs = (re.escape(mot.removesuffix("*")) + r"[a-z]*" * mot.endswith("*") for mot in mots)
    return re.compile(rf"(?<= )(?:{'|'.join(motifs)})(?= )")
