"""What is read of a calendar: meetings, and how much of the rest. Nobody is named."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from plie_xl.agenda.rules import Regles

DOMAINE = "@plie-xl"  # how the identifiers that we give end; others may name somebody


@dataclass(frozen=True)
class Demande:
    """What the child looks for."""

    regles: Regles
    exactes: Mapping[str, str]
    debut: date
    fin: date


@dataclass(frozen=True)
class Evenement:
    """One meeting that a rule recognises: who is invited is not in it.

    `cibles` has two targets when two rules recognise it; its title is kept for that case only.
    `debut` and `fin` are « 09:30 », or "". `uid` is one of ours, or "". `ou` is the row of a table.
    """

    jour: date
    cibles: tuple[str, ...]
    titre: str = ""
    debut: str = ""
    fin: str = ""
    statut: str = ""
    modalite: str = ""
    lieu: str = ""
    presents: int | None = None
    uid: str = ""
    ou: str = ""


@dataclass(frozen=True)
class Recu:
    """What a file holds: the meetings of the period, and how much of the rest."""

    evenements: tuple[Evenement, ...] = ()
    ignores: int = 0
    hors: tuple[date, ...] = ()  # recognised, out of the period
    illisibles: tuple[str, ...] = ()  # where no date could be read
    lieux_tus: int = 0  # places that named somebody invited
