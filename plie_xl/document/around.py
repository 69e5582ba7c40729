"""The words around a number: whether its place in the sentence is one of those that we know."""

import re

from plie_xl.document.turns import find_motif, match_un, read_value
from plie_xl.document.words import any_of, fold, load_lexique

# Those whose meaning around a number we know: others may change it.
SIGNES = ".,;:!?()[]{}/|\\_-–—•·…'’\"«»“”%€$&@#°ºª=+×<>≤≥±~→←\u2010\u2011\u2212\u2018"


def find_autour(texte: str, trou: tuple[int, int]) -> str:
    """The words beside a number that no known turn explains; "" where its place is sure.

    Sure: at the head, behind a verb of holding; « fois » or « par an » right after it; behind a
    sign (« : 4 », « (4) ») or at the end of a name that agrees, where only known turns follow.
    """
    plat = fold(texte)
    avant, apres = plat[: trou[0]], plat[trou[1] :]
    avant = re.sub(rf"(?:{find_motif('seuil').pattern}\s*)+$", "", avant)
    tete = avant.strip(" -•:(")
    if not tete or re.fullmatch(rf"(?:{_tete()})+", f"{tete} "):
        return ""
    if re.match(rf"\s*\)?\s*{find_motif('rang').pattern}", apres):
        return ""
    inconnus = _list_inconnus(texte, apres, trou[1])
    if not inconnus and (_has_signe(avant) or _agrees(avant, plat[slice(*trou)])):
        return ""
    return inconnus or texte[: trou[0]].strip()


def _tete() -> str:
    return rf"{find_motif('tete').pattern}|{find_motif('entree').pattern}"


def _has_signe(avant: str) -> bool:
    return bool(re.search(rf"(?:[:=(|…,→–-]|\.\.|{find_motif('signe').pattern})\s*$", avant))


def _agrees(avant: str, nombre: str) -> bool:
    """« Comités de pilotage 2 », « Forum 1 »: never « Comité 2 », which is its rank."""
    nom = re.match(r"\W*([a-z]{4,})\b", avant)
    combien = re.search(match_un(), nombre)
    if nom is None or combien is None or len(avant.split()) < 2 or re.search(r":\s*[a-z]", avant):
        return False
    return nom[1].endswith(("s", "x")) == (read_value(combien[1]) > 1)


def is_article(plat: str, trou: tuple[int, int]) -> bool:
    """« une commission d’accès »: how many, or which one? « une fois », « au moins une » count."""
    compte = re.match(rf"\s*{find_motif('rang').pattern}", plat[trou[1] :])
    tete = plat[: trou[0]].rstrip().endswith((":", "au moins", "minimum", "a minima"))
    return plat[slice(*trou)].strip() in ("un", "une") and not compte and not tete


def has_appel(texte: str) -> bool:
    """Whether a sign calls a note, or means we do not know what: « 20¹ », « ‡ 20 »."""
    return any(is_appel(s) or not (s.isalnum() or s.isspace() or s in SIGNES) for s in texte)


def is_appel(signe: str) -> bool:
    """« ¹ », which is a figure and no number of a text."""
    return signe.isdigit() and not signe.isdecimal()


def _list_inconnus(texte: str, apres: str, debut: int) -> str:
    connus = rf"\b(?:{find_motif('suite').pattern}|{any_of(load_lexique()['reunit'])}s?)\b"
    reste = re.sub(connus, lambda m: " " * len(m[0]), apres)
    trouves = list(re.finditer(r"[a-z]{2,}", reste))
    return texte[debut + trouves[0].start() : debut + trouves[-1].end()] if trouves else ""
