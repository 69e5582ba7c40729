"""Another reader, openpyxl, asked what it sees in the sheets that ours read."""

import warnings
from datetime import date, datetime, time
from io import BytesIO

from plie_xl.reading.cells import read_grilles
from plie_xl.reading.guard import inspect

Cellules = dict[tuple[int, int], object]


def agrees(octets: bytes) -> bool:
    """Whether openpyxl sees the same cells; nothing is known of a file that it refuses."""
    try:
        autres = _read_autrement(octets)
    except Exception:
        return True
    lues = read_grilles(octets, inspect(octets))
    return all(_is_pareil(_list_cellules(lues[nom]), autres[nom]) for nom in lues if nom in autres)


def _is_pareil(nos: Cellules, autres: Cellules) -> bool:
    """openpyxl gives nothing where a number shown as a day is beyond the last day of Excel."""
    differentes = {
        place for place in nos.keys() | autres.keys() if nos.get(place) != autres.get(place)
    }
    return all(place not in autres and _is_hors_calendrier(nos[place]) for place in differentes)


def _is_hors_calendrier(valeur: object) -> bool:
    try:
        return not 0 <= float(str(valeur)) < 2_958_466
    except ValueError:
        return False


def _read_autrement(octets: bytes) -> dict[str, Cellules]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        classeur = load_workbook(BytesIO(octets), data_only=True)
    return {
        feuille.title: {  # asked for a row, openpyxl makes the cells that it lacks: a million
            (ligne - 1, colonne - 1): dit
            for (ligne, colonne), cellule in feuille._cells.items()
            if (dit := _simplify(cellule.value)) != ""
        }
        for feuille in classeur.worksheets
    }


def _list_cellules(grille: object) -> Cellules:
    """The values that are not blank, by place, in a form that readers have in common."""
    return {
        (n, k): dit
        for n, rangee in enumerate(grille)  # type: ignore[arg-type, var-annotated]
        for k, valeur in enumerate(rangee)
        if (dit := _simplify(valeur)) != ""
    }


def _simplify(valeur: object) -> object:
    """A day is a day, at midnight or not; blanks, breaks and errors have many spellings."""
    if valeur is None:
        return ""
    if isinstance(valeur, str):
        return "" if valeur.startswith("#") else " ".join(valeur.replace("_x000D_", " ").split())
    if isinstance(valeur, bool):
        return valeur
    if isinstance(valeur, int | float):
        return f"{valeur:.9g}"
    if isinstance(valeur, date | datetime | time):
        return valeur.isoformat()[:19].removesuffix("T00:00:00")
    return str(valeur)
