"""One text per territory, from the master alone."""

import email
import re
from dataclasses import replace
from datetime import date
from email import policy

import pytest
from commande import lancer
from ordinaire import ordinaire

import plie_xl as px
from plie_xl.master.read import read_consolidation
from plie_xl.reports.reminders import EcheanceError, build_relances


@pytest.fixture(scope="module")
def textes(master):
    return {fiche: ordinaire(texte) for fiche, texte in build_relances(master).items()}


def test_onze_textes_et_toujours_les_memes(textes, master):
    assert set(textes) == set(px.load_fiches(2024))
    assert build_relances(master) == build_relances(master)


def test_chaque_piece_manquante_est_demandee(textes, master):
    for x in master.lignes("pieces_manquantes"):
        fiche = next(f.id for f in px.load_fiches(2024).values() if f.plie == x["plie"])
        assert f"(ligne {x['ligne']:.0f}) : {ordinaire(x['manque'])}" in textes[fiche]


def test_l_echeance_est_quinze_jours_apres_l_arrete(textes):
    assert "avant le 15/11/2024" in textes["bordeaux"]


def test_rien_n_est_demande_des_reunions_qui_suivent_l_arrete(recus):
    """Hauts de Garonne, counted in May: later rows keep their faults, and are asked nothing."""
    lectures = [px.read_classeur(chemin) for chemin in sorted(recus.iterdir())]
    master = read_consolidation(px.consolidate(lectures, date(2024, 5, 31)))
    jours = {
        (x["classeur"], int(x["ligne"])): x["date"]
        for x in master.lignes("suivi")
        if isinstance(x["date"], date)
    }
    tardives = {
        (x["classeur"], x["cellule"])
        for x in master.lignes("anomalies")
        if x["feuille"] == "Suivi"
        and jours.get((x["classeur"], int(x["cellule"][1:])), date.min) > date(2024, 5, 31)
    }
    demandes = "".join(build_relances(master).values())
    assert tardives
    assert not [cellule for _, cellule in tardives if f"Suivi {cellule} :" in demandes]


def test_une_echeance_donnee_est_reprise(master):
    assert "avant le 01/12/2024" in build_relances(master, date(2024, 12, 1))["bordeaux"]


@pytest.mark.parametrize("jour", [date(2024, 10, 31), date(2023, 12, 1), date(2034, 12, 1)])
def test_une_echeance_absurde_est_refusee(master, jour):
    with pytest.raises(EcheanceError, match="la date du classeur maître"):
        build_relances(master, jour)


def test_les_lignes_qui_ne_comptent_pas_sont_dites_avec_leur_raison(textes, master):
    lettre = textes["sud-perigord"]
    assert "8 lignes qui ne peuvent pas être retenues en l’état, et pourquoi :" in lettre
    assert "- ligne 7, « Comités de pilotage », 18/04/2023 : hors période" in lettre
    assert "ne peuvent pas être retenues" not in textes["portes-du-sud"]


def test_rien_n_est_demande_de_ce_qui_est_juste(textes, master):
    codes = {x["code"] for x in master.lignes("anomalies")}
    assert "PIE-02" in codes
    assert "à défaut" not in textes["agenais"]


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
        " ses pièces ; encore 10 à justifier (2 déjà prévus)"
    ) in textes["libournais"]


def test_un_territoire_non_recu_a_son_propre_texte(recus):
    seul = px.consolidate([px.read_classeur(recus / "plie_sources_2024.xlsx")])
    texte = build_relances(read_consolidation(seul))["bordeaux"]
    assert "nous n’avons pas de classeur de suivi 2024" in texte
    assert "Cibles" not in texte


COUPURES = ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"]


