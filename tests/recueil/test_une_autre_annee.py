"""The eleven fiches moved to 2031, in a folder of AGAPE's: every command works on that year."""

import json
import os
import re

import openpyxl
import pytest
from commande import run_plie_xl
from ordinaire import ordinaire

from plie_xl.files.parts import read_parts

PROGRAMME = "plie_xl/fiches/2024"


@pytest.fixture(scope="module")
def bureau(tmp_path_factory, racine):
    """A folder of fiches, eleven filled workbooks of 2031, and an inbox that mixes two years."""
    dossier = tmp_path_factory.mktemp("bureau")
    (dossier / "fiches" / "2031").mkdir(parents=True)
    for fiche in (racine / PROGRAMME).glob("*.toml"):
        texte = fiche.read_text("utf-8").replace("2024-", "2031-")
        (dossier / "fiches" / "2031" / fiche.name).write_text(texte, "utf-8")
    assert lancer(dossier, "demo", "recus").returncode == 0
    (dossier / "melange").mkdir()
    for fichier in (
        racine / "workbooks/2024/plie_graves_2024.xlsx",
        dossier / "recus/plie_graves_2031.xlsx",
        dossier / "recus/plie_sources_2031.xlsx",
    ):
        (dossier / "melange" / fichier.name).write_bytes(fichier.read_bytes())
    lancer(dossier, "consolider", "recus", "-o", "AGAPE_2031.xlsx")
    return dossier


def lancer(dossier, *mots, fiches=("--fiches", "fiches")):
    return run_plie_xl(*mots, *fiches, cwd=dossier, env={**os.environ, "COLUMNS": "200"})


def test_les_fiches_et_les_modeles_sont_de_l_annee_la_plus_recente(bureau):
    fiches = json.loads(lancer(bureau, "fiches", "--json").stdout)
    assert {f["annee"] for f in fiches} == {2031}
    assert sum(len(f["cibles"]) for f in fiches) == 44
    faits = lancer(bureau, "modeles", "-o", "modeles")
    assert "2031 : 25 fichiers dans modeles" in ordinaire(faits.stderr)
    assert (bureau / "modeles" / "plie_graves_2031.xlsm").is_file()


def test_l_annee_d_avant_reste_a_portee(bureau):
    fiches = json.loads(lancer(bureau, "fiches", "--annee", "2024", "--json").stdout)
    assert {f["annee"] for f in fiches} == {2024}


def test_valider_et_atteinte_rangent_les_annees(bureau):
    noms = sorted(f"melange/{f.name}" for f in (bureau / "melange").iterdir())
    fait = lancer(bureau, "valider", *noms)
    assert fait.returncode == 1
    assert "LEC-04" not in fait.stdout
    atteintes = lancer(bureau, "atteinte", "--json", *noms).stdout.splitlines()
    assert {json.loads(ligne)["classeur"] for ligne in atteintes} == {
        "plie_graves_2024.xlsx",
        "plie_graves_2031.xlsx",
        "plie_sources_2031.xlsx",
    }


def test_le_classeur_maitre_est_de_l_annee_des_classeurs(bureau):
    resume = openpyxl.load_workbook(bureau / "AGAPE_2031.xlsx")["Synthèse"]["A2"].value
    assert resume.startswith("Consolidation 2031, 11 territoires sur 11")


def test_expliquer_relances_et_page_prennent_l_annee_du_classeur_maitre(bureau):
    cible = ("--fiche", "sources", "--cible", "copil")
    assert "comme dans « Atteinte »" in ordinaire(
        lancer(bureau, "expliquer", "AGAPE_2031.xlsx", *cible).stdout
    )
    assert lancer(bureau, "relances", "AGAPE_2031.xlsx", "-o", "relances").returncode == 0
    graves = (bureau / "relances" / "relance_graves.txt").read_text("utf-8")
    assert "PLIE des Graves, suivi 2031" in ordinaire(graves)
    fait = lancer(bureau, "tableau-de-bord", "AGAPE_2031.xlsx", "-o", "page.html")
    assert fait.returncode == 0
    assert "Consolidation 2031" in ordinaire((bureau / "page.html").read_text("utf-8"))


def test_deux_annees_ne_font_pas_un_classeur_maitre(bureau):
    fait = lancer(bureau, "consolider", "melange", "-o", "X.xlsx")
    assert fait.returncode == 2
    assert not (bureau / "X.xlsx").exists()
    dit = ordinaire(" ".join(fait.stderr.split()))
    assert "2024 (1 classeur) et 2031 (2 classeurs)" in dit
    assert "--annee 2024 -o AGAPE_2024.xlsx" in dit
    assert "--annee 2031 -o AGAPE_2031.xlsx" in dit


