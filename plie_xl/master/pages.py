"""The sheets of the master, in the order of the tabs."""

from collections.abc import Sequence
from typing import Any, Protocol

import pandas as pd

from plie_xl import charte
from plie_xl.classeur import LIGNE_ENTETE
from plie_xl.consolidation import COMPTE, ECARTE, NON_RECU, REFUSE, Consolidation
from plie_xl.master import annexes, contrat
from plie_xl.master import lignes as rows
from plie_xl.master.chiffres import add_calendrier, add_financement, add_indicateurs
from plie_xl.master.cibles import add_cibles
from plie_xl.master.lignes import Ligne
from plie_xl.master.page import add_page, add_page_longue, add_statuts, dans
from plie_xl.master.synthese import add_synthese
from plie_xl.plume import Plume

ETATS = {
    COMPTE: charte.STATUTS["Atteinte"],
    ECARTE: charte.STATUTS["Tenue, pièces à compléter"],
    REFUSE: charte.STATUTS["En retard"],
    NON_RECU: charte.STATUTS["Non reçu"],
}
LIVRES = {
    annexes.REMIS: charte.STATUTS["Atteinte"],
    annexes.A_REMETTRE: charte.STATUTS["Tenue, pièces à compléter"],
    rows.NON_RECU: charte.STATUTS["Non reçu"],
}
GRAVITES = {
    "BLOQUANTE": charte.STATUTS["En retard"],
    "À VÉRIFIER": charte.STATUTS["Tenue, pièces à compléter"],
}


class Changements(Protocol):
    """What « Évolutions » needs to know of `plie_xl.evolutions`, which stands after us."""

    @property
    def lignes(self) -> Sequence[Ligne]: ...
    @property
    def depuis(self) -> str: ...
    @property
    def phrase(self) -> str: ...


def add_pages(plume: Plume, c: Consolidation, evolutions: Changements | None = None) -> None:
    """Draw every sheet; « Évolutions » only when there is a previous master to compare with."""
    resume = find_resume(c)
    atteinte = rows.lignes_atteinte(c)
    calendrier = annexes.lignes_calendrier(c)
    synthese = rows.lignes_synthese(c, atteinte)
    add_synthese(plume, c, synthese, LIGNE_ENTETE + len(calendrier) + 1, resume)
    add_cibles(plume, c, atteinte, resume)
    add_calendrier(plume, calendrier, resume)
    pieces = pd.DataFrame(rows.lignes_pieces(c))
    add_page_longue(plume, contrat.PIECES_MANQUANTES, pieces, resume)
    livrables = annexes.lignes_livrables(c)
    f = add_page(plume, contrat.LIVRABLES, livrables, resume)
    add_statuts(plume, f, contrat.LIVRABLES, len(livrables), "etat", LIVRES)
    add_indicateurs(plume, c, resume)
    add_financement(plume, c, resume)
    if evolutions is not None:
        _add_evolutions(plume, evolutions, resume)
    add_suivi(plume, c, resume)
    anomalies = pd.DataFrame(rows.lignes_anomalies(c))
    f = add_page_longue(plume, contrat.ANOMALIES, anomalies, resume)
    add_statuts(plume, f, contrat.ANOMALIES, len(anomalies), "gravite", GRAVITES)
    _add_sources(plume, c, resume)


def _add_evolutions(plume: Plume, evolutions: Changements, resume: str) -> None:
    """What changed, under one line that says since when and how much."""
    f = add_page(plume, contrat.EVOLUTIONS, list(evolutions.lignes), resume)
    gras = plume.texte(bold=True, valign="vcenter")
    f.write_string(3, 0, f"Depuis « {evolutions.depuis} » : {evolutions.phrase}.", gras)


def add_suivi(plume: Plume, c: Consolidation, resume: str) -> None:
    """Every row received: the one sheet that grows with the number of workbooks."""
    f = add_page_longue(plume, contrat.SUIVI, rows.rows_suivi(c), resume)
    f.freeze_panes(LIGNE_ENTETE, 1)


def find_resume(c: Consolidation) -> str:
    """« Consolidation 2024, 11 territoires sur 11, arrêtée au 31/10/2024 »."""
    annee = next(iter(c.fiches.values())).annee
    recus = len(c.fiches) - len(c.manquantes)
    dates = [f"{jour:%d/%m/%Y}" for jour in c.references]
    arretee = f", arrêtée au {dates[-1]}" if dates else ""
    if len(dates) > 1:
        arretee = f", arrêtée entre le {dates[0]} et le {dates[-1]}"
    return f"Consolidation {annee}, {recus} territoires sur {len(c.fiches)}{arretee}"


def _add_sources(plume: Plume, c: Consolidation, resume: str) -> None:
    sources = rows.lignes_sources(c)
    f = add_page(plume, contrat.SOURCES, sources, resume)
    add_statuts(plume, f, contrat.SOURCES, len(sources), "etat", ETATS)
    _add_totaux(plume, f, sources)


def _add_totaux(plume: Plume, f: Any, lignes: list[Ligne]) -> None:
    """Control totals above the table: lues = retenues + écartées, over all files."""
    style = plume.texte(bold=True, align="center", valign="vcenter")
    droite = plume.texte(align="right", valign="vcenter")
    totaux = {nom: sum(x.get(nom) or 0 for x in lignes) for nom in _TOTAUX}
    f.write_string(3, contrat.SOURCES.rang("detail"), "Totaux de contrôle :", droite)
    for nom, total in totaux.items():
        formule = f"=SUM({dans(contrat.SOURCES, nom)})"
        f.write_formula(3, contrat.SOURCES.rang(nom), formule, style, total)
    lues, retenues, ecartees = (f"SUM({dans(contrat.SOURCES, nom)})" for nom in _TOTAUX)
    juste = totaux["lues"] == totaux["retenues"] + totaux["ecartees"]
    verdict = f'=IF({lues}={retenues}+{ecartees},"{_JUSTE}","{_FAUX}")'
    gauche = plume.texte(bold=True, valign="vcenter")
    f.write_formula(3, contrat.SOURCES.rang("motifs"), verdict, gauche, _JUSTE if juste else _FAUX)


_TOTAUX = ("lues", "retenues", "ecartees")
_JUSTE, _FAUX = "Le compte y est : lues = retenues + écartées.", "Le compte n’y est pas."
