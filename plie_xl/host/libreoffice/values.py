"""A value as Excel gives it, and as LibreOffice keeps it: numbers, dates, formulas."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

FORMAT_LOGIQUE = 1024
_ERREURS = {  # its own codes: https://help.libreoffice.org, « Error Codes in Calc »
    503: "#NUM!",
    519: "#VALUE!",
    521: "#NULL!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}
_ORIGINE = dt.datetime(1899, 12, 30)
_BISSEXTILE = 60  # before it, Excel shows each day as the next one
_LIMITE = 2_958_466  # the day after 31/12/9999, the last one that Excel shows


def say_error(code: int) -> str:
    """An error as Excel shows it; those that are LibreOffice's own are a wrong value there."""
    return _ERREURS.get(code, "#VALUE!")


def typed(nombre: float, genre: int) -> Any:
    """A number as its format shows it in Excel: a day, or a truth value; itself where it is none.

    « 20240314 » is no day, an hour is one of no day, and a second before midnight is not tomorrow.
    """
    if genre & FORMAT_LOGIQUE:
        return bool(nombre)
    if not 1 <= nombre < _LIMITE:
        return nombre
    jours, reste = divmod(nombre, 1)
    secondes = min(round(reste * 86400), 86399)
    return _ORIGINE + dt.timedelta(jours + (nombre < _BISSEXTILE), secondes)


def native(formule: str) -> str:
    """An Excel formula in LibreOffice's own grammar.

    Its parser of Excel's grammar gives tokens for « table[[#This Row],[Column]] » that its cells
    then refuse (Err:520); the grammar of its own window knows the same reference.
    """
    morceaux = re.split(r'("[^"]*")', formule)
    morceaux[::2] = [m.replace(",", ";").replace("!", ".") for m in morceaux[::2]]
    return "".join(morceaux)


def is_formula(valeur: Any) -> bool:
    """Whether it is taken as a formula: a text that begins with « = »."""
    return isinstance(valeur, str) and valeur.startswith("=")


def says_more(valeur: Any) -> bool:
    """Whether it needs more than a bare value: a formula, a day, a truth value."""
    return is_formula(valeur) or isinstance(valeur, bool | dt.date)


def as_data(valeur: Any) -> str | float:
    """What LibreOffice takes for a value; a formula is written after, as a formula."""
    if valeur is None or is_formula(valeur):
        return ""
    if isinstance(valeur, dt.datetime):
        return (valeur - _ORIGINE).total_seconds() / 86400
    if isinstance(valeur, dt.date):
        return float((valeur - _ORIGINE.date()).days)
    return float(valeur) if isinstance(valeur, int | float) else str(valeur).removeprefix("'")
