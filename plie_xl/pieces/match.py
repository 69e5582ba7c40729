"""Which files a reference names: its base name, then its stem, narrowed by its path.

A name that is near is proposed, never taken.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from difflib import get_close_matches
from typing import Any

from plie_xl.model.days import JOUR_A_BARRES, find_jours
from plie_xl.model.text import cle
from plie_xl.model.vocabulary import load_mots_pieces
from plie_xl.pieces.folder import Fichier

_BARRES = re.compile(r"[\\/]+")
_BARRE = re.compile(r"\s?/\s?")
_PROCHE = 0.75  # how much alike two names are, to propose one


class Classement:
    """The files of a folder, found by name."""

    def __init__(self, fichiers: Iterable[Fichier]) -> None:
        self.fichiers = tuple(fichiers)
        self._par_nom: dict[str, list[Fichier]] = defaultdict(list)
        self._par_racine: dict[str, list[Fichier]] = defaultdict(list)
        for fichier in self.fichiers:
            self._par_nom[fold(fichier.nom)].append(fichier)
            self._par_racine[fold(_racine(fichier.nom))].append(fichier)

    def find(self, reference: str) -> list[Fichier]:
        """The files that bear this name, in the order of the folder."""
        *dossiers, nom = map(fold, split_chemin(reference.strip().strip("\"'«» ")))
        racine = fold(_racine(nom))
        trouves = (
            self._par_nom.get(nom) or self._par_racine.get(nom) or self._par_racine.get(racine, [])
        )
        if len(trouves) < 2 or not dossiers:
            return trouves
        communs = [_count_communs(dossiers, fichier) for fichier in trouves]
        return [f for f, n in zip(trouves, communs, strict=True) if n == max(communs)]

    def find_proche(
        self, reference: str, jour: date | None, rank: Callable[[Fichier], Any]
    ) -> tuple[str, str] | None:
        """A file to propose, and how it is near: of the same day, else of nearly the same name.

        Among those of the day, one of those that `rank` puts highest.
        """
        noms = {fold(f.nom): f for f in self.fichiers}
        nom = fold(split_chemin(reference)[-1])
        rangs = {x: rank(f) for x, f in noms.items() if jour and _bears(f.nom, jour)}
        haut = max(rangs.values(), default=None)
        du_jour = [x for x, rang in rangs.items() if rang == haut]
        for parmi, mot in ((du_jour, "du même jour"), (noms, "nom proche")):
            proches = get_close_matches(nom, list(parmi)[:_ASSEZ], 1, _PROCHE)
            if proches:
                return mot, noms[proches[0]].nom
        return ("du même jour", noms[du_jour[0]].nom) if du_jour else None


_ASSEZ = 2_000  # names looked at, to propose one


def split_chemin(reference: str) -> list[str]:
    """The folders that a reference gives, then its name.

    The bars of a day part no folders, and no file can bear them: « CR 12/03 » is « CR 12-03 ».
    """
    return _BARRES.split(JOUR_A_BARRES.sub(lambda jour: _BARRE.sub("-", jour[0]), reference))


def _bears(nom: str, jour: date) -> bool:
    return any(jour in jours for jours in find_jours(nom, jour.year))


def fold(nom: str) -> str:
    """The text by which two names are one: case, accents, blanks and apostrophes do not matter."""
    nu = (c for c in unicodedata.normalize("NFD", cle(nom)) if not unicodedata.combining(c))
    return "".join(nu)


def _racine(nom: str) -> str:
    """The name without its ending, when it is one of a document."""
    debut, point, fin = nom.rpartition(".")
    return debut if point and fin.casefold() in load_mots_pieces().extensions else nom


def _count_communs(dossiers: list[str], fichier: Fichier) -> int:
    """How many folders, from the file up, bear the names that the reference gives."""
    siens = [fold(x) for x in fichier.relatif.split("/")[:-1]]
    communs = 0
    for un, autre in zip(reversed(dossiers), reversed(siens), strict=False):
        if un != autre:
            break
        communs += 1
    return communs
