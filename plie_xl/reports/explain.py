"""Why a figure is what it is: the rows that make it, those that do not, and their evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

from plie_xl.master.read import Master, en_nombre
from plie_xl.model.collection import fiches_en_vigueur
from plie_xl.model.errors import PlieError
from plie_xl.model.fiche import Cible, Fiche
from plie_xl.model.text import enumere

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")


class InconnuError(PlieError, ValueError):
    """No fiche, or no target, bears this identifier; the French sentence proposes near ones."""


@dataclass(frozen=True)
class Explication:
    """One figure of « Atteinte » and where it comes from.

    `atteinte` is the row of the master. `lignes` has every row of « Suivi » that names the
    target, with the columns of the master, and `mensuels` the rows of « Indicateurs » when the
    target is counted there. `sans_cible` has the territory's rows that name no known target.
    """

    fiche: Fiche
    cible: Cible
    atteinte: dict[str, Any]
    lignes: "pd.DataFrame"
    mensuels: list[dict[str, Any]]
    sans_cible: "pd.DataFrame"

    @property
    def comptees(self) -> "pd.DataFrame":
        return self.lignes[self.lignes["tenu"].map(en_nombre) > 0]

    @property
    def non_comptees(self) -> "pd.DataFrame":
        return self.lignes[self.lignes["tenu"].map(en_nombre) == 0]

    @property
    def sommes(self) -> dict[str, float]:
        """`tenu` and `justifie` added again from the rows shown."""
        if self.cible.indicateurs:
            total = sum(en_nombre(x.get("total")) for x in self.mensuels)
            return {"tenu": total, "justifie": total}
        return {c: float(self.lignes[c].map(en_nombre).sum()) for c in ("tenu", "justifie")}

    @property
    def concorde(self) -> bool:
        """Whether the rows shown add up to « Atteinte »."""
        return all(en_nombre(self.atteinte[c]) == somme for c, somme in self.sommes.items())


def explain(master: Master, fiche: str, cible: str) -> Explication:
    """Everything behind one row of « Atteinte ».

    Parameters
    ----------
    master
        What `read_master` gave, or `read_consolidation` for files not yet written as one.
    fiche, cible
        Identifiers, as `plie-xl fiches --json` lists them.

    Raises
    ------
    InconnuError
        One of the identifiers is unknown.
    """
    la_fiche, la_cible = find_cible(fiche, cible, master.fiches)
    cle = f"{fiche}/{cible}"
    atteintes = [x for x in master.lignes("atteinte") if x["cle"] == cle]
    if not atteintes:
        raise InconnuError(f"« {master.nom} » n’a pas de ligne « {cle} » dans « Atteinte »")
    suivi = master.tables["suivi"]
    noms = {i.libelle for i in la_fiche.indicateurs if i.id in la_cible.indicateurs}
    mensuels = [
        x
        for x in master.lignes("indicateurs")
        if x["plie"] == la_fiche.plie and x["indicateur"] in noms
    ]
    anonymes = suivi[(suivi["plie"] == la_fiche.plie) & suivi["cle"].isna()]
    lignes = suivi[suivi["cle"] == cle]
    return Explication(la_fiche, la_cible, atteintes[0], lignes, mensuels, anonymes)


def check_cible(fiche: str, cible: str) -> None:
    """Whether some year has them, before anything is read. Raises as `explain`."""
    recueil = fiches_en_vigueur()
    par_annee = [recueil.annee(annee) for annee in recueil.annees]
    find_cible(fiche, cible, next((f for f in par_annee if fiche in f), par_annee[-1]))


def find_cible(fiche: str, cible: str, fiches: Mapping[str, Fiche]) -> tuple[Fiche, Cible]:
    """A fiche of the year and its target by their identifiers. Raises as `explain`."""
    la_fiche = find_fiche(fiche, fiches)
    cibles = {c.id: c for c in (*la_fiche.cibles, *la_fiche.resultats)}
    return la_fiche, _find(cibles, cible, f"cible de la fiche « {fiche} »")


def find_fiche(fiche: str, fiches: Mapping[str, Fiche]) -> Fiche:
    """A fiche of the year by its identifier. Raises as `explain`."""
    return _find(fiches, fiche, "fiche")


def _find(connus: Mapping[str, T], identifiant: str, quoi: str) -> T:
    if identifiant in connus:
        return connus[identifiant]
    proches = get_close_matches(identifiant, list(connus), n=2, cutoff=0.5)
    noms = [f"« {x} »" for x in proches or connus]
    fin = f"vouliez-vous dire {enumere(noms, 'ou')} ?" if proches else f"il y a {enumere(noms)}"
    raise InconnuError(f"« {identifiant} » n’est pas une {quoi} ; {fin}")
