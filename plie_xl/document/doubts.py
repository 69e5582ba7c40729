"""What the look of the whole text makes doubtful, for every value of it."""

import re
from collections import Counter

from plie_xl.document.cut import Decoupe, is_capitals
from plie_xl.document.words import fold, list_mots_connus

SIGNES = 3000  # one spoiled word in so many signs, and a text is said to be badly recognised
LONG = 6  # letters from which a word can be told from its neighbours
_PAREILS = ("li", "ij", "oc", "ec", "eo", "ao", "uv", "gq", "hb", "nu", "tf", "lt")
# What recognition reads, and what stood there.
CONFUSIONS = (
    *((p[0], p[1]) for p in _PAREILS), *((p[1], p[0]) for p in _PAREILS),
    ("rn", "m"), ("nn", "m"), ("ri", "n"), ("m", "rn"), ("cl", "d"), ("ii", "n"), ("vv", "w"),
)  # fmt: skip
COLLES = re.compile(r"(?:par|pour|dans|avec|des|les|aux|sur)([a-z]{6,})")  # a blank is lost


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
    """Words seen once that one usual confusion of recognition parts from a word that is known."""
    mots = Counter(m for m in re.findall(r"[a-z]+", plat) if len(m) >= LONG)
    connus = {m for m, combien in mots.items() if combien > 1} | list_mots_connus()
    seuls = (m for m, n in mots.items() if n == 1 and m not in connus)
    return [m for m in seuls if not connus.isdisjoint(_list_lectures(m)) or _is_colle(m, mots)]


def _is_colle(mot: str, mots: Counter[str]) -> bool:
    """« parchargé »: two words of the document that stand as one."""
    trouve = COLLES.fullmatch(mot)
    return trouve is not None and trouve[1] in mots


def _list_lectures(mot: str) -> set[str]:
    """What a word may have been before its signs were confused."""
    return {
        mot[:n] + vrai + mot[n + len(lu) :]
        for lu, vrai in CONFUSIONS
        for n in range(len(mot))
        if mot.startswith(lu, n)
    }
