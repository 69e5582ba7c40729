"""A rule: its code, its severity, its cell and its three French sentences, in one place."""

from collections.abc import Callable
from dataclasses import dataclass

from plie_xl.model.anomaly import Gravite
from plie_xl.model.frames import Mask, Rows

BLOQUANTE, A_VERIFIER = Gravite.BLOQUANTE, Gravite.A_VERIFIER

# What a rule looks at: rows of « Suivi », one cell of one of its columns (free texts, references
# of evidence), or the cells of another sheet. `checks.tables` builds each of them.
TABLES = (
    "suivi",
    "textes",
    "references",
    "parametres",
    "cibles",
    "montants",
    "financement",
    "indicateurs",
    "ventilations",
)


Tient = Callable[[Rows], Mask]


@dataclass(frozen=True)
class Regle:
    """`tient` gives, for each row of the table `sur`, whether the rule holds.

    `colonne` is the cell that the anomaly names (empty: the frame says it, row by row). `motif`
    is the word that « Compte » shows for a row of « Suivi » that a blocking rule sets aside.
    """

    code: str
    gravite: Gravite
    sur: str
    colonne: str
    constat: str
    attendu: str
    remede: str
    motif: str
    tient: Tient


REGLES: dict[str, Regle] = {}


def regle(
    code: str,
    gravite: Gravite,
    *,
    constat: str,
    attendu: str,
    remede: str,
    sur: str = "suivi",
    colonne: str = "",
    motif: str = "",
) -> Callable[[Tient], Tient]:
    """Register a rule under its code; the name of the function says what must hold."""

    def register(tient: Tient) -> Tient:
        if code in REGLES:
            raise ValueError(f"{code} est déjà pris par {REGLES[code].tient.__name__}")
        if sur not in TABLES:
            raise ValueError(f"{code} : « {sur} » n’est pas un tableau connu")
        REGLES[code] = Regle(code, gravite, sur, colonne, constat, attendu, remede, motif, tient)
        return tient

    return register
