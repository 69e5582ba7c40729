"""Which rows count, and the word that says why: the « Compte » column, in Python."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

import plie_xl.checks.rules  # noqa: F401  (which registers them)
from plie_xl.checks.facts import add_facts, find_memes_reunions
from plie_xl.checks.interpret import Saisie, interpret
from plie_xl.checks.rule import BLOQUANTE, REGLES
from plie_xl.checks.rules.suivi import find_passees
from plie_xl.model.collection import Fiches
from plie_xl.model.expected import is_expected
from plie_xl.model.frames import Coded, Rows
from plie_xl.model.grouping import number_groups
from plie_xl.model.lecture import Lecture
from plie_xl.model.text import pluriel
from plie_xl.model.words import (
    A_VENIR,
    ANNULEE,
    APRES_ARRETE,
    COMPLETES,
    JUSTIFIEE,
    PREVUE,
    REALISEE,
    REPORTEE,
    TENUE,
)

if TYPE_CHECKING:
    import pandas as pd

ERREUR = "erreur dans la ligne"
PASSEE = "prévue, date passée"
LOT = 500  # workbooks judged at once: more take room, and nothing is gained
Unites = Mapping[tuple[str, str], tuple[float, float, float]]  # by workbook and target


@dataclass(frozen=True)
class Compte:
    """Rows of « Suivi » with their verdict.

    `rangees` are those of `Saisie` with the facts of `checks.facts`, `compte` (the word),
    `retenue`, `justifiee` (booleans), `unites` (units that count: of retained rows, and of
    planned rows still ahead).
    """

    saisie: Saisie
    rangees: Rows

    def __repr__(self) -> str:
        """How much, never what a cell says: a notebook is shown around."""
        lignes, retenues = len(self.rangees), int(self.rangees["retenue"].sum())
        return (
            f"<Compte : {pluriel(len(self.saisie.lectures), 'classeur')},"
            f" {pluriel(lignes, 'ligne')}, dont {pluriel(retenues, 'retenue')}>"
        )

    @cached_property
    def suivi(self) -> "pd.DataFrame":
        """`rangees`, as a DataFrame."""
        return self.rangees.to_frame()

    @cached_property
    def unites(self) -> Unites:
        """Units held, proved and still planned."""
        suivi = self.rangees
        groupes, premieres = number_groups(suivi["classeur"], suivi["cible"])
        masques = (suivi["retenue"], suivi["justifiee"], suivi["compte"].est(A_VENIR))
        unites = [
            np.bincount(groupes, np.where(m, suivi["unites"], 0.0), len(premieres)) for m in masques
        ]
        cles = suivi.only("classeur", "cible").take(premieres).tuples("classeur", "cible")
        return dict(zip(cles, zip(*(u.tolist() for u in unites), strict=True), strict=True))


def as_compte(
    lectures: Lecture | Iterable[Lecture] | Compte,
    au: date | None = None,
    fiches: Fiches | None = None,
) -> Compte:
    """The one door of what judges or sums rows: readings are counted, counted ones are kept."""
    return lectures if isinstance(lectures, Compte) else count(lectures, au, fiches)


def count(
    lectures: Lecture | Iterable[Lecture],
    au: date | None = None,
    fiches: Fiches | None = None,
) -> Compte:
    """Which rows of any number of workbooks count, and why the others do not.

    Parameters
    ----------
    lectures
        What `read_classeur` gave, for one workbook or many.
    au
        Date of reference; by default the one written in each workbook, else today.
    fiches
        The fiches to count against; by default those of the year.
    """
    return count_saisie(interpret(lectures, au, fiches))


def count_saisie(saisie: Saisie) -> Compte:
    """The same of rows already understood: apply the blocking rules, in their order."""
    suivi = add_facts(saisie.rangees, saisie.fiches)
    suivi = _say_compte(suivi.avec(meme_reunion=np.full(len(suivi), np.nan)))
    memes = find_memes_reunions(suivi)  # among those that would count
    if not np.isnan(memes).all():
        suivi = _say_compte(suivi.avec(meme_reunion=memes))
    compte = suivi["compte"]
    retenue = suivi["etat"].est(REALISEE) & compte.est(TENUE, JUSTIFIEE)
    compte_rows = suivi.avec(
        retenue=retenue,
        justifiee=retenue & compte.est(JUSTIFIEE),
        unites=np.where(retenue | compte.est(A_VENIR), np.nan_to_num(suivi["nombre"]), 0.0),
    )
    return Compte(saisie, compte_rows)


def split(compte: Compte) -> Iterator[Compte]:
    """The same, some workbooks at a time: what only two of them together say is counted already."""
    saisie = compte.saisie
    if len(saisie.lectures) <= LOT:
        yield compte
        return
    vus = lignes = 0
    for rang in range(0, len(saisie.lectures), LOT):
        lectures = saisie.lectures[rang : rang + LOT]
        connues = [x for x in lectures if is_expected(x, saisie.fiches)]
        suivis = [x.tables["suivi"] for x in connues if "suivi" in x.tables]
        classeurs = slice(vus, vus + len(connues))
        ici = slice(lignes, lignes + sum(len(table.lignes) for table in suivis))
        vus, lignes = classeurs.stop, ici.stop
        rangees = compte.rangees.take(ici)
        rangees = rangees.avec(**{nom: rangees[nom].shrink() for nom in ("classeur", "fiche")})
        part = replace(
            saisie,
            lectures=lectures,
            fiches={x.fiche: saisie.fiches[x.fiche] for x in connues},
            parametres=saisie.parametres.take(classeurs),
            rangees=rangees,
            shapes={piece: shape[ici] for piece, shape in saisie.shapes.items()},
            natures={piece: nature[ici] for piece, nature in saisie.natures.items()},
        )
        yield Compte(part, rangees)


def _say_compte(suivi: Rows) -> Rows:
    """The same rows with `compte`, the word that says why each counts, or not."""
    bloquantes = [r for r in REGLES.values() if r.sur == "suivi" and r.gravite is BLOQUANTE]
    prevue = suivi["etat"].est(PREVUE)
    etats = [
        (suivi["illisible"], ERREUR),
        *((~r.tient(suivi), r.motif) for r in bloquantes),
        (suivi["etat"].est(REPORTEE), REPORTEE.lower()),
        (suivi["etat"].est(ANNULEE), ANNULEE.lower()),
        (suivi["apres_arrete"], APRES_ARRETE),
        (prevue & find_passees(suivi), PASSEE),
        (prevue, A_VENIR),
        (suivi["etat_pieces"].est(COMPLETES), JUSTIFIEE),
    ]
    compte = Coded(np.zeros(len(suivi), np.int8), [TENUE])
    for masque, mot in reversed(etats):  # the first that holds has the last word
        compte = compte.sauf(masque, mot)
    return suivi.avec(compte=compte)
