"""`bouton`: the calling workbook is found, and whatever fails is said in French."""

import pytest
import xlwings as xw
from ordinaire import ordinaire

import plie_xl.excel
from excel import fautes
from plie_xl.excel import click
from plie_xl.model.buttons import load_boutons


@pytest.fixture
def dix(saisir, ouvrir):
    book = ouvrir(saisir("sources", fautes.LIGNES, reference=fautes.ARRETE))
    book.set_mock_caller()
    return book


@pytest.fixture
def maison(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path


def test_chaque_bouton_du_vba_a_sa_fonction():
    assert all(callable(getattr(plie_xl.excel, nom)) for nom in load_boutons())


def test_la_commande_du_vba_remplit_les_anomalies(dix):
    exec("import plie_xl.excel; plie_xl.excel.bouton('valider')", {})
    assert dix.sheets["Anomalies"].range("A6:A15").value == list(fautes.PLACES.values())


def test_une_faute_de_l_utilisateur_est_une_phrase_sans_journal(ouvrir, maison, tmp_path):
    xw.Book().set_mock_caller()
    plie_xl.excel.bouton("valider")
    [message] = xw.apps.active.impl.messages
    assert ordinaire(message).startswith(
        "« Valider » : « Classeur1 » : ce n’est pas un classeur de suivi"
    )
    assert not (maison / ".plie_xl").exists()


def test_une_faute_du_programme_est_une_phrase_et_un_journal(dix, maison, monkeypatch):
    def casse(_book):
        secret = dix.sheets["Suivi"].range("C6").value
        raise ValueError(f"cannot use {secret}")

    monkeypatch.setattr("plie_xl.excel.buttons.valider.valider", casse)
    plie_xl.excel.bouton("valider")
    [message] = dix.app.impl.messages
    journal = maison / ".plie_xl" / "journal.txt"
    assert str(journal) in message
    texte = journal.read_text("utf-8")
    assert "ValueError" in texte
    assert "excel/test_clic.py" in texte
    assert "crise" not in texte + message


def test_le_journal_ne_grossit_pas_sans_fin(tmp_path):
    for _ in range(3):
        journal = click.write_journal("Valider", ValueError(), tmp_path)
        journal.write_text("x" * 300_000)
    assert click.write_journal("Valider", ValueError(), tmp_path).stat().st_size < 1_000
