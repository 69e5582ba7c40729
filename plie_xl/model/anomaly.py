"""What is wrong, where, what was expected, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from plie_xl.model.cell import Cellule
from plie_xl.model.text import en_lettres

if TYPE_CHECKING:
    import pandas as pd


class Gravite(Enum):
    """Two severities, because there are two decisions to take."""

    BLOQUANTE = "bloquante"  # the row, the value or the file is not counted
    A_VERIFIER = "à vérifier"  # it is counted, a person must look


@dataclass(frozen=True, slots=True)
class Anomalie:
    """A fault in somebody's data: collected, shown, never raised.

    `groupe` is what is said of several rows at once, after their number; `jusqua` is the last row
    of a group that `group` made, 0 for a single cell.
    """

    code: str
    gravite: Gravite
    cellule: Cellule
    constat: str
    attendu: str
    remede: str
    groupe: str = ""
    jusqua: int = 0

    @property
    def place(self) -> str:
        """« E40 », « E40 à E46 »; empty when the fault has no single cell."""
        return f"{self.cellule.a1} à {self._derniere}" if self.jusqua else self.cellule.a1

    @property
    def _derniere(self) -> str:
        return self.cellule._replace(ligne=self.jusqua).a1

    @property
    def bloquante(self) -> bool:
        """Whether it keeps its row, or its file, out of the figures."""
        return self.gravite is Gravite.BLOQUANTE

    def to_dict(self) -> dict[str, str]:
        """The columns of `valider --json`."""
        return {
            "code": self.code,
            "gravite": self.gravite.value,
            "classeur": self.cellule.classeur,
            "feuille": self.cellule.feuille,
            "cellule": self.place,
            "constat": self.constat,
            "attendu": self.attendu,
            "remede": self.remede,
        }

    def to_ligne(self) -> dict[str, str | int | None]:
        """The row of the « Anomalies » sheet: the same, and the cells to go to and to redden."""
        c = self.cellule
        derniere = self.jusqua or c.ligne
        return {
            **self.to_dict(),
            "repere": f"{c.a1}:{self._derniere}" if self.jusqua else c.a1,
            "colonne": c.colonne or None,
            "premiere": c.ligne or None,
            "derniere": derniere or None,
        }

    def __str__(self) -> str:
        fin = f" à {self._derniere}" if self.jusqua else ""
        return (
            f"{self.cellule}{fin}  {self.code} ({self.gravite.value}) : {self.constat}\n"
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


def find_ordre(anomalie: Anomalie) -> tuple[str, str, int, int, str]:
    """What puts anomalies in the order of their cells, then of their codes."""
    return (*anomalie.cellule, anomalie.code)


class Anomalies(list[Anomalie]):
    """Anomalies in the order of the cells: a list, which also shows itself as a frame."""

    @property
    def frame(self) -> "pd.DataFrame":
        """One row per anomaly: `code`, `gravite`, `classeur`, `feuille`, `cellule`, `constat`,
        `attendu`, `remede`.
        """
        import pandas as pd

        return pd.DataFrame([a.to_dict() for a in self], columns=list(_COLONNES), dtype=object)

    def _repr_html_(self) -> str:
        """`frame` for a notebook, its sentences whole; a hundred rows at most."""
        return self.frame.to_html(index=False, max_rows=100)


VOISINES = 3  # rows, to be told at once: two are told one by one


def group(anomalies: Iterable[Anomalie]) -> list[Anomalie]:
    """The same anomalies, those that neighbouring rows share told once, where the first stands."""
    suites: list[list[Anomalie]] = []
    ouvertes: dict[tuple[object, ...], list[Anomalie]] = {}
    for a in anomalies:
        c = a.cellule
        sorte = (c.classeur, c.feuille, c.colonne, a.code, a.groupe or a.constat, a.remede)
        suite = ouvertes.get(sorte)
        if suite and c.colonne and suite[-1].cellule.ligne + 1 == c.ligne:
            suite.append(a)
        else:
            suites.append([a])
            ouvertes[sorte] = suites[-1]
    groupees = [
        b for suite in suites for b in ([_join(suite)] if len(suite) >= VOISINES else suite)
    ]
    return sorted(groupees, key=find_ordre)


def _join(suite: list[Anomalie]) -> Anomalie:
    """One anomaly for all; what was expected is said when it is the same of each."""
    premiere, nombre = suite[0], en_lettres(len(suite))
    dit = (
        f"{nombre} {premiere.groupe}" if premiere.groupe else f"{nombre} fois : {premiere.constat}"
    )
    return replace(premiere, constat=dit, jusqua=suite[-1].cellule.ligne)
