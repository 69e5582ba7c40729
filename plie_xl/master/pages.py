"""The sheets of the master, in the order of the tabs."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from plie_xl.consolidation import COMPTE, ECARTE, NON_RECU, REFUSE, Consolidation
from plie_xl.master import annexes, contract
from plie_xl.master import lignes as rows
from plie_xl.master.batches import Ligne, Longue, build_rows, list_longue
from plie_xl.master.chiffres import add_calendrier, add_financement, add_indicateurs
from plie_xl.master.cibles import add_cibles
from plie_xl.master.overflow import Detail, build_details, lignes_details
from plie_xl.master.page import (
    add_mention,
    add_page,
    add_page_longue,
    add_statuts,
    dans,
    est_vivante,
)
from plie_xl.master.suivi import find_incompletes, lignes_pieces, rows_suivi
from plie_xl.master.synthese import add_synthese
from plie_xl.model.workbook import LIGNE_ENTETE, Feuille
from plie_xl.sheets import theme
from plie_xl.sheets.pen import Pen

ETATS = {
    COMPTE: theme.STATUTS["Atteinte"],
    ECARTE: theme.STATUTS["Tenue, pièces à compléter"],
    REFUSE: theme.STATUTS["En retard"],
    NON_RECU: theme.STATUTS["Non reçu"],
}
LIVRES = {
    annexes.REMIS: theme.STATUTS["Atteinte"],
    annexes.A_REMETTRE: theme.STATUTS["Tenue, pièces à compléter"],
    rows.NON_RECU: theme.STATUTS["Non reçu"],
}
GRAVITES = {
    "BLOQUANTE": theme.STATUTS["En retard"],
    "À VÉRIFIER": theme.STATUTS["Tenue, pièces à compléter"],
}


class Changements(Protocol):
    """What « Évolutions » needs to know of `plie_xl.reports.changes`, which stands after us."""

    @property
    def lignes(self) -> Sequence[Ligne]: ...
    @property
    def depuis(self) -> str: ...
    @property
    def phrase(self) -> str: ...


def add_pages(
    pen: Pen, c: Consolidation, evolutions: Changements | None = None, nom: str = "AGAPE"
) -> tuple[Detail, ...]:
    """Draw every sheet; « Évolutions » only when there is a previous master to compare with.

    Gives what must stand beside a master called `nom`: the rows that no sheet of Excel holds.
    """
    resume, longues = find_resume(c), _longues(c, evolutions)
    details = build_details(nom, longues)
    pen.ailleurs = {d.table: d.phrase for d in details}
    atteinte = rows.lignes_atteinte(c)
    calendrier = annexes.lignes_calendrier(c)
    synthese = rows.lignes_synthese(c, atteinte)
    add_synthese(pen, c, synthese, LIGNE_ENTETE + len(calendrier) + 1, resume)
    add_cibles(pen, c, atteinte, resume)
    add_calendrier(pen, calendrier, resume)
    _add_longue(pen, contract.PIECES_MANQUANTES, longues, resume)
    livrables = annexes.lignes_livrables(c)
    f = add_page(pen, contract.LIVRABLES, livrables, resume)
    add_statuts(pen, f, contract.LIVRABLES, len(livrables), "etat", LIVRES)
    add_indicateurs(pen, c, resume)
    add_financement(pen, c, resume)
    if evolutions is not None:
        _add_evolutions(pen, evolutions, resume)
    f, _ = _add_longue(pen, contract.SUIVI, longues, resume)
    f.freeze_panes(LIGNE_ENTETE, 1)
    f, nombre = _add_longue(pen, contract.ANOMALIES, longues, resume)
    add_statuts(pen, f, contract.ANOMALIES, nombre, "gravite", GRAVITES)
    _add_sources(pen, c, details, resume)
    return details


def _longues(c: Consolidation, evolutions: Changements | None) -> Mapping[Feuille, Longue]:
    """The rows of the sheets that grow with the number of workbooks."""
    pieces, anomalies = contract.PIECES_MANQUANTES, contract.ANOMALIES
    longues = {
        pieces: Longue(len(find_incompletes(c)), lambda t: build_rows(pieces, lignes_pieces(c, t))),
        contract.SUIVI: Longue(len(c.compte.rangees), lambda t: rows_suivi(c, t)),
        anomalies: Longue(
            len(c.anomalies), lambda t: build_rows(anomalies, rows.lignes_anomalies(c, t))
        ),
    }
    if evolutions is not None:
        longues[contract.EVOLUTIONS] = list_longue(contract.EVOLUTIONS, evolutions.lignes)
    return longues


def _add_longue(
    pen: Pen, feuille: Feuille, longues: Mapping[Feuille, Longue], resume: str
) -> tuple[Any, int]:
    """A sheet with all its rows, or with one line that says where they all are; and how many."""
    if feuille.table in pen.ailleurs:
        return add_page(pen, feuille, [], resume, rien=pen.ailleurs[feuille.table]), 0
    return add_page_longue(pen, feuille, longues[feuille], resume), longues[feuille].nombre


def _add_evolutions(pen: Pen, evolutions: Changements, resume: str) -> None:
    """What changed, under one line that says since when and how much."""
    ailleurs = pen.ailleurs.get(contract.EVOLUTIONS.table, "")
    f = add_page(pen, contract.EVOLUTIONS, [] if ailleurs else list(evolutions.lignes), resume)
    add_mention(
        pen, f, f"Depuis « {evolutions.depuis} » : {evolutions.phrase}. {ailleurs}".rstrip()
    )


def find_resume(c: Consolidation) -> str:
    """« Consolidation 2024, 11 territoires sur 11, arrêtée au 31/10/2024 »."""
    annee = next(iter(c.fiches.values())).annee
    recus = len(c.fiches) - len(c.manquantes)
    dates = [f"{jour:%d/%m/%Y}" for jour in c.references]
    arretee = f", arrêtée au {dates[-1]}" if dates else ""
    if len(dates) > 1:
        arretee = f", arrêtée entre le {dates[0]} et le {dates[-1]}"
    return f"Consolidation {annee}, {recus} territoires sur {len(c.fiches)}{arretee}"


def _add_sources(pen: Pen, c: Consolidation, details: Sequence[Detail], resume: str) -> None:
    sources = [*rows.lignes_sources(c), *lignes_details(details)]
    f = add_page(pen, contract.SOURCES, sources, resume)
    suivi = c.compte.rangees
    suivies = int((suivi["retenue"] & (suivi["unites"] > 0)).sum())
    add_statuts(pen, f, contract.SOURCES, len(sources), "etat", ETATS)
    _add_totaux(pen, f, sources, suivies)


def _add_totaux(pen: Pen, f: Any, lignes: list[Ligne], suivies: int) -> None:
    """Control totals above the table, over all files; `suivies` rows count in « Suivi »."""
    style = pen.texte(bold=True, align="center", valign="vcenter")
    droite = pen.texte(align="right", valign="vcenter")
    totaux = {nom: sum(x.get(nom) or 0 for x in lignes) for nom in _TOTAUX}
    f.write_string(3, contract.SOURCES.rang("detail"), "Totaux de contrôle :", droite)
    for nom, total in totaux.items():
        formule = f"=SUM({dans(contract.SOURCES, nom)})"
        f.write_formula(3, contract.SOURCES.rang(nom), formule, style, total)
    lues, retenues, ecartees = (f"SUM({dans(contract.SOURCES, nom)})" for nom in _TOTAUX)
    juste = totaux["lues"] == totaux["retenues"] + totaux["ecartees"]
    juste &= totaux["retenues"] == suivies
    dans_suivi = f'COUNTIFS({dans(contract.SUIVI, "tenu")},">0")'
    egales = f"{lues}={retenues}+{ecartees},{retenues}={dans_suivi}"
    verdict = f'=IF(AND({egales}),"{_JUSTE}","{_FAUX}")'
    gauche = pen.texte(bold=True, valign="vcenter")
    dit, rang = _JUSTE if juste else _FAUX, contract.SOURCES.rang("motifs")
    if est_vivante(pen, verdict):
        f.write_formula(3, rang, verdict, gauche, dit)
    else:
        f.write_string(3, rang, dit, gauche)


_TOTAUX = ("lues", "retenues", "ecartees")
_JUSTE = "Le compte y est : lues = retenues + écartées, et « Suivi » en retient autant."
_FAUX = "Le compte n’y est pas : ne vous servez pas de ce classeur, et dites-le à AGAPE."
