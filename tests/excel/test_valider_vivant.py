"""« Valider » in a live LibreOffice: red cells, links, and two hundred pasted rows."""

import os
import re
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from hote import clic as souris
from hote.bureau import start_screen, write_profile
from hote.ordres import from_here
from hote.pont import import_uno, live_desktop, open_document

from excel import fautes
from plie_xl.excel import valider
from plie_xl.excel.open_workbook import read_ouvert
from plie_xl.excel.package.macros import add_macros, load_bas
from plie_xl.host.engine import active_engine
from plie_xl.host.libreoffice.cells import Zone
from plie_xl.host.libreoffice.workbook import AdaptateurLibreOffice, properties
from plie_xl.model.cell import lettres
from plie_xl.model.collection import load_fiches
from plie_xl.model.workbook import feuille_suivi
from plie_xl.template import build_template
from plie_xl.template.live import list_vivantes

pytestmark = pytest.mark.libreoffice
FICHE = load_fiches(2024)["sources"]
ICI = re.compile(r"COLUMN\(\)")
FORMULE = 16  # com.sun.star.sheet.CellFlags


@pytest.fixture(scope="module")
def ecran():
    with start_screen() as ecran:
        yield ecran


@pytest.fixture(scope="module")
def bureau(tmp_path_factory, ecran):
    profil = write_profile(tmp_path_factory.mktemp("lo") / "profil_boutons")
    souris.write_script(profil)
    with live_desktop(profil, ecran) as bureau:
        yield bureau


@cache
def build_classeur():
    saisies = {"suivi": fautes.LIGNES, "parametres": [{"reference": fautes.ARRETE}]}
    octets = build_template(FICHE, saisies, boutons=True)
    return add_macros(octets, {"PlieBoutons": load_bas("PlieBoutons")})


@pytest.fixture
def document(bureau, tmp_path):
    chemin = tmp_path / "plie_sources_2024.xlsm"
    chemin.write_bytes(build_classeur())
    document = open_document(bureau, chemin, cache=False)
    yield document
    document.close(True)


@pytest.fixture
def book(document):
    import xlwings as xw

    with active_engine("libreoffice", lambda _chemin: from_here(document)):
        yield xw.Book()


def cellules(document, feuille, adresse):
    onglet = document.Sheets.getByName(feuille)
    plage = onglet.getCellRangeByName(adresse)
    zone = plage.RangeAddress
    return [
        plage.getCellByPosition(k, n)
        for n in range(zone.EndRow - zone.StartRow + 1)
        for k in range(zone.EndColumn - zone.StartColumn + 1)
    ]


def rouges(document):
    """Cells of « Suivi » that the conditional format over « Anomalies » paints red.

    LibreOffice evaluates the rule itself, at each cell of a copy of the zone far to the right.
    """
    onglet = document.Sheets.getByName("Suivi")
    zone = onglet.getCellRangeByName("A6:N20").RangeAddress
    regle = _find_regle(onglet)
    a_droite = onglet.getCellRangeByPosition(90, zone.StartRow, 90 + zone.EndColumn, zone.EndRow)
    depart = a_droite.getCellByPosition(0, 0)
    depart.FormulaLocal = "=" + regle  # as its window says it
    formules = [ICI.sub(str(rang + 1), depart.Formula) for rang in range(zone.EndColumn + 1)]
    a_droite.setFormulaArray((tuple(formules),) * (zone.EndRow - zone.StartRow + 1))
    vues = a_droite.getDataArray()
    a_droite.clearContents(FORMULE)
    return {
        f"{lettres(rang + 1)}{zone.StartRow + n + 1}"
        for n, ligne in enumerate(vues)
        for rang, rouge in enumerate(ligne)
        if rouge
    }


def _find_regle(onglet):
    for formats in onglet.ConditionalFormats.getConditionalFormats():
        formule = getattr(formats.getByIndex(0), "Formula1", "")
        if "anomalies_colonne" in formule:
            return formule
    return pytest.fail("no rule over « Anomalies »")


