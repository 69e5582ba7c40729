"""What is said of a verdict and of a closed year, from the sentences of `constats.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from plie_xl.model.anomaly import Anomalie, Gravite
from plie_xl.model.cell import Cellule
from plie_xl.model.text import typographie


def say(code: str, cellule: Cellule, **faits: object) -> Anomalie:
    """The anomaly of this code, worded with these facts."""
    dit = load_constats()[code]
    constat, attendu, remede = (
        typographie(dit[nom].format(**faits)) for nom in ("constat", "attendu", "remede")
    )
    groupe = typographie(dit["groupe"]) if "groupe" in dit else ""
    return Anomalie(code, Gravite(dit["gravite"]), cellule, constat, attendu, remede, groupe)


@cache
def load_constats() -> Mapping[str, Mapping[str, str]]:
    """The severity and the sentences of each code; `groupe` is said of several rows at once."""
    return tomllib.loads(files(__package__).joinpath("constats.toml").read_text("utf-8"))


def blocks_closing(anomalie: Anomalie) -> bool:
    """Whether a year is not closed while this remains, unless a reason is given."""
    return anomalie.bloquante or anomalie.code in _list_bloquants()


@cache
def _list_bloquants() -> frozenset[str]:
    texte = files(__package__).joinpath("closing.toml").read_text("utf-8")
    return frozenset(tomllib.loads(texte)["bloquent"])
