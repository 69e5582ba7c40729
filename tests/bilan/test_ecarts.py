"""« Écarts »: nothing is asked while the year runs; once it is over, a reason for each gap."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from galerie.atelier import base, build

from plie_xl.checks import check
from plie_xl.consolidation import consolidate
from plie_xl.master import build_master
from plie_xl.model.collection import load_fiches
from plie_xl.reading.read import read_octets

GRAVES = load_fiches(2024)["graves"]
TENUE = {"date": date(2024, 3, 12), "instance": "Comité de pilotage", "statut": "Réalisée",
         "emargement": "2024-03-12 a.pdf"}  # fmt: skip
FIN = date(2024, 12, 31)


def lire(*suivi, motifs=()):
    ecarts = [{"cible": c.libelle} for c in GRAVES.cibles]
    for ligne, motif in zip(ecarts, motifs, strict=False):
        ligne["motif"] = motif
    saisies = {**base(GRAVES), "suivi": list(suivi), "ecarts": ecarts}
    saisies["parametres"] = [{}]
    return read_octets(build(GRAVES, saisies), "plie_graves_2024.xlsx")


def ecarts(lecture, au):
    return [(a.code, a.cellule.a1) for a in check(lecture, au) if a.code.startswith("ECA")]


@pytest.mark.parametrize(
    ("au", "dites"),
    [(date(2024, 12, 30), []), (FIN, [("ECA-01", f"F{n}") for n in (6, 7, 9)])],
)
def test_rien_n_est_demande_avant_le_dernier_jour(au, dites):
    assert ecarts(lire(TENUE), au) == dites


def test_l_operation_finie_ce_qui_manque_se_voit():
    feuille = openpyxl.load_workbook(BytesIO(build(GRAVES, base(GRAVES))))["Écarts"]
    [formule] = [
        r.formula
        for x in feuille.conditional_formatting
        if "E6:E9" in str(x.sqref)
        for r in x.rules
    ]
    assert formule == ["(N($E6)<0)*(date_reference>=fin)"]
    assert feuille["E6"].number_format == '+0;"\N{MINUS SIGN}"0;0'


def test_un_classeur_ou_rien_ne_compte_ne_demande_pas_de_motif():
    assert ecarts(lire(), FIN) == []


def test_un_motif_suffit_et_un_motif_de_trop_est_dit():
    assert ecarts(lire(TENUE, motifs=["a", "b", "c", "d"]), FIN) == [("ECA-03", "F8")]


def test_au_dela_de_la_fourchette_un_motif_a_son_sens():
    quatre = [
        {**TENUE, "date": date(2024, 3, n), "emargement": f"2024-03-{n} a.pdf"}
        for n in (12, 13, 14, 15)
    ]
    assert ecarts(lire(*quatre, motifs=["a", "b", "c", "d"]), FIN) == []


def test_le_classeur_maitre_reprend_les_motifs_sans_aucun_nom(tmp_path):
    lecture = lire(TENUE, motifs=["Élections", "Mme Durand en congé"])
    (tmp_path / "m.xlsx").write_bytes(build_master(consolidate([lecture], FIN)).octets)
    feuille = openpyxl.load_workbook(tmp_path / "m.xlsx", data_only=True)["Écarts"]
    lignes = [[c.value for c in ligne] for ligne in feuille.iter_rows(min_row=6, max_row=9)]
    assert [(x[1], x[4], x[6]) for x in lignes] == [
        (c.libelle, c.id == "copil", (c.id == "copil") - c.minimum) for c in GRAVES.cibles
    ]
    assert lignes[0][7] == "Élections"
    assert "Durand" not in str(lignes)
