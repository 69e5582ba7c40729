"""A workbook open in the openpyxl host, beside the one that a visitor holds."""

import pytest
import xlwings as xw
from hote.fichier import AdaptateurFichier

from plie_xl.host.engine import active_engine


@pytest.fixture
def ouvrir_fichier():
    with active_engine("fichier", AdaptateurFichier):
        yield lambda chemin: xw.Book(str(chemin))
