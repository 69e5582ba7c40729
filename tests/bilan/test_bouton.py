"""The button and the command write the same bilan."""

import pytest
from docx import Document
from excel.conftest import ouvert
from ordinaire import ordinaire

from bilan.atelier import DEMO, FIN, lire
from plie_xl.checks import count
from plie_xl.excel import rediger_bilan
from plie_xl.excel.report import ActionError
from plie_xl.reading.read import read_classeur
from plie_xl.reports.bilan.facts import find_faits
from plie_xl.reports.bilan.verify import verify

GRAVES = DEMO[3]


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
