"""One click: from the name of a button to its function, and what is said when it fails.

A fault in the data becomes a row of « Anomalies »; what cannot be done, or a fault of ours,
becomes one French sentence. Nothing comes out of here as a traceback in Excel.
"""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from plie_xl.excel.report import ActionError, announce
from plie_xl.files.errors import EcritureError
from plie_xl.files.log import write_journal
from plie_xl.model.buttons import load_boutons

if TYPE_CHECKING:
    import xlwings as xw


def bouton(nom: str) -> None:
    """Run the action of a button on the workbook it was clicked in; the VBA calls this.

    `nom` is an action of the catalogue of buttons; KeyError otherwise.
    """
    import xlwings as xw

    run_action(nom, xw.Book.caller())


def run_action(nom: str, book: "xw.Book") -> None:
    """Run an action on an open workbook; whatever fails is said in French, never raised."""
    libelle = load_boutons()[nom].libelle
    try:
        with book.app.properties(screen_updating=False):
            _find_action(nom)(book)
    except (ActionError, EcritureError) as erreur:
        announce(book, f"« {libelle} » : {erreur}", alerte=True)
    except Exception as erreur:
        journal = write_journal(libelle, erreur)
        announce(
            book,
            f"« {libelle} » s’est arrêté sur une erreur du programme ; votre saisie est intacte."
            f" Envoyez à AGAPE le fichier « {journal} » : il dit où, sans le contenu de vos"
            " cellules.",
            alerte=True,
        )


def _find_action(nom: str) -> Callable[["xw.Book"], Any]:
    module = import_module(f"plie_xl.excel.buttons.{nom}")
    action: Callable[[xw.Book], Any] = getattr(module, nom)
    return action
