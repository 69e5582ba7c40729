"""Workbooks as openpyxl opens them: the same one is parsed once, then given again as it was.

Most of a gesture on a workbook is to parse it. What openpyxl has parsed is kept as a pickle, from
which each gesture has a workbook of its own.
"""

import copyreg
import pickle
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.table import Table, TableList


class _Conserve(pickle.Pickler):
    """Two collections of openpyxl change what they are asked for: pickle would lose some."""

    dispatch_table = copyreg.dispatch_table.copy()


def _rebuild_tables(tables: list[Table]) -> TableList:
    refaites = TableList()
    for table in tables:
        refaites.add(table)
    return refaites


def _rebuild_indexed(valeurs: list[Any], etat: Mapping[str, Any]) -> IndexedList:
    refaite = IndexedList()
    list.extend(refaite, valeurs)
    refaite.__dict__.update(etat)
    return refaite


_Conserve.dispatch_table[TableList] = lambda x: (_rebuild_tables, (list(x.values()),))
_Conserve.dispatch_table[IndexedList] = lambda x: (_rebuild_indexed, (list(x), x.__dict__))


def open_octets(octets: bytes) -> Any:
    """The workbook that these bytes are, for whoever asks to change at will."""
    return pickle.loads(_conserve(octets))


@lru_cache(maxsize=16)
def _conserve(octets: bytes) -> bytes:
    sortie = BytesIO()
    _Conserve(sortie, pickle.HIGHEST_PROTOCOL).dump(openpyxl.load_workbook(BytesIO(octets)))
    return sortie.getvalue()
