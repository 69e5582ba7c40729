"""One click: from the name of a button to its function, and what is said when it fails.

A fault in the data becomes a row of « Anomalies »; what cannot be done, or a fault of ours,
becomes one French sentence. Nothing comes out of here as a traceback in Excel.
"""

from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

from plie_xl.excel.report import announce
from plie_xl.files.errors import EcritureError
from plie_xl.files.log import write_journal
from plie_xl.model.buttons import load_boutons
from plie_xl.model.errors import ActionError

if TYPE_CHECKING:
    import xlwings as xw

_COM_1004 = -2146827284  # 0x800A03EC
_REFUS = (
    "« {libelle} » : Excel a refusé d’écrire dans une cellule. Une feuille est sans doute"
    " protégée : onglet « Révision », « Ôter la protection de la feuille », puis cliquez de"
    " nouveau. Sinon, envoyez à AGAPE le fichier « {journal} »."
)
_ERREUR = (
    "« {libelle} » s’est arrêté sur une erreur du programme ; votre saisie est intacte. Envoyez à"
    " AGAPE le fichier « {journal} » : il dit où, sans le contenu de vos cellules."
)


def bouton(nom: str) -> None:
    """Run the action of a button on the workbook it was clicked in; the VBA calls this.

    `nom` is an action of the catalogue of buttons; KeyError otherwise.
    """
    import xlwings as xw

    run_action(nom, xw.Book.caller())


def run_action(nom: str, book: "xw.Book") -> None:
    """Run an action on an open workbook; whatever fails is said in French, never raised."""
    libelle = load_boutons()[nom].libelle
    with suppress(NotImplementedError):
        book.app.status_bar = False  # the line of the click before is given back
    try:
        with book.app.properties(screen_updating=False):
            _find_action(nom)(book)
    except (ActionError, EcritureError) as erreur:
        announce(book, f"« {libelle} » : {erreur}", alerte=True)
    except Exception as erreur:
        dit = _REFUS if _is_refus(erreur) else _ERREUR
        journal = write_journal(libelle, erreur)
        announce(book, dit.format(libelle=libelle, journal=journal), alerte=True)


def _is_refus(erreur: Exception) -> bool:
    """Whether Excel for Windows refused to write (1004); pywin32 is not here to be imported."""
    return type(erreur).__name__ == "com_error" and str(_COM_1004) in str(erreur.args)


def _find_action(nom: str) -> Callable[["xw.Book"], Any]:
    module = import_module(f"plie_xl.excel.buttons.{nom}")
    action: Callable[[xw.Book], Any] = getattr(module, nom)
    return action


def warm_up() -> None:
    """Load what a click needs, before it is asked."""
    for action in load_boutons():
        _find_action(action)
    for nom in ("xlwings", "plie_xl.checks", "plie_xl.excel.repair"):
        import_module(nom)
