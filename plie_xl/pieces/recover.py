"""Which file of the folder an empty cell of evidence waits for: one that bears the day, the target
and the kind.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from plie_xl.checks.count import Compte
from plie_xl.model.lecture import Lecture
from plie_xl.model.target import Cible
from plie_xl.model.text import est_vide
from plie_xl.model.vocabulary import load_pieces
from plie_xl.model.words import REALISEE
from plie_xl.pieces.folder import Fichier, Inventaire
from plie_xl.pieces.marks import Marque, read_marque
from plie_xl.pieces.match import Classement
from plie_xl.pieces.references import SEPARE, list_autres, list_references


@dataclass(frozen=True, slots=True)
class Reprise:
    """An empty cell of « Suivi » and the files that fit it; `reference` names the only one."""

    ligne: int
    colonne: int
    nature: str
    candidats: tuple[Fichier, ...]
    reference: str = ""


def find_reprises(
    compte: Compte, lecture: Lecture, inventaire: Inventaire, extensions: Iterable[str]
) -> list[Reprise]:
    """The empty cells for which the folder holds files that no cell names yet.

    Two meetings of one target on one day: no name tells which is whose, so each keeps both.
    """
    fiche = compte.saisie.fiches[lecture.fiche]
    classement = Classement(inventaire.fichiers)
    libres = _list_libres(compte, lecture, inventaire, classement, frozenset(extensions))
    marques: dict[Marque, list[Fichier]] = {}
    for fichier in libres:
        if marque := read_marque(fichier.nom, fiche):
            marques.setdefault(marque, []).append(fichier)
    tenues = [
        x for x in compte.rangees.lignes() if x["etat"] == REALISEE and x["cible"] and x["jour"] > 0
    ]
    memes = Counter((x["jour"], x["cible"]) for x in tenues)
    cibles = {c.id: c for c in fiche.instances}
    reprises = []
    for x, nature, colonne in _list_vides(tenues, cibles, lecture):
        jour = date.fromordinal(int(x["jour"]))
        candidats = tuple(marques.get((jour, x["cible"], nature), ()))
        seul = len(candidats) == 1 and memes[x["jour"], x["cible"]] == 1
        reference = _name(candidats[0], classement) if seul else ""
        if candidats:
            reprises.append(Reprise(x["ligne"], colonne, nature, candidats, reference))
    return reprises


def _list_libres(
    compte: Compte,
    lecture: Lecture,
    inventaire: Inventaire,
    classement: Classement,
    extensions: frozenset[str],
) -> list[Fichier]:
    """The files that may be pieces and that no cell names."""
    noms = [r.nom for r in list_references(compte, lecture)] + list_autres(compte, lecture)
    pris = {fichier for nom in noms for fichier in classement.find(nom)}
    return [
        f
        for f in inventaire.fichiers
        if f not in pris and f.octets and f.extension in extensions and not SEPARE.search(f.nom)
    ]


def _list_vides(
    rangees: Iterable[dict[str, Any]], cibles: Mapping[str, Cible], lecture: Lecture
) -> Iterator[tuple[dict[str, Any], str, int]]:
    """The empty cells of each row for the kinds that its target accepts, in that modality."""
    colonnes = lecture.tables["suivi"].colonnes
    for x in rangees:
        cible = cibles[x["cible"]].regle(x["regle"])
        admises = {piece for jeu in cible.jeux(x["forme"]) for piece in jeu}
        for nature in load_pieces():
            if nature in admises and nature in colonnes and est_vide(x[nature]):
                yield x, nature, colonnes[nature]


def _name(fichier: Fichier, classement: Classement) -> str:
    """The shortest reference that finds this file alone; "" when there is none."""
    for nom in (fichier.nom, fichier.relatif):
        if classement.find(nom) == [fichier]:
            return nom
    return ""
