"""The common category of a target: proposed, never decided (FIC-14)."""

from plie_xl.document.attribution import build_poids
from plie_xl.document.words import stem
from plie_xl.model.fiche import load_taxonomie


def guess_categorie(libelle: str) -> str:
    """The category whose label is nearest."""
    noms = load_taxonomie()
    libelles = {cle: categorie.libelle for cle, categorie in noms.items()}
    poids = build_poids(list(libelles.values()))
    return max(libelles, key=lambda cle: poids.compare(stem(libelle), stem(libelles[cle])))
