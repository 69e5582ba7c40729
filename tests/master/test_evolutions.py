"""What the sheet « Évolutions » says of a second consolidation."""

from datetime import date

import openpyxl
import pytest
from commun import made_once
from galerie.atelier import base, type_suivi
from ordinaire import ordinaire

from plie_xl.consolidation import consolidate
from plie_xl.master.read import read_consolidation, read_master
from plie_xl.model.collection import load_fiches
from plie_xl.reading.read import read_classeur
from plie_xl.reports.changes import compare
from plie_xl.template import build_saisie

SOURCES = load_fiches(2024)["sources"]
COPIL, ACTIONS = (cible.libelle for cible in SOURCES.cibles[:2])


def faits(lignes):
    return [(x["Ce qui s’est passé"], x["Colonne"], x["Avant"], x["Après"]) for x in lignes]


@pytest.fixture
def ancien(depot, tmp_path):
    """The master of two workbooks, which are in the folder; it is made once."""
    depot.ecrire("libournais")
    depot.ecrire("sources")
    octets = made_once("évolutions", lambda: depot.consolider("un.xlsx").chemin.read_bytes())
    (tmp_path / "un.xlsx").unlink(missing_ok=True)
    chemin = tmp_path / "ancien.xlsx"
    chemin.write_bytes(octets)
    return chemin


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
    assert ordinaire(classeur["Évolutions"]["A4"].value).endswith(" : aucun changement.")


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


def test_un_classeur_qui_n_est_pas_recu_n_a_rien_saisi(depot, ancien, lire_feuille):
    (depot.dossier / "plie_sources_2024.xlsx").unlink()
    resultat = depot.consolider("nouveau.xlsx", "--depuis", ancien)
    causes = {x["Cause"] for x in lire_feuille(resultat.chemin, "Évolutions")}
    assert causes == {"classeur non reçu"}
    neuf = compare(read_master(ancien), consolidate([], fiches={SOURCES.id: SOURCES}))
    assert ordinaire(neuf.phrase).endswith(" ; 1 classeur non reçu")


def test_un_classeur_recu_depuis_se_dit_ainsi(depot, ancien, lire_feuille):
    depot.ecrire("technowest")
    resultat = depot.consolider("nouveau.xlsx", "--depuis", ancien)
    lignes = lire_feuille(resultat.chemin, "Évolutions")
    assert {x["Cause"] for x in lignes} == {"classeur reçu depuis"}


def test_un_territoire_recu_change_le_statut_de_ses_cibles(depot, ancien, lire_feuille):
    depot.ecrire("technowest")
    totaux, lignes = evoluer(depot, ancien, lire_feuille)
    assert totaux["statuts"] == 4
    assert {x[2] for x in lignes if x[0] == "Statut d’une cible"} == {"Non reçu"}


def test_un_classeur_de_territoire_n_est_pas_un_ancien_master(depot, ancien):
    resultat = depot.consolider("m.xlsx", "--depuis", depot.dossier / "plie_sources_2024.xlsx")
    assert resultat.code == 2
    assert "classeur maître" in resultat.dit


def reunir(*lignes):
    """A consolidation of these rows of « Suivi »: number, date, target, subject."""
    tableau = "| ligne | N° | Date | Instance ou action | Objet | |\n" + "\n".join(
        f"| {n} {ligne}" for n, ligne in enumerate(lignes, start=6)
    )
    saisies = {**base(SOURCES), "suivi": type_suivi(SOURCES, tableau)}
    return consolidate([build_saisie(SOURCES, saisies, "sources.xlsx")])


