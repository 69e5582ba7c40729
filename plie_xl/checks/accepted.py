"""What is « retenu au CSF »: rows that a controller decided to retain, and no other.

A row without a definitive decision is not controlled: it is counted apart, and adds nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from plie_xl.model.text import nombre
from plie_xl.model.words import NON_CONTROLE


@dataclass(frozen=True)
class Retenus:
    """The verdicts of a control, one row each, and the proved rows that could be controlled.

    A row has the columns of the master's « Contrôle »: `retenu` is in units, `etat` says whether
    its decision counts. `population` counts the proved rows by « fiche/cible ».
    """

    lignes: tuple[Mapping[str, Any], ...]
    population: Mapping[str, int]

    @cached_property
    def controlees(self) -> Mapping[str, int]:
        """By « fiche/cible », how many rows have a decision that counts."""
        return Counter(x["cle"] for x in self.lignes if x["retenu"] is not None)

    @cached_property
    def sommes(self) -> Mapping[str, float]:
        """Units retained, by « fiche/cible »; nothing where no row was controlled."""
        sommes: defaultdict[str, float] = defaultdict(float)
        for x in self.lignes:
            if x["retenu"] is not None:
                sommes[x["cle"]] += x["retenu"]
        return sommes

    @property
    def phrase(self) -> str:
        """« Lignes contrôlées : 12 sur 57 ; retenues : 11 ; écartées : 1. »: never extrapolated."""
        comptes = [x["retenu"] for x in self.lignes if x["retenu"] is not None]
        retenues = sum(retenu > 0 for retenu in comptes)
        total = nombre(sum(self.population.values()))
        return (
            f"Lignes contrôlées : {nombre(len(comptes))} sur {total} ;"
            f" retenues : {nombre(retenues)} ; écartées : {nombre(len(comptes) - retenues)}."
        )

    def retenu(self, cle: str) -> object:
        """Units retained of a target, or that nobody controlled it."""
        return self.sommes.get(cle, NON_CONTROLE)

    def controle(self, *cles: str) -> str:
        """« 12 sur 57 »: rows controlled among the proved ones of these targets."""
        faites = sum(self.controlees.get(cle, 0) for cle in cles)
        return f"{faites} sur {self.count(cles)}" if faites else NON_CONTROLE

    def count(self, cles: tuple[str, ...]) -> int:
        """The proved rows of these targets."""
        return sum(self.population.get(cle, 0) for cle in cles)
