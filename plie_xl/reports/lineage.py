"""Where a territory, or one of its targets, comes from: masters of several years, read back.

Figures are never carried over: each year keeps its own, under its own names.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from plie_xl.master.contract import SUCCESSION
from plie_xl.master.figures import sum_connues
from plie_xl.master.read import Master
from plie_xl.model.errors import PlieError
from plie_xl.model.mergers import find_derniere
from plie_xl.model.text import enumere

FIGURES = ("tenu", "justifie", "au_dossier", "retenu_csf")
RECU, EN_PARTIE, NON_RECU, SANS_FICHE = "reçu", "reçu en partie", "non reçu", "sans fiche"


class DoubleError(PlieError, ValueError):
    """Two masters of one year, or one whose year nobody can read; one French sentence."""


@dataclass(frozen=True)
class Reprise:
    """One row of « Succession »: what ends the day before `le`, and what takes it over."""

    ancienne: str
    nouvelle: str
    le: date

    @property
    def derniere(self) -> int:
        """The last year of the old one, whole or cut short."""
        return find_derniere(self.le)


@dataclass(frozen=True)
class Etape:
    """A target in one year: the rows of « Atteinte » of all that it comes from, and their sums."""

    annee: int
    etat: str
    lignes: tuple[dict[str, Any], ...] = ()

    @property
    def sommes(self) -> dict[str, Any]:
        """The four figures; None where nothing was received."""
        recues = [x for x in self.lignes if x["tenu"] is not None]
        return {c: sum_connues(recues, c) if recues else None for c in FIGURES}


def sort_years(masters: Iterable[Master]) -> dict[int, Master]:
    """One master a year, in order.

    Raises
    ------
    DoubleError
        Two are of one year, or one does not say its own.
    """
    par_annee: dict[int, Master] = {}
    for master in masters:
        if master.annee is None:
            raise DoubleError(f"« {master.nom} » ne dit pas son année : refaites-le")
        autre = par_annee.setdefault(master.annee, master)
        if autre is not master:
            raise DoubleError(
                f"« {autre.nom} » et « {master.nom} » sont tous deux de {master.annee} : un seul"
                " classeur maître par année"
            )
    return dict(sorted(par_annee.items()))


def list_reprises(masters: Iterable[Master]) -> list[Reprise]:
    """What all these masters say of successions, each said once."""
    reprises = (
        Reprise(str(x["cle_ancienne"]), str(x["cle"]), le)
        for m in masters
        for x in m.lignes(SUCCESSION.table)
        if isinstance(le := x["le"], date)
    )
    return list(dict.fromkeys(reprises))


def find_lignees(reprises: Iterable[Reprise]) -> dict[str, str]:
    """The identifier of each territory that ended → that of the one that is there at the end."""
    suites = {r.ancienne: r.nouvelle for r in reprises if "/" not in r.nouvelle}
    return {nom: _follow(nom, suites) for nom in suites}


def _follow(nom: str, suites: Mapping[str, str]) -> str:
    vus = {nom}
    while (suite := suites.get(nom, nom)) not in vus:
        vus.add(suite)
        nom = suite
    return nom


def trace(masters: Mapping[int, Master], cle: str) -> list[Etape]:
    """A target (« fiche/cible »), the newest year first: back from those that know it.

    A year without a master between two others is « non reçu », and the names are kept.
    """
    reprises = list_reprises(masters.values())
    annees = [annee for annee, master in masters.items() if _find_lignes(master, {cle})]
    cles, etapes = {cle}, []
    for annee in range(max(annees, default=max(masters)), min(masters) - 1, -1):
        cles |= _find_anciennes(reprises, cles, annee, pendant=True)
        master = masters.get(annee)
        etapes.append(_find_etape(annee, master, cles))
        repris = _find_anciennes(reprises, cles, annee, pendant=False)
        quittees = {r.nouvelle for r in reprises if r.ancienne in repris}
        gardees = {cle for cle in quittees if _goes_on(reprises, cle)}
        cles = (cles - quittees) | (cles & gardees) | repris
    return etapes


def _goes_on(reprises: Sequence[Reprise], cle: str) -> bool:
    """Whether a target was there before: its territory absorbs others, no other target took it."""
    plie = cle.partition("/")[0]
    continues = any(r.ancienne == r.nouvelle == plie for r in reprises)
    return continues and all(r.nouvelle == cle for r in reprises if r.ancienne == cle)


def _find_anciennes(
    reprises: Sequence[Reprise], cles: set[str], annee: int, pendant: bool
) -> set[str]:
    """What these targets take over in a year: during it, or on its first day."""
    return {
        r.ancienne
        for r in reprises
        if r.nouvelle in cles and r.le.year == annee and (r.derniere == annee) == pendant
    }


def _find_etape(annee: int, master: Master | None, cles: set[str]) -> Etape:
    if master is None:
        return Etape(annee, NON_RECU)
    lignes = tuple(_find_lignes(master, cles))
    return Etape(annee, find_etat(x["tenu"] is not None for x in lignes), lignes)


def _find_lignes(master: Master, cles: set[str]) -> list[dict[str, Any]]:
    return [x for x in master.lignes("atteinte") if str(x["cle"]) in cles]


def find_etat(recus: Iterable[bool]) -> str:
    """One word for what was received of several: all, some, nothing, or nobody expected."""
    recus = list(recus)
    if not recus:
        return SANS_FICHE
    return RECU if all(recus) else EN_PARTIE if any(recus) else NON_RECU


def say_noms(lignes: Iterable[Mapping[str, Any]]) -> str:
    """« PLIE des Graves et PLIE des Sources »: under which names a year is told."""
    return enumere(dict.fromkeys(str(x["plie"]) for x in lignes))
