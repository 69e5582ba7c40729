"""One letter per PLIE: each conclusion with its row and its reason, no delay before AGAPE sets it."""

from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from ordinaire import ordinaire

from controle.atelier import consolider, ecrire, remplir, tirer
from controle.test_verdicts import DECISIONS
from plie_xl.control.received import read_controles
from plie_xl.model.settings import Controle, Reglages
from plie_xl.reports.letters import build_lettres


@pytest.fixture(scope="module")
def lu(tmp_path_factory):
    place = tmp_path_factory.mktemp("lettres")
    consolider(ecrire(place / "recus"), place / "AGAPE_2024.xlsx")
    controle = tirer(place / "AGAPE_2024.xlsx", place / "controle.xlsx")
    sans = {"technowest/2024/cop/4": {"Décision provisoire": None, "Décision définitive": None}}
    remplir(controle, DECISIONS | sans)
    [lu] = read_controles([("controle.xlsx", controle)])
    return lu


def _texte(octets):
    corps = Document(BytesIO(octets)).element.body
    return ordinaire("\n".join("".join(p.itertext()) for p in corps.iter(qn("w:p"))))


def test_une_lettre_par_plie_dit_chaque_conclusion_et_son_motif(lu):
    lettres = build_lettres(lu, Reglages())
    assert sorted(lettres.fichiers) == [
        "lettre_libournais_2024.docx", "lettre_sud-perigord_2024.docx", "lettre_technowest_2024.docx",
    ]  # fmt: skip
    assert (lettres.sans_conclusion, list(lettres.anomalies)) == (1, [])
    texte = _texte(lettres.fichiers["lettre_sud-perigord_2024.docx"])
    for mot in ("PLIE Sud Périgord", "17/06/2024", "Pièce non probante", "K. L.",
                "Retenues : 2 ; écartées : 1 ; à compléter : 0."):  # fmt: skip
        assert mot in texte
    assert texte.index("Pièce non probante") < texte.index("12/03/2024")  # what asks an answer


def test_le_delai_reste_en_blanc_jusqu_au_reglage(lu):
    nom = "lettre_technowest_2024.docx"
    assert "dans un délai de …" in _texte(build_lettres(lu, Reglages()).fichiers[nom])
    reglages = replace(Reglages(), controle=Controle(delai_contradictoire_jours=30))
    assert "dans un délai de 30 jours" in _texte(build_lettres(lu, reglages).fichiers[nom])


def test_les_memes_verdicts_donnent_les_memes_octets(lu):
    assert build_lettres(lu, Reglages()).fichiers == build_lettres(lu, Reglages()).fichiers
