"""The rows of a table → lines: short cells side by side are one sentence, long ones stand apart."""

import re
from collections.abc import Iterator, Sequence
from itertools import count

from plie_xl.document.cut import PUCE
from plie_xl.document.words import any_of, fold, load_lexique

Cellule = list[str] | None  # its lines; None where another cell is merged over it
Rangee = Sequence[Cellule]
COURT = 160  # signs at most of a cell that is one part of a sentence
HAUT = 3  # rows at most above the headings of the columns


def flatten(rangees: Sequence[Rangee]) -> Iterator[tuple[int, str]]:
    """The lines of a table, in the order in which they are read, with the row of each."""
    titres = find_titres(rangees)
    if titres is None:
        for n, rangee in enumerate(rangees):
            yield from ((n, ligne) for ligne in _list_rangee(rangee))
    else:
        yield from _list_colonnes(rangees, *titres)
    yield max(len(rangees) - 1, 0), ""


def find_titres(rangees: Sequence[Rangee]) -> tuple[int, int, int] | None:
    """The row that heads what is counted and what proves it, and the columns of both."""
    for n, rangee in enumerate(rangees[:HAUT]):
        mesures, preuves = _find_titre(rangee, "mesures"), _find_titre(rangee, "preuves")
        if mesures is not None and preuves is not None and mesures != preuves:
            return n, mesures, preuves
    return None


def _find_titre(rangee: Rangee, cle: str) -> int | None:
    motif = re.compile(any_of(load_lexique()[cle]))
    return next((n for n, c in enumerate(rangee) if motif.match(fold(_say(c)).strip())), None)


def _list_rangee(rangee: Rangee) -> Iterator[str]:
    pleines = [c for c in rangee if _say(c)]
    if len(pleines) > 1 and all(map(_is_court, pleines)):
        yield _join(*map(_say, pleines))
        return
    for cellule in rangee:
        if cellule is not None:
            yield from cellule
            yield ""


def _list_colonnes(
    rangees: Sequence[Rangee], n: int, mesures: int, preuves: int
) -> Iterator[tuple[int, str]]:
    """What is counted, how many, what proves it: the two blocks, one after the other."""
    for rang in range(n):
        yield from ((rang, ligne) for ligne in _list_rangee(rangees[rang]))
    titres = [_say(c) for c in rangees[n]]
    corps = [
        (k, rangee)
        for k, rangee in zip(count(n + 1), rangees[n + 1 :])
        if [_say(c) for c in rangee] != titres
    ]
    autres = [c for c, t in enumerate(titres) if c not in (mesures, preuves) and not _is_rang(t)]
    yield n, f"{titres[mesures].rstrip(' :')} :"
    for k, rangee in corps:
        combien = [_get(rangee, c) for c in autres]
        dites = _say_theme(rangee, mesures) or _pair(_get(rangee, mesures), combien)
        yield from ((k, ligne) for ligne in dites)
    yield n, f"{titres[preuves].rstrip(' :')} :"
    derniere: Cellule = []
    for k, rangee in corps:
        derniere = derniere if _get(rangee, preuves) is None else _get(rangee, preuves)
        dites = _say_theme(rangee, mesures) or _prove(_get(rangee, mesures), derniere)
        yield from ((k, ligne) for ligne in dites)


def _say_theme(rangee: Rangee, mesures: int) -> list[str]:
    """A row of one cell is the theme of those below."""
    dites = [_say(c) for c in rangee]
    seule = sum(map(bool, dites)) == 1 and bool(_say(_get(rangee, mesures)))
    blancs = any(c is None for c in rangee)
    return [f"{dites[mesures].rstrip(' :')} :"] if seule and blancs else []


def _get(rangee: Rangee, colonne: int) -> Cellule:
    return rangee[colonne] if colonne < len(rangee) else []


def _pair(nom: Cellule, combien: list[Cellule]) -> list[str]:
    """« Comités de pilotage : 2 »; cells that are lists of one length go line by line."""
    noms = _list_pleines(nom)
    listes = [pleines for c in combien if (pleines := _list_pleines(c))]
    if len(noms) > 1 and not _is_court(nom):
        if not listes:
            return list(nom or ())
        if all(len(liste) == len(noms) for liste in listes):
            return [_join(*rangee) for rangee in zip(noms, *listes, strict=True)]
    return [_join(_say(nom), *map(" ".join, listes))]


def _join(nom: str, *suite: str) -> str:
    return (
        f"{nom.strip().rstrip(' :')} : {' '.join(map(str.strip, suite))}" if suite else nom.strip()
    )


def _prove(nom: Cellule, preuve: Cellule) -> list[str]:
    if not _say(preuve):
        return []
    if nom is not None and not _is_court(nom):
        return list(preuve or ())
    return [_join(_say(nom), _say(preuve))]


def _is_rang(titre: str) -> bool:
    return bool(re.fullmatch(r"n ?[°o]?|numero|rang|#|", fold(titre).strip()))


def _say(cellule: Cellule) -> str:
    return " ".join(ligne.strip() for ligne in _list_pleines(cellule))


def _list_pleines(cellule: Cellule) -> list[str]:
    return [ligne for ligne in cellule or () if ligne.strip()]


def _is_court(cellule: Cellule) -> bool:
    """One sentence, perhaps over several lines; no list, no heading of a list."""
    lignes = [ligne.strip() for ligne in _list_pleines(cellule)]
    suivies = all(ligne[0].islower() for ligne in lignes[1:])
    seule = bool(lignes) and not PUCE.match(lignes[0]) and not lignes[-1].endswith(":")
    return seule and suivies and sum(map(len, lignes)) <= COURT
