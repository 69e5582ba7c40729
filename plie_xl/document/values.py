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
        return replace(self, cible=cible)

    def finish(self, fiche: str, doutes: Iterable[str]) -> "Valeur":
        codes = dict.fromkeys([*self.doute.split(), *doutes])
        return replace(self, fiche=fiche, doute=" ".join(codes))

    @property
    def row(self) -> dict[str, Any]:
        simple = self.valeur.isoformat() if isinstance(self.valeur, date) else self.valeur
        ecrites = {nom: v for nom, v in self.__dict__.items() if nom != "ailleurs"}
        return {**ecrites, "valeur": simple}


@cache
def load_doutes() -> dict[str, Any]:
    octets = (files("plie_xl.document") / "doutes.toml").read_bytes()
    return tomllib.loads(octets.decode())


def sure(donnee: str, valeur: Any, phrase: str, ligne: Ligne, doutes: Iterable[str] = ()) -> Valeur:
    codes = " ".join(dict.fromkeys(doutes))
    return Valeur("", "", donnee, valeur, phrase, ligne.page, ligne.numero, codes)
