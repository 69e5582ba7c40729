"""The fiches of copied workbooks, and their reading: light, since children import it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from plie_xl.model.collection import load_fiches
from plie_xl.model.fiche import Fiche
from plie_xl.model.lecture import Lecture
from plie_xl.reading.read import read_classeur

MARQUE = "k0000"


class Copies(Mapping[str, Fiche]):
    """A fiche for every copy, made when asked for: every workbook counts, none is set aside."""

    def __getitem__(self, identifiant: str) -> Fiche:
        modele, _, rang = identifiant.rpartition("-k")
        fiche = load_fiches(2024)[modele]
        return replace(fiche, id=identifiant, plie=f"{fiche.plie} {rang}")

    def __iter__(self) -> Iterator[str]:
        return (f"{modele}-{MARQUE}" for modele in load_fiches(2024))

    def __len__(self) -> int:
        return len(load_fiches(2024))


def read_copie(nom: str, chemin: Path) -> Lecture:
    """What `many.read_recu` does, with the fiches of the copies."""
    return read_classeur(chemin, nom, Copies()).fold()
