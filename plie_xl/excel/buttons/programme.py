"""The button « Le programme » of the manager's workbook: the run of `plie-xl programme`."""

from pathlib import Path
from typing import TYPE_CHECKING

from plie_xl.excel import agape
from plie_xl.excel.buttons.consolider import find_agape
from plie_xl.excel.control_cells import write_cell
from plie_xl.excel.report import announce
from plie_xl.model.errors import ActionError
from plie_xl.model.text import enumere, pluriel

if TYPE_CHECKING:
    import xlwings as xw

MAITRES = "AGAPE_[12][0-9][0-9][0-9].xlsx"  # as « Consolider » names them


def programme(book: "xw.Book") -> Path:
    """Put side by side the masters that stand beside, one a year.

    ActionError when there is none, or two of one year; EcritureError when the workbook cannot be
    written.
    """
    from plie_xl.files.atomic import write_atomic
    from plie_xl.files.claim import claim
    from plie_xl.master.read import MasterError, read_master
    from plie_xl.model.settings import load_reglages
    from plie_xl.reports.lineage import DoubleError, sort_years
    from plie_xl.reports.programme import Programme, build_programme, recognize_programme

    ici = find_agape(book).parent
    masters = sorted(ici.glob(MAITRES))
    if not masters:
        raise ActionError(
            "aucun classeur maître n’est rangé avec ce classeur (AGAPE_2024.xlsx…). Cliquez sur"
            " « Consolider », ou rangez-les ici."
        )
    periode = load_reglages().reglages.programme
    try:
        p = Programme(sort_years(map(read_master, masters)), periode)
    except (MasterError, DoubleError) as erreur:
        raise ActionError(f"{erreur}.") from erreur
    place = ici / f"PLIE_{periode.debut}-{periode.fin}.xlsx"
    garde = claim(place, recognize_programme, lus=masters)
    ecrit = write_atomic(place, build_programme(p), copie=garde)
    write_cell(book, agape.PROGRAMME, str(ecrit.chemin))
    noms = enumere(f"« {master.name} »" for master in masters)
    dits = f"{pluriel(len(masters), 'année')} dans « {ecrit.chemin} », d’après {noms}."
    announce(book, " ".join(filter(None, (dits, ecrit.avis))), agape.BILAN)
    return ecrit.chemin
