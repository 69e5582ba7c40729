"""Long plain sheets: what is read back is what was given, beside what XlsxWriter drew."""

from datetime import date
from io import BytesIO

import openpyxl
import pandas as pd
import pytest

from plie_xl.classeur import Colonne, Feuille
from plie_xl.master.page import add_page, add_page_longue
from plie_xl.plume import Plume

FEUILLE = Feuille(
    "Longue",
    "longue",
    "Une longue feuille",
    "Rien à faire.",
    (
        Colonne("mot", "Mot", 20, "libre", saisie=False),
        Colonne("jour", "Jour", 12, "date", saisie=False),
        Colonne("nombre", "Nombre", 9, "entier", saisie=False),
    ),
    saisie=False,
)
LIGNES = [
    {"mot": "=1+1", "jour": date(2024, 2, 29), "nombre": 3},
    {"mot": "un <b> & deux", "jour": None, "nombre": 0.5},
    {"mot": "une phrase " * 9, "jour": date(2024, 3, 1), "nombre": ""},
]


def _write(dessiner):
    plume = Plume(date(2024, 1, 1), "Essai")
    dessiner(plume)
    return plume.close()


def _longue(plume):
    add_page_longue(plume, FEUILLE, pd.DataFrame(LIGNES), "résumé")


def _courte(plume):
    add_page(plume, FEUILLE, LIGNES, "résumé", graphiques=True)  # by XlsxWriter, cell by cell


def _feuille(octets):
    return openpyxl.load_workbook(BytesIO(octets))["Longue"]


def test_deux_fois_les_memes_octets():
    assert _write(_longue) == _write(_longue)


@pytest.mark.parametrize("quoi", ["value", "number_format", "data_type"])
def test_une_page_longue_se_lit_comme_une_page_courte(quoi):
    longue, courte = _feuille(_write(_longue)), _feuille(_write(_courte))
    lues = [[[getattr(c, quoi) for c in r] for r in f.iter_rows()] for f in (longue, courte)]
    assert lues[0] == lues[1]


def test_une_page_longue_a_les_traits_et_les_hauteurs_d_une_page_courte():
    longue, courte = _feuille(_write(_longue)), _feuille(_write(_courte))
    for n in range(1, courte.max_row + 1):
        assert longue.row_dimensions[n].height == courte.row_dimensions[n].height
        for a, b in zip(longue[n], courte[n], strict=True):
            assert repr((a.font, a.fill, a.border)) == repr((b.font, b.fill, b.border))


def test_le_tableau_et_les_dimensions_couvrent_toutes_les_lignes():
    longue = _feuille(_write(_longue))
    assert longue.tables["longue"].ref == longue.tables["longue"].autoFilter.ref == "A5:C8"
    assert longue.dimensions == "A1:C8"
