"""The common category of a target: proposed, never decided (FIC-14)."""

from plie_xl.document.attribution import build_poids
from plie_xl.document.words import stem
from plie_xl.model.text import pourcent
from plie_xl.model.vocabulary import load_taxonomie


def guess_categorie(libelle: str) -> str | None:
    """The category whose label is nearest; None where none has a word in common."""
    notes = {categorie: _compare(libelle, categorie) for categorie in load_taxonomie()}
    proche = max(notes, key=lambda categorie: notes[categorie])
    return proche if notes[proche] else None


def weigh_categorie(libelle: str, categorie: str) -> dict[str, str]:
    """The label of a category, and the share of the words of a target that it has in common."""
    return {
        "categorie": load_taxonomie()[categorie].libelle,
        "pourcent": pourcent(_compare(libelle, categorie)),
    }


def _compare(libelle: str, categorie: str) -> float:
    noms = {cle: c.libelle for cle, c in load_taxonomie().items()}
    return build_poids(list(noms.values())).compare(stem(libelle), stem(noms[categorie]))
