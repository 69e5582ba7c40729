"""Open workbooks for the buttons: on openpyxl, fast, behaving as Excel for Windows."""

import shutil
from contextlib import contextmanager

import pytest
import xlwings as xw
from galerie.atelier import build
from hote.windows import AdaptateurWindows, MoteurWindows

from plie_xl.host.engine import active_engine
from plie_xl.model.collection import load_fiches


@contextmanager
def ouvert(chemin):
    """A workbook open in the openpyxl host."""
    with active_engine("fichier", AdaptateurWindows, MoteurWindows):
        yield xw.Book(str(chemin))


@pytest.fixture
def ouvrir(tmp_path):
    """Give the path of a workbook, receive it open in the openpyxl host."""
    with active_engine("fichier", AdaptateurWindows, MoteurWindows):

        def ouvrir(chemin):
            copie = tmp_path / chemin.name
            if copie != chemin:
                shutil.copyfile(chemin, copie)
            return xw.Book(str(copie))

        yield ouvrir


@pytest.fixture
def saisir(tmp_path):
    """Write a workbook of a fiche with typed rows, and give its path."""

    def saisir(fiche, lignes, **parametres):
        octets = build(load_fiches(2024)[fiche], {"suivi": lignes, "parametres": [parametres]})
        chemin = tmp_path / f"plie_{fiche}_2024.xlsx"
        chemin.write_bytes(octets)
        return chemin

    return saisir
