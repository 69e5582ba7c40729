"""What is wrong, where, what was expected, and what to do about it."""

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from plie_xl.model.cell import Cellule

if TYPE_CHECKING:
    import pandas as pd


class Gravite(Enum):
    """Two severities, because there are two decisions to take."""

    BLOQUANTE = "bloquante"  # the row, the value or the file is not counted
    A_VERIFIER = "à vérifier"  # it is counted, a person must look


@dataclass(frozen=True, slots=True)
class Anomalie:
    """A fault in somebody's data: collected, shown, never raised."""

    code: str
    gravite: Gravite
    cellule: Cellule
    constat: str
    attendu: str
    remede: str

    @property
    def bloquante(self) -> bool:
        return self.gravite is Gravite.BLOQUANTE

    def to_dict(self) -> dict[str, str]:
        """The columns of the « Anomalies » sheet and of `valider --json`."""
        return {
            "code": self.code,
            "gravite": self.gravite.value,
            "classeur": self.cellule.classeur,
            "feuille": self.cellule.feuille,
            "cellule": self.cellule.a1,
            "constat": self.constat,
            "attendu": self.attendu,
            "remede": self.remede,
        }

    def __str__(self) -> str:
        return (
            f"{self.cellule}  {self.code} ({self.gravite.value}) : {self.constat}\n"
            f"    attendu : {self.attendu}\n"
            f"    à faire : {self.remede}"
        )


_COLONNES = (
    "code",
    "gravite",
    "classeur",
    "feuille",
    "cellule",
    "constat",
    "attendu",
    "remede",
)


class Anomalies(list[Anomalie]):
    """Anomalies in the order of the cells: a list, which also shows itself as a frame."""

    @property
    def frame(self) -> "pd.DataFrame":
        """One row per anomaly: `code`, `gravite`, `classeur`, `feuille`, `cellule`, `constat`,
        `attendu`, `remede`.
        """
        import pandas as pd

        return pd.DataFrame([a.to_dict() for a in self], columns=list(_COLONNES), dtype=object)
