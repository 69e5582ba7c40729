"""A coordinator's evening, from her calendar to her bilan, as the pages of the guide tell it.

She notes two meetings from her calendar, prints their papers, scans them signed, has them taken up
in the open workbook, sees the figures move, and writes the bilan.
"""

import subprocess
from contextlib import contextmanager

import pytest
from click.testing import CliRunner
from hote.bureau import find_program, write_profile
from hote.ordres import from_here
from hote.pont import live_desktop, open_document
from ordinaire import ordinaire
from quatre_portes import barre

from plie_xl.cli.main import app
from plie_xl.excel.click import run_action
from plie_xl.host.engine import active_engine
from plie_xl.host.libreoffice.click import one_undo
from plie_xl.host.libreoffice.workbook import properties
from plie_xl.model.collection import load_fiches
from plie_xl.model.workbook import ECARTS
from plie_xl.pieces.names import parse_nom
from plie_xl.template import build_template

FICHE = load_fiches(2024)["libournais"]
COPIL = next(c.libelle for c in FICHE.cibles if c.id == "copil")
AGENDA = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1
SUMMARY:Comité de pilotage
DTSTART;TZID=Europe/Paris:20240312T093000
DTEND;TZID=Europe/Paris:20240312T120000
LOCATION:Libourne\\, salle du conseil
ATTENDEE;CN=Camille Durand:mailto:camille@exemple.org
END:VEVENT
BEGIN:VEVENT
UID:2
SUMMARY:CIS de printemps
DTSTART;VALUE=DATE:20240411
END:VEVENT
BEGIN:VEVENT
UID:3
SUMMARY:Dentiste
DTSTART;VALUE=DATE:20240412
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture(scope="module")
def bureau(tmp_path_factory):
    with live_desktop(write_profile(tmp_path_factory.mktemp("lo") / "profil_soiree")) as bureau:
        yield bureau


@contextmanager
def ouvert(bureau, chemin):
    document = open_document(bureau, chemin, cache=False)  # hidden, an undo ends LibreOffice
    with barre.closing(document):
        yield document


def dire(*mots, code=0):
    """A command as the guide gives it, and what it says."""
    fait = CliRunner().invoke(app, [*map(str, mots)])
    assert fait.exit_code == code, fait.output
    return ordinaire(fait.output)


def cellule(document, feuille, entete, ligne):
    """A cell by its sheet, its header and its row."""
    onglet = document.Sheets.getByName(feuille)
    rang = next(k for k in range(40) if onglet.getCellByPosition(k, 4).String == entete)
    return onglet.getCellByPosition(rang, ligne - 1)


def copier(de, vers):
    """By hand: the rows of « Propositions », pasted under the headers of « Suivi »."""
    lue, suivi = de.Sheets.getByIndex(0), vers.Sheets.getByName("Suivi")
    entetes = list(suivi.getCellRangeByName("A5:Z5").getDataArray()[0])
    for k, entete in enumerate(lue.getCellRangeByName("A5:Z5").getDataArray()[0]):
        for ligne in (6, 7) if entete in entetes else ():
            donnee = lue.getCellByPosition(k, ligne - 1)
            if donnee.String:
                ici = suivi.getCellByPosition(entetes.index(entete), ligne - 1)
                ici.setDataArray(donnee.getDataArray())


def imprimer(bureau, papier, dossier):
    """By Writer, as a PDF of the same name."""
    pdf = dossier / f"{papier.stem}.pdf"
    with ouvert(bureau, papier) as document:
        document.storeToURL(pdf.as_uri(), properties(FilterName="writer_pdf_Export"))
    return pdf


def numeriser(bureau, papier, dossier):
    """Printed, signed, scanned: under the name that the paper bears at its foot."""
    pdf = imprimer(bureau, papier, dossier)
    assert pdf.name in lire_pdf(pdf)
    return pdf


def lire_pdf(pdf):
    programme = find_program("pdftotext", "poppler-utils")
    texte = subprocess.run([programme, "-layout", pdf, "-"], capture_output=True, check=True)
    return ordinaire(texte.stdout.decode())


