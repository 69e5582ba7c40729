"""« Évolutions »: what changed since a previous master, when there is one to compare with."""

from collections.abc import Sequence
from typing import Protocol

from plie_xl.master import contract
from plie_xl.master.batches import Ligne
from plie_xl.master.page import add_mention, add_page
from plie_xl.sheets.pen import Pen

DISPARUE = "Ligne disparue"  # a row that only the previous master holds


class Changements(Protocol):
    """What « Évolutions » needs to know of `plie_xl.reports.changes`, which stands after us."""

    @property
    def lignes(self) -> Sequence[Ligne]:
        """One row of « Évolutions » per thing that changed."""

    @property
    def depuis(self) -> str:
        """The name of the previous master."""

    @property
    def totaux(self) -> dict[str, int]:
        """How many, by nature."""

    @property
    def phrase(self) -> str:
        """The same in words."""


def add_evolutions(pen: Pen, evolutions: Changements, resume: str) -> None:
    """What changed, under one line that says since when and how much."""
    ailleurs = pen.ailleurs.get(contract.EVOLUTIONS.table, "")
    lignes = [] if ailleurs else list(evolutions.lignes)
    dit = f"Depuis « {evolutions.depuis} » : {evolutions.phrase}. {ailleurs}".rstrip()
    f = add_page(pen, contract.EVOLUTIONS, lignes, resume, rien=dit)
    if lignes:
        add_mention(pen, f, dit)
