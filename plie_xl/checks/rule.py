"""A rule: its code, its severity, its cell and its three French sentences, in one place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from plie_xl.model.anomaly import Gravite
from plie_xl.model.frames import Mask, Rows

BLOQUANTE, A_VERIFIER = Gravite.BLOQUANTE, Gravite.A_VERIFIER

# What a rule looks at: rows of « Suivi », one cell of one of its columns (free texts, references
# of evidence), the cells of another sheet, or their sums. `checks.tables` builds each of them,
# `checks.schemas` says what its columns are.
TABLES = (
    "suivi",
    "textes",
    "references",
    "parametres",
    "cibles",
    "financement",
    "sommes",
    "indicateurs",
    "ventilations",
    "livrables",
    "classeurs",
    "depassements",
    "ecarts",
    "formats",
)
# These name the cell, row by row.
_PAR_LIGNE = ("colonne", "colonne_date", "piece_attendue", "piece_fournie")

Tient = Callable[[Rows], Mask]


@dataclass(frozen=True)
class Regle:
    """`tient` gives, for each row of the table `sur`, whether the rule holds.

    `colonne` is the cell that the anomaly names, or the column that names it row by row. `montre`
    is the column of its table that holds what was typed there, when it is not that cell itself.
    `motif` is the word that « Compte » shows for a row of « Suivi » that a blocking rule sets
    aside.
    """

    code: str
    gravite: Gravite
    sur: str
    colonne: str
    constat: str
    attendu: str
    remede: str
    montre: str
    motif: str
    tient: Tient

    def find_colonne(self, ligne: Mapping[str, object]) -> str:
        """The column whose cell a failing row of the table is shown by."""
        return str(ligne[self.colonne]) if self.colonne in _PAR_LIGNE else self.colonne


REGLES: dict[str, Regle] = {}


def regle(
    code: str,
    gravite: Gravite,
    *,
    constat: str,
    attendu: str,
    remede: str,
    sur: str = "suivi",
    colonne: str = "colonne",
    montre: str = "",
    motif: str = "",
) -> Callable[[Tient], Tient]:
    """Register a rule under its code; the name of the function says what must hold."""

    def register(tient: Tient) -> Tient:
        if code in REGLES:
            raise ValueError(f"{code} est déjà pris par {REGLES[code].tient.__name__}")
        if sur not in TABLES:
            raise ValueError(f"{code} : « {sur} » n’est pas un tableau connu")
        phrases = constat, attendu, remede
        REGLES[code] = Regle(code, gravite, sur, colonne, *phrases, montre, motif, tient)
        return tient

    return register
