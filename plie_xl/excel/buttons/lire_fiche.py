"""The button « Lire une fiche » of the manager's workbook: the run of `plie-xl lire-fiche -o`."""

from pathlib import Path
from typing import TYPE_CHECKING

from plie_xl.excel import agape
from plie_xl.excel.choose import ask_fichier
from plie_xl.excel.control_cells import read_cell, write_cell
from plie_xl.excel.open_workbook import find_nommee
from plie_xl.excel.report import announce, find_place, require_complement
from plie_xl.model.errors import ActionError
from plie_xl.model.text import pluriel

if TYPE_CHECKING:
    import xlwings as xw

DOSSIER = "a_confirmer"


def lire_fiche(book: "xw.Book") -> list[Path]:
    """Read the document named in the workbook, and write beside one workbook to confirm per fiche.

    ActionError when there is no document, or none that can be read.
    """
    from plie_xl.document.deliver import write_confirmer
    from plie_xl.document.line import DocumentError
    from plie_xl.document.read import read_document

    ici = _find_dossier(book)
    document = _find_document(book, ici)
    require_complement("document")
    try:
        fiches = read_document(document)
    except DocumentError as erreur:
        raise ActionError(f"{erreur}.") from erreur
    ecrits = list(write_confirmer(ici / DOSSIER, fiches))
    noms = ", ".join(chemin.name for chemin, _ in ecrits)
    avis = " ".join(f"{dit}." for _, dit in ecrits if dit)
    announce(
        book,
        f"{pluriel(len(ecrits), 'fiche lue', 'fiches lues')}. À confirmer dans"
        f" « {ici / DOSSIER} » : {noms}. Puis « plie-xl adopter ». {avis}".strip(),
        agape.FICHES,
    )
    return [chemin for chemin, _ in ecrits]


def _find_dossier(book: "xw.Book") -> Path:
    if find_nommee(book, agape.DOCUMENT) is None:
        raise ActionError(f"« {book.name} » n’est pas le classeur AGAPE. Ouvrez AGAPE.xlsm.")
    return find_place(book).parent


def _find_document(book: "xw.Book", ici: Path) -> Path:
    """The file of the yellow cell, from the workbook's own folder; asked for when it is empty."""
    dit = read_cell(book, agape.DOCUMENT) or ask_fichier(book, "Document d’une fiche opération")
    if not dit or not (ici / dit).is_file():
        trouve = f"le document « {ici / dit} » n’existe pas" if dit else "aucun document indiqué"
        raise ActionError(f"{trouve}. Écrivez dans la case jaune le chemin du document.")
    write_cell(book, agape.DOCUMENT, dit)
    return ici / dit
