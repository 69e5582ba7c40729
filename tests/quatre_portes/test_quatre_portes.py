"""The toolbar of LibreOffice, installed and clicked by a normal user, says what the command says."""

import json
import os
from pathlib import Path

import pytest
import xlwings as xw
from click.testing import CliRunner
from hote import clic as souris
from hote.fichier import AdaptateurFichier
from hote.pont import import_uno

from plie_xl.cli.main import app
from plie_xl.excel import valider
from plie_xl.host.engine import active_engine
from plie_xl.host.libreoffice.workbook import properties
from plie_xl.model.text import typographie
from plie_xl.template.stories import HISTOIRES
from quatre_portes import barre

pytestmark = pytest.mark.libreoffice
PREMIER = "technowest"
# Workbooks compared; PLIE_ESSAIS_GRAINES=11 for all of them.
NOMS = sorted(HISTOIRES, key=lambda nom: nom != "sources")[
    : int(os.environ.get("PLIE_ESSAIS_GRAINES", 2))
]


def classeur(racine, nom):
    return racine / "workbooks" / "2024" / f"plie_{nom}_2024.xlsx"


def commande(chemin):
    """What the command line says of a file: code, sheet, cell, sentence."""
    dit = CliRunner().invoke(app, ["valider", "--json", str(chemin)]).stdout
    lues = [json.loads(ligne) for ligne in dit.splitlines()]
    return [
        (a["code"], a["feuille"], a["cellule"] or "", typographie(a["constat"]))
        for a in lues
        if "code" in a
    ]


def fichier(chemin):
    """What the button writes in the file host."""
    with active_engine("fichier", AdaptateurFichier):
        book = xw.Book(str(chemin))
        return [
            (a.code, a.cellule.feuille, a.cellule.a1, typographie(a.constat))
            for a in valider(book).anomalies
        ]


def test_un_vrai_clic_ecrit_ce_que_dit_la_commande_et_ctrl_z_le_defait(
    bureau, personne, ecran, racine, tmp_path
):
    """The first click, with the mouse: the program starts; pictures stay; one Ctrl-Z undoes all."""
    chemin = personne.receive(classeur(racine, PREMIER))
    with barre.closing(barre.open_in(bureau, chemin)) as document:
        document.CurrentController.setActiveSheet(document.Sheets.getByName("Suivi"))
        _add_picture(document)
        avant = barre.photograph(document)
        barre.click(document, "Valider", ecran)
        souris.wait_until(lambda: _is_done(document), "the click is done", 60)
        assert barre.anomalies(document) == commande(chemin) == fichier(chemin)
        image = Path(os.environ.get("PLIE_IMAGES", tmp_path)) / "libreoffice.png"
        assert souris.capture(ecran, image).stat().st_size > 10_000
        assert document.UndoManager.getAllUndoActionTitles()[0] == "Valider"
        document.UndoManager.undo()
        assert barre.differences(avant, barre.photograph(document)) == []
        assert _pictures(document) == ["La photo"]


@pytest.mark.parametrize("nom", NOMS)
def test_les_quatre_portes_donnent_la_meme_reponse(bureau, personne, racine, nom, record_property):
    chemin = personne.receive(classeur(racine, nom))
    with barre.closing(barre.open_in(bureau, chemin)) as document:
        avant = barre.photograph(document)
        secondes, _ = barre.press(document, "valider")
        record_property("secondes", round(secondes, 2))
        assert barre.anomalies(document) == commande(chemin) == fichier(chemin)
        document.UndoManager.undo()
        assert barre.differences(avant, barre.photograph(document)) == []


def test_en_ods_aussi(bureau, personne, racine):
    chemin = personne.receive(classeur(racine, PREMIER), "plie_technowest_2024_bis.xlsx")
    ods = chemin.with_suffix(".ods")
    with barre.closing(barre.open_in(bureau, chemin)) as document:
        document.storeToURL(ods.as_uri(), properties(FilterName="calc8"))
    with barre.closing(barre.open_in(bureau, ods)) as document:
        barre.press(document, "valider")
        assert barre.anomalies(document) == commande(ods) == commande(chemin)


def _is_done(document):
    """Inside the one undo of a click, LibreOffice undoes nothing."""
    return barre.anomalies(document) and document.UndoManager.isUndoPossible()


def _add_picture(document):
    image = document.createInstance("com.sun.star.drawing.GraphicObjectShape")
    document.Sheets.getByName("Suivi").DrawPage.add(image)
    image.Name = "La photo"
    image.setPosition(import_uno().createUnoStruct("com.sun.star.awt.Point", 0, 90_000))


def _pictures(document):
    page = document.Sheets.getByName("Suivi").DrawPage
    formes = [page.getByIndex(n) for n in range(page.Count)]
    return [f.Name for f in formes if f.supportsService("com.sun.star.drawing.GraphicObjectShape")]
