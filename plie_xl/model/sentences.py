"""What is said of each code, from a file of sentences: `[CODE]` with constat, attendu, remede."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from plie_xl.model.anomaly import Anomalie, Gravite
from plie_xl.model.cell import Cellule

NOM = "constats.toml"


def say(paquet: str, code: str, cellule: Cellule, **faits: object) -> Anomalie:
    """The anomaly of this code, « à vérifier », worded with these facts."""
    phrases = {nom: phrase.format(**faits) for nom, phrase in load_constats(paquet)[code].items()}
    constat, attendu, remede = (phrases[nom] for nom in ("constat", "attendu", "remede"))
    groupe = phrases.get("groupe", "")
    return Anomalie(code, Gravite.A_VERIFIER, cellule, constat, attendu, remede, groupe)


@cache
def load_constats(paquet: str) -> Mapping[str, Mapping[str, str]]:
    """The sentences of each code of a package."""
    return tomllib.loads(files(paquet).joinpath(NOM).read_text("utf-8"))
