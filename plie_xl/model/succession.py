"""What a fiche says of those that it succeeds to, and what the other fiches say of it.

The second stands in `[recueil]`, at the end of its text: written by us where a collection is
loaded, never by hand, so that a workbook alone knows it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from plie_xl.model.target import Cible
from plie_xl.model.toml import FicheError, section

SOMME = "somme"


@dataclass(frozen=True)
class Succession:
    """The territories that a fiche takes over, from a day on.

    Its own targets are all it asks: `cibles` says whether it states their numbers, or whether
    each is the sum of those that the target takes over (`succede`).
    """

    le: date
    de: tuple[str, ...]
    cibles: Literal["nouvelles", "somme"] = "nouvelles"


@dataclass(frozen=True)
class Fermeture:
    """The day from which another territory counts in the place of this one."""

    le: date
    plie: str


@dataclass(frozen=True)
class Somme:
    """The number of a target, summed over those that it takes over."""

    id: str
    minimum: int
    maximum: int | None = None


@dataclass(frozen=True)
class Apport:
    """What the other fiches of a collection say of one."""

    fusions: tuple[Fermeture, ...] = section("fusion", default=())
    sommes: tuple[Somme, ...] = section("somme", default=())


RIEN = Apport()


def list_a_sommer(successions: Iterable[Succession], cibles: Iterable[Cible]) -> tuple[Cible, ...]:
    """The targets whose number is still to be summed."""
    if all(succession.cibles != SOMME for succession in successions):
        return ()
    return tuple(cible for cible in cibles if cible.succede and not cible.minimum)


def apply_sommes(sommes: Iterable[Somme], cibles: Iterable[Cible]) -> tuple[Cible, ...]:
    """The targets, each with its sum where one was written."""
    dites = {somme.id: somme for somme in sommes}
    return tuple(
        replace(c, minimum=dites[c.id].minimum, maximum=dites[c.id].maximum) if c.id in dites else c
        for c in cibles
    )


def check_sommes(sommes: Iterable[Somme], attendues: Iterable[Cible], nom: str) -> None:
    """A sum stands for a number that the fiche leaves to it, and for nothing else."""
    connues = {cible.id for cible in attendues}
    for somme in sommes:
        if somme.id not in connues:
            raise FicheError(f"{nom}, [recueil] : « {somme.id} » n’est pas une cible à additionner")
