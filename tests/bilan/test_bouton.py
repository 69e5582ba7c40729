"""The button and the command write the same bilan."""

import pytest
from docx import Document
from excel.conftest import ouvert
from ordinaire import ordinaire
from pieces.atelier import build_dossier

from bilan.atelier import DEMO, FIN, lire
from plie_xl.checks import count
from plie_xl.excel import rediger_bilan
from plie_xl.model.errors import ActionError
from plie_xl.reading.read import read_classeur
from plie_xl.reports.bilan.facts import find_faits
from plie_xl.reports.bilan.verify import verify

GRAVES = DEMO[3]


def remplir(book, dossier):
    [case] = [c for c in book.sheets["Fiche"].range("A6:A40") if c.value == "Dossier des pièces"]
    case.offset(0, 1).value = dossier


def test_le_bouton_regarde_les_pieces_que_la_fiche_range(tmp_path):
    chemin = tmp_path / GRAVES.name
    chemin.write_bytes(GRAVES.read_bytes())
    build_dossier(tmp_path / "pieces", chemin)
    with ouvert(chemin) as book:
        remplir(book, "pieces")
        lu = dict(lire(rediger_bilan(book).chemin.read_bytes()).champs)
        assert lu["plie:graves/2024/copil/au_dossier"] == lu["plie:graves/2024/copil/justifie"]


def test_sans_dossier_lisible_le_bilan_le_dit_et_s_ecrit(tmp_path):
    chemin = tmp_path / GRAVES.name
    chemin.write_bytes(GRAVES.read_bytes())
    with ouvert(chemin) as book:
        remplir(book, "ailleurs")
        lu = dict(lire(rediger_bilan(book).chemin.read_bytes()).champs)
        assert lu["plie:graves/2024/copil/au_dossier"] == "non contrôlé"
        dit = ordinaire(book.sheets["Écarts"]["B4"].value)
        assert "« Au dossier » y est « non contrôlé » : le dossier" in dit


def test_le_bouton_ecrit_le_bilan_du_classeur_et_n_ecrase_rien(tmp_path):
    chemin = tmp_path / GRAVES.name
    chemin.write_bytes(GRAVES.read_bytes())
    with ouvert(chemin) as book:
        redaction = rediger_bilan(book)
        assert redaction.chemin == tmp_path / "bilan_graves_2024.docx"
        assert redaction.a_expliquer == 3
        dit = ordinaire(book.sheets["Écarts"]["B4"].value)
        assert dit.startswith("« bilan_graves_2024.docx » est écrit")
        octets = redaction.chemin.read_bytes()
        with pytest.raises(ActionError, match="rien n’a été écrasé"):
            rediger_bilan(book)
        assert redaction.chemin.read_bytes() == octets
    faits = find_faits(count(read_classeur(GRAVES)))
    assert faits.au < FIN
    assert verify(lire(octets), faits).anomalies == ()
    assert "à écrire" in "".join(p.text for p in Document(redaction.chemin).paragraphs)
