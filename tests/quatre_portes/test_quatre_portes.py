"""The toolbar of LibreOffice, installed and clicked by a normal user, says what the command says."""

import os
from pathlib import Path

import pytest
from hote import clic as souris
from hote.pont import import_uno

from plie_xl.model.workbook import ATTEINTE
from plie_xl.template.stories import HISTOIRES
from quatre_portes import barre
from quatre_portes.portes import chiffres, chiffres_commande, commande

pytestmark = pytest.mark.libreoffice
PHOTO = "La photo"


@pytest.mark.parametrize("nom", sorted(HISTOIRES))
def test_un_vrai_clic_dit_ce_que_dit_la_commande_et_ctrl_z_le_defait(
    bureau, personne, ecran, racine, tmp_path, nom
):
    """With the mouse, on each of the eleven; pictures and charts stay; one Ctrl-Z undoes all.

    What the two file hosts say of them is compared in `tests/excel/test_trois_portes.py`.
    """
    chemin = personne.receive(racine / "workbooks" / "2024" / f"plie_{nom}_2024.xlsx")
    with barre.closing(barre.open_in(bureau, chemin)) as document:
        document.CurrentController.setActiveSheet(document.Sheets.getByName("Suivi"))
        _add_picture(document)
        barre.press(document, "calculer")
        ecrits, dits = chiffres(barre.rows(document, ATTEINTE)), chiffres_commande(chemin)
        assert dits
        assert {cible: ecrits[cible] for cible in dits} == dits  # it says no expected result
        avant = barre.photograph(document)
        barre.click(document, "Valider", ecran)
        souris.wait_until(lambda: barre.is_done(document, "Valider"), "the click is done", 60)
        assert barre.anomalies(document) == commande(chemin)
        assert PHOTO in barre.pictures(document)
        assert barre.pictures(document) == avant["images"]
        _keep_capture(ecran, tmp_path, nom)
        document.UndoManager.undo()
        assert barre.differences(avant, barre.photograph(document)) == []


def _add_picture(document):
    image = document.createInstance("com.sun.star.drawing.GraphicObjectShape")
    document.Sheets.getByName("Suivi").DrawPage.add(image)
    image.Name = PHOTO
    image.setPosition(import_uno().createUnoStruct("com.sun.star.awt.Point", 0, 90_000))


def _keep_capture(ecran, dossier, nom):
    """The picture of the page « Dans LibreOffice »."""
    if nom == "technowest":
        image = Path(os.environ.get("PLIE_IMAGES", dossier)) / "libreoffice.png"
        assert souris.capture(ecran, image).stat().st_size > 10_000
