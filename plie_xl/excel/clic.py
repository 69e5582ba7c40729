"""One click: from the name of a button to its function, and what is said when it fails.

A fault in the data becomes a row of « Anomalies »; what cannot be done, or a fault of ours,
becomes one French sentence. Nothing comes out of here as a traceback in Excel.
"""

import platform
import sys
import tempfile
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import plie_xl
from plie_xl.destination import EcritureError
from plie_xl.excel.rapport import ActionError, annoncer

if TYPE_CHECKING:
    import xlwings as xw

LIBELLES = {
    "valider": "Valider",
    "calculer": "Calculer",
    "preparer_envoi": "Préparer l’envoi",
    "consolider": "Consolider",
}
_TAILLE_JOURNAL = 200_000  # bytes; beyond, the log starts again


def bouton(nom: str) -> None:
    """Run the action of a button on the workbook it was clicked in; the VBA calls this.

    `nom` is a key of `LIBELLES`; KeyError otherwise.
    """
    import xlwings as xw

    run_action(nom, xw.Book.caller())


def run_action(nom: str, book: "xw.Book") -> None:
    """Run an action on an open workbook; whatever fails is said in French, never raised."""
    libelle = LIBELLES[nom]
    try:
        with book.app.properties(screen_updating=False):
            _find_action(nom)(book)
    except (ActionError, EcritureError) as erreur:
        annoncer(book, f"« {libelle} » : {erreur}", alerte=True)
    except Exception as erreur:
        journal = write_journal(libelle, erreur)
        annoncer(
            book,
            f"« {libelle} » s’est arrêté sur une erreur du programme ; votre saisie est intacte."
            f" Envoyez à AGAPE le fichier « {journal} » : il dit où, sans le contenu de vos"
            " cellules.",
            alerte=True,
        )


def write_journal(libelle: str, erreur: BaseException, dossier: Path | None = None) -> Path:
    """Add an error to the log: its kind and where it happened, never a message nor a value."""
    dossier = dossier or Path.home() / ".plie_xl"
    try:
        dossier.mkdir(parents=True, exist_ok=True)
    except OSError:
        dossier = Path(tempfile.gettempdir())
    chemin = dossier / "journal.txt"
    trop_long = chemin.exists() and chemin.stat().st_size > _TAILLE_JOURNAL
    with chemin.open("w" if trop_long else "a", encoding="utf-8") as journal:
        journal.write("\n".join(_describe(libelle, erreur)) + "\n\n")
    return chemin


def _describe(libelle: str, erreur: BaseException) -> list[str]:
    entete = (
        f"{datetime.now():%d/%m/%Y %H:%M:%S} {libelle} : {type(erreur).__name__}"
        f" (plie_xl {plie_xl.__version__}, Python {platform.python_version()}, {sys.platform})"
    )
    lieux = [
        f"    {_place(lieu.filename)}:{lieu.lineno} {lieu.name}"
        for lieu in traceback.extract_tb(erreur.__traceback__)
    ]
    return [entete, *lieux]


def _place(fichier: str) -> str:
    """A source file without the folders that name a person."""
    return "/".join(Path(fichier).parts[-2:])


def _find_action(nom: str) -> Callable[["xw.Book"], Any]:
    from plie_xl import excel

    action: Callable[[xw.Book], Any] = getattr(excel, nom)
    return action