def test_dix_fautes_rougissent_dix_cellules(document, book):
    valider(book)
    codes = [c.String for c in cellules(document, "Anomalies", "A6:A16")]
    assert codes == [*fautes.PLACES.values(), ""]
    assert rouges(document) == set(fautes.PLACES)


def test_un_vrai_clic_remplit_anomalies(document, ecran, tmp_path):
    souris.redirect(document, "PlieBoutons")
    souris.enlarge(document)
    document.CurrentController.setActiveSheet(document.Sheets.getByName("Suivi"))
    souris.wait_until(lambda: _is_drawn(document), "the button is drawn")
    souris.click(document, "Valider", ecran)
    souris.wait_until(lambda: _codes(document)[9], "ten rows in « Anomalies »", 30)
    souris.wait_until(lambda: cellules(document, "Suivi", "A15")[0].String == "10", "numbers")
    image = Path(os.environ.get("PLIE_IMAGES", tmp_path)) / "valider.png"
    souris.wait_until(
        lambda: souris.capture(ecran, image).stat().st_size > 10_000, "the window is painted"
    )
    assert _codes(document) == [*fautes.PLACES.values(), ""]


def _codes(document):
    return [c.String for c in cellules(document, "Anomalies", "A6:A16")]


def _is_drawn(document):
    try:
        return souris._find_control(document, "Valider") is not None
    except LookupError:
        return False


def test_corriger_puis_recliquer_eteint_le_rouge(document, book):
    valider(book)
    fautes.corriger(book)
    assert valider(book).anomalies == []
    assert rouges(document) == set()


def test_les_liens_menent_a_la_cellule(document, book):
    valider(book)
    for n, attendue in enumerate(fautes.PLACES, start=6):
        feuille, lien, repere = (
            cellules(document, "Anomalies", f"{colonne}{n}")[0].String for colonne in "CDH"
        )
        assert (lien, repere) == (attendue, attendue)
        document.CurrentController.setActiveSheet(document.Sheets.getByName("Anomalies"))
        jump(document, f"'{feuille}'!{repere}")
        ici = document.CurrentSelection.AbsoluteName.replace("$", "")
        assert ici.replace("'", "") == f"Suivi.{attendue}"


def jump(document, cible):
    """Go where a click on the link goes."""
    adresse = import_uno().createUnoStruct("com.sun.star.util.URL")
    adresse.Complete, adresse.Protocol, adresse.Path = ".uno:JumpToMark", ".uno:", "JumpToMark"
    envoi = document.CurrentController.queryDispatch(adresse, "", 0)
    envoi.dispatch(adresse, properties(Bookmark=cible))


def test_une_formule_de_plusieurs_lignes_est_en_chacune_celle_qu_on_y_ecrirait(document):
    adaptateur, rang = AdaptateurLibreOffice(document), feuille_suivi(FICHE).rang
    for colonne, vivante in list_vivantes(FICHE).items():
        zone = Zone(6, rang(colonne) + 1, 8, rang(colonne) + 1)
        seules = [zone._replace(haut=n, bas=n) for n in (6, 7, 8)]
        for seule in seules:
            adaptateur.write("Suivi", seule, [[vivante.formule]])
        attendues = adaptateur.read_formulas("Suivi", zone)
        adaptateur.write("Suivi", zone, [[1]] * 3)
        adaptateur.write("Suivi", zone, [[vivante.formule]] * 3)
        assert adaptateur.read_formulas("Suivi", zone) == attendues
        assert all(formule.startswith("=") for [formule] in attendues)


