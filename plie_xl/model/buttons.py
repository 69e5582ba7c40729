"""The buttons, read from `boutons.toml`: what each says, where it stands, what it runs."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from plie_xl.model.toml import build, section

Groupe = Literal["suivi", "pieces", "papiers", "agape"]
AGAPE: Groupe = "agape"  # the group of AGAPE's own workbook


@dataclass(frozen=True)
class Bouton:
    """One button: `action` is its function in `plie_xl.excel`, `groupe` its place in the ribbon."""

    action: str
    libelle: str
    groupe: Groupe
    feuilles: tuple[str, ...]
    image: str
    titre: str
    aide: str

    @property
    def macro(self) -> str:
        """The name of its VBA procedure: « PliePreparerEnvoi »."""
        return "Plie" + "".join(mot.capitalize() for mot in self.action.split("_"))


@dataclass(frozen=True)
class _Catalogue:
    boutons: tuple[Bouton, ...] = section("bouton")


@cache
def load_boutons() -> Mapping[str, Bouton]:
    """Every button by its action, in the order in which they are shown."""
    source = resources.files(__package__).joinpath("boutons.toml").read_text("utf-8")
    catalogue = build(_Catalogue, tomllib.loads(source), "boutons.toml")
    return {bouton.action: bouton for bouton in catalogue.boutons}


def list_boutons(feuille: str) -> list[Bouton]:
    """The buttons that stand on a sheet."""
    return [bouton for bouton in load_boutons().values() if feuille in bouton.feuilles]


def list_territoire() -> list[Bouton]:
    """The buttons of a coordinator's workbook."""
    return [bouton for bouton in load_boutons().values() if bouton.groupe != AGAPE]


def list_agape() -> list[Bouton]:
    """The buttons of AGAPE's workbook."""
    return [bouton for bouton in load_boutons().values() if bouton.groupe == AGAPE]
