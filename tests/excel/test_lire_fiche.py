"""« Lire une fiche », in the manager's workbook: the run of the command, its workbooks beside."""

import pytest
from ordinaire import ordinaire

from plie_xl.document.confirm import build_classeur
from plie_xl.document.read import read_document
from plie_xl.excel import lire_fiche
from plie_xl.excel.agape import build_agape
from plie_xl.model.errors import ActionError

CASE, BILAN = "B12", "B13"


@pytest.fixture
def agape(tmp_path, ouvrir):
    chemin = tmp_path / "AGAPE.xlsx"
    chemin.write_bytes(build_agape())
    return ouvrir(chemin)


@pytest.fixture
def document(racine):
    return racine / "tests" / "document" / "textes" / "brandes.txt"


def test_le_document_de_la_case_jaune_devient_un_classeur_a_confirmer(agape, document, tmp_path):
    agape.sheets["Consolider"].range(CASE).value = str(document)
    (ecrit,) = lire_fiche(agape)
    assert ecrit == tmp_path / "a_confirmer" / "brandes.xlsx"
    assert ecrit.read_bytes() == build_classeur(read_document(document)[0])
    dit = ordinaire(agape.sheets["Consolider"].range(BILAN).value)
    assert dit.startswith("1 fiche lue. À confirmer dans")


@pytest.mark.parametrize(
    ("dit", "attendu"), [("", "aucun document indiqué"), ("absent.pdf", "n’existe pas")]
)
def test_sans_document_une_phrase_dit_quoi_faire(agape, dit, attendu, tmp_path):
    agape.sheets["Consolider"].range(CASE).value = dit
    with pytest.raises(ActionError, match=attendu):
        lire_fiche(agape)
    assert not (tmp_path / "a_confirmer").exists()


def test_un_document_sans_fiche_est_dit(agape, tmp_path):
    (tmp_path / "lettre.txt").write_text("Bonjour.", encoding="utf-8")
    agape.sheets["Consolider"].range(CASE).value = "lettre.txt"
    with pytest.raises(ActionError, match="aucune fiche"):
        lire_fiche(agape)