def test_un_jour_et_un_vrai_se_relisent_tels_ou_qu_ils_soient(document):
    adaptateur, zone = AdaptateurLibreOffice(document), Zone(300, 30, 302, 32)
    tapees = [
        [datetime(2024, 3, 14), True, 1.0],
        [2.5, None, "x"],
        [7.0, datetime(2024, 5, 6), False],
    ]
    adaptateur.write("Suivi", zone, tapees)
    lues = adaptateur.read("Suivi", zone)
    assert lues == tapees
    assert [type(lues[n][k]) for n, k in ((0, 1), (0, 2), (2, 2))] == [bool, float, bool]


def test_une_formule_de_plusieurs_lignes_se_defait_toute(document):
    adaptateur = AdaptateurLibreOffice(document, annulable=True)
    adaptateur.write("Suivi", Zone(300, 2, 302, 2), [["=1+1"]] * 3)
    assert [c.Value for c in cellules(document, "Suivi", "B300:B302")] == [2, 2, 2]
    while document.UndoManager.isUndoPossible():
        document.UndoManager.undo()
    assert [c.String for c in cellules(document, "Suivi", "B300:B302")] == ["", "", ""]


def test_une_formule_rend_en_se_defaisant_ce_qu_elle_a_remplace(document):
    adaptateur, avant = AdaptateurLibreOffice(document, annulable=True), ("réf", 3.5, "=2+2", "")
    plage = document.Sheets.getByName("Suivi").getCellRangeByName("B300:B303")
    plage.setFormulaArray(tuple((contenu,) for contenu in avant))
    tenus = plage.getFormulaArray()
    document.UndoManager.clear()
    adaptateur.write("Suivi", Zone(300, 2, 303, 2), [["=1+1"]] * 4)
    assert plage.getDataArray() == ((2.0,),) * 4
    while document.UndoManager.isUndoPossible():
        document.UndoManager.undo()
    assert plage.getFormulaArray() == tenus


def test_deux_cents_lignes_collees_rien_n_est_perdu(document, book):
    feuille = feuille_suivi(FICHE)
    largeur = len(feuille.colonnes) + 3
    ligne = ["x", "hier", "COPIL ?", 12, "Fini", "Zoom", 3.5, "deux", "douze"]
    ligne += ["réf"] * (largeur - len(ligne))
    suivi = document.Sheets.getByName("Suivi")
    for rang in range(largeur):
        cellule = suivi.getCellByPosition(rang, 4)
        if not cellule.String:
            cellule.String = f"Colonne collée {rang}"
    collees = tuple((*ligne[:3], f"objet {n}", *ligne[4:]) for n in range(200))
    zone = suivi.getCellRangeByPosition(0, 5, largeur - 1, 204)
    zone.setDataArray(collees)
    adaptateur = AdaptateurLibreOffice(document)
    adaptateur.drop_validation("Suivi", book.sheets["Suivi"].range("A6:N205").impl.zone)
    validation = valider(book)
    assert validation.lues == 200
    instances = [a for a in validation.anomalies if a.code == "SUI-03"]
    assert len(instances) == 200
    objets = [c.String for c in cellules(document, "Suivi", "D6:D205")]
    assert objets == [f"objet {n}" for n in range(200)]
    en_trop = {suivi.getCellByPosition(largeur - 1, n).String for n in range(5, 205)}
    assert en_trop == {"réf"}
    regles = {c.Validation.getFormula1() for c in cellules(document, "Suivi", "C6:C205")}
    assert regles == {"liste_instances"}


def test_le_lien_d_une_piece_est_lu_dans_la_cellule(document, book):
    piece = document.Sheets.getByName("Suivi").getCellRangeByName("J6")
    piece.String = ""
    lien = document.createInstance("com.sun.star.text.TextField.URL")
    lien.URL, lien.Representation = "file:///partage/emargement%20copil.pdf", "émargement"
    piece.insertTextContent(piece.createTextCursor(), lien, False)
    lue = read_ouvert(book).lecture.tables["suivi"].unfold()
    assert lue["emargement"][0] == "émargement <emargement copil.pdf>"
