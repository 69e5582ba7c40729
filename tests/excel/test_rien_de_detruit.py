"""After each action, every part of the file but the ones written is the same, byte for byte."""

import shutil
from datetime import date

import pytest
import xlwings as xw

from excel import fautes
from plie_xl.excel import calculer, consolider, preparer_envoi, valider
from plie_xl.excel.agape import build_agape
from plie_xl.excel.buttons.valider import check_ouvert
from plie_xl.files.parts import read_parts

DATEE = "docProps/core.xml"  # the date of the last save
ECRITES = {  # action → sheets that it may write
    valider: {"Suivi", "Livrables", "Financement", "Écarts", "Anomalies"},
    calculer: {"Suivi", "Atteinte"},
}


@pytest.fixture
def dix(saisir, ouvrir, tmp_path):
    """Ten faulty rows, read and saved once: the host's first time makes blank cells, defaults."""
    book = ouvrir(saisir("sources", fautes.LIGNES, reference=fautes.ARRETE))
    check_ouvert(book)
    parties(book, tmp_path, "amorce")
    return book


def parties(book, tmp_path, nom):
    """The parts of the workbook as its host saves it, each text in its own cell."""
    chemin = tmp_path / f"{nom}.xlsx"
    book.impl.adaptateur.save(chemin)
    return read_parts(chemin.read_bytes())


def feuilles_ecrites(book, noms):
    return {DATEE, *(f"xl/worksheets/sheet{book.sheets[nom].index}.xml" for nom in noms)}


def changees(avant, apres):
    return {nom for nom in avant.keys() | apres.keys() if avant.get(nom) != apres.get(nom)}


@pytest.mark.parametrize("action", ECRITES)
def test_une_action_n_ecrit_que_ses_feuilles(action, dix, tmp_path):
    avant = parties(dix, tmp_path, "avant")
    action(dix)
    apres = parties(dix, tmp_path, "apres")
    assert changees(avant, apres) <= feuilles_ecrites(dix, ECRITES[action])
    assert changees(avant, apres) - {DATEE}


def test_preparer_l_envoi_ecrit_ce_que_valider_ecrit_et_rien_de_plus(dix, tmp_path):
    valider(dix)
    avant = parties(dix, tmp_path, "avant")
    preparer_envoi(dix, date(2024, 11, 24))
    apres = parties(dix, tmp_path, "apres")
    assert changees(avant, apres) <= feuilles_ecrites(dix, {"Suivi"})


def test_recliquer_sans_rien_corriger_ne_change_plus_rien(dix, tmp_path):
    valider(dix)
    avant = parties(dix, tmp_path, "avant")
    valider(dix)
    assert changees(avant, parties(dix, tmp_path, "apres")) <= {DATEE}


def test_consolider_ne_touche_a_aucun_fichier_recu(racine, tmp_path, ouvrir):
    recus = tmp_path / "recus"
    shutil.copytree(racine / "workbooks" / "2024", recus)
    avant = {f.name: (f.read_bytes(), f.stat().st_mtime_ns) for f in recus.iterdir()}
    (tmp_path / "AGAPE.xlsx").write_bytes(build_agape())
    book: xw.Book = ouvrir(tmp_path / "AGAPE.xlsx")
    book.sheets["Consolider"].range("B8").value = str(recus)
    consolider(book)
    assert {f.name: (f.read_bytes(), f.stat().st_mtime_ns) for f in recus.iterdir()} == avant
