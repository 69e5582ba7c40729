"""The master's tables in open formats: CSV for French Excel, JSON, Parquet, and a dictionary.

In CSV, an apostrophe before a text says « text »: it stands before what Excel would take for a
formula (= + - @, a tab), before a text that itself begins with an apostrophe, and before words
that stand in a column of dates or numbers. Reading takes one apostrophe off: nothing is lost.
"""

import csv
import json
from collections.abc import Iterator
from datetime import date, datetime
from importlib.util import find_spec
from io import BytesIO, StringIO
from typing import Any

import pandas as pd

from plie_xl.classeur import Colonne, Feuille
from plie_xl.lire_master import FEUILLES, Master
from plie_xl.master.contrat import CHIFFRES as CHIFFRES_CLES
from plie_xl.texte import en_clair, read_jour

NOMBRES = ("entier", "discret", "decimal", "euros", "centimes", "pourcent")
_TYPES = {"date": "date", "entier": "nombre", "pourcent": "part"} | dict.fromkeys(
    ("euros", "centimes"), "montant en euros"
)
_DANGER = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
DICTIONNAIRE = ("table", "feuille", "colonne", "entete", "type", "dans_le_csv")
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
    """Every file of the export, by name: three per table, then « dictionnaire.csv » and .json.

    Parquet files are given only where pyarrow is installed (`pip install plie-xl[parquet]`).
    """
    tables = [(f, master.tables[f.table]) for f in FEUILLES if f.table in master.tables]
    tables += [(CHIFFRES, build_chiffres(master)), (TOTAUX, build_totaux(master))]
    for feuille, frame in tables:
        yield f"{feuille.table}.csv", write_csv(frame, feuille)
        yield f"{feuille.table}.json", _write_json(master, feuille, frame)
        if has_parquet():
            yield f"{feuille.table}.parquet", write_parquet(frame, feuille)
    yield from _dictionnaire([feuille for feuille, _ in tables])


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


def has_parquet() -> bool:
    """Whether pyarrow, an optional extra, is installed."""
    return find_spec("pyarrow") is not None


def write_csv(frame: pd.DataFrame, feuille: Feuille) -> bytes:
    """`;`, UTF-8 with BOM, decimal comma, jj/mm/aaaa, the headers of the sheet."""
    lignes = (
        [_en_csv(ligne[c.id], c) for c in feuille.colonnes] for ligne in frame.to_dict("records")
    )
    return _csv([[c.entete for c in feuille.colonnes], *lignes])


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


def write_parquet(frame: pd.DataFrame, feuille: Feuille) -> bytes:
    """One type per column; words in a column of dates or numbers go to « COLONNE_texte »."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {"date": pa.date32(), **dict.fromkeys(NOMBRES, pa.float64())}
    colonnes: dict[str, Any] = {}
    for c in feuille.colonnes:
        valeurs = [_normal(v, c) for v in frame[c.id]]
        if c.format in types:
            textes = [v if isinstance(v, str) else None for v in valeurs]
            valeurs = [None if isinstance(v, str) else v for v in valeurs]
            if any(textes):
                colonnes[f"{c.id}_texte"] = pa.array(textes, pa.string())
        colonnes[c.id] = pa.array(valeurs, types.get(c.format, pa.string()))
    tampon = BytesIO()
    pq.write_table(pa.table(colonnes), tampon)
    return tampon.getvalue()


def read_parquet(octets: bytes, feuille: Feuille) -> pd.DataFrame:
    """A table from its Parquet, words back in their columns."""
    import pyarrow.parquet as pq

    lues = pq.read_table(BytesIO(octets)).to_pydict()
    for nom in [n for n in lues if n.endswith("_texte")]:
        base = nom.removesuffix("_texte")
        lues[base] = [v if v is not None else t for v, t in zip(lues[base], lues[nom], strict=True)]
    return pd.DataFrame({c.id: pd.Series(lues[c.id], dtype=object) for c in feuille.colonnes})


def normalize(frame: pd.DataFrame, feuille: Feuille) -> pd.DataFrame:
    """A table as every format keeps it: numbers of a text column are text, nothing is None."""
    return pd.DataFrame(
        {
            c.id: pd.Series([_normal(v, c) for v in frame[c.id]], dtype=object)
            for c in feuille.colonnes
        }
    )


def _normal(valeur: Any, colonne: Colonne) -> Any:
    if valeur is None or valeur == "" or valeur != valeur:
        return None
    if isinstance(valeur, datetime):
        valeur = valeur.date()
    juste = date if colonne.format == "date" else float if colonne.format in NOMBRES else str
    if juste is float and isinstance(valeur, int | float):
        return float(valeur)
    return valeur if isinstance(valeur, juste | str) else en_clair(valeur)


def _en_csv(valeur: Any, colonne: Colonne) -> str:
    valeur = _normal(valeur, colonne)
    if valeur is None:
        return ""
    if isinstance(valeur, float):
        texte = str(int(valeur)) if valeur.is_integer() else repr(valeur)
        return texte.replace(".", ",")
    if isinstance(valeur, date):
        return f"{valeur:%d/%m/%Y}"
    typee = colonne.format == "date" or colonne.format in NOMBRES
    return f"'{valeur}" if typee or valeur.startswith(_DANGER) else str(valeur)


def _de_csv(texte: str, colonne: Colonne) -> object:
    if not texte:
        return None
    if texte.startswith("'"):
        return texte[1:]
    if colonne.format == "date":
        return read_jour(texte)
    return float(texte.replace(",", ".")) if colonne.format in NOMBRES else texte


def _write_json(master: Master, feuille: Feuille, frame: pd.DataFrame) -> bytes:
    normale = normalize(frame, feuille)
    lignes = [{k: _en_iso(v) for k, v in x.items()} for x in normale.to_dict("records")]
    contenu = {
        "table": feuille.table,
        "feuille": feuille.nom,
        "resume": master.resume,
        "master_sha256": master.sha256,
        "lignes": lignes,
    }
    return (json.dumps(contenu, ensure_ascii=False, indent=1) + "\n").encode()


def _en_iso(valeur: object) -> object:
    if isinstance(valeur, date):
        return valeur.isoformat()
    return int(valeur) if isinstance(valeur, float) and valeur.is_integer() else valeur


def _de_iso(valeur: Any, colonne: Colonne) -> object:
    if colonne.format == "date" and isinstance(valeur, str):
        try:
            return date.fromisoformat(valeur)
        except ValueError:
            return valeur
    return float(valeur) if isinstance(valeur, int | float) else valeur


def _dictionnaire(feuilles: list[Feuille]) -> Iterator[tuple[str, bytes]]:
    """What each column is, from the contract that draws the master."""
    lignes = []
    for f in feuilles:
        for c in f.colonnes:
            genre = _TYPES.get(c.format, "nombre" if c.format in NOMBRES else "texte")
            ecriture = _ECRITURE.get(genre, "virgule décimale")
            lignes.append((f.table, f.nom, c.id, c.entete, genre, ecriture))
    yield "dictionnaire.csv", _csv([list(DICTIONNAIRE), *map(list, lignes)])
    objets = [dict(zip(DICTIONNAIRE, ligne, strict=True)) for ligne in lignes]
    yield "dictionnaire.json", (json.dumps(objets, ensure_ascii=False, indent=1) + "\n").encode()


def _csv(lignes: list[list[str]]) -> bytes:
    tampon = StringIO(newline="")
    csv.writer(tampon, delimiter=";", lineterminator="\r\n").writerows(lignes)
    return tampon.getvalue().encode("utf-8-sig")
