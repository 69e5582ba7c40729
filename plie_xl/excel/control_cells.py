"""The cells of AGAPE's workbook that its control fills and reads."""

from pathlib import Path
from typing import TYPE_CHECKING

from plie_xl.excel import agape
from plie_xl.excel.open_workbook import as_texte, find_nommee
from plie_xl.model.errors import ActionError

if TYPE_CHECKING:
    import xlwings as xw


def read_cell(book: "xw.Book", nom: str) -> str:
    """What a named cell says; "" when the workbook has none, or it is blank."""
    cellule = find_nommee(book, nom)
    valeur = None if cellule is None else cellule.value
    if isinstance(valeur, float) and valeur.is_integer():
        valeur = int(valeur)
    return str(valeur or "").strip().strip('"')


def write_cell(book: "xw.Book", nom: str, texte: str) -> None:
    """Write in a named cell, where the workbook has one."""
    if (cellule := find_nommee(book, nom)) is not None:
        cellule.value = as_texte(texte)


def find_maitre(book: "xw.Book", ici: Path) -> Path:
    """The last master that « Consolider » wrote; ActionError when there is none."""
    dit = read_cell(book, agape.MAITRE).rpartition(" ; ")[2]
    if not dit or not (ici / dit).is_file():
        raise ActionError("il n’y a pas encore de classeur maître. Cliquez sur « Consolider ».")
    return ici / dit


def find_registres(book: "xw.Book", ici: Path) -> Path | None:
    """The folder of registers of the yellow cell; None when the cell is blank."""
    dit = read_cell(book, agape.REGISTRES)
    if not dit:
        return None
    if not (ici / dit).is_dir():
        raise ActionError(
            f"le dossier « {ici / dit} » n’existe pas. Écrivez le chemin du dossier des registres,"
            " ou videz cette case."
        )
    return ici / dit


def find_controle(book: "xw.Book", ici: Path) -> Path | None:
    """The workbook of control of the yellow cell; None when the cell is blank."""
    dit = read_cell(book, agape.CONTROLE)
    if not dit:
        return None
    if not (ici / dit).is_file():
        raise ActionError(f"le classeur « {ici / dit} » n’existe pas. Écrivez son chemin.")
    return ici / dit
