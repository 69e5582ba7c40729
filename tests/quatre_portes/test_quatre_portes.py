"""The toolbar of LibreOffice, installed and clicked by a normal user, says what the command says."""

import os
from pathlib import Path

import pytest
from hote import clic as souris
from hote.pont import import_uno

from plie_xl.model.workbook import ATTEINTE
from plie_xl.template.stories import HISTOIRES
from quatre_portes import barre
from quatre_portes.portes import chiffres, chiffres_commande, commande, fichier

pytestmark = pytest.mark.libreoffice
PREMIER = "technowest"


def classeur(racine, nom):
    return racine / "workbooks" / "2024" / f"plie_{nom}_2024.xlsx"


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


@pytest.mark.parametrize("nom", sorted(HISTOIRES))
def test_les_quatre_portes_donnent_la_meme_reponse(bureau, personne, racine, nom, record_property):
    """What the two file hosts say of the eleven is compared in `tests/excel/test_trois_portes.py`."""
    chemin = personne.receive(classeur(racine, nom))
    with barre.closing(barre.open_in(bureau, chemin)) as document:
        avant = barre.photograph(document)
        secondes, _ = barre.press(document, "valider")
        record_property("secondes", round(secondes, 2))
        assert barre.anomalies(document) == commande(chemin)
        document.UndoManager.undo()
        assert barre.differences(avant, barre.photograph(document)) == []
        barre.press(document, "calculer")
        ecrits, dits = chiffres(barre.rows(document, ATTEINTE)), chiffres_commande(chemin)
        assert dits
        assert {cible: ecrits[cible] for cible in dits} == dits  # it says no expected result


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
