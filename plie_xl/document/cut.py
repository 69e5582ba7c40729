"""Lines → fiches → the two blocks of each: what is counted, and what proves it."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from plie_xl.document.lines import Ligne
from plie_xl.document.words import any_of, fold, load_lexique

PROCHE = 0.85  # likeness of a spoiled heading
SUITE = 3  # lines at most that a heading runs over
PUCE = re.compile(
    r"^\s*(?:[•▪●◦‣·*➢✓►\uf000-\uf8ff–—-]|o(?=\s)|\d{1,2}[.)](?=\s)|[a-z]\)(?=\s))\s*"
)


@dataclass(frozen=True)
class Bloc:
    intitule: tuple[Ligne, ...]
    lignes: tuple[Ligne, ...]

    @property
    def titre(self) -> str:
        return " ".join(ligne.texte.strip() for ligne in self.intitule)


@dataclass(frozen=True)
class Decoupe:
    lignes: tuple[Ligne, ...]
    mesures: Bloc
    preuves: Bloc


@cache
def _motif(cle: str) -> re.Pattern[str]:
    return re.compile(any_of(load_lexique()[cle]))


def cut_fiches(lignes: tuple[Ligne, ...]) -> list[Decoupe]:
    """One piece of the document per title; nothing where no block of measures is found."""
    debuts = [n for n, ligne in enumerate(lignes) if _is_titre(ligne)] or [0]
    debuts[0] = 0
    bornes = zip(debuts, [*debuts[1:], len(lignes)], strict=True)
    morceaux = [lignes[debut:fin] for debut, fin in bornes]
    trouves = [Decoupe(m, find_bloc(m, "mesures"), find_bloc(m, "preuves")) for m in morceaux]
    return [d for d in trouves if d.mesures.intitule or d.preuves.intitule]


def _is_titre(ligne: Ligne) -> bool:
    return bool(re.match(rf"\s*{_motif('titres').pattern}\s*(?:n|$|:|-)", fold(ligne.texte)))


def find_bloc(lignes: tuple[Ligne, ...], cle: str) -> Bloc:
    for n, ligne in enumerate(lignes):
        plat = fold(ligne.texte)
        trouve = _motif(cle).search(plat)
        net = trouve is not None and trouve.start() <= 50
        if PUCE.match(ligne.texte) or not (net or _resembles(plat, cle)):
            continue
        fin = _end_heading(lignes, n)
        bout = next((m for m in range(fin, len(lignes)) if is_rubrique(lignes[m])), len(lignes))
        return Bloc(lignes[n:fin], lignes[fin:bout])
    return Bloc((), ())


def _resembles(plat: str, cle: str) -> bool:
    """A heading that recognition spoiled: nearly its usual words, at the head of the line."""
    usuel: str = load_lexique()["usuels"][cle]
    return SequenceMatcher(None, plat.strip()[: len(usuel)], usuel).ratio() >= PROCHE


def _end_heading(lignes: tuple[Ligne, ...], n: int) -> int:
    """A heading runs on until its colon, or while what follows begins in lower case."""
    fin = n + 1
    while (
        fin < len(lignes) and fin <= n + SUITE and not lignes[fin - 1].texte.rstrip().endswith(":")
    ):
        texte = lignes[fin].texte.strip()
        court = len(texte) < 60 and texte.endswith(":") and len(fold(texte).split()) < 4
        if not texte or PUCE.match(texte) or not (texte[0].islower() or court):
            break
        fin += 1
    return fin


def is_rubrique(ligne: Ligne) -> bool:
    """Whether a line opens another rubric of the form."""
    if PUCE.match(ligne.texte):
        return False
    plat = fold(ligne.texte).strip()
    if any(_motif(cle).match(plat) for cle in ("rubriques", "mesures", "preuves")):
        return True
    return any(_resembles(plat, cle) for cle in ("mesures", "preuves"))
