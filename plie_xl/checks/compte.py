"""Which rows count, and the word that says why: the « Compte » column, in Python."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

import plie_xl.checks.autres
import plie_xl.checks.pieces
import plie_xl.checks.suivi
import plie_xl.checks.territoires  # noqa: F401  (these four register their rules)
from plie_xl.checks.regle import BLOQUANTE, REGLES
from plie_xl.classeur import (
    A_VENIR,
    ANNULEE,
    COMPLETES,
    JUSTIFIEE,
    PREVUE,
    REALISEE,
    REPORTEE,
    TENUE,
)
from plie_xl.saisie import Saisie

ERREUR = "erreur dans la ligne"
PASSEE = "prévue, date passée"


@dataclass(frozen=True)
class Compte:
    """Rows of « Suivi » with their verdict, and what each blocking rule said of them.

    `suivi` is the frame of `Saisie.suivi` with `compte` (the word), `retenue`, `justifiee`
    (booleans), `unites` (units that count: of retained rows, and of planned rows still ahead).
    """

    saisie: Saisie
    suivi: pd.DataFrame
    tenus: Mapping[str, pd.Series]


def compter(saisie: Saisie) -> Compte:
    """Apply the blocking rules, in their order, to the rows of any number of workbooks."""
    suivi = saisie.suivi
    bloquantes = [r for r in REGLES.values() if r.sur == "suivi" and r.gravite is BLOQUANTE]
    tenus = {r.code: r.tient(suivi).astype(bool) for r in bloquantes}
    etats = [
        (suivi["illisible"], ERREUR),
        *((~tenus[r.code], r.motif) for r in bloquantes),
        (suivi["etat"] == REPORTEE, REPORTEE.lower()),
        (suivi["etat"] == ANNULEE, ANNULEE.lower()),
        ((suivi["etat"] == PREVUE) & (suivi["jour"] < suivi["reference"]), PASSEE),
        (suivi["etat"] == PREVUE, A_VENIR),
        (suivi["etat_pieces"] == COMPLETES, JUSTIFIEE),
    ]
    mots = np.select([e.to_numpy(bool) for e, _ in etats], [mot for _, mot in etats], TENUE)
    compte = pd.Series(mots, index=suivi.index, dtype=object)
    retenue = compte.isin((TENUE, JUSTIFIEE)) & (suivi["etat"] == REALISEE)
    compte_df = pd.DataFrame(
        {
            "compte": compte,
            "retenue": retenue,
            "justifiee": retenue & (compte == JUSTIFIEE),
            "unites": suivi["nombre"].where(retenue | (compte == A_VENIR), 0.0).fillna(0.0),
        },
        index=suivi.index,
    )
    return Compte(saisie, pd.concat([suivi, compte_df], axis=1), tenus)