@pytest.mark.parametrize("coupure", COUPURES)
def test_aucune_ligne_d_une_lettre_ne_commence_par_la_fin_d_un_texte(coupure, master):
    """Whatever a text says, it begins no line: neither « Bcc: » of a mail, nor a sentence of ours."""
    tables = {nom: table.astype(object) for nom, table in master.tables.items()}
    for nom in ("sources", "anomalies", "pieces_manquantes", "livrables", "atteinte"):
        for colonne in set(tables[nom].columns) - {"plie", "etat", "nature", "cle"}:
            textes = tables[nom][colonne].map(lambda v: isinstance(v, str))
            tables[nom].loc[textes, colonne] += f"{coupure}Bcc: x"
    lettres = build_relances(replace(master, tables=tables)).values()
    lignes = [ligne for lettre in lettres for ligne in lettre.splitlines()]
    assert any("Bcc: x" in ligne for ligne in lignes)
    assert not [ligne for ligne in lignes if ligne.lstrip().startswith("Bcc:")]


def test_un_nom_de_fichier_coupe_se_voit_en_entier(recus, tmp_path):
    recu = tmp_path / "sources.xlsx"
    recu.write_bytes((recus / "plie_sources_2024.xlsx").read_bytes())
    lecture = replace(px.read_classeur(recu), classeur="sources\nBcc: x.xlsx")
    texte = build_relances(read_consolidation(px.consolidate([lecture])))["sources"]
    assert "« sources␊Bcc: x.xlsx »" in ordinaire(texte)


def test_la_commande_ecrit_un_fichier_par_territoire(chemin_master, tmp_path, textes):
    fini = lancer("relances", chemin_master, "-o", tmp_path / "r")
    assert fini.returncode == 0
    ecrit = (tmp_path / "r" / "relance_bordeaux.txt").read_text(encoding="utf-8")
    assert ordinaire(ecrit) == textes["bordeaux"]
    brouillon = email.message_from_bytes(
        (tmp_path / "r" / "relance_bordeaux.eml").read_bytes(), policy=policy.default
    )
    assert (brouillon["X-Unsent"], brouillon["To"], brouillon["From"]) == ("1", "", None)
    assert f"Objet : {ordinaire(brouillon['Subject'])}" == textes["bordeaux"].splitlines()[0]
    corps = ordinaire(brouillon.get_body(("plain",)).get_content())
    assert corps.split() == textes["bordeaux"].split("\n", 1)[1].split()
    tot = lancer("relances", chemin_master, "-o", tmp_path / "s", "--avant", "01/10/2024")
    assert (tot.returncode, (tmp_path / "s").exists()) == (2, False)


def test_une_relance_s_accorde_et_se_lit_d_une_phrase_a_l_autre(textes):
    """What is said after a question begins a sentence; rows come in the order of the sheet."""
    texte = textes["sud-perigord"]
    assert "1 sur 2, dont 1 avec toutes ses pièces" in texte
    assert "4 sur 10, dont 4 avec toutes leurs pièces" in texte
    assert "vouliez-vous dire « Réalisée » ? Choisissez le statut dans la liste" in texte
    assert "un numéro de téléphone ; retirez cette donnée : ce classeur circule" in texte
    lignes = [int(n) for n in re.findall(r"^- ligne (\d+)", texte, re.MULTILINE)]
    assert lignes == sorted(lignes)
    assert len(lignes) == 8


def test_la_commande_dit_que_l_echeance_est_passee(chemin_master, tmp_path):
    dit = ordinaire(lancer("relances", chemin_master, "-o", tmp_path / "r").stderr)
    assert "L’échéance qu’ils donnent, le 15/11/2024, est passée" in dit


def test_une_cible_ou_rien_n_est_prevu_ne_dit_pas_zero(master):
    lues = replace(master, tables={**master.tables, "atteinte": master.tables["atteinte"].copy()})
    lues.tables["atteinte"]["a_venir"] = 0
    textes = " ".join(map(ordinaire, build_relances(lues).values()))
    assert "à justifier (rien n’est prévu)" in textes
    assert "(0 " not in textes
