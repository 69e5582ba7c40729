"""One line of what is in place on this machine, and of what to do about it."""

from dataclasses import dataclass
from typing import Literal

Etat = Literal["ok", "a_faire", "sans_objet"]


@dataclass(frozen=True)
class Ligne:
    """A subject, its state, what was found, and the remedy (empty when all is well)."""

    sujet: str
    etat: Etat
    constat: str
    remede: str = ""
