"""The draw: everything unless a reason is given, and the same rows for anyone who draws again."""

import re
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from commande import run_plie_xl

from controle.atelier import GRAINE, consolider, ecrire, tirer
from plie_xl.control.draw import Demande, draw
from plie_xl.master.read import read_master
from plie_xl.model.settings import Controle
from plie_xl.reports.drawing import find_demande, find_faute

PAGE = Path(__file__).parents[2] / "docs" / "controle.md"


@pytest.fixture(scope="module")
def master(tmp_path_factory):
    place = tmp_path_factory.mktemp("tirage")
    consolider(ecrire(place / "recus"), place / "AGAPE_2024.xlsx")
    return place / "AGAPE_2024.xlsx"


@pytest.fixture(scope="module")
def demo(tmp_path_factory, racine):
    sortie = tmp_path_factory.mktemp("demo") / "AGAPE_2024.xlsx"
    consolider(racine / "workbooks" / "2024", sortie)
    return sortie


def test_sans_taux_toute_ligne_justifiee_est_tiree(master):
    tirages = draw(read_master(master).lignes("suivi"), 2024, Demande(GRAINE))
    assert sorted(x.cle for x in tirages if x.tiree) == [
        "libournais/2024/conventions/4", "libournais/2024/cop/1", "libournais/2024/copil/3",
        "sud-perigord/2024/cop/2", "sud-perigord/2024/cop/3", "sud-perigord/2024/copil/1",
        "technowest/2024/commissions/1", "technowest/2024/cop/3", "technowest/2024/cop/4",
        "technowest/2024/referents/2",
    ]  # fmt: skip


def test_un_taux_tire_sa_part_de_chaque_strate_et_une_ligne_au_moins(demo):
    tirages = draw(read_master(demo).lignes("suivi"), 2024, Demande(GRAINE, Fraction(1, 5)))
    prises, tailles = {}, {}
    for x in tirages:
        tailles[x.strate] = tailles.get(x.strate, 0) + 1
        prises[x.strate] = prises.get(x.strate, 0) + x.tiree
    assert prises["hauts-de-garonne/cisp"] == 7  # ⌈0,2 × 34⌉
    assert prises["bordeaux/copil"] == 1 == tailles["bordeaux/copil"]
    assert all(n == max(1, -(-tailles[strate] // 5)) for strate, n in prises.items())


def test_le_minimum_par_strate_est_celui_du_reglage(master):
    demande = find_demande(Controle(minimum_par_strate=2), GRAINE, Fraction(1, 100), "essai")
    tirees = [x.cle for x in draw(read_master(master).lignes("suivi"), 2024, demande) if x.tiree]
    assert {"technowest/2024/cop/3", "technowest/2024/cop/4"} < set(tirees)
    assert len(tirees) == 10  # no stratum has more than two rows


def test_la_ligne_de_commande_du_manuel_refait_le_meme_tirage(demo, tmp_path):
    """The lines of shell stand in the page, and are run as they stand there."""
    if not all(map(shutil.which, ("sh", "sha256sum", "awk", "sort", "cut"))):
        pytest.skip("sans les outils habituels d’un terminal")
    [script] = re.findall(r"```bash\n(while read.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    cles = run_plie_xl("tirer", demo, "--graine", GRAINE, "--cles").stdout
    (tmp_path / "cles.txt").write_text(cles, encoding="utf-8")
    refait = subprocess.run(
        ["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    tirages = draw(read_master(demo).lignes("suivi"), 2024, Demande(GRAINE, Fraction(1, 5)))
    assert refait.stdout.split() == sorted(x.cle for x in tirages if x.tiree)


def test_un_echantillon_sans_motif_n_est_pas_tire(master, tmp_path):
    sortie = tmp_path / "controle.xlsx"
    fini = run_plie_xl("tirer", master, "--graine", GRAINE, "--taux", "20", "-o", sortie)
    assert (fini.returncode, sortie.exists()) == (1, False)
    assert "CSF-06" in fini.stderr + fini.stdout


def test_le_reglage_echantillon_demande_lui_aussi_un_motif():
    reglages = Controle(mode="echantillon", taux=0.1)
    assert find_faute(find_demande(reglages, GRAINE)).code == "CSF-06"
    assert find_faute(find_demande(reglages, GRAINE, motif="306 lignes")) is None
    assert find_faute(find_demande(Controle(), GRAINE)) is None


def test_le_classeur_dit_comment_il_a_ete_tire_et_ne_remplace_rien(master, tmp_path):
    sortie = tmp_path / "controle.xlsx"
    arguments = ("tirer", master, "--graine", GRAINE, "--taux", "50", "--motif", "dix lignes")
    assert run_plie_xl(*arguments, "-o", sortie).returncode == 0
    octets = sortie.read_bytes()
    assert run_plie_xl(*arguments, "-o", sortie).returncode == 2  # verdicts may stand there
    assert sortie.read_bytes() == octets
    assert run_plie_xl(*arguments, "-o", tmp_path / "encore.xlsx").returncode == 0
    assert (tmp_path / "encore.xlsx").read_bytes() == octets
    classeur = openpyxl.load_workbook(sortie)
    faits = {x[0]: x[1] for x in classeur["Tirage"].iter_rows(min_row=6, values_only=True)}
    assert faits["Graine"] == GRAINE
    assert faits["Motif du recours à l’échantillon"] == "dix lignes"
    assert faits["SHA-256 du classeur maître"] == read_master(master).sha256
    assert classeur["Verdicts"].protection.sheet
    assert classeur["Listes"].sheet_state == "hidden"


def test_une_cle_reste_unique_quand_le_numero_manque_ou_se_repete():
    ligne = {"cle": "graves/cip", "numero": None, "date": None, "justifie": 1.0}
    lignes = [ligne, dict(ligne), ligne | {"numero": 7.0}, ligne | {"numero": "7"},
              ligne | {"numero": "a b/c"}]  # fmt: skip
    cles = [x.cle for x in draw(lignes, 2024, Demande("1"))]
    assert len(set(cles)) == 5
    assert all(re.fullmatch(r"graves/2024/cip/[\w.@_-]*", cle) for cle in cles)


def test_tirer_deux_fois_la_meme_graine_tire_les_memes_lignes_une_autre_en_tire_d_autres(demo):
    suivi = read_master(demo).lignes("suivi")

    def tirees(graine):
        return {x.cle for x in draw(suivi, 2024, Demande(graine, Fraction(1, 5))) if x.tiree}

    assert tirees("1") == tirees("1") != tirees("2")


def test_tirer_ecrit_a_partir_du_maitre_seul(master, tmp_path):
    assert (
        tirer(master, tmp_path / "a.xlsx").read_bytes()
        == tirer(master, tmp_path / "b.xlsx").read_bytes()
    )


@pytest.mark.parametrize("graine", ["trente et un", "été", "", "x" * 101])
def test_ce_que_peut_etre_une_graine_est_dit_avant_et_apres(graine, master, tmp_path):
    attendue = "une date, comme 20250131, ou un mot en lettres sans accent et en chiffres"
    fini = run_plie_xl("tirer", master, "--graine", graine, "-o", tmp_path / "c.xlsx")
    assert (fini.returncode, attendue in fini.stderr) == (2, True)
    assert attendue in " ".join(run_plie_xl("tirer", "--help").stdout.split())
