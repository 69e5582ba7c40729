"""Every figure explained down to the row and the piece; the rows shown add up to it."""

import json

import pytest
from commande import lancer
from ordinaire import ordinaire

import plie_xl as px
from plie_xl.master.read import read_consolidation
from plie_xl.reports.explain import InconnuError

CIBLES = [(f.id, c.id) for f in px.load_fiches(2024).values() for c in f.cibles]


@pytest.mark.parametrize(("fiche", "cible"), CIBLES)
def test_les_lignes_montrees_font_le_chiffre(master, consolidation, fiche, cible):
    explication = px.explain(master, fiche, cible)
    calcul = consolidation.atteinte.set_index(["fiche", "cible"]).loc[(fiche, cible)]
    assert explication.concorde
    assert explication.sommes["tenu"] == calcul["tenu"]
    assert explication.sommes["justifie"] == calcul["justifie"]


def test_des_fichiers_s_expliquent_comme_leur_master(master, consolidation):
    ici, la = (
        px.explain(m, "agenais", "copil") for m in (master, read_consolidation(consolidation))
    )
    assert ici.lignes.to_dict("records") == la.lignes.to_dict("records")


def test_une_ligne_non_comptee_dit_pourquoi(master):
    non_comptees = px.explain(master, "sources", "copil").non_comptees
    assert list(non_comptees["compte"]) == ["prévue"]


def test_un_master_retouche_ne_concorde_plus(master):
    explication = px.explain(master, "sources", "copil")
    explication.atteinte["tenu"] += 1
    assert not explication.concorde


@pytest.mark.parametrize(("fiche", "cible", "proche"), [("source", "copil", "« sources »"),
                                                        ("sources", "copi", "« copil »")])  # fmt: skip
def test_un_identifiant_inconnu_recoit_une_proposition(master, fiche, cible, proche):
    with pytest.raises(InconnuError, match=f"vouliez-vous dire .*{proche}"):
        px.explain(master, fiche, cible)


def test_la_commande_json_dit_lignes_preuves_et_totaux(chemin_master):
    resultat = lancer(
        "expliquer", chemin_master, "--fiche", "sources", "--cible", "copil", "--json"
    )
    dit = json.loads(resultat.stdout)
    assert resultat.returncode == 0
    assert dit["tenu"] == sum(x["tenu"] for x in dit["comptees"]) == 2
    assert all("compte rendu" in x["pieces"] for x in dit["comptees"])
    assert dit["non_comptees"][0]["compte"] == "prévue"


def test_un_territoire_non_recu_s_explique_en_une_phrase(recus):
    classeur = recus / "plie_sources_2024.xlsx"
    fini = lancer("expliquer", classeur, "--fiche", "graves", "--cible", "copil")
    assert fini.returncode == 0
    assert "Non reçu : aucun classeur de ce PLIE" in ordinaire(fini.stdout)
    assert "tenu" not in fini.stdout


def test_un_fichier_refuse_n_est_pas_un_fichier_non_recu(tmp_path):
    chemin = tmp_path / "plie_sources_2024.xlsx"
    chemin.write_bytes(b"%PDF-1.7\n")
    rendu = lancer("expliquer", str(chemin), "--fiche", "sources", "--cible", "copil")
    assert rendu.returncode == 3
    assert "c’est un PDF, pas un classeur" in rendu.stderr
    assert "Non reçu" not in rendu.stdout


def test_une_fourchette_se_dit_entiere_partout_ou_un_chiffre_la_depasse(recus, chemin_master):
    """The boards of Graves are « 1 à 3 »: « 2 sur 1 » would read as one too many."""
    classeur = recus / "plie_graves_2024.xlsx"
    assert "tenu 2, justifié 2 sur 1 à 3 (Atteinte)" in lancer("atteinte", classeur).stdout
    for source in (classeur, chemin_master):
        fini = lancer("expliquer", source, "--fiche", "graves", "--cible", "copil")
        assert (
            "Objectif 1 à 3 : 2 tenu, 2 justifié, au dossier non contrôlé,"
            " retenu au CSF non contrôlé ; Atteinte\n"
        ) in ordinaire(fini.stdout)
