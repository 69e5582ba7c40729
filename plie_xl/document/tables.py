"""The rows of a table → lines: short cells side by side are one sentence, long ones stand apart."""

import re
from collections.abc import Iterator

from plie_xl.document.cut import PUCE
from plie_xl.document.words import any_of, fold, load_lexique

Cellule = list[str]  # its lines
COURT = 160  # signs at most of a cell that is one half of a sentence


def flatten(rangees: list[list[Cellule]]) -> Iterator[str]:
    """The lines of a table, in the order in which they are read."""
    titres = [" ".join(cellule) for cellule in rangees[0]] if rangees else []
    mesures, preuves = _find_titre(titres, "mesures"), _find_titre(titres, "preuves")
    if len(titres) > 2 and mesures == 0 and preuves == len(titres) - 1:
        yield from _list_colonnes(rangees, titres)
        return
    for rangee in rangees:
        pleines = [c for c in rangee if any(ligne.strip() for ligne in c)]
        if len(pleines) == 2 and all(map(_is_court, pleines)):
            tete, suite = (" ".join(x.strip() for x in c if x.strip()) for c in pleines)
            yield f"{tete.rstrip(' :')} : {suite}"
            continue
        for cellule in rangee:
            yield from cellule
            yield ""
    yield ""


def _find_titre(titres: list[str], cle: str) -> int | None:
    motif = re.compile(any_of(load_lexique()[cle]))
    return next((n for n, titre in enumerate(titres) if motif.search(fold(titre))), None)


def _list_colonnes(rangees: list[list[Cellule]], titres: list[str]) -> Iterator[str]:
    """What is counted, how many, what proves it: the two blocks, one after the other."""
    corps = [
        [" ".join(x.strip() for x in c if x.strip()) for c in rangee] for rangee in rangees[1:]
    ]
    yield f"{titres[0].rstrip(' :')} :"
    for rangee in corps:
        yield f"{rangee[0]} : {' '.join(rangee[1:-1])}"
    yield f"{titres[-1].rstrip(' :')} :"
    for rangee in corps:
        yield f"{rangee[0]} : {rangee[-1]}"
    yield ""


def _is_court(cellule: Cellule) -> bool:
    """One sentence, perhaps over several lines; no list, no heading of a list."""
    lignes = [ligne.strip() for ligne in cellule if ligne.strip()]
    suivies = all(ligne[0].islower() for ligne in lignes[1:])
    seule = not PUCE.match(lignes[0]) and not lignes[-1].endswith(":")
    return seule and suivies and sum(map(len, lignes)) <= COURT
