"""The master's tables in open formats: CSV for French Excel, JSON, Parquet, and a dictionary.

In CSV, an apostrophe before a text says « text »: it stands before what Excel would take for a
formula (`is_formula`), before a text that itself begins with an apostrophe, and before words
that stand in a column of dates or numbers. Reading takes one apostrophe off: nothing is lost.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from io import BytesIO, TextIOWrapper
from typing import Any

import pandas as pd

from plie_xl.master.contract import CHIFFRES as CHIFFRES_CLES
from plie_xl.master.parquet import NOMBRES, distinctes, has_parquet, widen, write_parquet
from plie_xl.master.read import FEUILLES, Master
from plie_xl.model.formula import is_formula
from plie_xl.model.text import en_clair
from plie_xl.model.workbook import Colonne, Feuille
from plie_xl.reports.datapackage import DESCRIPTEUR, build_descripteur, define

_TYPES = {"date": "date", "entier": "nombre entier", "pourcent": "part"} | dict.fromkeys(
    ("euros", "centimes"), "montant en euros"
)
DICTIONNAIRE = ("table", "feuille", "colonne", "entete", "type", "dans_le_csv", "definition")
# What stands on a sheet beside its table: key figures above it, totals below it.
CHIFFRES = Feuille(
    "Synthèse",
    "chiffres",
    "Chiffres clés",
    "",
    (
        Colonne("chiffre", "Chiffre", 0),
        Colonne("libelle", "Nom", 0),
        Colonne("valeur", "Valeur", 0),
    ),
)
TOTAUX = Feuille(
    "Ensemble",
    "totaux",
    "Totaux des tableaux",
    "",
    (
        Colonne("table", "Table", 0),
        Colonne("quoi", "Quoi", 0),
        Colonne("colonne", "Colonne", 0),
        Colonne("entete", "En-tête", 0),
        Colonne("valeur", "Valeur", 0, "decimal"),
    ),
)
_ECRITURE = {"date": "jj/mm/aaaa", "texte": "texte", "part": "0,85 pour 85 %"}


def build_export(master: Master) -> Iterator[tuple[str, bytes]]:
    """Every file of the export, by name: three per table, then the dictionary and its descriptor.

    Parquet files are given only where pyarrow is installed (`pip install plie-xl[parquet]`).
    """
    tables = _list_tables(master)
    for feuille, frame in tables:
        yield f"{feuille.table}.csv", write_csv(frame, feuille)
        yield f"{feuille.table}.json", _write_json(master, feuille, frame)
        if has_parquet():
            yield f"{feuille.table}.parquet", write_parquet(frame, feuille)
    yield from _dictionnaire([feuille for feuille, _ in tables])
    yield DESCRIPTEUR, build_descripteur(master, tables)


def list_export() -> list[str]:
    """The name of every file that `build_export` may give, whatever the master and the machine."""
    tables = [f.table for f in (*FEUILLES, CHIFFRES, TOTAUX)]
    noms = [f"{t}.{x}" for t in (*tables, "dictionnaire") for x in ("csv", "json", "parquet")]
    return [*noms, DESCRIPTEUR]


def _list_tables(master: Master) -> list[tuple[Feuille, pd.DataFrame]]:
    tables = [(f, master.tables[f.table]) for f in FEUILLES if f.table in master.tables]
    return [*tables, (CHIFFRES, build_chiffres(master)), (TOTAUX, build_totaux(master))]


def build_chiffres(master: Master) -> pd.DataFrame:
    """The key figures of « Synthèse », one a row, as text: « 11 sur 11 », « 31/10/2024 »."""
    lignes = [
        {"chiffre": c.id, "libelle": c.entete, "valeur": en_clair(master.chiffres[c.id])}
        for c in CHIFFRES_CLES
        if c.id in master.chiffres
    ]
    return pd.DataFrame(lignes, columns=[c.id for c in CHIFFRES.colonnes])


def build_totaux(master: Master) -> pd.DataFrame:
    """The rows of totals under the tables, one number a row."""
    lignes = [
        {"table": f.table, "quoi": x.get("quoi"), "colonne": c.id, "entete": c.entete,
         "valeur": x[c.id]}
        for f in FEUILLES
        if f.table in master.ensembles
        for x in master.ensembles[f.table].to_dict("records")
        for c in f.colonnes
        if c.format in NOMBRES and x[c.id] is not None
    ]  # fmt: skip
    return pd.DataFrame(lignes, columns=[c.id for c in TOTAUX.colonnes])


def write_csv(frame: pd.DataFrame, feuille: Feuille) -> bytes:
    """`;`, UTF-8 with BOM, decimal comma, jj/mm/aaaa, the headers of the sheet."""
    colonnes = _write_colonnes(frame, feuille, _en_csv)
    return _csv([c.entete for c in feuille.colonnes], zip(*colonnes, strict=True))


def _write_colonnes(
    frame: pd.DataFrame, feuille: Feuille, write: Callable[[Any, Colonne], object]
) -> Iterator[Any]:
    """Each column as it is written, each distinct value once."""
    for c in feuille.colonnes:
        codes, valeurs = distinctes(frame, c)
        yield widen([write(v, c) for v in valeurs], codes)


def normalize(frame: pd.DataFrame, feuille: Feuille) -> pd.DataFrame:
    """A table as every format keeps it: numbers of a text column are text, nothing is None."""
    colonnes = _write_colonnes(frame, feuille, lambda valeur, colonne: valeur)
    paires = zip(feuille.colonnes, colonnes, strict=True)
    return pd.DataFrame({c.id: pd.Series(valeurs, dtype=object) for c, valeurs in paires})


def _en_csv(valeur: Any, colonne: Colonne) -> str:
    if valeur is None:
        return ""
    if isinstance(valeur, float):
        texte = str(int(valeur)) if valeur.is_integer() else repr(valeur)
        return texte.replace(".", ",")
    if isinstance(valeur, date):
        return f"{valeur:%d/%m/%Y}"
    typee = colonne.format == "date" or colonne.format in NOMBRES
    return f"'{valeur}" if typee or valeur[:1] == "'" or is_formula(valeur) else str(valeur)


def _write_json(master: Master, feuille: Feuille, frame: pd.DataFrame) -> bytes:
    """What `json.dumps(…, indent=1)` would write, each distinct value once."""
    contenu = {
        "table": feuille.table,
        "feuille": feuille.nom,
        "resume": master.resume,
        "master_sha256": master.sha256,
        "lignes": [],
    }
    vide = json.dumps(contenu, ensure_ascii=False, indent=1) + "\n"
    debut, _, fin = vide.rpartition("[]")
    champs = ",\n".join(f'   "{c.id}": %s' for c in feuille.colonnes)
    objet = f"  {{\n{champs}\n  }}"
    rangees = zip(*_write_colonnes(frame, feuille, _en_json), strict=True)
    tampon = BytesIO()
    tampon.write(f"{debut}[".encode())
    for n, rangee in enumerate(rangees):
        tampon.write((",\n" if n else "\n").encode() + (objet % rangee).encode())
    tampon.write(f"\n ]{fin}".encode() if len(frame) else f"]{fin}".encode())
    return tampon.getvalue()


def _en_json(valeur: object, colonne: Colonne) -> str:
    return json.dumps(_en_iso(valeur), ensure_ascii=False)


def _en_iso(valeur: object) -> object:
    if isinstance(valeur, date):
        return valeur.isoformat()
    return int(valeur) if isinstance(valeur, float) and valeur.is_integer() else valeur


def _dictionnaire(feuilles: list[Feuille]) -> Iterator[tuple[str, bytes]]:
    """What each column is, from the contract that draws the master."""
    lignes = []
    for f in feuilles:
        for c in f.colonnes:
            genre = _TYPES.get(c.format, "nombre" if c.format in NOMBRES else "texte")
            ecriture = _ECRITURE.get(genre, "virgule décimale")
            lignes.append((f.table, f.nom, c.id, c.entete, genre, ecriture, define(f, c)))
    yield "dictionnaire.csv", _csv(DICTIONNAIRE, lignes)
    objets = [dict(zip(DICTIONNAIRE, ligne, strict=True)) for ligne in lignes]
    yield "dictionnaire.json", (json.dumps(objets, ensure_ascii=False, indent=1) + "\n").encode()


def _csv(entetes: Iterable[str], lignes: Iterable[Iterable[str]]) -> bytes:
    tampon = BytesIO()
    texte = TextIOWrapper(tampon, "utf-8-sig", newline="")
    ecrivain = csv.writer(texte, delimiter=";", lineterminator="\r\n")
    ecrivain.writerow(entetes)
    ecrivain.writerows(lignes)
    texte.flush()
    return tampon.getvalue()
