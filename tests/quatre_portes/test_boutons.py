"""The other buttons of the toolbar: each does in LibreOffice what it does in Excel."""

import shutil

import pytest
import xlwings as xw
from hote import clic as souris
from hote.fichier import AdaptateurFichier
from ordinaire import ordinaire

import plie_xl as px
from plie_xl.excel import verifier_pieces
from plie_xl.host.engine import active_engine
from plie_xl.host.libreoffice.workbook import properties
from plie_xl.model.workbook import REGISTRE
from plie_xl.pieces.rows import list_rows
from quatre_portes import barre
from quatre_portes.portes import commande

pytestmark = pytest.mark.libreoffice
NOM = "plie_technowest_2024.xlsx"
DOSSIER = "Mes réunions d’été n° 1"


@pytest.fixture
def chemin(personne, racine):
    """A workbook in a folder of its own, for what is written beside it."""
    dossier = personne.maison / DOSSIER
    dossier.mkdir()
    personne.own(dossier)
    yield personne.receive(racine / "workbooks" / "2024" / NOM, f"{DOSSIER}/{NOM}")
    shutil.rmtree(dossier)


@pytest.fixture
def document(bureau, chemin):
    with barre.closing(barre.open_in(bureau, chemin)) as document:
        yield document


def said(document, action):
    _, mots = barre.press(document, action)
    return ordinaire(" ".join(mots))


def test_la_copie_a_envoyer_se_lit_comme_le_classeur(document, chemin):
    assert "Copie prête" in said(document, "preparer_envoi")
    assert chemin.as_uri() == document.URL  # it stays the open one
    [copie] = chemin.parent.glob("plie_technowest_2024_*.xlsx")
    assert dates(copie) == dates(chemin)


@pytest.mark.parametrize(
    ("nom", "filtre"), [("a.ods", "calc8"), ("a.xlsm", "Calc MS Excel 2007 VBA XML")]
)
def test_en_ods_et_en_xlsm_aussi(nom, filtre, document, chemin):
    """The same anomalies; the copy to send is an .xlsx, as AGAPE asks."""
    autre = chemin.with_name(nom)
    document.storeAsURL(autre.as_uri(), properties(FilterName=filtre))
    assert "Copie prête" in said(document, "preparer_envoi")
    assert barre.anomalies(document) == commande(autre) == commande(chemin)
    [copie] = chemin.parent.glob("plie_technowest_2024_*.xlsx")
    assert dates(copie) == dates(chemin)


def dates(chemin):
    return list(px.read_classeur(chemin).tables["suivi"].valeurs["date"])


def test_les_papiers_des_lignes_choisies(document, chemin):
    suivi = document.Sheets.getByName("Suivi")
    document.CurrentController.setActiveSheet(suivi)
    assert "choisissez, dans « Suivi »" in said(document, "preparer_reunion")
    assert document.UndoManager.getAllUndoActionTitles() == ()  # nothing done, nothing to undo
    prevues = [n for n in range(5, 60) if suivi.getCellByPosition(4, n).String == "Prévue"]
    document.CurrentController.select(suivi.getCellRangeByPosition(1, prevues[-1], 3, prevues[-1]))
    assert "à côté de ce classeur" in said(document, "preparer_reunion")
    assert list(chemin.parent.rglob("*.docx"))


def test_le_bilan_est_ecrit_a_cote(document, chemin):
    assert "est écrit, à côté de ce classeur" in said(document, "rediger_bilan")
    assert (chemin.parent / "bilan_technowest_2024.docx").stat().st_size > 5_000


def test_les_pieces_sont_cherchees_comme_par_le_bouton(document, chemin, personne):
    assert "Écrivez son chemin dans la case jaune" in said(document, "verifier_pieces")
    (chemin.parent / "pieces").mkdir()
    fiche = document.Sheets.getByName("Fiche")
    [rang] = [n for n in range(60) if fiche.getCellByPosition(0, n).String == "Dossier des pièces"]
    fiche.getCellByPosition(1, rang).String = "pieces"
    document.store()
    assert said(document, "verifier_pieces") == ""
    with active_engine("fichier", AdaptateurFichier):
        attendu = verifier_pieces(xw.Book(str(chemin)))
    assert ordinaire(barre.named(document, "bilan_registre").String) == ordinaire(attendu.phrase)
    assert len(barre.rows(document, REGISTRE)) == len(list(list_rows(attendu.registre)))


def test_agape_consolide_son_dossier(bureau, chemin, personne, racine):
    agape = personne.receive(racine / "templates" / "AGAPE.xlsx", f"{DOSSIER}/AGAPE.xlsx")
    with barre.closing(barre.open_in(bureau, agape)) as document:
        assert "aucun dossier indiqué" in said(document, "consolider")
        barre.named(document, "dossier").String = "."
        assert said(document, "consolider") == ""
        assert "1 fichier reçu : 1 compté" in ordinaire(barre.named(document, "bilan_agape").String)
        assert (chemin.parent / "AGAPE_2024.xlsx").stat().st_size > 10_000
        assert said(document, "programme") == ""
        barre.named(document, "annee_a_preparer").Value = 2024
        assert said(document, "preparer_annee") == ""
        assert "il manque le jour" in said(document, "ajouter_avenant")
    assert (chemin.parent / "PLIE_2022-2027.xlsx").stat().st_size > 10_000
    assert len([*(chemin.parent / "classeurs_2024").glob("plie_*_2024.xlsm")]) == 11


def test_de_deux_fenetres_celle_de_devant_recoit_le_clic(bureau, document, chemin, personne):
    autre = personne.receive(chemin, f"{DOSSIER}/autre.xlsx")
    with barre.closing(barre.open_in(bureau, autre)) as second:
        barre.press(document, "valider")
        assert barre.anomalies(document)
        assert barre.anomalies(second) == []
        barre.press(second, "valider")
        assert barre.anomalies(second) == barre.anomalies(document)


def test_ce_que_l_on_tape_encore_compte(document, ecran):
    """Typed in « Quantité », Enter not pressed: the click puts it in its cell first."""
    suivi = document.Sheets.getByName("Suivi")
    document.CurrentController.setActiveSheet(suivi)
    document.CurrentController.select(suivi.getCellRangeByName("H6"))
    document.CurrentController.Frame.ComponentWindow.setFocus()
    souris.type_text(ecran, "3")
    assert suivi.getCellRangeByName("H6").String == ""
    barre.press(document, "valider")
    assert "H6" in {cellule for _, _, cellule, _ in barre.anomalies(document)}


def test_un_filtre_ne_cache_pas_les_anomalies(document):
    """It is left by somebody on « Anomalies »; the click shows every row, the arrows stay."""
    table = document.DatabaseRanges.getByName("anomalies")
    barre.keep_rows(table.ReferredCells, "rien de tel")
    assert not is_shown(document, 5)
    barre.press(document, "valider")
    assert is_shown(document, 5)
    assert table.AutoFilter


def is_shown(document, rang):
    return document.Sheets.getByName("Anomalies").Rows.getByIndex(rang).IsVisible
