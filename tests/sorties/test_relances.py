"""One text per territory, from the master alone."""

import subprocess
import sys
from datetime import date

import pytest

import plie_xl as px
from plie_xl.master.read import read_consolidation
from plie_xl.reports.reminders import build_relances


@pytest.fixture(scope="module")
def textes(master):
    return build_relances(master)


def test_onze_textes_et_toujours_les_memes(textes, master):
    assert set(textes) == set(px.load_fiches())
    assert build_relances(master) == textes


def test_chaque_piece_manquante_est_demandee(textes, master):
    for x in master.lignes("pieces_manquantes"):
        fiche = next(f.id for f in px.load_fiches().values() if f.plie == x["plie"])
        assert f"(ligne {x['ligne']:.0f}) : {x['manque']}" in textes[fiche]


def test_l_echeance_est_quinze_jours_apres_l_arrete(textes):
    assert "avant le 15/11/2024" in textes["bordeaux"]


def test_une_echeance_donnee_est_reprise(master):
    assert "avant le 01/12/2024" in build_relances(master, date(2024, 12, 1))["bordeaux"]


def test_un_territoire_sans_rien_a_completer_est_remercie(textes):
    assert "rien à compléter" in textes["portes-du-sud"]
    assert "Pouvez-vous" not in textes["portes-du-sud"]


def test_un_territoire_sans_cible_atteinte_l_apprend_en_francais(textes):
    assert (
        "À ce jour, aucune cible n’est encore atteinte et justifiée, sur 2."
        in textes["sud-perigord"]
    )


def test_une_cible_ouverte_dit_ce_qui_est_fait_et_ce_qui_reste(textes):
    assert (
        "« Commissions d’intégration et de suivi de parcours (CIS) » : 4 sur 11, dont 1 avec toutes"
        " leurs pièces ; encore 10 à justifier (2 déjà prévus)"
    ) in textes["libournais"]


def test_un_territoire_non_recu_a_son_propre_texte(recus):
    seul = px.consolidate([px.read_classeur(recus / "plie_sources_2024.xlsx")])
    texte = build_relances(read_consolidation(seul))["bordeaux"]
    assert "nous n’avons pas de classeur de suivi 2024" in texte
    assert "Cibles" not in texte


def test_la_commande_ecrit_un_fichier_par_territoire(chemin_master, tmp_path, textes):
    fini = subprocess.run([sys.executable, "-m", "plie_xl", "relances", chemin_master, "-o", tmp_path / "r"],
                          capture_output=True, check=False)  # fmt: skip
    assert fini.returncode == 0
    ecrit = (tmp_path / "r" / "relance_bordeaux.txt").read_text(encoding="utf-8")
    assert ecrit == textes["bordeaux"]
