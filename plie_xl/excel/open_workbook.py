"""The workbook under the coordinator's eyes, read as a received file is: same stages, same answers.

Sheets are read whole, in one call each, and only those that reading asks for.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from plie_xl.excel.around import TABLE_SUIVIE, look_around
from plie_xl.model.lecture import Lecture
from plie_xl.reading.guard.around import Alentour
from plie_xl.reading.guard.refusals import FeuilleVue, Garde
from plie_xl.reading.headers import Grille
from plie_xl.reading.read import build_lecture
from plie_xl.reading.tables import LazySheets

if TYPE_CHECKING:
    import xlwings as xw

_ERREURS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
_CODES_ERREUR = range(-2146826300, -2146826200)  # as Windows gives the newer ones: #SPILL!, #CALC!
_ERREUR_RECENTE = "#ERREUR"
_SUR = re.compile(r"(?!(?:vrai|faux|true|false)\s*$)[^\W\d_]\D*", re.IGNORECASE)


@dataclass(frozen=True)
class Ouvert:
    """An open workbook and what was read of it.

    `grilles` gives the cells of each sheet from A1; `tables` where its Excel tables stand
    (« $A$5:$X$105 ») by sheet, then by name.
    """

    book: "xw.Book"
    lecture: Lecture
    grilles: Mapping[str, Grille]
    tables: Mapping[str, Mapping[str, str]]


def read_ouvert(book: "xw.Book") -> Ouvert:
    """Read an open workbook; refuse no value, write nothing."""
    vues = {f.name: _vue(f.name, {t.name: t for t in f.tables}) for f in book.sheets}
    tables = {nom: vue.tables for nom, vue in vues.items()}

    def read(nom: str) -> Grille:
        grille = read_feuille(book.sheets[nom])
        vues[nom].erreurs.update(_take_erreurs(grille))
        return grille

    grilles = LazySheets(list(vues), read)
    vue = Garde("xlsx", feuilles=tuple(vues.values()))
    return Ouvert(book, build_lecture(book.name, grilles, None, vue), grilles, tables)


def read_feuille(feuille: "xw.Sheet") -> list[list[object]]:
    """The cells of a sheet from A1 to the last one used, "" for an empty one."""
    fin = feuille.used_range.last_cell
    plage = zone(feuille, 1, 1, fin.row, fin.column)
    return en_nombres(plage.options(ndim=2, empty="", err_to_str=True).value)


def en_nombres(valeurs: Iterable[Iterable[object]]) -> list[list[object]]:
    """The same cells, numbers as numbers: Windows gives a `Decimal` under a currency format."""
    return [[float(v) if isinstance(v, Decimal) else v for v in ligne] for ligne in valeurs]


def find_nommee(book: "xw.Book", nom: str) -> "xw.Range | None":
    """The cells that a name stands for; None without the name, or when its cells were deleted."""
    if nom not in book.names or "#REF!" in str(book.names[nom].refers_to):
        return None
    return book.names[nom].refers_to_range


def zone(feuille: "xw.Sheet", haut: int, gauche: int, bas: int, droite: int) -> "xw.Range":
    """The cells between two corners, counted as Excel counts."""
    return feuille.range((haut, gauche), (bas, droite))


def suites(lignes: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Sorted rows as runs, first and last: each run is written in one call."""
    debut = fin = None
    for ligne in lignes:
        if debut is None or fin is None:
            debut = fin = ligne
        elif ligne == fin + 1:
            fin = ligne
        else:
            yield debut, fin
            debut = fin = ligne
    if debut is not None and fin is not None:
        yield debut, fin


def as_texte(valeur: object) -> object:
    """A text that stays text: Excel reads formulas, dates and numbers in what it is given.

    The apostrophe is Excel's own way to say so; it is neither shown nor part of the value. Words
    without a figure are taken as they are, but for « vrai » and « faux ».
    """
    if isinstance(valeur, str) and valeur and not _SUR.fullmatch(valeur):
        return f"'{valeur}"
    return valeur


def _vue(feuille: str, tables: "Mapping[str, xw.main.Table]") -> FeuilleVue:
    """What the guard says of a sheet; its errors are noted when the sheet is read."""
    suivi = tables.get(TABLE_SUIVIE)
    alentour = look_around(suivi) if suivi is not None else Alentour()
    adresses = {nom: table.range.address for nom, table in tables.items()}
    return FeuilleVue(feuille, True, 0, (0, 0), {}, [], 0, adresses, alentour)


def _take_erreurs(grille: list[list[object]]) -> dict[tuple[int, int], str]:
    """Empty the error cells, as readers of files do, and tell where they stood."""
    erreurs = {}
    for n, ligne in enumerate(grille, start=1):
        for k, valeur in enumerate(ligne, start=1):
            if erreur := _erreur(valeur):
                erreurs[n, k] = erreur
                ligne[k - 1] = ""
    return erreurs


def _erreur(valeur: Any) -> str:
    if isinstance(valeur, str):
        return valeur if valeur in _ERREURS else ""
    return _ERREUR_RECENTE if type(valeur) is int and valeur in _CODES_ERREUR else ""
