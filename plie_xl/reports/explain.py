"""Why a figure is what it is: the rows that make it, those that do not, and their evidence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

from plie_xl.checks.filed import TROUVE
from plie_xl.control.judge import COMPTE, SANS_DECISION
from plie_xl.master import contract
from plie_xl.master.read import Master, en_nombre
from plie_xl.master.succession import say_successions
from plie_xl.model.collection import fiches_en_vigueur
from plie_xl.model.errors import PlieError
from plie_xl.model.fiche import Fiche
from plie_xl.model.target import Cible
from plie_xl.model.text import en_clair, enumere, pluriel
from plie_xl.model.words import NON_CONTROLE

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
    target is counted there. `sans_cible` has the territory's rows that name no known target,
    `pieces` what the register says of the pieces of these rows, `verdicts` what the control says of
    those that it drew, when there are. `suite` says whom the territory succeeds to, "" for nobody;
    `maximum` is the top of a range, at the date of the figures.
    """

    fiche: Fiche
    cible: Cible
    atteinte: dict[str, Any]
    lignes: "pd.DataFrame"
    mensuels: list[dict[str, Any]]
    sans_cible: "pd.DataFrame"
    pieces: list[dict[str, Any]] = field(default_factory=list)
    verdicts: list[dict[str, Any]] = field(default_factory=list)
    suite: str = ""
    maximum: int | None = None

    @property
    def comptees(self) -> "pd.DataFrame":
        """Its rows that make the figure."""
        return self.lignes[self.lignes["tenu"].map(en_nombre) > 0]

    @property
    def non_comptees(self) -> "pd.DataFrame":
        """Its rows that count for nothing."""
        return self.lignes[self.lignes["tenu"].map(en_nombre) == 0]

    @property
    def figures(self) -> dict[str, Any]:
        """The four figures of « Atteinte », in order; « non contrôlé » where nobody looked."""
        return {c: self.atteinte[c] for c in ("tenu", "justifie")} | {
            c: NON_CONTROLE if self.atteinte[c] is None else self.atteinte[c]
            for c in ("au_dossier", "retenu_csf")
        }

    @property
    def sommes(self) -> dict[str, float]:
        """The figures that are known, added again from the rows and from the verdicts."""
        connues = [c for c, valeur in self.figures.items() if valeur != NON_CONTROLE]
        noms = [c for c in connues if c != "retenu_csf"]
        if self.cible.indicateurs:
            sommes = dict.fromkeys(noms, sum(en_nombre(x.get("total")) for x in self.mensuels))
        else:
            sommes = {c: float(self.lignes[c].map(en_nombre).sum()) for c in noms}
        if "retenu_csf" in connues:
            sommes["retenu_csf"] = sum(en_nombre(x["retenu"]) for x in self.verdicts)
        return sommes

    @property
    def concorde(self) -> bool:
        """Whether the rows shown add up to « Atteinte »."""
        return all(en_nombre(self.atteinte[c]) == somme for c, somme in self.sommes.items())

    def pieces_de(self, ligne: object) -> list[dict[str, Any]]:
        """The pieces that a row of « Suivi » names, as the register says."""
        return [x for x in self.pieces if x["ligne"] == ligne]

    @property
    def ecarts(self) -> dict[str, list[str]]:
        """By figure, the rows that it leaves out of the one before it, each with the reason.

        `tenu` leaves out rows of « Suivi »; a figure that nobody looked for leaves out nothing.
        """
        rangees = self.lignes.to_dict("records")
        au_dossier = "au_dossier" in self.sommes
        return {
            "tenu": [_say(x, x["compte"]) for x in rangees if not en_nombre(x["tenu"])],
            "justifie": [
                _say(x, x["etat_pieces"])
                for x in rangees
                if en_nombre(x["justifie"]) < en_nombre(x["tenu"])
            ],
            "au_dossier": [
                _say(x, enumere(self._list_defauts(x["ligne"])))
                for x in rangees
                if au_dossier and en_nombre(x["au_dossier"]) < en_nombre(x["justifie"])
            ],
            "retenu_csf": [
                *(
                    _say_verdict(x)
                    for x in self.verdicts
                    if en_nombre(x["retenu"]) < en_nombre(x["unites"])
                ),
                *self._say_non_tirees(),
            ],
        }

    def _say_non_tirees(self) -> Iterator[str]:
        """A sample looks at some rows: the others are named by their number, none is judged."""
        n = len(self.lignes[self.lignes["justifie"].map(en_nombre) > 0]) - len(self.verdicts)
        if self.verdicts and n > 0:
            combien = pluriel(n, "ligne justifiée non tirée", "lignes justifiées non tirées")
            yield f"{combien} : {NON_CONTROLE}"

    def _list_defauts(self, ligne: object) -> list[str]:
        """« compte rendu absent », of the pieces of a row that are not found."""
        defauts = [x for x in self.pieces_de(ligne) if x["etat"] != TROUVE]
        return [f"{x['nature']} : {x['etat']}" for x in defauts] or ["pièce non trouvée"]


def _say(rangee: Mapping[Any, Any], raison: object) -> str:
    quand = en_clair(rangee["date"]) or "sans date"
    return f"{quand}, ligne {en_clair(rangee['ligne'])} : {raison or 'sans raison dite'}"


def _say_verdict(verdict: Mapping[str, Any]) -> str:
    """« 12/03/2024, n° 4 : Écartée, Pièce absente »."""
    dits = [verdict["definitive"] or SANS_DECISION, verdict["motif"], verdict["etat"]]
    quand = f"{en_clair(verdict['date'])}, n° {en_clair(verdict['numero'])}"
    return f"{quand} : {', '.join(dict.fromkeys(x for x in dits if x and x != COMPTE))}"


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
    vues = {*lignes["ligne"]}
    pieces = [
        x for x in master.lignes("registre") if x["plie"] == la_fiche.plie and x["ligne"] in vues
    ]
    verdicts = [x for x in master.lignes(contract.CONTROLE.table) if x["cle"] == cle]
    tables = lignes, mensuels, anonymes, pieces, verdicts
    suite = say_successions(master.lignes("succession")).get(la_fiche.plie, "")
    maximum = _find_maximum(master, la_fiche, la_cible)
    return Explication(la_fiche, la_cible, atteintes[0], *tables, suite, maximum)


def _find_maximum(master: Master, fiche: Fiche, cible: Cible) -> int | None:
    """The top of a range, as it is at the date of the territory's figures."""
    jours = (x["reference"] for x in master.lignes("synthese") if x["plie"] == fiche.plie)
    jour = next(jours, None)
    version = cible.en_vigueur(fiche.periode(jour)) if isinstance(jour, date) else None
    return version.maximum if version else None


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
