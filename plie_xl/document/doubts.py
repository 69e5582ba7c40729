"""What the look of the whole text makes doubtful, for every value of it."""

import re
from collections import Counter

from plie_xl.document.cut import Decoupe, is_capitals
from plie_xl.document.words import fold, list_mots_connus

SIGNES = 3000  # one spoiled word in so many signs, and a text is said to be badly recognised
LONG = 6  # letters from which a word can be told from its neighbours


def doubt_all(decoupe: Decoupe) -> tuple[str, ...]:
    """What the look of the whole text makes doubtful."""
    doutes = []
    blocs = (decoupe.mesures, decoupe.preuves)
    if any(map(is_capitals, (decoupe.lignes, *(b.lignes for b in blocs)))):
        doutes.append("FIC-18")
    texte = " ".join(ligne.texte for ligne in decoupe.lignes)
    if len(list_taches(texte)) >= max(1, len(texte) / SIGNES):
        doutes.append("FIC-20")
    if not all(ligne.sure for b in blocs for ligne in b.lignes):
        doutes.append("FIC-19")
    if any(b.combien != 1 for b in blocs):
        doutes.append("FIC-20")
    return tuple(dict.fromkeys(doutes))


def list_taches(texte: str) -> list[str]:
    """Words that recognition seems to have spoiled."""
    plat = fold(texte)
    sans = re.sub(
        r"\d+(?:eme|er|nd|ere|e|h)\b|\d+h\d+|n°? ?\d+|\bk?m2\b|\S*(?:@|www)\S*", " ", plat
    )
    taches = re.findall(r"\b(?:[a-z]{2,}\d[a-z]*|[a-z]\d[a-z]+|\d+[a-z]{2,}|\d+[a-z]\d+)\b", sans)
    taches += re.findall(r"\b[a-z]{2,}[.,][a-z]{2,}\b|\bj[bcdfghjklmnpqrstvwxyz]\w+", sans)
    taches += re.findall("\ufffd", texte)
    taches += re.findall(r"\b\w*q(?![u '’]|\b)\w*", plat)
    taches += re.findall(r"\b[a-zé]+[A-Z][a-zé]+\b", texte)
    return [*taches, *_list_voisins(plat)]


def _list_voisins(plat: str) -> list[str]:
    """Words seen once that differ by one inner letter from one that is known."""
    mots = Counter(m for m in re.findall(r"[a-z]+", plat) if len(m) >= LONG)
    connus = {m for m, combien in mots.items() if combien > 1} | list_mots_connus()
    return [m for m, n in mots.items() if n == 1 and m not in connus and _has_voisin(m, connus)]


def _has_voisin(mot: str, connus: set[str]) -> bool:
    """The last two letters are left out: they only tell the number, the gender, the tense."""
    return any(
        len(autre) == len(mot)
        and sum(a != b for a, b in zip(mot, autre, strict=True)) == 1
        and mot[-2:] == autre[-2:]
        for autre in connus
    )
