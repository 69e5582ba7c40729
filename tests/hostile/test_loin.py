"""A cell far from all the others costs nothing and loses nothing, wherever it stands."""

import pytest

from hostile.gros import ajoute_feuille
from hostile.ods import contenu, write_ods
from hostile.variantes import SUIVI, change
from plie_xl.checks import check
from plie_xl.reading.cells import read_grilles
from plie_xl.reading.guard import inspect
from plie_xl.reading.read import read_octets

LOIN = ["ZZ100000", "XFD200", "A1048576", "XFD1048576", "AB70000", "CV6000"]


@pytest.fixture(scope="module")
def propre(racine) -> bytes:
    return (racine / "workbooks" / "2024" / "plie_agenais_2024.xlsx").read_bytes()


def une(cellule: str, valeur: str = "<v>1</v>") -> bytes:
    return f'<row><c r="{cellule}">{valeur}</c></row>'.encode()


@pytest.mark.parametrize("cellule", LOIN)
def test_dans_une_feuille_ajoutee_rien_n_est_perdu_et_la_cellule_est_nommee(cellule, propre):
    lecture = read_octets(ajoute_feuille(propre, une(cellule)), "a.xlsx")
    assert lecture.tables == read_octets(propre, "a.xlsx").tables
    dites = [a for a in check(lecture) if a.code == "LEC-20"]
    assert [f"{cellule} de la feuille « Notes »" in a.constat for a in dites] == [True]


@pytest.mark.parametrize("cellule", LOIN)
def test_dans_suivi_les_lignes_restent_lues(cellule, propre):
    loin = change(SUIVI, "</sheetData>", une(cellule).decode() + "</sheetData>")(propre)
    lue = read_octets(loin, "a.xlsx").tables["suivi"]
    assert lue.valeurs == read_octets(propre, "a.xlsx").tables["suivi"].valeurs


def test_une_cellule_blanche_au_loin_ne_se_dit_pas(propre):
    blanche = une("ZZ100000", "<v> </v>").replace(b"<c ", b'<c t="str" ')
    loin = ajoute_feuille(propre, blanche)
    assert read_octets(loin, "a.xlsx").remarques == read_octets(propre, "a.xlsx").remarques


def test_une_ligne_eloignee_mais_abordable_est_lue(propre):
    ligne = '<row r="5000"><c r="B5000" t="inlineStr"><is><t>12/03/2024</t></is></c></row>'
    loin = change(SUIVI, "</sheetData>", f"{ligne}</sheetData>")(propre)
    assert 5_000 in read_octets(loin, "a.xlsx").tables["suivi"].lignes


def test_une_personne_nommee_au_loin_est_signalee(propre):
    telephone = "<is><t>Mme Durand, 06 12 34 56 78</t></is>"
    loin = une("ZZ100000", telephone).replace(b"<c ", b'<c t="inlineStr" ')
    natures = [r.nature for r in read_octets(ajoute_feuille(propre, loin), "a.xlsx").remarques]
    assert "donnee_personnelle" in natures


def test_une_aire_demesuree_sans_vide_est_refusee(propre):
    """Cells on a diagonal, each near the one before: nothing is far, everything is too much."""
    diagonale = b"".join(
        b'<row><c r="%b%d"><v>1</v></c></row>' % (colonne, rang * 900)
        for rang, colonne in enumerate((b"A", b"CA", b"FA", b"IA", b"LA", b"OA", b"RA", b"UA", b"XA"), 1)
    ) + b"".join(b'<row><c r="XA%d"><v>1</v></c></row>' % n for n in range(9_000, 60_000, 900))  # fmt: skip
    refus = inspect(ajoute_feuille(propre, diagonale)).refus
    assert refus is not None
    assert refus.motif == "cellule_hors_limites"


# OpenDocument -----------------------------------------------------------------------------------

VIDE = '<table:table-row table:number-rows-repeated="{}"><table:table-cell/></table:table-row>'
CELLULE = (
    '<table:table-row><table:table-cell table:number-columns-repeated="{}"/>'
    '<table:table-cell office:value-type="float" office:value="1"/></table:table-row>'
)


@pytest.mark.parametrize(("lignes", "colonnes"), [(99_000, 701), (1_048_000, 1), (100, 16_383)])
@pytest.mark.parametrize("feuille", ["Notes", "Suivi"])
def test_en_ods_rien_n_est_perdu_non_plus(feuille, lignes, colonnes, propre):
    grilles = {**read_grilles(propre, inspect(propre)), "Notes": [["à faire"]]}
    loin = VIDE.format(lignes) + CELLULE.format(colonnes)
    lue = read_octets(write_ods(contenu(grilles, apres={feuille: loin})), "a.ods").tables["suivi"]
    assert lue.valeurs == read_octets(propre, "a.xlsx").tables["suivi"].valeurs


def test_un_million_de_lignes_mises_en_forme_ne_coute_rien(propre):
    grilles = read_grilles(propre, inspect(propre))
    large = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384" table:style-name="ce1"/></table:table-row>'
    lue = read_octets(write_ods(contenu(grilles, apres={"Suivi": large})), "a.ods")
    assert lue.tables["suivi"] == read_octets(write_ods(contenu(grilles)), "a.ods").tables["suivi"]
