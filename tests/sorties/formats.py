"""Read an export again, as a program that knows its columns does."""

import csv
import json
from datetime import date
from io import StringIO
from typing import Any

import pandas as pd

from plie_xl.master.parquet import NOMBRES
from plie_xl.model.text import read_jour
from plie_xl.model.workbook import Colonne, Feuille


def read_csv(octets: bytes, feuille: Feuille) -> pd.DataFrame:
    """A table from its CSV, value for value what the master held."""
    lignes = list(csv.reader(StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"))[1:]
    valeurs = {
        c.id: [_de_csv(ligne[n], c) for ligne in lignes] for n, c in enumerate(feuille.colonnes)
    }
    return pd.DataFrame(valeurs, dtype=object)


def read_json(octets: bytes, feuille: Feuille) -> pd.DataFrame:
    """A table from its JSON, value for value what the master held."""
    lignes = json.loads(octets)["lignes"]
    return pd.DataFrame(
        {
            c.id: pd.Series([_de_iso(x[c.id], c) for x in lignes], dtype=object)
            for c in feuille.colonnes
        }
    )


def _de_csv(texte: str, colonne: Colonne) -> object:
    if not texte:
        return None
    if texte.startswith("'"):
        return texte[1:]
    if colonne.format == "date":
        return read_jour(texte)
    return float(texte.replace(",", ".")) if colonne.format in NOMBRES else texte


def _de_iso(valeur: Any, colonne: Colonne) -> object:
    if colonne.format == "date" and isinstance(valeur, str):
        try:
            return date.fromisoformat(valeur)
        except ValueError:
            return valeur
    return float(valeur) if isinstance(valeur, int | float) else valeur
