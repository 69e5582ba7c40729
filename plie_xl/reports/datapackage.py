"""What each exported column means, and the descriptor that public tools read (Data Package 1).

The descriptor speaks of the CSV files, under the headers that stand in them. A column whose words
and numbers are mixed (« non contrôlé ») is a text there: a validator finds what it announces.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any
from unicodedata import normalize

import pandas as pd

from plie_xl.master.parquet import ENTIERS, NOMBRES, distinctes
from plie_xl.master.read import Master
from plie_xl.model.toml import read_toml
from plie_xl.model.workbook import Colonne, Feuille

DESCRIPTEUR = "datapackage.json"
_DIALECTE = {"delimiter": ";", "lineTerminator": "\r\n", "header": True}
_MOIS = frozenset(f"m{n:02}" for n in range(1, 13))


def define(feuille: Feuille, colonne: Colonne) -> str:
    """The definition of a column: that of its table, else the common one; "" for none."""
    toutes = _load()
    commune = toutes.get("mois" if colonne.id in _MOIS else colonne.id, "")
    propre = toutes.get(feuille.table, {})
    return str(propre.get(colonne.id, commune) if isinstance(propre, dict) else commune)


@cache
def _load() -> Mapping[str, Any]:
    nom = "definitions.toml"
    return read_toml(nom, files(__package__).joinpath(nom).read_bytes())


def build_descripteur(master: Master, tables: Iterable[tuple[Feuille, pd.DataFrame]]) -> bytes:
    """« datapackage.json », for the CSV files of these tables."""
    contenu = {
        "profile": "tabular-data-package",
        "name": f"plie-{master.annee or 'consolidation'}",
        "title": master.resume,
        "description": f"Tiré de « {master.nom} », SHA-256 {master.sha256}.",
        "resources": [_resource(feuille, frame) for feuille, frame in tables],
    }
    return (json.dumps(contenu, ensure_ascii=False, indent=1) + "\n").encode()


def _resource(feuille: Feuille, frame: pd.DataFrame) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": feuille.table.replace("_", "-"),
        "title": feuille.titre,
        "path": f"{feuille.table}.csv",
        "encoding": "utf-8-sig",
        "dialect": _DIALECTE,
        "schema": {
            "fields": [_field(feuille, c, frame) for c in feuille.colonnes],
            "missingValues": [""],
        },
    }


def _field(feuille: Feuille, c: Colonne, frame: pd.DataFrame) -> dict[str, Any]:
    champ = {"name": normalize("NFC", c.entete), "description": define(feuille, c)}
    return champ | _type(c, [v for v in distinctes(frame, c)[1] if v is not None])


def _type(c: Colonne, valeurs: list[Any]) -> dict[str, Any]:
    """The type that all the values of a column have."""
    if c.format == "date" and all(isinstance(v, date) for v in valeurs):
        return {"type": "date", "format": "%d/%m/%Y"}
    if c.format in NOMBRES and all(isinstance(v, float) for v in valeurs):
        if c.format in ENTIERS and all(v.is_integer() for v in valeurs):
            return {"type": "integer"}
        return {"type": "number", "decimalChar": ","}
    return {"type": "string"}
