"""The box in which Excel for Windows lets a person choose a folder or a file.

The screen is given back meanwhile: behind a frozen one, the box would stand on an empty window.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings as xw

_FICHIER, _DOSSIER = 3, 4  # msoFileDialogFilePicker, msoFileDialogFolderPicker
_ACCEPTE = -1


def ask_dossier(book: "xw.Book", titre: str) -> str:
    """The folder chosen; "" for none, and where there is no such box."""
    return _ask(book, _DOSSIER, titre) or ""


def ask_fichier(book: "xw.Book", titre: str) -> str | None:
    """The file chosen; "" for none, None where there is no such box."""
    return _ask(book, _FICHIER, titre)


def _ask(book: "xw.Book", genre: int, titre: str) -> str | None:
    try:
        choix = book.app.api.FileDialog(genre)
    except (AttributeError, NotImplementedError):
        return None
    choix.Title = titre
    choix.AllowMultiSelect = False
    with book.app.properties(screen_updating=True):
        return str(choix.SelectedItems(1)) if choix.Show() == _ACCEPTE else ""
