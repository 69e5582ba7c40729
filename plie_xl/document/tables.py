"""The rows of a table → lines: short cells side by side are one sentence, long ones stand apart."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from plie_xl.document.cut import PUCE
from plie_xl.document.evidence import find_modalites
from plie_xl.document.numbers import is_nombre_seul
from plie_xl.document.words import any_of, fold, load_lexique
from plie_xl.model.text import enumere

Cellule = list[str] | None  # its lines; None where another cell is merged over it
Rangee = Sequence[Cellule]
COURT = 160  # signs at most of a cell that is one part of a sentence
HAUT = 3  # rows at most above the headings of the columns


@dataclass(frozen=True)
class Colonnes:
    """The row that heads a table of targets, and which columns say what."""

    titre: int
    noms: int
    preuves: tuple[int, ...]
    theme: int | None  # what groups the rows, on the left of their names
    autres: tuple[int, ...]  # how many


def flatten(rangees: Sequence[Rangee]) -> Iterator[tuple[int, str]]:
    """The lines of a table, in the order in which they are read, with the row of each."""
    colonnes = find_titres(rangees)
    if colonnes is None:
        for n, rangee in enumerate(rangees):
            yield from ((n, ligne) for ligne in _list_rangee(rangee))
    else:
        yield from _list_colonnes(rangees, colonnes)
    yield max(len(rangees) - 1, 0), ""


def find_titres(rangees: Sequence[Rangee]) -> Colonnes | None:
    """The row that heads what is counted and what proves it, and the columns of both."""
    for n, rangee in enumerate(rangees[:HAUT]):
        titres, corps = [fold(_say(c)).strip() for c in rangee], rangees[n + 1 :]
        preuves = [k for k, titre in enumerate(titres) if _names(titre, "preuves")]
        libres = [k for k, t in enumerate(titres) if k not in preuves and not _is_rang(t)]
        comptes = [k for k in libres if _is_compte(corps, k)]
        noms = [k for k in libres if _names(titres[k], "mesures") and k not in comptes]
        if comptes and not noms:  # « Action | Cible annuelle | Preuves »: named by what it counts
            noms = [k for k in libres if k < comptes[0]][:1]
        if preuves and noms:
            reste = [k for k in libres if k != noms[0]]
            themes = [k for k in reste if k < noms[0] and k not in comptes][-1:]
            autres = tuple(k for k in reste if k not in themes)
            return Colonnes(n, noms[0], tuple(preuves), themes[0] if themes else None, autres)
    return None


def _names(titre: str, bloc: str) -> bool:
    """Whether the title of a column is the heading of a block, or a word for it."""
    lexique = load_lexique()
    return bool(re.match(any_of([*lexique[bloc], *lexique["colonnes"][bloc]]), titre))


def _is_compte(corps: Sequence[Rangee], colonne: int) -> bool:
    """Whether most cells of a column say how many, and nothing else."""
    dites = [texte for rangee in corps if (texte := _say(_get(rangee, colonne)))]
    return sum(map(is_nombre_seul, dites)) > len(dites) / 2


def _list_rangee(rangee: Rangee) -> Iterator[str]:
    pleines = [c for c in rangee if _say(c)]
    if len(pleines) > 1 and all(map(_is_court, pleines)):
        yield _join(*map(_say, pleines))
        return
    for cellule in rangee:
        if cellule is not None:
            yield from cellule
            yield ""


def _list_colonnes(rangees: Sequence[Rangee], colonnes: Colonnes) -> Iterator[tuple[int, str]]:
    """What is counted, how many, what proves it: the two blocks, one after the other."""
    n, noms = colonnes.titre, colonnes.noms
    for rang in range(n):
        yield from ((rang, ligne) for ligne in _list_rangee(rangees[rang]))
    titres = [_say(c) for c in rangees[n]]
    corps = [
        (k, rangee)
        for k, rangee in zip(count(n + 1), rangees[n + 1 :])
        if [_say(c) for c in rangee] != titres
    ]
    yield n, _head(titres[noms], "mesures")
    theme = ""
    for k, rangee in corps:
        combien = [_get(rangee, c) for c in colonnes.autres]
        dites = _say_theme(rangee, noms) or _pair(_get(rangee, noms), combien)
        theme, tete = _turn(theme, rangee, colonnes)
        yield from ((k, ligne) for ligne in (*tete, *dites))
    yield n, _head(titres[colonnes.preuves[0]], "preuves")
    for colonne in colonnes.preuves:
        modalite = enumere(find_modalites(titres[colonne])) if len(colonnes.preuves) > 1 else ""
        yield from _list_preuves(corps, colonne, colonnes, modalite)


def _list_preuves(
    corps: Sequence[tuple[int, Rangee]], colonne: int, colonnes: Colonnes, modalite: str
) -> Iterator[tuple[int, str]]:
    """What proves each row; a modality that the title of the column says is of all its cells."""
    derniere: Cellule = []
    theme = ""
    for k, rangee in corps:
        derniere = derniere if _get(rangee, colonne) is None else _get(rangee, colonne)
        nom = _get(rangee, colonnes.noms)
        dites = _say_theme(rangee, colonnes.noms) or _prove(nom, derniere, modalite)
        theme, tete = _turn(theme, rangee, colonnes)
        yield from ((k, ligne) for ligne in (*tete, *dites))


def _head(titre: str, bloc: str) -> str:
    """A title that opens its block; that of another column says which block it is of."""
    connu = re.match(any_of(load_lexique()[bloc]), fold(titre).strip())
    usuel = {"mesures": "Unités de mesure", "preuves": "Pièces justificatives"}[bloc]
    return f"{titre.rstrip(' :')} :" if connu else f"{usuel} ({titre.strip(' :')}) :"


def _turn(theme: str, rangee: Rangee, colonnes: Colonnes) -> tuple[str, list[str]]:
    """The theme of a row, and the line that says it where it changes."""
    dit = _say(_get(rangee, colonnes.theme)) if colonnes.theme is not None else ""
    return (dit, [f"{dit.rstrip(' :')} :"]) if dit and dit != theme else (theme, [])


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


def _prove(nom: Cellule, preuve: Cellule, modalite: str) -> list[str]:
    if not _say(preuve):
        return []
    if nom is not None and not _is_court(nom):
        return list(preuve or ())
    return [_join(f"{_say(nom)}, {modalite}" if modalite else _say(nom), _say(preuve))]


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
