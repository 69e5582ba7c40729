"""Masters of several years → one workbook: year by category and by PLIE, a merger as one line.

Masters only are read, and each year keeps its own figures: nothing goes over to the next one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from plie_xl.files.claim import Origine
from plie_xl.files.container import read_part
from plie_xl.master.batches import Ligne
from plie_xl.master.contract import colonne as _c
from plie_xl.master.figures import sum_connues
from plie_xl.master.page import add_page, add_statuts
from plie_xl.master.read import Master
from plie_xl.model.settings import Programme as Periode
from plie_xl.model.text import cle
from plie_xl.model.workbook import PREMIERE_LIGNE, Feuille
from plie_xl.reading.filled import recognize_filled
from plie_xl.reports.history import ligne_ensemble
from plie_xl.reports.lineage import (
    EN_PARTIE,
    FIGURES,
    NON_RECU,
    RECU,
    SANS_FICHE,
    find_etat,
    find_lignees,
    list_reprises,
    say_noms,
)
from plie_xl.sheets import theme
from plie_xl.sheets.pen import Pen

MARQUE = "plie_xl programme"
_FIGURES = (
    _c("tenu", "Tenu", 9, "entier"),
    _c("justifie", "Justifié", 9, "entier"),
    _c("au_dossier", "Au dossier", 13, "entier"),
    _c("retenu_csf", "Retenu au CSF", 13, "entier"),
)
_ETAT = _c("etat", "État", 15)
ANNEES = Feuille(
    "Années",
    "annees",
    "Le programme, année par année",
    "Les totaux de « Synthèse » de chaque classeur maître. Un surplus ne passe jamais d’une année à"
    " l’autre.",
    (
        _c("annee", "Année", 9, "entier"),
        _ETAT,
        _c("reference", "Arrêté au", 12, "date"),
        _c("version", "Version arrêtée", 10, "entier"),
        _c("recus", "Territoires reçus", 11, "entier"),
        *_FIGURES,
        _c("atteintes", "Cibles atteintes", 10, "entier"),
        _c("master", "Classeur maître", 34),
    ),
    saisie=False,
)
PLIES = Feuille(
    "Par PLIE",
    "par_plie",
    "Année par année et par PLIE",
    "Les cibles de chaque territoire. Des PLIE qui ont fusionné font une ligne, qui dit les noms de"
    " l’année.",
    (
        _c("plie", "PLIE", 30),
        _c("annee", "Année", 9, "entier"),
        _ETAT,
        *_FIGURES,
        _c("noms", "Sous le nom de", 46),
    ),
    saisie=False,
)
CATEGORIES = Feuille(
    "Par catégorie",
    "par_categorie",
    "Année par année et par catégorie",
    "Les totaux de « Par instance » de chaque classeur maître, cibles et hors cibles.",
    (_c("categorie", "Catégorie", 48), _c("annee", "Année", 9, "entier"), _ETAT, *_FIGURES),
    saisie=False,
)
DETAIL = Feuille(
    "Détail",
    "detail",
    "Par catégorie, PLIE et année",
    "« Hors cibles » n’entre pas dans « Années » ni dans « Par PLIE ».",
    (
        _c("categorie", "Catégorie", 46),
        _c("plie", "PLIE", 30),
        _c("nature", "Nature", 13),
        _c("annee", "Année", 9, "entier"),
        _ETAT,
        *_FIGURES,
        _c("noms", "Sous le nom de", 40),
    ),
    saisie=False,
)
_COULEURS = {
    RECU: theme.STATUTS["Atteinte"],
    EN_PARTIE: theme.STATUTS["Tenue, pièces à compléter"],
    NON_RECU: theme.STATUTS["Non reçu"],
    SANS_FICHE: theme.STATUTS["Non reçu"],
}


@dataclass(frozen=True)
class Programme:
    """The masters of a programme, one a year at most, and its years."""

    masters: Mapping[int, Master]
    periode: Periode

    @property
    def annees(self) -> list[int]:
        """The years of the programme, and those of masters that stand outside it."""
        return sorted({*range(self.periode.debut, self.periode.fin + 1), *self.masters})

    @property
    def dehors(self) -> list[int]:
        """The years of masters that are not of the programme."""
        p = self.periode
        return [annee for annee in self.masters if not p.debut <= annee <= p.fin]

    @cached_property
    def lignees(self) -> Mapping[str, str]:
        """The newest territory that each fiche of a merger became."""
        return find_lignees(list_reprises(self.masters.values()))

    @cached_property
    def atteintes(self) -> list[Ligne]:
        """The rows of « Atteinte » of every year, each with its line."""
        lues = ((annee, x) for annee, m in self.masters.items() for x in m.lignes("atteinte"))
        return [{**x, "annee": annee, "lignee": self._find_lignee(x)} for annee, x in lues]

    def _find_lignee(self, ligne: Mapping[str, Any]) -> str:
        fiche = str(ligne["cle"]).partition("/")[0]
        return self.lignees.get(fiche, fiche)

    @cached_property
    def noms(self) -> dict[str, str]:
        """What each line is called: the name of its newest year, under its own identifier."""
        propres = sorted(self.atteintes, key=lambda x: (self._is_propre(x), x["annee"]))
        return {x["lignee"]: str(x["plie"]) for x in propres}

    def _is_propre(self, ligne: Mapping[str, Any]) -> bool:
        return str(ligne["cle"]).startswith(f"{ligne['lignee']}/")

    @property
    def lignes_annees(self) -> list[Ligne]:
        """One row per year: the whole of it, and whether it was received."""
        return [self._say_annee(annee) for annee in self.annees]

    def _say_annee(self, annee: int) -> Ligne:
        master = self.masters.get(annee)
        if master is None:
            return {"annee": annee, "etat": NON_RECU}
        etat = find_etat(bool(x["reference"]) for x in master.lignes("synthese"))
        figures = dict.fromkeys(FIGURES, "non contrôlé") | ligne_ensemble(master)
        return {**figures, "annee": annee, "etat": etat, "version": find_version(master)}

    @property
    def lignes_plies(self) -> list[Ligne]:
        """One row per line and year: its targets, without what is beside them."""
        cibles = [x for x in self.atteintes if x["nature"] == "cible"]
        return self._group(cibles, ("lignee",), self.atteintes)

    @property
    def lignes_categories(self) -> list[Ligne]:
        """One row per category and year, all territories."""
        return self._group(self.atteintes, ("categorie",), self.atteintes)

    @property
    def lignes_detail(self) -> list[Ligne]:
        """One row per category, line, nature and year: what the other two are sums of."""
        return self._group(self.atteintes, ("categorie", "lignee", "nature"), self.atteintes)

    def _group(
        self, lignes: Iterable[Ligne], par: Sequence[str], toutes: Iterable[Ligne]
    ) -> list[Ligne]:
        """The four figures by group and year; every group has every year."""
        groupes: dict[tuple[Any, ...], dict[int, list[Ligne]]] = {
            tuple(x[c] for c in par): {} for x in toutes
        }
        for x in lignes:
            groupes[tuple(x[c] for c in par)].setdefault(x["annee"], []).append(x)
        rangees = [
            {
                **dict(zip(par, groupe, strict=True)),
                "annee": annee,
                **self._sum(annee, siennes.get(annee, [])),
            }
            for groupe, siennes in groupes.items()
            for annee in self.annees
        ]
        dites = [{**x, "plie": self.noms.get(x.get("lignee", ""), "")} for x in rangees]
        return sorted(dites, key=lambda x: tuple(cle(str(x.get(c) or "")) for c in _ORDRE))

    def _sum(self, annee: int, lignes: Sequence[Ligne]) -> Ligne:
        recues = [x for x in lignes if x["tenu"] is not None]
        etat = find_etat(x["tenu"] is not None for x in lignes)
        return {
            "etat": etat if annee in self.masters else NON_RECU,
            "noms": say_noms(lignes),
            **{c: sum_connues(recues, c) if recues else None for c in FIGURES},
        }


_ORDRE = ("categorie", "plie", "nature", "annee")


def find_version(master: Master) -> int | None:
    """The version of a closed year, when the master shows its figures; None for an open one."""
    versions = [x["version"] for x in master.lignes("arretes") if x["nature"] == "Arrêté"]
    return max((int(v) for v in versions if isinstance(v, int | float)), default=None)


def build_programme(p: Programme) -> bytes:
    """The workbook of a programme, as .xlsx bytes; same masters, same bytes."""
    resume = f"Programme {p.annees[0]} à {p.annees[-1]}"
    pen = Pen(date(p.annees[0], 1, 1), resume, mots_cles=MARQUE)
    annees = p.lignes_annees
    f = add_page(pen, ANNEES, annees, resume, graphiques=True)
    _add_courbe(pen, f, len(annees))
    f.fit_to_pages(1, 1)
    add_statuts(pen, f, ANNEES, len(annees), "etat", _COULEURS)
    for feuille, lignes in (
        (PLIES, p.lignes_plies),
        (CATEGORIES, p.lignes_categories),
        (DETAIL, p.lignes_detail),
    ):
        g = add_page(pen, feuille, lignes, resume)
        add_statuts(pen, g, feuille, len(lignes), "etat", _COULEURS)
    return pen.close()


def _add_courbe(pen: Pen, f: Any, nombre: int) -> None:
    """What was held and proved, year by year; a year that is missing has no column."""
    fin = PREMIERE_LIGNE + nombre - 1
    graphique = pen.classeur.add_chart({"type": "column"})
    annees = f"='{ANNEES.nom}'!$A${PREMIERE_LIGNE}:$A${fin}"
    for nom, couleur in (("tenu", theme.BLEU), ("justifie", theme.OCRE)):
        lettre = chr(ord("A") + ANNEES.rang(nom))
        graphique.add_series(
            {
                "name": ANNEES.colonne(nom).entete,
                "categories": annees,
                "values": f"='{ANNEES.nom}'!${lettre}${PREMIERE_LIGNE}:${lettre}${fin}",
                "fill": {"color": couleur},
            }
        )
    police = {"name": theme.POLICE, "size": 12}
    graphique.set_title({"name": "Tenu et justifié, par année", "name_font": police})
    graphique.set_y_axis({"min": 0, "num_format": "0"})
    graphique.set_legend({"position": "bottom"})
    graphique.set_size({"width": 860, "height": 320})
    f.insert_chart(fin + 1, 0, graphique)


def recognize_programme(chemin: Path) -> Origine:
    """Whose a file is: one of ours may have been changed, and is kept beside."""
    notre = MARQUE.encode() in read_part(chemin, "docProps/core.xml", 100_000)
    return Origine.RETOUCHE if notre else recognize_filled(chemin)
