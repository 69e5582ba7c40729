"""AGAPE's own attendance sheet, filled as its bilan is: in a sandbox, in a child with limits."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from plie_xl.model.propose import propose_proche
from plie_xl.model.text import enumere, typographie, visible
from plie_xl.model.toml import read_toml
from plie_xl.reports.bilan.model import CLE, ModeleError, run_modele

_NOM = "meeting_cles.toml"
_PRIVEES = re.compile("[\ue000-\uf8ff]")  # signs that no font draws, which the filling uses


@cache
def load_cles() -> Mapping[str, str]:
    """Each name that a model may ask for, with what is printed there."""
    return read_toml(_NOM, files("plie_xl").joinpath(f"reports/{_NOM}").read_bytes())


def fill_feuille(chemin: Path, faits: Mapping[str, str]) -> bytes:
    """The sheet of one meeting in AGAPE's model; the same facts and model, the same bytes.

    Raises
    ------
    ModeleError
        The model cannot be read, or asks for what is not known of a meeting (REU-07).
    """
    propres = {nom: typographie(visible(_PRIVEES.sub("", faits[nom]))) for nom in load_cles()}
    quoi, dit = run_modele(chemin, propres)
    if quoi == CLE:
        raise ModeleError(_say_cle(chemin.name, str(dit)))
    return bytes(dit)


def _say_cle(modele: str, demandee: str) -> str:
    cles = tuple(load_cles())
    proche = propose_proche(demandee, cles)
    question = f" ; vouliez-vous dire « {proche} » ?" if proche else ""
    return (
        f"REU-07 : le modèle « {modele} » demande « {visible(demandee)} », que l’on ne sait pas"
        f" d’une réunion{question} Corrigez le modèle. Les clés : {enumere(cles)}"
    )
