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
from openpyxl.worksheet.dimensions import DimensionHolder
from openpyxl.worksheet.table import Table, TableList


class _Conserve(pickle.Pickler):
    """Three collections of openpyxl are more than they show: pickle would lose some of it."""

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


def _set_dimensions(dimensions: DimensionHolder, etat: Mapping[str, Any]) -> None:
    dimensions.default_factory = etat["cree"]
    dimensions.__dict__.update(etat["reste"])


def _reduce_dimensions(dimensions: DimensionHolder) -> tuple[Any, ...]:
    etat = {"cree": dimensions.default_factory, "reste": dimensions.__dict__}
    rangs = iter(dimensions.items())
    return DimensionHolder, (None, None), etat, None, rangs, _set_dimensions


_Conserve.dispatch_table[DimensionHolder] = _reduce_dimensions
_Conserve.dispatch_table[TableList] = lambda x: (_rebuild_tables, (list(x.values()),))
_Conserve.dispatch_table[IndexedList] = lambda x: (_rebuild_indexed, (list(x), x.__dict__))


_vues: set[int] = set()  # the bytes that were asked for, by their hash


def open_octets(octets: bytes) -> Any:
    """The workbook that these bytes are, for whoever asks to change at will.

    Most are asked for once: to keep one costs half of what to parse it does.
    """
    if hash(octets) in _vues:
        return pickle.loads(_conserve(octets))
    _vues.add(hash(octets))
    return openpyxl.load_workbook(BytesIO(octets))


@lru_cache(maxsize=16)
def _conserve(octets: bytes) -> bytes:
    sortie = BytesIO()
    _Conserve(sortie, pickle.HIGHEST_PROTOCOL).dump(openpyxl.load_workbook(BytesIO(octets)))
    return sortie.getvalue()