def cliquer(document, action):
    """What the button of the toolbar does, in its one undo; what it says."""
    import xlwings as xw

    def ouvrir(_chemin):
        return from_here(document, annulable=True)

    with one_undo(document, action), active_engine("libreoffice", ouvrir) as moteur:
        run_action(action, xw.Book())
        assert moteur.apps[0].impl.messages == []
    document.calculateAll()
    return ordinaire(document.Sheets.getByName("Suivi").getCellRangeByName("F4").String)


@pytest.mark.libreoffice
def test_une_soiree_de_la_coordinatrice(bureau, tmp_path):
    recu, agenda = tmp_path / "plie_libournais_2024.xlsx", tmp_path / "mon_agenda.ics"
    recu.write_bytes(build_template(FICHE))
    agenda.write_text(AGENDA, encoding="utf-8")

    dit = dire("importer", recu, agenda, "-o", tmp_path / "propositions.xlsx")
    assert "2 réunions proposées" in dit
    with ouvert(bureau, recu) as classeur:
        with ouvert(bureau, tmp_path / "propositions.xlsx") as propositions:
            copier(propositions, classeur)
        classeur.store()

    papiers, pieces = tmp_path / "papiers", tmp_path / "pieces 2024"
    dire("reunion", recu, "--du", "01/03/2024", "--au", "30/04/2024", "-o", papiers)
    pieces.mkdir()
    faits = [numeriser(bureau, x, pieces) for x in sorted(papiers.rglob("*.docx"))]
    assert {parse_nom(x.name).cible for x in faits} == {"copil", "cis"}

    assert "tenu 0" in dire("atteinte", recu, "--au", "31/12/2024")
    with ouvert(bureau, recu) as classeur:
        for ligne in (6, 7):
            cellule(classeur, "Suivi", "Statut", ligne).String = "Réalisée"
            cellule(classeur, "Suivi", "Publicité", ligne).String = "Oui"
        remplir(classeur, "Arrêté au", "31/12/2024")
        remplir(classeur, "Dossier des pièces", "pieces 2024")
        classeur.calculateAll()
        sans_pieces = barre.photograph(classeur)
        assert cliquer(classeur, "reprendre_pieces").startswith("4 cellules remplies")
        classeur.UndoManager.undo()
        assert barre.differences(sans_pieces, barre.photograph(classeur)) == []
        classeur.UndoManager.redo()
        figures = {
            nom: cellule(classeur, "Atteinte", nom, ligne_de(classeur, COPIL)).Value
            for nom in ("Tenu", "Justifié", "Au dossier")
        }
        assert figures == {"Tenu": 1, "Justifié": 1, "Au dossier": 1}
        for n, cible in enumerate(FICHE.cibles, start=6):
            if cible.id != "copil":  # the only one that is reached
                cellule(classeur, ECARTS.nom, "Motif de l’écart", n).String = "Report de réunions"
        classeur.store()

    assert "Comité de pilotage : tenu 1, justifié 1 sur 1 (Atteinte)" in dire("atteinte", recu)
    bilan = tmp_path / "bilan_libournais_2024.docx"
    dire("bilan", recu, "-o", bilan, "--pieces", pieces)
    verifie = dire("bilan", "--verifier", bilan, recu, "--pieces", pieces)
    assert "tous sont ceux du classeur" in verifie
    imprime = lire_pdf(imprimer(bureau, bilan, tmp_path))
    assert "Tenu : 1 ; justifié : 1 ; au dossier : 1" in " ".join(imprime.split())


def remplir(document, rubrique, valeur):
    """A yellow cell of « Fiche »."""
    feuille = document.Sheets.getByName("Fiche")
    ligne = next(n for n in range(60) if feuille.getCellByPosition(0, n).String == rubrique)
    feuille.getCellByPosition(1, ligne).FormulaLocal = valeur


def ligne_de(document, libelle):
    feuille = document.Sheets.getByName("Atteinte")
    return next(n + 1 for n in range(60) if feuille.getCellByPosition(0, n).String == libelle)
