"""The button « Réunir les verdicts »: the run of `plie-xl consolider --verdicts`."""

from typing import TYPE_CHECKING

from plie_xl.excel.buttons.consolider import find_agape, run_consolider
from plie_xl.excel.control_cells import find_controle
from plie_xl.model.errors import ActionError

if TYPE_CHECKING:
    import xlwings as xw

    from plie_xl.consolidation import Consolidation


def reunir_verdicts(book: "xw.Book") -> "Consolidation":
    """Consolidate again, with the decisions of the workbook of control.

    ActionError when there is none; otherwise as `consolider`.
    """
    from plie_xl.control.received import ControleError
    from plie_xl.model.settings import load_reglages

    controle = find_controle(book, find_agape(book).parent)
    if controle is None:
        raise ActionError("aucun classeur de contrôle n’est indiqué. Cliquez sur « Tirer ».")
    reglages = load_reglages().reglages.controle
    try:
        return run_consolider(book, verdicts=(controle,), reglages=reglages)
    except ControleError as erreur:
        raise ActionError(f"{erreur}.") from erreur
