"""The gallery is true: each smallest faulty sheet raises its code, there, and no other."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from galerie.atelier import expected, find_anomalies, judge, read_vitrine, summarise
from galerie.dessin import load_galerie
from galerie.page import PAGE, build_page

import plie_xl
from plie_xl import consolidation
from plie_xl.checks import REGLES, STRUCTURE, received

GALERIE = load_galerie()
RACINE = Path(plie_xl.__path__[0])
NATURES = {x.code: nature for nature, x in STRUCTURE.items() if not x.code.startswith("CON")}


# Codes that no sheet can show, since they speak of folders and documents, and their own page.
AILLEURS = {
    "DOS": "mes-pieces.md",
    "FIC": "lire-fiche.md",
    "IMP": "agenda.md",
    "REU": "guide-coordinateur.md",
    "BIL": "bilan.md",
    "CSF": "controle.md",
    "ARR": "controle.md",
}


def find_codes() -> set[str]:
    """Every code that the package can print, wherever it is written."""
    sources = (fichier.read_text("utf-8") for fichier in RACINE.rglob("*.py"))
    return {code for texte in sources for code in re.findall(r'"([A-Z]{3}-\d\d)"', texte)}


def test_chaque_code_a_sa_vitrine():
    assert set(GALERIE) == {code for code in find_codes() if code[:3] not in AILLEURS}


@pytest.mark.parametrize(("famille", "page"), AILLEURS.items())
def test_les_codes_d_un_dossier_et_d_un_document_sont_dans_leur_page(famille, page):
    lignes = PAGE.with_name(page).read_text("utf-8")
    codes = {code for code in find_codes() if code.startswith(famille)}
    assert codes
    assert {code for code in codes if f"| {code} " not in lignes} == set()


def test_les_codes_du_paquet_sont_ceux_des_regles():
    autres = {code for code in GALERIE if code[:3] in ("CON", "MIG", "REP")} - set(REGLES)
    assert {*REGLES, *NATURES} == set(GALERIE) - autres


@pytest.mark.parametrize("code", GALERIE)
def test_la_vitrine_donne_son_code_a_sa_place_et_rien_d_autre(code):
    assert summarise(find_anomalies(code)) == expected(GALERIE[code])


@pytest.mark.parametrize("code", GALERIE)
def test_un_dessin_ne_porte_que_le_code_de_sa_vitrine(code):
    vitrine = GALERIE[code]
    portes = {c for dessin in vitrine.dessins for ligne in dessin.lignes for c in ligne.codes}
    assert portes == {code}
    assert vitrine.titre
    assert vitrine.sens
    assert vitrine.a_faire


@pytest.mark.parametrize("code", GALERIE)
def test_une_anomalie_dit_le_constat_l_attendu_et_le_remede(code):
    for anomalie in find_anomalies(code):
        assert all((anomalie.constat, anomalie.attendu, anomalie.remede))


@pytest.mark.parametrize("code", REGLES)
def test_une_regle_muette_fait_echouer_sa_vitrine(code, monkeypatch):
    vitrine, lectures = GALERIE[code], read_vitrine(code)  # drawn while the rule speaks
    monkeypatch.setitem(REGLES, code, replace(REGLES[code], tient=_toujours(True)))
    assert summarise(judge(vitrine, lectures)) != expected(vitrine)


@pytest.mark.parametrize("code", NATURES)
def test_une_lecture_muette_fait_echouer_sa_vitrine(code):
    muettes = [
        replace(lec, remarques=tuple(r for r in lec.remarques if r.nature != NATURES[code]))
        for lec in read_vitrine(code)
    ]
    assert summarise(judge(GALERIE[code], muettes)) != expected(GALERIE[code])


@pytest.mark.parametrize(
    ("code", "ou", "fonction"),
    [
        ("CON-01", received, "_ancienne"),
        ("CON-02", received, "_copie"),
        ("CON-03", consolidation, "find_manquantes"),
        ("CON-05", received, "_autre_annee"),
        ("CON-06", consolidation, "find_non_deposees"),
        ("CON-07", received, "_fermee"),
    ],
)
def test_une_consolidation_muette_fait_echouer_sa_vitrine(code, ou, fonction, monkeypatch):
    dite = find_anomalies(code)[0]
    muette = [] if fonction.startswith("find_") else replace(dite, code="CON-00")
    monkeypatch.setattr(ou, fonction, lambda *_: muette)
    assert summarise(judge(GALERIE[code], read_vitrine(code))) != expected(GALERIE[code])


def test_la_page_des_anomalies_vient_de_la_galerie():
    refaite = build_page()
    assert PAGE.read_text("utf-8") == refaite, "à refaire : cd tests && python -m galerie.page"


def _toujours(reponse: bool):
    return lambda table: np.full(len(table), reponse)
