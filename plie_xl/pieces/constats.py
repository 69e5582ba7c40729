"""What is said of a piece, from the sentences of `constats.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from plie_xl.model.anomaly import Anomalie, Gravite
from plie_xl.model.cell import Cellule


def say(code: str, cellule: Cellule, **faits: object) -> Anomalie:
    """The anomaly of this code, worded with these facts."""
    phrases = {nom: phrase.format(**faits) for nom, phrase in load_constats()[code].items()}
    constat, attendu, remede = (phrases[nom] for nom in ("constat", "attendu", "remede"))
    return Anomalie(code, Gravite.A_VERIFIER, cellule, constat, attendu, remede)


@cache
def load_constats() -> Mapping[str, Mapping[str, str]]:
    """The three sentences of each code."""
    return tomllib.loads(files(__package__).joinpath("constats.toml").read_text("utf-8"))
