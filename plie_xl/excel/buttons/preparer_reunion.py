"""The button « Préparer la réunion »: the papers of the selected rows, beside the workbook."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plie_xl.excel.buttons.valider import count_fiche
from plie_xl.excel.report import announce, find_place, require_complement
from plie_xl.model.anomaly import Anomalie
from plie_xl.model.errors import ActionError
from plie_xl.model.settings import ReglageError, load_reglages
from plie_xl.model.text import enumere, pluriel
from plie_xl.model.workbook import SUIVI

if TYPE_CHECKING:
    import xlwings as xw

    from plie_xl.reports.prepare import Papier

_RANGEE = re.compile(r"\d+")
_MAX_LIGNES = 200  # of a selection: whole columns are a slip of the hand
_CHOISIR = f"choisissez, dans « {SUIVI} », une ou plusieurs lignes « Prévue »"


@dataclass(frozen=True)
class Preparation:
    """What a click wrote, and the rows that it left, with the reason."""

    papiers: "list[Papier]"
    anomalies: tuple[Anomalie, ...]
    phrase: str


def preparer_reunion(book: "xw.Book") -> Preparation:
    """Write the papers of the planned meetings that are selected, one folder for each.

    ActionError when no row is selected or nothing can be prepared, EcritureError when a folder
    is there already or cannot be written.
    """
    lignes = list_lignes(book)
    place = find_place(book)
    _, compte, _ = count_fiche(book)
    require_complement("word")
    from plie_xl.reports.bilan.model import ModeleError
    from plie_xl.reports.meeting import find_reunions
    from plie_xl.reports.meeting_papers import find_embleme_absent
    from plie_xl.reports.prepare import prepare

    try:
        publicite = load_reglages().reglages.publicite
    except ReglageError as erreur:
        raise ActionError(f"{erreur}.") from erreur
    trouve = find_reunions(compte, lignes)
    if not trouve.reunions:
        dit = trouve.anomalies[0].constat if trouve.anomalies else "aucune réunion n’y est notée"
        raise ActionError(f"{dit} ; {_CHOISIR}.")
    try:
        papiers = prepare(trouve.reunions, publicite, place.parent)
    except ModeleError as erreur:
        raise ActionError(f"{erreur}.") from erreur
    dossiers = enumere(f"« {nom} »" for nom in dict.fromkeys(p.dossier for p in papiers))
    phrases = [
        f"{pluriel(len(papiers), 'papier')} à côté de ce classeur, dans {dossiers}."
        if papiers
        else "La fiche ne demande aucun papier à préparer pour cette réunion.",
        *(f"{a.constat}." for a in trouve.anomalies),
        find_embleme_absent(publicite),
    ]
    phrase = " ".join(filter(None, phrases))
    announce(book, phrase, "bilan_suivi", alerte=True)
    return Preparation(papiers, trouve.anomalies, phrase)


def list_lignes(book: "xw.Book") -> list[int]:
    """The rows selected in « Suivi », whatever cells of theirs are; ActionError when none is."""
    selection = book.app.selection
    if selection is None or selection.sheet.name != SUIVI:
        raise ActionError(f"{_CHOISIR}, puis cliquez de nouveau.")
    lignes: set[int] = set()
    for zone in str(selection.address).split(","):
        rangs = [int(n) for n in _RANGEE.findall(zone)]
        if not rangs or max(rangs) - min(rangs) >= _MAX_LIGNES:
            raise ActionError(f"{_CHOISIR}, non une colonne entière.")
        lignes.update(range(min(rangs), max(rangs) + 1))
    return sorted(lignes)
