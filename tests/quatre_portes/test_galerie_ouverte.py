"""Each smallest faulty workbook, opened by each door: what the command line says of its file."""

import os
import shutil
from datetime import datetime

import openpyxl
import pytest
import xlwings as xw
from galerie.atelier import au_jour_de_la_galerie, build_vitrine, find_anomalies, find_fiches
from galerie.dessin import load_galerie
from hote.bureau import write_profile
from hote.fichier import AdaptateurFichier
from hote.ordres import from_here
from hote.pont import live_desktop, open_document
from hote.windows import AdaptateurWindows, MoteurWindows

import plie_xl as px
from plie_xl.excel import valider
from plie_xl.excel.buttons.valider import check_ouvert
from plie_xl.excel.open_workbook import read_ouvert
from plie_xl.host.engine import active_engine
from plie_xl.host.engine.application import Moteur
from plie_xl.model.errors import ActionError
from plie_xl.reading import guard

# What the file alone says, and an open workbook does not, or no longer.
DU_FICHIER = {
    "LEC-01": "no program opens it",
    "LEC-02": "the button refuses it, with the same sentence",
    "LEC-11": "who opens it computes the formula",
    "LEC-20": "bytes after the end of the file",
    "LEC-21": "the names of a header row that is not shown",
    "LEC-26": "the formula of a day is not looked at",
}
DU_PROGRAMME = {"LEC-27": "openpyxl does not keep what a merge hides; Excel and LibreOffice do"}
TOUS = [
    code
    for code in load_galerie()
    if code[:3] not in ("CON", "MIG", "REP") and code not in DU_FICHIER and not find_fiches(code)
]
# Whole when asked: half a second each in a file host, a second in LibreOffice.
CODES = TOUS if os.environ.get("PLIE_ESSAIS_LONGS") else TOUS[3::4]


@pytest.fixture(scope="module")
def bureau(tmp_path_factory):
    dossier = tmp_path_factory.mktemp("galerie") / "profil"
    with live_desktop(write_profile(dossier, recalcul=False)) as bureau:
        yield bureau


def files(code, dossier):
    """The files of an entry in a folder, each with what the command line says of it."""
    for nom, octets in build_vitrine(code).items():
        chemin = dossier / nom
        chemin.write_bytes(octets)
        yield chemin, said(a for a in find_anomalies(code) if a.cellule.classeur == nom)


def said(anomalies):
    return sorted((a.code, a.cellule.feuille, a.cellule.a1, a.constat) for a in anomalies)


def door(nom, adaptateur, genre=Moteur):
    """What the button finds in a workbook that an engine holds."""
    with au_jour_de_la_galerie(), active_engine(nom, lambda _: adaptateur, genre):
        try:
            return said(check_ouvert(xw.Book(str(adaptateur.chemin)))[2].anomalies)
        except ActionError as refus:
            return str(refus)


@pytest.mark.parametrize("code", [code for code in CODES if code not in DU_PROGRAMME])
def test_excel_et_openpyxl_disent_ce_que_dit_la_commande(code, tmp_path):
    for chemin, attendu in files(code, tmp_path):
        lu = AdaptateurFichier(chemin)
        assert door("fichier", lu) == attendu
        assert door("windows", AdaptateurWindows.over(lu), MoteurWindows) == attendu


@pytest.mark.libreoffice
@pytest.mark.parametrize("code", CODES)
def test_libreoffice_dit_ce_que_dit_la_commande(bureau, code, tmp_path):
    for chemin, attendu in files(code, tmp_path):
        document = open_document(bureau, chemin)
        try:
            assert door("libreoffice", from_here(document)) == attendu
        finally:
            document.close(True)


@pytest.fixture
def sud_perigord(racine, tmp_path):
    """Days, a text for a day, thirteen anomalies."""
    copie = tmp_path / "plie_sud-perigord_2024.xlsx"
    return shutil.copyfile(racine / "workbooks" / "2024" / copie.name, copie)


def test_ouvert_dans_excel_il_donne_les_cellules_du_fichier(sud_perigord):
    attendu, windows = given_by_file(sud_perigord), AdaptateurWindows(sud_perigord)
    assert given_by_click("fichier", AdaptateurFichier(sud_perigord)) == attendu
    assert given_by_click("windows", windows, MoteurWindows) == attendu


@pytest.mark.libreoffice
def test_ouvert_dans_libreoffice_il_donne_les_cellules_du_fichier(bureau, sud_perigord):
    document = open_document(bureau, sud_perigord)
    try:
        assert given_by_click("libreoffice", from_here(document)) == given_by_file(sud_perigord)
    finally:
        document.close(True)


@pytest.mark.libreoffice
def test_un_nombre_sous_un_format_de_date_se_lit_comme_dans_le_fichier(bureau, sud_perigord):
    """« 20240314 » is no day, and stopped the click; 1 is the 1st of January 1900 of Excel."""
    classeur = openpyxl.load_workbook(sud_perigord)
    for n, (colonne, nombre) in enumerate((("B", 20240314), ("B", 0), ("H", 1)), 6):
        cellule = classeur["Suivi"][f"{colonne}{n}"]
        cellule.value, cellule.number_format = nombre, "dd/mm/yyyy"
    classeur.save(sud_perigord)
    document = open_document(bureau, sud_perigord)
    try:
        attendu = said(px.check(px.read_classeur(sud_perigord)))
        assert door("libreoffice", from_here(document)) == attendu
    finally:
        document.close(True)


def given_by_file(chemin):
    """The values of a file with their cells, where its Excel tables stand, its anomalies."""
    lecture = px.read_classeur(chemin)
    tables = {vue.nom: vue.tables for vue in guard.inspect(chemin.read_bytes()).feuilles}
    anomalies = [a.to_dict() for a in px.check(lecture)]
    numerotee = {("suivi", 22, 1): 16}  # all that a click writes there
    return values(lecture), tables, anomalies, values(lecture) | numerotee


def given_by_click(nom, adaptateur, genre=Moteur):
    """The same of an open workbook, then its values again once « Valider » was clicked."""
    with active_engine(nom, lambda _: adaptateur, genre):
        book = xw.Book(str(adaptateur.chemin))
        avant = read_ouvert(book)
        anomalies = [a.to_dict() for a in valider(book).anomalies]
        apres = read_ouvert(book).lecture
    tables = {
        feuille: {nom: adresse.replace("$", "") for nom, adresse in tables.items()}
        for feuille, tables in avant.tables.items()
    }
    return values(avant.lecture), tables, anomalies, values(apres)


def values(lecture):
    """Each value by its table, row and Excel column; a day is a day, never a number."""
    return {
        (nom, ligne, table.colonnes.get(colonne) or table.inconnues[colonne]): read(valeur)
        for nom, table in lecture.tables.items()
        for colonne, valeurs in table.valeurs.items()
        for ligne, valeur in zip(table.lignes, valeurs, strict=True)
    }


def read(valeur):
    return valeur.date() if isinstance(valeur, datetime) else valeur
