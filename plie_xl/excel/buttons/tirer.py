"""The button « Tirer » of the manager's workbook: the run of `plie-xl tirer`, everything drawn."""

from pathlib import Path
from typing import TYPE_CHECKING

from plie_xl.excel import agape
from plie_xl.excel.buttons.consolider import find_agape
from plie_xl.excel.control_cells import find_maitre, read_cell, write_cell
from plie_xl.excel.report import announce
from plie_xl.model.errors import ActionError
from plie_xl.model.text import pluriel
from plie_xl.model.words import GRAINE_ATTENDUE

if TYPE_CHECKING:
    import xlwings as xw


def tirer(book: "xw.Book") -> Path:
    """Draw the rows of the last master, and write beside the workbook of its control.

    ActionError when there is no master or no seed, EcritureError when a control is there already.
    """
    from plie_xl.control.draw import est_graine
    from plie_xl.files.atomic import write_atomic
    from plie_xl.files.claim import find_neuf
    from plie_xl.master.read import MasterError
    from plie_xl.model.settings import load_reglages
    from plie_xl.reports.drawing import find_demande, find_faute, prepare_tirage

    ici = find_agape(book).parent
    master = find_maitre(book, ici)
    graine = read_cell(book, agape.GRAINE)
    if not est_graine(graine):
        quoi = f"« {graine} » n’est pas une graine" if graine else "la graine du tirage manque"
        raise ActionError(f"{quoi}. Écrivez {GRAINE_ATTENDUE}.")
    reglages = load_reglages().reglages.controle
    demande = find_demande(reglages, graine)
    if find_faute(demande):
        raise ActionError("un échantillon demande son motif : plie-xl tirer … --motif.")
    try:
        preparee = prepare_tirage(master, demande, reglages)
    except MasterError as erreur:
        raise ActionError(f"{erreur}.") from erreur
    place = find_neuf(ici / f"controle_{preparee.annee}.xlsx", (".xlsx",))
    write_atomic(place, preparee.octets)
    write_cell(book, agape.CONTROLE, place.name)
    tirees = pluriel(preparee.tirees, "ligne tirée", "lignes tirées")
    announce(book, f"{tirees} dans « {place} ». Remplissez « Verdicts ».", agape.BILAN)
    return place
