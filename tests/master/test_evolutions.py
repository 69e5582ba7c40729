"""What the sheet « Évolutions » says of a second consolidation."""

from datetime import date

import openpyxl
import pytest


def faits(lignes):
    return [(x["Ce qui s’est passé"], x["Colonne"], x["Avant"], x["Après"]) for x in lignes]


@pytest.fixture
def ancien(depot):
    depot.ecrire("libournais")
    depot.ecrire("sources")
    return depot.consolider("ancien.xlsx").chemin


def corriger(n, **champs):
    return lambda saisies: saisies["suivi"][n].update(champs)


def evoluer(depot, ancien, lire_feuille):
    resultat = depot.consolider("nouveau.xlsx", "--depuis", ancien)
    lignes = lire_feuille(resultat.chemin, "Évolutions")
    return resultat.bilan["evolutions"], faits(lignes)


RIEN = {"ajoutees": 0, "modifiees": 0, "disparues": 0, "statuts": 0}


def test_rien_n_a_change_et_les_octets_sont_les_memes(depot, ancien, lire_feuille):
    premier = depot.consolider("un.xlsx", "--depuis", ancien)
    second = depot.consolider("deux.xlsx", "--depuis", premier.chemin)
    assert second.bilan["evolutions"] == RIEN
    assert premier.chemin.read_bytes() == second.chemin.read_bytes()
    classeur = openpyxl.load_workbook(second.chemin)
    assert classeur["Évolutions"]["A4"].value.endswith(" : aucun changement.")


def test_un_objet_corrige_est_seul_a_se_voir(depot, ancien, lire_feuille):
    depot.ecrire("sources", corriger(3, objet="Objet corrigé"))
    totaux, lignes = evoluer(depot, ancien, lire_feuille)
    assert totaux == RIEN | {"modifiees": 1}
    [(nature, colonne, _, apres)] = lignes
    assert (nature, colonne, apres) == ("Ligne modifiée", "Objet", "Objet corrigé")


def test_une_date_corrigee_est_une_modification(depot, ancien, lire_feuille):
    depot.ecrire("sources", corriger(3, date=date(2024, 2, 6)))
    totaux, [(nature, colonne, _, apres)] = evoluer(depot, ancien, lire_feuille)
    assert totaux["modifiees"] == 1
    assert (nature, colonne, apres) == ("Ligne modifiée", "Date", "06/02/2024")


def test_un_numero_efface_est_une_modification(depot, ancien, lire_feuille):
    depot.ecrire("sources", corriger(3, numero=""))
    assert evoluer(depot, ancien, lire_feuille)[1] == [("Ligne modifiée", "N°", "4", None)]


def test_une_table_triee_autrement_n_a_pas_change(depot, ancien, lire_feuille):
    depot.ecrire("sources", lambda saisies: saisies["suivi"].reverse())
    assert evoluer(depot, ancien, lire_feuille)[0] == RIEN


def test_une_ligne_ajoutee_et_une_disparue(depot, ancien, lire_feuille):
    def retoucher(saisies):
        del saisies["suivi"][0]
        saisies["suivi"].append({"date": date(2024, 10, 7), "commentaire": "neuve"})

    depot.ecrire("sources", retoucher)
    totaux, lignes = evoluer(depot, ancien, lire_feuille)
    assert (totaux["ajoutees"], totaux["disparues"], totaux["modifiees"]) == (1, 1, 0)
    assert [x[0] for x in lignes if x[0].startswith("Ligne")] == [
        "Ligne ajoutée",
        "Ligne disparue",
    ]


def test_un_territoire_recu_change_le_statut_de_ses_cibles(depot, ancien, lire_feuille):
    depot.ecrire("technowest")
    totaux, lignes = evoluer(depot, ancien, lire_feuille)
    assert totaux["statuts"] == 4
    assert {x[2] for x in lignes if x[0] == "Statut d’une cible"} == {"Non reçu"}


def test_un_classeur_de_territoire_n_est_pas_un_ancien_master(depot, ancien):
    resultat = depot.consolider("m.xlsx", "--depuis", depot.dossier / "plie_sources_2024.xlsx")
    assert resultat.code == 2
    assert "classeur maître" in resultat.dit
