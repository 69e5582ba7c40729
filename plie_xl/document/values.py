"""One value read: the key of the TOML, its value, where it was read, and its doubts."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from plie_xl.document.line import Ligne


@dataclass(frozen=True)
class Valeur:
    """One key of the TOML, the page (from 1) and line it was read on, its codes of doubt."""

    fiche: str
    cible: str
    donnee: str
    valeur: Any
    phrase: str
    page: int
    ligne: int
    doute: str
    ailleurs: str = ""  # where it is also written, otherwise

    def of(self, cible: str) -> "Valeur":
        """The same, of this target."""
        return replace(self, cible=cible)

    def finish(self, fiche: str, doutes: Iterable[str]) -> "Valeur":
        """The same, of a fiche, with the doubts that touch the whole of it."""
        codes = dict.fromkeys([*self.doute.split(), *doutes])
        return replace(self, fiche=fiche, doute=" ".join(codes))

    @property
    def row(self) -> dict[str, Any]:
        """As `lire-fiche --json` gives it: days in ISO, `ailleurs` left out."""
        simple = self.valeur.isoformat() if isinstance(self.valeur, date) else self.valeur
        ecrites = {nom: v for nom, v in self.__dict__.items() if nom != "ailleurs"}
        return {**ecrites, "valeur": simple}


@cache
def load_doutes() -> dict[str, Any]:
    """The sentences of each doubt, by code."""
    octets = (files("plie_xl.document") / "doutes.toml").read_bytes()
    return tomllib.loads(octets.decode())


def sure(donnee: str, valeur: Any, phrase: str, ligne: Ligne, doutes: Iterable[str] = ()) -> Valeur:
    """A value read on one line; its fiche and its target are set later."""
    codes = " ".join(dict.fromkeys(doutes))
    return Valeur("", "", donnee, valeur, phrase, ligne.page, ligne.numero, codes)
