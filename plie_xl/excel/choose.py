"""The box in which Excel for Windows lets a person choose a folder."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings as xw

_DOSSIER = 4  # msoFileDialogFolderPicker
_ACCEPTE = -1


def ask_dossier(book: "xw.Book", titre: str) -> str:
    """The folder chosen; "" for none, and where there is no such box."""
    try:
        choix = book.app.api.FileDialog(_DOSSIER)
    except (AttributeError, NotImplementedError):
        return ""
    choix.Title = titre
    return str(choix.SelectedItems(1)) if choix.Show() == _ACCEPTE else ""
