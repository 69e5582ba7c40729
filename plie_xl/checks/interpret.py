"""What was typed, understood: dates, numbers and list values beside the raw cells.

One frame holds the rows of any number of workbooks, joined with the facts of each row's fiche
and target, so that a rule is one vectorised expression. Understanding a value is done once per
distinct value, never once per row.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from plie_xl.checks.parametres import Rubriques, read_parametres, read_rubriques
from plie_xl.checks.values import ordinal, read_quantite
from plie_xl.model.collection import Fiches
from plie_xl.model.evidence import DONNEE, NOMMEE, etat_pieces, read_pieces
from plie_xl.model.expected import as_annee, is_expected
from plie_xl.model.fiche import Fiche
from plie_xl.model.frames import Coded, Mask, Rows, Vector, build_rangees
from plie_xl.model.grouping import cross, encode_numbers
from plie_xl.model.lecture import Lecture
from plie_xl.model.shapes import find_shapes
from plie_xl.model.target import Cible
from plie_xl.model.text import cle, est_vide
from plie_xl.model.vocabulary import load_pieces
from plie_xl.model.words import (
    LIBELLES_MODALITES,
    MODALITE_INCONNUE,
    PREVUE,
    REALISEE,
    STATUTS,
    find_listed,
)

if TYPE_CHECKING:
    import pandas as pd

COLONNES_SUIVI = (
    "numero",
    "date",
    "instance",
    "objet",
    "statut",
    "modalite",
    "lieu",
    "quantite",
    "presents",
    "publicite",
    "commentaire",
    "debut_heure",
    "fin_heure",
)


@dataclass(frozen=True)
class Saisie:
    """The typed rows of the readable workbooks, and where each of their cells stands.

    `rangees` carries the columns as typed and, beside them: `cible` (identifier or None), `etat`
    (canonical status), `forme` (modality of the fiche), `jour`, `debut`, `fin`, `reference`,
    `aujourdhui` (days as ordinals, NaN when there is none), `nombre` (quantity, empty = 1, NaN
    when it is none), `fournies` and `nommees` (frozensets of the kinds of evidence given, and
    named: « oui » names none), `etat_pieces`, `regle` (the period whose evidence judges the row).
    `parametres` has one row per workbook: `fiche`, `reference`, `aujourdhui`, `techniciens`,
    `technicien_saisi`; `rubriques` the headings of « Fiche » of each. `shapes` gives the shape of
    each cell of each column of evidence, `natures` what it is (`read_pieces`).
    """

    lectures: tuple[Lecture, ...]
    fiches: Mapping[str, Fiche]
    parametres: Rows
    rangees: Rows
    rubriques: Mapping[str, Rubriques]
    shapes: Mapping[str, Coded]
    natures: Mapping[str, Vector]

    @cached_property
    def classeurs(self) -> "pd.DataFrame":
        """`parametres`, as a DataFrame."""
        return self.parametres.to_frame()

    @cached_property
    def suivi(self) -> "pd.DataFrame":
        """`rangees`, as a DataFrame."""
        return self.rangees.to_frame()

    def table(self, nom: str) -> "pd.DataFrame":
        """Raw rows of another table (« livrables »…) of all workbooks."""
        return self.rows(nom).to_frame()

    def rows(self, nom: str) -> Rows:
        """A table of the workbooks that count, put together once; « Suivi » as understood."""
        if nom not in self._tables:
            attendues = tuple(x for x in self.lectures if is_expected(x, self.fiches))
            self._tables[nom] = build_rangees(attendues, nom)
        return self._tables[nom]

    @cached_property
    def _tables(self) -> dict[str, Rows]:
        return {"suivi": self.rangees}


def interpret(
    lectures: Lecture | Iterable[Lecture],
    au: date | None = None,
    fiches: Fiches | None = None,
) -> Saisie:
    """Understand the rows of any number of workbooks at once.

    Parameters
    ----------
    lectures
        What `read_classeur` gave; unreadable files and unknown fiches carry no row.
    au
        Date of reference; by default the one written in each workbook, else today. It is never
        taken beyond the end of the operation.
    fiches
        The fiches to count against; by default those in force for the year of the readings.
    """
    toutes = (lectures,) if isinstance(lectures, Lecture) else tuple(lectures)
    fiches = as_annee(fiches, toutes)
    connues = tuple(lec for lec in toutes if is_expected(lec, fiches))
    rubriques = read_rubriques(connues)
    parametres = read_parametres(connues, rubriques, fiches, au)
    suivi = build_rangees(connues, "suivi")
    vide = Coded(np.zeros(len(suivi), np.int8), [""])
    absentes = [c for c in (*COLONNES_SUIVI, *load_pieces()) if c not in suivi]
    suivi = suivi.avec(**dict.fromkeys(absentes, vide))
    shapes = {p: find_shapes(suivi[p]) for p in load_pieces()}
    natures = {p: shapes[p].apply_all(read_pieces, np.int8) for p in load_pieces()}
    suivi = suivi.avec(**_find_pieces(suivi, natures))
    suivi = suivi.avec(**_understand(suivi, parametres, connues, fiches))
    return Saisie(toutes, fiches, parametres, suivi, rubriques, shapes, natures)


def _understand(
    suivi: Rows,
    parametres: Rows,
    lectures: Iterable[Lecture],
    fiches: Mapping[str, Fiche],
) -> dict[str, Any]:
    """The understood columns of the rows of `suivi`."""
    classeurs = parametres["classeur"].tolist()
    jours = {
        nom: dict(zip(classeurs, parametres[nom].tolist(), strict=True))
        for nom in ("reference", "aujourdhui")
    }
    lu: dict[str, Any] = {
        **{
            nom: suivi["classeur"].apply(lambda c, connus=connus: connus[c].toordinal(), float)
            for nom, connus in jours.items()
        },
        "debut": suivi["fiche"].apply(lambda f: fiches[f].premier_jour.toordinal(), float),
        "fin": suivi["fiche"].apply(lambda f: fiches[f].fin.toordinal(), float),
        "jour": suivi["date"].apply(ordinal, float),
        "nombre": suivi["quantite"].apply(read_quantite, float),
        "etat": suivi["statut"].translate(lambda v: find_listed(STATUTS, v)),
        "forme": suivi["modalite"].translate(_read_modalite),
        "illisible": _find_illisibles(suivi, lectures),
    }
    periodes = _find_periodes(suivi["fiche"], lu["jour"], fiches)
    lu["cible"] = _find_cibles(suivi, periodes, fiches)
    lu["regle"] = _find_regles(suivi["fiche"], periodes, fiches)
    for colonne in ("date", "instance", "statut", "modalite"):
        lu[f"{colonne}_vide"] = suivi[colonne].apply(est_vide, bool)
    lu["etat_pieces"] = _find_etat_pieces(suivi.avec(**lu), fiches)
    lu["vivante"] = lu["etat"].est(PREVUE, REALISEE)
    return lu


def _read_modalite(valeur: object) -> str | None:
    libelle = find_listed(tuple(LIBELLES_MODALITES), valeur)
    return LIBELLES_MODALITES[libelle] if libelle else None


def _find_periodes(fiche: Coded, jour: Vector, fiches: Mapping[str, Fiche]) -> Vector:
    """The period of its fiche in which each row is; the last one for a row without a day."""
    debuts = fiche.translate(lambda nom: fiches[nom].debuts)
    periodes = np.zeros(len(jour), np.int64)
    for jours in debuts.distinctes:
        if len(jours) > 1:
            places = np.searchsorted([x.toordinal() for x in jours], jour, side="right") - 1
            periodes = np.where(debuts.est(jours), np.maximum(places, 0), periodes)
    return periodes


def _find_regles(fiche: Coded, periodes: Vector, fiches: Mapping[str, Fiche]) -> Vector:
    """The period whose evidence judges each row: its own, or the last one of the year."""
    annuelles = [nom for nom in fiche.distinctes if not fiches[nom].au_jour]
    dernieres = fiche.apply(lambda nom: len(fiches[nom].debuts) - 1, np.int64)
    return np.where(fiche.est(*annuelles), dernieres, periodes)


def _find_cibles(suivi: Rows, periodes: Vector, fiches: Mapping[str, Fiche]) -> Coded:
    """Identifier of the target each row names, by the label of its own fiche, on its day."""
    connues = {
        (fiche, cle(cible.libelle), periode): cible.id
        for fiche in suivi["fiche"].distinctes
        for cible in fiches[fiche].instances
        for periode in range(len(fiches[fiche].debuts))
        if cible.en_vigueur(periode)
    }
    cles = suivi["instance"].translate(cle)
    return cross(lambda *x: connues.get(x), suivi["fiche"], cles, encode_numbers(periodes))


def _find_pieces(suivi: Rows, natures: Mapping[str, Vector]) -> dict[str, Coded]:
    """The sets of kinds of evidence that each row gives, and of those it names."""
    pieces = list(natures)
    donnees = nommees = np.zeros(len(suivi), np.int64)
    for rang, nature in enumerate(natures.values()):
        donnees = donnees | (nature >= DONNEE) << rang
        nommees = nommees | (nature == NOMMEE) << rang

    def say(masque: int) -> frozenset[str]:
        return frozenset(piece for n, piece in enumerate(pieces) if masque >> n & 1)

    return {
        "fournies": encode_numbers(donnees).translate(say),
        "nommees": encode_numbers(nommees).translate(say),
    }


def _find_etat_pieces(suivi: Rows, fiches: Mapping[str, Fiche]) -> Coded:
    """Word of « Pièces » for held rows of a known target; "" elsewhere."""

    def say(fiche: str, regle: int, cible: str | None, forme: str | None, fournies: Any) -> str:
        visee = find_cible(fiches[fiche], cible, regle) if cible else None
        return etat_pieces(visee, forme, fournies) if visee else ""

    connus = (suivi[c] for c in ("cible", "forme", "fournies"))
    mots = cross(say, suivi["fiche"], encode_numbers(suivi["regle"]), *connus)
    inconnues = suivi["forme"].est(None) & ~suivi["modalite_vide"]
    tenues = suivi["etat"].est(REALISEE) & ~suivi["cible"].est(None) & ~suivi["illisible"]
    return mots.sauf(inconnues, MODALITE_INCONNUE).sauf(~tenues, "")


def find_cible(fiche: Fiche, identifiant: str, regle: float) -> Cible:
    """The target, result or body without number that bears this identifier, as its rule stands."""
    return fiche.par_id[identifiant].regle(regle)


def _find_illisibles(suivi: Rows, lectures: Iterable[Lecture]) -> Mask:
    fautives = {
        (lec.classeur, ligne)
        for lec in lectures
        if "suivi" in lec.tables
        for ligne in lec.tables["suivi"].illisibles
    }
    if not fautives:
        return np.zeros(len(suivi), bool)
    paires = zip(suivi["classeur"].tolist(), suivi["ligne"].tolist(), strict=True)
    return np.fromiter(map(fautives.__contains__, paires), bool, len(suivi))