# What the old master said, what the new one says, and what is told of it: a looser key, tried
# before a surer one, would recognise another row and tell another story.
DU_PLUS_SUR_AU_MOINS_SUR = {
    "la ligne entière avant la date et le numéro": (
        [f"| 1 | 04/03/2024 | {COPIL} | Budget | |", f"| 1 | 04/03/2024 | {COPIL} | Bilan | |"],
        [f"| 1 | 04/03/2024 | {COPIL} | Bilan | |", f"| 1 | 04/03/2024 | {COPIL} | Budget | |"],
        [],
    ),
    "le numéro avant la seule date": (
        [f"| 1 | 04/03/2024 | {COPIL} | Budget | |", f"| 2 | 04/03/2024 | {COPIL} | Bilan | |"],
        [f"| 2 | 04/03/2024 | {COPIL} | Projets | |", f"| 1 | 04/03/2024 | {COPIL} | Comptes | |"],
        [("Objet", "Bilan", "Projets"), ("Objet", "Budget", "Comptes")],
    ),
    "la date avant le seul numéro": (
        [f"| 1 | 04/03/2024 | {COPIL} | Budget | |", f"| 2 | 11/03/2024 | {COPIL} | Bilan | |"],
        [f"| 2 | 04/03/2024 | {COPIL} | Budget | |", f"| 1 | 11/03/2024 | {COPIL} | Bilan | |"],
        [("N°", "1", "2"), ("N°", "2", "1")],
    ),
    "la cible avant la seule date": (
        [f"| 1 | 11/03/2024 | {ACTIONS} | Budget | |", f"| 1 | 04/03/2024 | {COPIL} | Budget | |"],
        [f"| 1 | 11/03/2024 | {COPIL} | Budget | |"],
        [("Date", "04/03/2024", "11/03/2024")],
    ),
}


@pytest.mark.parametrize("cas", DU_PLUS_SUR_AU_MOINS_SUR)
def test_une_ligne_se_reconnait_d_abord_a_ce_qui_est_le_plus_sur(cas):
    avant, apres, dites = DU_PLUS_SUR_AU_MOINS_SUR[cas]
    evolutions = compare(read_consolidation(reunir(*avant)), reunir(*apres))
    modifiees = [x for x in evolutions.lignes if x["nature"] == "Ligne modifiée"]
    assert [(x["colonne"], x["avant"], x["apres"]) for x in modifiees] == dites
    assert evolutions.totaux["ajoutees"] == 0
    assert evolutions.totaux["disparues"] == len(avant) - len(apres)


def test_ce_que_la_date_seule_change_est_dit_a_part(depot, lire_feuille):
    depot.ecrire("sources")
    ancien = depot.consolider("ancien.xlsx", "--au", "2024-06-30").chemin
    depot.ecrire("sources", corriger(3, objet="Objet corrigé"))
    nouveau = depot.consolider("nouveau.xlsx", "--depuis", ancien, "--au", "2024-09-30").chemin
    lignes = lire_feuille(nouveau, "Évolutions")
    causes = {(x["Colonne"], x["Cause"]) for x in lignes}
    assert ("Objet", "saisi") in causes
    assert ("Compte", "la date seule") in causes
    assert {x["Cause"] for x in lignes if x["Colonne"] == "Compte"} == {"la date seule"}
    assert {x["Cause"] for x in lignes if x["Ce qui s’est passé"] == "Statut d’une cible"} <= {
        "saisi",
        "la date seule",
    }


@pytest.fixture(scope="module")
def graves(racine):
    """A territory whose « Nouvelles intégrations » are counted month by month."""
    return read_classeur(racine / "workbooks" / "2024" / "plie_graves_2024.xlsx")


def cause_des_integrations(avant, apres):
    evolutions = compare(read_consolidation(avant), apres)
    [cause] = [x["cause"] for x in evolutions.lignes if x["libelle"] == "Nouvelles intégrations"]
    return cause


def test_un_mois_de_plus_dans_indicateurs_est_dit_change_par_la_date(graves):
    juin, octobre = (consolidate([graves], date(2024, mois, 30)) for mois in (6, 10))
    assert cause_des_integrations(juin, octobre) == "la date seule"


def test_un_mois_saisi_dans_indicateurs_est_dit_saisi(graves, depot):
    def integrer(saisies):
        saisies["indicateurs"][1]["m01"] = 500

    juin = consolidate([graves], date(2024, 6, 30))
    saisi = consolidate([read_classeur(depot.ecrire("graves", integrer))], date(2024, 6, 30))
    assert cause_des_integrations(juin, saisi) == "saisi"
