"""What is wrong, where, what was expected, and what to do about it."""

from dataclasses import dataclass
from enum import Enum

from plie_xl.model.cell import Cellule


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
        """The seven columns of the « Anomalies » sheet and of `valider --json`."""
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
