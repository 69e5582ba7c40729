"""What the look of the whole text makes doubtful, for every value of it."""

import re
from collections import Counter
from itertools import pairwise

from plie_xl.document.cut import Decoupe, is_capitals
from plie_xl.document.words import fold, list_mots_connus, load_lexique

SIGNES = 3000  # one spoiled word in so many signs, and a text is said to be badly recognised
LONG = 6  # letters from which a word can be told from its neighbours
FEMININS = ("les", "le")  # « opérationnelles » is « opérationnel » and no lost blank
_PAREILS = ("mn", "li", "ij", "oc", "ec", "eo", "ao", "uv", "gq", "hb", "nu", "tf", "lt")
# What recognition reads, and what stood there.
CONFUSIONS = (
    *((p[0], p[1]) for p in _PAREILS), *((p[1], p[0]) for p in _PAREILS),
    ("rn", "m"), ("nn", "m"), ("ri", "n"), ("m", "rn"), ("cl", "d"), ("ii", "n"), ("vv", "w"),
)  # fmt: skip


def doubt_all(decoupe: Decoupe) -> tuple[str, ...]:
    """What the look of the whole text makes doubtful."""
    doutes = []
    blocs = (decoupe.mesures, decoupe.preuves)
    if any(map(is_capitals, (decoupe.texte, *(b.lignes for b in blocs)))):
        doutes.append("FIC-18")
    texte = " ".join(ligne.texte for ligne in decoupe.texte)
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
        r"(?<![a-z])\d+(?:eme|er|nd|ere|e|h)\b|\d+h\d+|n°? ?\d+|\bk?m2\b|\S*(?:@|www)\S*", " ", plat
    )
    taches = re.findall(r"\b(?:[a-z]{2,}\d[a-z]*|[a-z]\d[a-z]+|\d+[a-z]{2,}|\d+[a-z]\d+)\b", sans)
    taches += re.findall(r"\b[a-z]{2,}[.,][a-z]{2,}\b|\bj[bcdfghjklmnpqrstvwxyz]\w+", sans)
    taches += re.findall(r"(?<=[a-z] )\.[a-z]{2,}\b", plat)
    taches += re.findall("\ufffd", texte)
    taches += re.findall(r"\b\w*q(?![u '’]|\b)\w*", plat)
    taches += re.findall(r"\b[a-zé]+[A-Z][a-zé]+\b", texte)
    return [*taches, *_list_voisins(plat), *_list_coupes(plat)]


def _list_voisins(plat: str) -> list[str]:
    """Words seen once that one usual confusion of recognition parts from a word that is known."""
    tous = Counter(re.findall(r"[a-z]+", plat))
    mots = {mot: n for mot, n in tous.items() if len(mot) >= LONG}
    connus = {mot for mot, n in mots.items() if n > 1} | list_mots_connus()
    seuls = [mot for mot, n in mots.items() if n == 1 and mot not in connus]
    lisibles = {*connus, *seuls, *(f"{mot}s" for mot in connus)}
    return [
        m
        for m in seuls
        if not lisibles.isdisjoint(_list_lectures(m)) or _is_colle(m, {*tous, *connus})
    ]


def _list_coupes(plat: str) -> list[str]:
    """« émarge ment »: two scraps, seen nowhere else, of a word that is known."""
    suite = re.findall(r"[a-z]+", plat)
    tous, connus = Counter(suite), list_mots_connus()
    longs = ((a, b) for a, b in pairwise(suite) if min(len(a), len(b)) > 1)
    entiers = ((a, b) for a, b in longs if tous[a] == 1 or tous[b] == 1)
    return [a + b for a, b in entiers if len(a + b) >= LONG and (a + b in tous or a + b in connus)]


def _is_colle(mot: str, mots: set[str]) -> bool:
    """« parchargé », « pointsmensuels »: two words of the document that stand as one."""
    if mot.rstrip("s") in mots or f"{mot}s" in mots:
        return False
    coupes = ((mot[:n], mot[n:]) for n in range(2, len(mot) - 1))
    return any(_are_mots(gauche, droite, mots) for gauche, droite in coupes)


def _are_mots(gauche: str, droite: str, mots: set[str]) -> bool:
    """One of both may be a small word; the shorter it is, the longer the other must be."""
    petits = {*load_lexique()["vides"].split(), *load_lexique()["suspens"]}
    outils = load_lexique()["suspens"]
    if gauche in outils and droite in (*outils, *load_lexique()["seuils"]):
        return True
    if droite in FEMININS:
        return False
    devant = gauche in petits and droite in mots and len(droite) >= 10 - 2 * min(len(gauche), 3)
    derriere = droite in petits and gauche in mots and len(gauche) >= 10 - 2 * min(len(droite), 3)
    return (
        devant
        or derriere
        or (min(len(gauche), len(droite)) >= 4 and gauche in mots and droite in mots)
    )


def _list_lectures(mot: str) -> set[str]:
    """What a word may have been before its signs were confused."""
    return {
        mot[:n] + vrai + mot[n + len(lu) :]
        for lu, vrai in CONFUSIONS
        for n in range(len(mot))
        if mot.startswith(lu, n)
    }
