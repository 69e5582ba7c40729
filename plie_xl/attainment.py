"""How much of each target has been reached: counted rows against the fiche."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import reduce
from math import nan
from operator import add
from typing import TYPE_CHECKING, Any

from plie_xl.checks.count import Compte, Unites, as_compte
from plie_xl.checks.indicateurs import build_indicateurs, sum_effectifs
from plie_xl.model.collection import Fiches
from plie_xl.model.fiche import Fiche
from plie_xl.model.lecture import Lecture
from plie_xl.model.target import Cible
from plie_xl.model.words import (
    A_COMPLETER,
    A_PRECISER,
    ATTEINTE,
    AVANCEMENT,
    EN_BONNE_VOIE,
    EN_RETARD,
    NON_ATTEINTE,
    NON_COMMENCEE,
    SANS_OBJET,
    SEUIL_BONNE_VOIE,
)

if TYPE_CHECKING:
    import pandas as pd

COLONNES = (
    "classeur",
    "fiche",
    "cible",
    "libelle",
    "nature",
    "minimum",
    "maximum",
    "tenu",
    "justifie",
    "reste",
    "taux",
    "attendu",
    "a_venir",
    "projection",
    "statut",
)
CIBLE, HORS_CIBLES = "cible", "hors cibles"


Atteint = dict[str, Any]  # one target of one workbook, by `COLONNES`


def compute_atteinte(
    lectures: Lecture | Iterable[Lecture] | Compte,
    au: date | None = None,
    fiches: Fiches | None = None,
) -> "pd.DataFrame":
    """Count what was held and what is proved against the targets of each workbook's fiche.

    Parameters
    ----------
    lectures
        What `read_classeur` gave, for one workbook or many; or what `count` made of it.
    au
        Date of reference; by default the one written in each workbook, else today, and never
        beyond the end of the operation.
    fiches
        The fiches to count against; by default those of the year.

    Returns
    -------
    DataFrame
        One row per workbook and target, in the order of the fiche: `classeur`, `fiche`,
        `cible`, `libelle`, `nature` (« cible », or « hors cibles » for an expected result that
        the units of measure do not count), `minimum` (NaN while the number of technicians is
        not known), `maximum`, then in units of the target `tenu`, `justifie`, `reste` =
        max(0, minimum - justifie), `taux` = tenu / minimum as a share (1.5 is beyond),
        `attendu` = minimum × elapsed share (`compute_attendu`), `a_venir` (planned rows still
        ahead), `projection` = tenu + a_venir, and `statut` in words.

    Source
    ------
    « Unité(s) de mesure » of the fiche opération (`Cible.lu` gives the lines).
    """
    import pandas as pd

    return pd.DataFrame(list_atteintes(lectures, au, fiches), columns=list(COLONNES))


def list_atteintes(
    lectures: Lecture | Iterable[Lecture] | Compte,
    au: date | None = None,
    fiches: Fiches | None = None,
) -> list[Atteint]:
    """The rows of `compute_atteinte`, for who has no use for pandas, which takes time to load."""
    compte = as_compte(lectures, au, fiches)
    mensuels = sum_effectifs(build_indicateurs(compte))
    return [
        _ligne(classeur, fiche, cible, compte.unites, mensuels)
        for classeur in compte.saisie.parametres.lignes()
        for fiche in (compte.saisie.fiches[classeur["fiche"]],)
        for cible in (*fiche.cibles, *fiche.resultats)
    ]


def compute_taux(atteintes: Iterable[Atteint], colonne: str = "tenu") -> dict[str, float]:
    """Overall rate of each workbook: the mean over its targets of min(1, colonne / minimum).

    No target can hide another. A target without a known minimum, and what is outside the
    targets of the fiche, have no say.

    Returns
    -------
    dict
        A share by `classeur`, NaN where no target has a known minimum.
    """
    parts: dict[str, list[float]] = {}
    for x in atteintes:
        if x["nature"] == CIBLE:
            part = min(x[colonne] / x["minimum"], 1.0)
            parts.setdefault(x["classeur"], []).extend([part] if part == part else [])
    # Term by term, as the sheet adds: `sum` does otherwise from Python 3.12 on.
    return {nom: reduce(add, p) / len(p) if p else nan for nom, p in parts.items()}


def part_ecoulee(fiche: Fiche, reference: date) -> float:
    """Share of the operation elapsed at the end of the day of reference, between 0 and 1.

    Of the fiche's own days only: one that a merger ends or begins has no share of the others.
    """
    duree = (fiche.fin - fiche.debut).days + 1
    return max(0, (min(reference, fiche.dernier_jour) - fiche.premier_jour).days + 1) / duree


def compute_attendu(fiche: Fiche, cible: Cible, reference: date, par: float = 1.0) -> float:
    """What the number of a target, times `par`, asks by the end of the day of reference.

    Each avenant counts for its own days: six months at 2 a year, then six at 3, make 2.5.
    """
    if not cible.versions:
        return cible.minimum * par * part_ecoulee(fiche, reference)
    parts = list_parts(fiche, reference)
    versions = (version.cible for version in cible.versions)
    return sum(v.minimum * par * part for v, part in zip(versions, parts, strict=True) if v)


def list_parts(fiche: Fiche, reference: date) -> list[float]:
    """`part_ecoulee`, cut at each avenant."""
    duree = (fiche.fin - fiche.debut).days + 1
    demain = reference + timedelta(1)
    return [max(0, (min(demain, fin) - debut).days) / duree for debut, fin in fiche.periodes]


def find_statut(
    minimum: float, tenu: float, justifie: float, attendu: float, finie: bool = False
) -> str:
    """The status of a target, in words; nothing is on its way once the period is over."""
    if minimum != minimum:
        return A_PRECISER
    if justifie >= minimum:
        return ATTEINTE
    if tenu >= minimum:
        return A_COMPLETER
    if finie:
        return NON_ATTEINTE
    if tenu == 0:
        return NON_COMMENCEE
    return EN_BONNE_VOIE if tenu >= SEUIL_BONNE_VOIE * attendu else EN_RETARD


def find_statut_territoire(statuts: Sequence[str]) -> str:
    """« Non atteinte : 1 cible sur 5 atteinte »: the word of the worst target, and how many are.

    "" without a target.
    """
    if not statuts:
        return ""
    pire = max(statuts, key=AVANCEMENT.index)
    return pire if pire == ATTEINTE else f"{pire} : {phrase_atteintes(statuts)}"


def phrase_atteintes(statuts: Sequence[str]) -> str:
    """« 1 cible sur 5 atteinte »."""
    nombre = list(statuts).count(ATTEINTE)
    s = "s" if nombre > 1 else ""
    return f"{nombre} cible{s} sur {len(statuts)} atteinte{s}"


def _ligne(
    classeur: Mapping[str, Any],
    fiche: Fiche,
    cible: Cible,
    sommes: Unites,
    mensuels: Mapping[tuple[str, str], float],
) -> Atteint:
    nom = classeur["classeur"]
    version = cible.en_vigueur(fiche.periode(classeur["reference"]))
    par = classeur["techniciens"] if cible.par == "technicien" else 1.0
    minimum = version.minimum * par if version else nan
    tenu, justifie, a_venir = sommes.get((nom, cible.id), (0.0, 0.0, 0.0))
    if cible.indicateurs:
        tenu = justifie = sum(mensuels.get((nom, i), 0.0) for i in cible.indicateurs)
    attendu = compute_attendu(fiche, cible, classeur["reference"], par) if version else nan
    return {
        "classeur": nom,
        "fiche": fiche.id,
        "cible": cible.id,
        "libelle": cible.libelle,
        "nature": CIBLE if version and cible in fiche.cibles else HORS_CIBLES,
        "minimum": minimum,
        "maximum": nan if version is None or version.maximum is None else version.maximum,
        "tenu": tenu,
        "justifie": justifie,
        "reste": max(0.0, minimum - justifie) if minimum == minimum else minimum,
        "taux": tenu / minimum,
        "attendu": attendu,
        "a_venir": a_venir,
        "projection": tenu + a_venir,
        "statut": find_statut(
            minimum, tenu, justifie, attendu, finie=fiche.is_finie(classeur["reference"])
        )
        if version
        else SANS_OBJET,
    }
