"""The fiche that a workbook carries is a text that came by mail: bounded, strict, last at AGAPE's."""

import re
from io import BytesIO

import openpyxl
import pytest

from plie_xl.checks import check
from plie_xl.consolidation import consolidate
from plie_xl.model.anomaly import Gravite
from plie_xl.model.collection import hash_texte, load_fiches
from plie_xl.model.fiche import parse_fiche
from plie_xl.reading.read import read_octets
from plie_xl.template import build_template

GRAVES = load_fiches(2024)["graves"]


def classeur(texte, empreinte=None):
    """A workbook of Graves that carries this text, under the digest that « Fiche » should have."""
    lu = openpyxl.load_workbook(BytesIO(build_template(GRAVES)))
    source, fiche = lu["_Fiche"], lu["Fiche"]
    source.delete_rows(6, source.max_row)
    for n, ligne in enumerate(texte.split("\n"), start=1):
        source.append([n, ligne])
    del source.tables["fiche_source"]
    rang = next(r for r in range(6, 40) if fiche[f"A{r}"].value == "Empreinte de la fiche")
    fiche[f"B{rang}"].value = empreinte or hash_texte(texte)
    ecrit = BytesIO()
    lu.save(ecrit)
    return ecrit.getvalue()


def codes(lecture):
    return [
        a.code
        for a in check(lecture)
        if a.code.startswith(("CIB-0", "LEC-0")) and a.code != "CIB-06"
    ]


def test_la_feuille_qui_porte_la_fiche_ne_se_voit_pas():
    lu = openpyxl.load_workbook(BytesIO(build_template(GRAVES)))
    assert lu["_Fiche"].sheet_state == "veryHidden"
    lignes = [cellule.value or "" for cellule in lu["_Fiche"]["B"][5:]]
    assert hash_texte("\n".join(lignes)) == GRAVES.empreinte


def test_une_autre_fiche_se_dit_et_ne_compte_pas_chez_agape():
    texte = re.sub(r"minimum +=.*", "minimum = 77", GRAVES.texte, count=1)
    lecture = read_octets(classeur(texte), "graves.xlsx")
    (anomalie,) = (a for a in consolidate([lecture]).anomalies if a.code == "CIB-08")
    assert anomalie.gravite is Gravite.BLOQUANTE
    assert "minimum 77, attendu" in anomalie.constat
    minimums = set(consolidate([lecture]).atteinte["minimum"])
    assert 77 not in minimums
    assert GRAVES.cibles[0].minimum in minimums


def test_une_feuille_changee_n_est_plus_crue():
    texte = re.sub(r"minimum +=.*", "minimum = 1", GRAVES.texte, count=1)
    lecture = read_octets(classeur(texte, GRAVES.empreinte), "graves.xlsx")
    assert lecture.portee == ""
    assert "CIB-09" in codes(lecture)


@pytest.mark.parametrize(
    "texte",
    ["n’importe quoi", "[[cible]]\n" * 1_900, "", GRAVES.texte.replace("2024-", "2030-")],
    ids=["pas du TOML", "mille cibles vides", "rien", "d’une autre année"],
)
def test_un_texte_qui_n_est_pas_la_fiche_ne_sert_pas(texte):
    lecture = read_octets(classeur(texte), "graves.xlsx")
    assert (lecture.fiche, lecture.annee, lecture.portee) == ("graves", 2024, "")


def test_un_texte_demesure_n_est_pas_lu():
    lecture = read_octets(classeur("# rien\n" * 2_500), "graves.xlsx")
    assert lecture.portee == ""
    assert "CIB-09" in codes(lecture)


def test_changer_l_identifiant_ne_fait_pas_un_territoire():
    neuve = parse_fiche("graves-bis.toml", GRAVES.texte)
    lecture = read_octets(build_template(neuve), "x.xlsx")
    assert lecture.fiche == ""
    assert codes(lecture) == ["LEC-03"]
