"""Long plain sheets: what is read back is what was given, beside what XlsxWriter drew."""

import zipfile
from datetime import date
from functools import partial
from io import BytesIO

import numpy as np
import openpyxl
import pytest

from plie_xl.master.batches import Longue, list_longue
from plie_xl.master.page import add_page, add_page_longue
from plie_xl.model.frames import Coded, Rows
from plie_xl.model.workbook import Colonne, Feuille
from plie_xl.sheets.pen import Pen

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
    pen = Pen(date(2024, 1, 1), "Essai")
    dessiner(pen)
    return pen.close()


def _longue(pen):
    add_page_longue(pen, FEUILLE, list_longue(FEUILLE, LIGNES), "résumé")


def _courte(pen):
    add_page(pen, FEUILLE, LIGNES, "résumé", graphiques=True)  # by XlsxWriter, cell by cell


def _feuille(octets):
    return openpyxl.load_workbook(BytesIO(octets))["Longue"]


def test_deux_fois_les_memes_octets():
    assert _write(_longue) == _write(_longue)


@pytest.mark.parametrize("quoi", ["value", "number_format", "data_type"])
def test_une_page_longue_se_lit_comme_une_page_courte(quoi):
    longue, courte = _feuille(_write(_longue)), _feuille(_write(_courte))
    lues = [[[getattr(c, quoi) for c in r] for r in f.iter_rows()] for f in (longue, courte)]
    assert lues[0] == lues[1]


@pytest.mark.parametrize("lignes", [1, 2, 5])
def test_une_page_longue_est_la_meme_lot_par_lot(lignes, monkeypatch):
    entiere = _feuille(_write(_longue))
    monkeypatch.setattr("plie_xl.master.batches.PAR_LOT", lignes)
    par_lots = _feuille(_write(_longue))
    assert list(par_lots.values) == list(entiere.values)


def test_un_mot_qu_aucune_ligne_ne_porte_n_est_pas_dans_le_fichier():
    mots = Coded(np.array([1, 1]), ["jamais dit", "tenue"])
    longue = Longue(2, lambda tranche: Rows({"mot": mots}).take(tranche))
    octets = _write(partial(add_page_longue, feuille=FEUILLE, longue=longue, resume=""))
    textes = zipfile.ZipFile(BytesIO(octets)).read("xl/sharedStrings.xml").decode()
    assert "tenue" in textes
    assert "jamais dit" not in textes


def test_un_texte_dit_une_fois_par_lot_est_lu_dans_chacun(monkeypatch):
    monkeypatch.setattr("plie_xl.master.batches.PAR_LOT", 2)
    lignes = [{"mot": mot} for mot in ("a", "b", "a", "a", "b", "c")]
    dessiner = partial(
        add_page_longue, feuille=FEUILLE, longue=list_longue(FEUILLE, lignes), resume=""
    )
    lus = [c.value for c in _feuille(_write(dessiner))["A"][5:]]
    assert lus == ["a", "b", "a", "a", "b", "c"]


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


@pytest.mark.parametrize(
    ("resume", "pied"), [("PLIE A & B", "&L&8PLIE A && B"), ("2 fiches", "&L&8 2 fiches")]
)
def test_un_pied_de_page_ne_grossit_pas_quand_il_commence_par_un_chiffre(resume, pied):
    pen = Pen(date(2024, 1, 1), resume)
    pen.print_setup(pen.add_onglet("Longue"), resume)
    with zipfile.ZipFile(BytesIO(pen.close())) as classeur:
        feuille = classeur.read("xl/worksheets/sheet1.xml").decode()
    assert f"<oddFooter>{pied.replace('&', '&amp;')}&amp;R" in feuille