def test_l_annee_dite_se_reunit_et_l_autre_est_nommee(bureau):
    fait = lancer(bureau, "consolider", "melange", "--annee", "2031", "-o", "un.xlsx")
    assert fait.returncode == 1
    feuille = openpyxl.load_workbook(bureau / "un.xlsx")["Sources"]
    etats = {ligne[1].value: ligne[2].value for ligne in feuille.iter_rows(min_row=6)}
    assert etats["plie_graves_2024.xlsx"] == "écarté"
    assert etats["plie_graves_2031.xlsx"] == etats["plie_sources_2031.xlsx"] == "compté"


def test_le_cache_sait_de_quelles_fiches_il_vient(bureau):
    demande = ("consolider", "recus", "-o", "C.xlsx", "--cache", "cache")
    lancer(bureau, *demande)
    graves = bureau / "fiches" / "2031" / "graves.toml"
    texte = graves.read_text("utf-8")
    graves.write_text(re.sub(r"minimum +=.*", "minimum = 77", texte, count=1), "utf-8")
    try:
        lancer(bureau, *demande)
    finally:
        graves.write_text(texte, "utf-8")
    feuille = openpyxl.load_workbook(bureau / "C.xlsx")["Atteinte"]
    assert 77 in [cellule.value for ligne in feuille["A6:H60"] for cellule in ligne]


def test_une_installation_qui_ignore_l_annee_valide_avec_la_fiche_que_porte_le_classeur(bureau):
    ici = lancer(bureau, "valider", "--json", "recus/plie_sud-perigord_2031.xlsx")
    ailleurs = lancer(bureau, "valider", "--json", "recus/plie_sud-perigord_2031.xlsx", fiches=())
    assert ici.returncode == 1
    assert ailleurs.stdout == ici.stdout


def test_agape_sait_que_la_fiche_n_est_pas_deposee(bureau):
    fait = lancer(bureau, "consolider", "recus", "-o", "sans.xlsx", fiches=())
    assert fait.returncode == 1
    feuille = openpyxl.load_workbook(bureau / "sans.xlsx")["Anomalies"]
    codes = [cellule.value for ligne in feuille["A6:J90"] for cellule in ligne]
    assert codes.count("CON-06") == 11
    resume = openpyxl.load_workbook(bureau / "sans.xlsx")["Synthèse"]["A2"].value
    assert resume.startswith("Consolidation 2031, 11 territoires sur 11")


def test_une_fiche_que_deux_dossiers_portent_est_dite_en_consolidant(bureau):
    (bureau / "autres" / "2031").mkdir(parents=True)
    graves = bureau / "fiches" / "2031" / "graves.toml"
    (bureau / "autres" / "2031" / "graves.toml").write_bytes(graves.read_bytes())
    deux = ("--fiches", "autres", "--fiches", "fiches")
    fait = lancer(bureau, "consolider", "recus", "-o", "deux.xlsx", fiches=deux)
    assert fait.returncode == 1
    dit = ordinaire(" ".join(fait.stderr.split())).replace(f"{bureau}/", "")
    assert "graves 2031 : autres/2031/graves.toml (remplace fiches/2031/graves.toml)" in dit


@pytest.mark.parametrize("mots", [("fiches",), ("modeles", "-o", "m"), ("valider", "x.xlsx")])
def test_un_dossier_de_fiches_introuvable_se_dit_en_une_phrase(tmp_path, mots):
    (tmp_path / "x.xlsx").touch()
    fait = lancer(tmp_path, *mots)
    assert fait.returncode == 2
    assert "le dossier de fiches « " in ordinaire(fait.stderr)
    assert "Traceback" not in fait.stderr


def test_un_grand_nombre_ne_fait_pas_un_classeur_sans_fin(bureau, tmp_path):
    texte = (bureau / "fiches" / "2031" / "graves.toml").read_text("utf-8")
    (tmp_path / "f" / "2031").mkdir(parents=True)
    grand = re.sub(r"minimum +=.*", "minimum = 10_000", texte, count=1)
    (tmp_path / "f" / "2031" / "graves.toml").write_text(grand, "utf-8")
    fait = lancer(tmp_path, "modeles", "-o", "m", fiches=("--fiches", "f"))
    assert fait.returncode == 0
    parties = read_parts((tmp_path / "m" / "plie_graves_2031.xlsx").read_bytes())
    [table] = [
        x for nom, x in parties.items() if nom.startswith("xl/tables/") and b' name="suivi"' in x
    ]
    assert re.search(rb' ref="A5:[A-Z]+(\d+)"', table)[1] == b"2005"
