"""What arrives in the manager's folder: twice, late, renamed, from another year or place."""

import re
import shutil
import zipfile

import openpyxl
import pytest

from plie_xl.model.collection import load_fiches
from plie_xl.template.demo import build_saisies


def etats(lignes):
    return {x["Fichier"]: x["État"] for x in lignes if x["Fichier"]}


def dater(chemin, jour):
    """Rewrite a workbook as if it had been saved that day."""
    with zipfile.ZipFile(chemin) as archive:
        parties = {nom: archive.read(nom) for nom in archive.namelist()}
    coeur = parties["docProps/core.xml"]
    parties["docProps/core.xml"] = re.sub(rb"20\d\d-\d\d-\d\dT", f"{jour}T".encode(), coeur)
    with zipfile.ZipFile(chemin, "w") as archive:
        for nom, octets in parties.items():
            archive.writestr(nom, octets)


@pytest.fixture
def sources(depot):
    return depot.ecrire("sources")


def test_un_fichier_renomme_est_reconnu(depot, sources, lire_feuille):
    sources.rename(depot.dossier / "envoi du 3 novembre.xlsx")
    master = depot.consolider()
    assert etats(lire_feuille(master.chemin, "Sources")) == {"envoi du 3 novembre.xlsx": "compté"}


def test_une_copie_n_est_pas_comptee_deux_fois(depot, sources, lire_feuille):
    seul = depot.consolider("seul.xlsx").bilan
    shutil.copy(sources, depot.dossier / "sources (1).xlsx")
    double = depot.consolider("double.xlsx")
    assert double.bilan["lignes_retenues"] == seul["lignes_retenues"]
    assert double.code == 1
    assert sorted(etats(lire_feuille(double.chemin, "Sources")).values()) == ["compté", "écarté"]


def test_la_version_tardive_compte_et_l_autre_est_nommee(depot, lire_feuille):
    ancien = depot.ecrire("sources", lambda s: s["suivi"].pop(), nom="z_avant.xlsx")
    recent = depot.ecrire("sources", nom="a_apres.xlsx")
    dater(ancien, "2024-10-01")
    dater(recent, "2024-11-02")
    master = depot.consolider()
    assert etats(lire_feuille(master.chemin, "Sources")) == {
        "z_avant.xlsx": "écarté",
        "a_apres.xlsx": "compté",
    }
    assert {x["Classeur"] for x in lire_feuille(master.chemin, "Suivi")} == {"a_apres.xlsx"}
    assert master.code == 1


def test_un_classeur_d_une_autre_annee_est_refuse_et_nomme(depot, sources, lire_feuille):
    autre = shutil.copy(sources, depot.dossier / "sources_2023.xlsx")
    classeur = openpyxl.load_workbook(autre)
    [case] = [li[1] for li in classeur["Fiche"].iter_rows(min_row=6) if li[0].value == "Année"]
    case.value = 2023
    classeur.save(autre)
    master = depot.consolider()
    assert master.code == 3
    assert etats(lire_feuille(master.chemin, "Sources"))["sources_2023.xlsx"] == "refusé"
    assert {x["Classeur"] for x in lire_feuille(master.chemin, "Suivi")} == {sources.name}


def test_les_lignes_d_un_autre_plie_ne_sont_pas_comptees(depot, lire_feuille):
    etrangeres = build_saisies(load_fiches(2024)["portes-du-sud"])["suivi"][:9]
    propres = {c.libelle for c in load_fiches(2024)["sources"].instances}
    assert not propres & {x["instance"] for x in etrangeres}
    depot.ecrire("sources", lambda saisies: saisies["suivi"].extend(etrangeres))
    master = depot.consolider()
    collees = lire_feuille(master.chemin, "Suivi")[-9:]
    assert {x["Tenu"] for x in collees} == {0}
    assert master.code == 1


def copil_des_sources():
    saisies = build_saisies(load_fiches(2024)["sources"])["suivi"]
    return [x for x in saisies if x["instance"] == "Comités de pilotage du PLIE"]


def test_une_ligne_collee_sous_un_nom_commun_n_est_comptee_nulle_part(depot, lire_feuille):
    collees = [x for x in copil_des_sources() if x["statut"] == "Réalisée"]
    depot.ecrire("sources")
    depot.ecrire("agenais")
    propres = depot.consolider("propres.xlsx").bilan
    depot.ecrire("agenais", lambda saisies: saisies["suivi"].extend(collees))
    master = depot.consolider()
    suivi = lire_feuille(master.chemin, "Suivi")
    doubles = [x for x in suivi if x["Compte"] == "dans deux territoires"]
    assert len(doubles) == 2 * len(collees) == 4
    assert {x["Tenu"] for x in doubles} == {0}
    assert master.bilan["lignes_retenues"] == propres["lignes_retenues"] - len(collees)
    assert master.code == 1


def test_les_deux_classeurs_sont_nommes(depot, lire_feuille):
    depot.ecrire("sources")
    depot.ecrire("agenais", lambda saisies: saisies["suivi"].extend(copil_des_sources()))
    anomalies = lire_feuille(depot.consolider().chemin, "Anomalies")
    dites = [x for x in anomalies if x["Code"] == "CON-04"]
    assert {x["Classeur"] for x in dites} == {"plie_agenais_2024.xlsx", "plie_sources_2024.xlsx"}
    assert all(
        "plie_sources_2024.xlsx" in x["Constat"] for x in dites if "agenais" in x["Classeur"]
    )


def test_une_ligne_collee_dont_l_objet_a_change_compte(depot, lire_feuille):
    changees = [x | {"objet": "Autre réunion"} for x in copil_des_sources()]
    depot.ecrire("sources")
    depot.ecrire("agenais", lambda saisies: saisies["suivi"].extend(changees))
    suivi = lire_feuille(depot.consolider().chemin, "Suivi")
    assert not [x for x in suivi if x["Compte"] == "dans deux territoires"]


def test_lues_egale_retenues_plus_ecartees_pour_chaque_fichier(depot, sources, lire_feuille):
    shutil.copy(sources, depot.dossier / "copie.xlsx")
    for x in lire_feuille(depot.consolider().chemin, "Sources"):
        assert x["Lignes lues"] == x["Retenues"] + x["Écartées"]
