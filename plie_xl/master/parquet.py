"""A table of the master as Parquet: one type per column, nothing lost, equal values kept once.

pyarrow, an optional extra, is imported here only, and only when a table is written or read.
"""

from collections.abc import Sequence
from datetime import date, datetime
from importlib.util import find_spec
from io import BytesIO
from typing import Any

import numpy as np
import pandas as pd

from plie_xl.master.columns import keep_distinct
from plie_xl.master.parquet_pages import sum_pages
from plie_xl.model.process import allow
from plie_xl.model.text import en_clair
from plie_xl.model.workbook import Colonne, Feuille

NOMBRES = ("entier", "nombre", "discret", "decimal", "euros", "centimes", "pourcent")
ENTIERS = ("entier", "nombre", "discret")  # whole numbers, unless somebody typed another
ARRONDIS = {"pourcent": 4, "decimal": 4, "euros": 2}  # decimals that mean something
_FLOTTANT = 15
INSTALLER = "pip install plie-xl[parquet]"
_MAX_OCTETS = 500_000_000  # of columns: ten million rows, equal values kept once
# What `write_parquet` writes, and nothing else is read.
_TYPES = frozenset(
    (
        ("BYTE_ARRAY", "STRING", 0),
        ("INT64", "NONE", 0),
        ("DOUBLE", "NONE", 0),
        ("INT32", "DATE", 0),
    )
)
_CODECS = frozenset(("SNAPPY", "UNCOMPRESSED"))
_CODAGES = frozenset(("PLAIN", "PLAIN_DICTIONARY", "RLE", "RLE_DICTIONARY"))
_TEXTE = "_texte"  # ends the name of a second column: the words of a column of dates or numbers


def has_parquet() -> bool:
    """Whether pyarrow is installed; from here on it may be loaded."""
    allow("pyarrow")
    return find_spec("pyarrow") is not None


def normal(valeur: Any, colonne: Colonne) -> Any:
    """A value as open formats keep it: numbers of a text column are text, nothing is None."""
    if valeur is None or valeur == "" or valeur != valeur:
        return None
    if isinstance(valeur, datetime):
        valeur = valeur.date()
    juste = date if colonne.format == "date" else float if colonne.format in NOMBRES else str
    if juste is float and isinstance(valeur, int | float):
        return round(float(valeur), ARRONDIS.get(colonne.format, _FLOTTANT))
    return valeur if isinstance(valeur, juste | str) else en_clair(valeur)


def distinctes(frame: pd.DataFrame, colonne: Colonne) -> tuple[Any, list[Any]]:
    """For each row the place of its value among those of a column, in their normal form.

    The last one is None; a column that the frame lacks has no other.
    """
    if colonne.id not in frame:
        return np.zeros(len(frame), int), [None]
    codes, valeurs = keep_distinct(frame[colonne.id])
    normales = [normal(v, colonne) for v in valeurs]
    return np.where(codes < 0, len(normales), codes), [*normales, None]


def write_parquet(frame: pd.DataFrame, feuille: Feuille) -> bytes:
    """One type per column; words in a column of dates or numbers go to « COLONNE_texte »."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {"date": pa.date32(), **dict.fromkeys(NOMBRES, pa.float64())}
    colonnes: dict[str, Any] = {}
    for c in feuille.colonnes:
        codes, valeurs = distinctes(frame, c)
        if c.format in types:
            textes = [v if isinstance(v, str) else None for v in valeurs]
            valeurs = [None if isinstance(v, str) else v for v in valeurs]
            mots = pa.array(textes, pa.string()).take(codes)
            if mots.null_count < len(mots):
                colonnes[c.id + _TEXTE] = mots
        type_ = types.get(c.format, pa.string())
        if c.format in ENTIERS and all(v is None or v.is_integer() for v in valeurs):
            type_, valeurs = pa.int64(), [None if v is None else int(v) for v in valeurs]
        colonnes[c.id] = pa.array(valeurs, type_).take(codes)
    tampon = BytesIO()
    pq.write_table(pa.table(colonnes), tampon)
    return tampon.getvalue()


def count_lignes(octets: bytes) -> int:
    """Rows that a Parquet file announces, before any of them is read.

    ValueError unless it is made as ours are: other types, codings and codecs say the same in a
    thousand times less room, and would take as much more memory once read.
    """
    import pyarrow.parquet as pq

    lu = pq.read_metadata(BytesIO(octets))
    lots = [lu.row_group(n) for n in range(lu.num_row_groups)]
    if lu.num_rows != sum(lot.num_rows for lot in lots) or lu.num_rows < 0:
        raise ValueError("the file lies on its rows")
    morceaux = [lot.column(k) for lot in lots for k in range(lot.num_columns)]
    if sum(_weigh(octets, morceau) for morceau in morceaux) > _MAX_OCTETS:
        raise ValueError("too large once inflated")
    colonnes = [lu.schema.column(n) for n in range(len(lu.schema))]
    types = {(c.physical_type, c.logical_type.type, c.max_repetition_level) for c in colonnes}
    if not types <= _TYPES:
        raise ValueError("a type that we do not write")
    for morceau in morceaux:
        if morceau.compression not in _CODECS or not _CODAGES.issuperset(morceau.encodings):
            raise ValueError("a coding that we do not write")
    return int(lu.num_rows)


def _weigh(octets: bytes, morceau: Any) -> int:
    """Bytes of a column once inflated: what its pages ask for, whatever the directory says."""
    places = (morceau.dictionary_page_offset or morceau.data_page_offset, morceau.data_page_offset)
    pages = sum_pages(octets, min(places), morceau.total_compressed_size)
    return max(pages, int(morceau.total_uncompressed_size))


def read_parquet(octets: bytes, feuille: Feuille) -> pd.DataFrame:
    """A table from its Parquet, words back in their columns; object columns, None for nothing."""
    import pyarrow.parquet as pq

    schema = pq.read_schema(BytesIO(octets))
    voulues = {nom for c in feuille.colonnes for nom in (c.id, c.id + _TEXTE)} & set(schema.names)
    textes = [nom for nom in voulues if _is_texte(schema.field(nom).type)]
    table = pq.read_table(BytesIO(octets), columns=sorted(voulues), read_dictionary=textes)
    lues = {nom: _read_colonne(table[nom]) for nom in table.column_names}
    colonnes = {}
    for c in feuille.colonnes:
        valeurs = lues.get(c.id, np.full(len(table), None, object))
        if c.id + _TEXTE in lues:
            mots = lues[c.id + _TEXTE]
            valeurs = np.where(pd.notna(mots), mots, valeurs)
        colonnes[c.id] = pd.Series(valeurs, dtype=object)
    return pd.DataFrame(colonnes)


def _is_texte(type_: Any) -> bool:
    """Whether a column holds texts, by whatever name the file calls them."""
    import pyarrow as pa

    sorte = type_.value_type if pa.types.is_dictionary(type_) else type_
    return bool(pa.types.is_string(sorte) or pa.types.is_large_string(sorte))


def _read_colonne(colonne: Any) -> Any:
    """Python values of a column; equal ones are one object."""
    encodee = colonne.combine_chunks().dictionary_encode()
    valeurs = encodee.dictionary.to_pylist()
    valeurs = [float(v) if isinstance(v, int) else v for v in valeurs]  # as a sheet holds them
    return widen(valeurs, encodee.indices.fill_null(len(valeurs)).to_numpy())


def widen(valeurs: Sequence[object], codes: Any) -> Any:
    """The value of each code in an array of objects; None beyond the last."""
    objets = np.empty(len(valeurs) + 1, object)
    objets[:-1] = valeurs
    return objets[codes]
