"""What Excel is told to accept in a cell that somebody fills in."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from plie_xl.model.workbook import Colonne

# What Excel itself refuses at entry, by format; a help, never a check.
_REFUS: Mapping[str, Mapping[str, Any]] = {
    "date": {
        "validate": "date",
        "criteria": ">=",
        "value": date(2000, 1, 1),
        "error_title": "Date attendue",
        "error_message": "Saisissez la date en jj/mm/aaaa.",
    },
    "heure": {
        "validate": "time",
        "criteria": "between",
        "minimum": time(0, 0),
        "maximum": time(23, 59),
        "error_title": "Heure attendue",
        "error_message": "Saisissez l’heure en hh:mm.",
    },
    "entier": {
        "validate": "integer",
        "criteria": ">=",
        "value": 0,
        "error_title": "Nombre attendu",
        "error_message": "Saisissez un nombre entier, sans texte.",
    },
    "centimes": {
        "validate": "decimal",
        "criteria": ">=",
        "value": 0,
        "error_title": "Montant attendu",
        "error_message": "Saisissez un montant en euros, sans texte.",
    },
}


def build_regle(colonne: Colonne, listes: Mapping[str, str]) -> dict[str, Any]:
    """The data validation of a column, as XlsxWriter takes it; `listes` names the ranges."""
    if colonne.liste:
        return {
            "validate": "list",
            "source": f"={listes[colonne.liste]}",
            "error_title": "Valeur inconnue",
            "error_message": "Choisissez dans la liste.",
        }
    if colonne.id == "numero":
        return {"validate": "any"}
    return dict(_REFUS.get(colonne.format, {"validate": "any"}))
