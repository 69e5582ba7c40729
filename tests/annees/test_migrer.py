"""A workbook of version 1 re-poured: the same rows, the same figures, each row accounted for."""

import hashlib
import json
import os
import re
from collections import Counter
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from commande import lancer
from ordinaire import ordinaire

from annees.generateur import tirer
from plie_xl.attainment import compute_atteinte
from plie_xl.checks import check
from plie_xl.files.parts import read_parts, write_parts
from plie_xl.model.collection import load_fiches
from plie_xl.model.fiche import parse_fiche
from plie_xl.model.lecture import records
from plie_xl.model.workbook import VERSION, VERSIONS, feuilles
from plie_xl.reading.read import read_classeur, read_octets
from plie_xl.template import build_template
from plie_xl.years.migrate import find_fiche, migrate
from plie_xl.years.pour import list_lignes
from plie_xl.years.versions import load_versions

V1 = Path(__file__).parents[1] / "v1"
REMPLIS = sorted((V1 / "remplis").glob("*.xlsx"))
FICHES = load_fiches(2024)
# Workbooks drawn at random: two seconds each; PLIE_ESSAIS_GRAINES=1000 for the night.
GRAINES = int(
    os.environ.get("PLIE_ESSAIS_GRAINES", 40 if os.environ.get("PLIE_ESSAIS_LONGS") else 12)
)


def reverser(lecture):
    migration = migrate(lecture, FICHES[lecture.fiche])
    return migration, read_octets(migration.build(), lecture.classeur)


def rangees(lecture, table):
    """The typed values of each row, in order, whatever the columns that hold them."""
    if table not in lecture.tables:
        return []
    lignes = [
        sorted(ordinaire(str(v)) for nom, v in x.items() if str(v).strip() and nom != "etat_pieces")
        for _, x in list_lignes(lecture.tables[table])
    ]
    return [ligne for ligne in lignes if ligne]


def dites(lecture):
    """Codes, rows and sentences; LEC-08 and LEC-09 speak of the old headers themselves, and ECA-01
    of a sheet that version 1 did not have.
    """
    muettes = {"LEC-08", "LEC-09", "LEC-15", "ECA-01"}
    return sorted(
        (a.code, a.cellule.feuille, a.cellule.ligne, a.constat)
        for a in check(lecture)
        if a.code not in muettes
    )


def require_fidele(lecture):
    migration, neuve = reverser(lecture)
    for table in ("suivi", "livrables", "financement", "indicateurs"):
        assert rangees(lecture, table) == rangees(neuve, table), table
    assert str(records(compute_atteinte(lecture))) == str(records(compute_atteinte(neuve)))
    assert dites(lecture) == dites(neuve)
    bilan = migration.bilan
    assert bilan.lues == bilan.reversees + bilan.laissees
    noms = {table.feuille for nom, table in lecture.tables.items() if nom != "parametres"}
    sources = Counter(
        (t.feuille, n) for nom, t in lecture.tables.items() if nom not in HORS for n in t.lignes
    )
    nommees = Counter((d.feuille, d.ligne) for d in bilan.devenirs if not d.colonne)
    assert {c: n for c, n in nommees.items() if c[0] in noms} == sources
    return neuve


HORS = ("parametres", "cibles")


@pytest.mark.parametrize("chemin", REMPLIS, ids=lambda c: c.stem)
def test_un_classeur_de_version_1_garde_ses_lignes_et_ses_chiffres(chemin):
    assert require_fidele(read_classeur(chemin)).modele == VERSION


@pytest.mark.parametrize("graine", range(GRAINES))
def test_un_classeur_tire_au_sort_garde_ses_lignes_et_ses_chiffres(graine):
    nom, octets = tirer(graine)
    assert require_fidele(read_octets(octets, nom)).modele == VERSION


def test_une_cible_disparue_laisse_ses_lignes_et_les_nomme():
    from dataclasses import replace

    lecture = read_classeur(REMPLIS[3])
    fiche = FICHES[lecture.fiche]
    partie, *reste = fiche.cibles
    migration = migrate(lecture, replace(fiche, cibles=tuple(reste)))
    perdues = [d for d in migration.bilan.devenirs if d.devenu == "laissée" and not d.colonne]
    suivi = [x for _, x in list_lignes(lecture.tables["suivi"])]
    assert len(perdues) == sum(x["instance"] == partie.libelle for x in suivi) > 0
    assert [a.code for a in migration.anomalies] == ["MIG-02"]


def test_les_versions_disent_ce_que_le_contrat_a_ajoute():
    fiche = FICHES["sources"]
    assert [x.numero for x in load_versions()] == [*VERSIONS][1:]
    for version in load_versions():
        neuves = [f for f in feuilles(fiche) if f.depuis == version.numero]
        assert {f.table for f in neuves} == set(version.tables_ajoutees)
        for feuille in feuilles(fiche):
            visibles = [
                c.id for c in feuille.colonnes if c.depuis == version.numero and not c.rouage
            ]
            assert tuple(visibles) == version.ajoutees.get(feuille.table, ())


# The command -----------------------------------------------------------------------------------


def test_la_commande_ecrit_un_fichier_neuf_et_laisse_l_ancien(tmp_path):
    ancien, neuf = REMPLIS[0], tmp_path / "neuf.xlsm"
    avant = hashlib.sha256(ancien.read_bytes()).digest()
    rendu = lancer("migrer", ancien, "-o", neuf, "--json")
    assert rendu.returncode == 0, rendu.stderr
    assert hashlib.sha256(ancien.read_bytes()).digest() == avant
    total = json.loads(rendu.stdout.splitlines()[-1])
    assert total["lues"] == total["reversees"] + total["laissees"] > 0
    assert read_classeur(neuf).modele == VERSION
    encore = lancer("migrer", neuf, "-o", tmp_path / "encore.xlsm")
    assert encore.returncode == 2
    assert f"est déjà au modèle {VERSION} : rien à faire" in encore.stderr


def test_un_classeur_ouvert_ailleurs_est_nomme_et_son_etat_enregistre_est_lu(tmp_path):
    ancien = tmp_path / "ancien.xlsx"
    ancien.write_bytes(REMPLIS[0].read_bytes())
    (tmp_path / "~$ancien.xlsx").touch()
    rendu = lancer("migrer", ancien, "-o", tmp_path / "neuf.xlsx")
    assert rendu.returncode == 0
    dit = ordinaire(" ".join(rendu.stderr.split()))
    assert (
        "« ancien.xlsx » est ouvert (« ~$ancien.xlsx ») : seul ce qui est enregistré est lu" in dit
    )


def test_le_tableau_grandit_quand_les_lignes_sont_plus_nombreuses():
    fiche = FICHES["agenais"]
    suivi = [{"instance": fiche.instances[0].libelle, "objet": f"n° {n}"} for n in range(700)]
    lecture = replace(read_octets(build_template(fiche, {"suivi": suivi}), "a.xlsx"), modele=1)
    relue = read_octets(migrate(lecture, fiche).build(), "b.xlsx")
    assert relue.remarques == ()
    assert rangees(relue, "suivi") == rangees(lecture, "suivi")
    assert len(rangees(relue, "suivi")) == 700


def test_un_nom_deja_pris_n_est_jamais_remplace(tmp_path):
    pris = tmp_path / "neuf.xlsx"
    pris.write_text("à moi")
    rendu = lancer("migrer", REMPLIS[0], "-o", pris)
    assert rendu.returncode == 2
    assert "neuf (2).xlsx" in rendu.stderr
    assert pris.read_text() == "à moi"


def test_l_essai_n_ecrit_rien(tmp_path):
    rendu = lancer("migrer", REMPLIS[0], "-o", tmp_path / "neuf.xlsm", "--essai")
    assert rendu.returncode == 0
    assert not list(tmp_path.iterdir())


def test_un_fichier_illisible_est_refuse_avec_sa_phrase(tmp_path):
    faux = tmp_path / "faux.xlsx"
    faux.write_bytes(b"rien")
    rendu = lancer("migrer", faux, "-o", tmp_path / "neuf.xlsx")
    assert rendu.returncode == 3
    assert "LEC-01" in rendu.stderr + rendu.stdout
    assert not (tmp_path / "neuf.xlsx").exists()


# What is the owner's own ------------------------------------------------------------------------


def ajouter(octets):
    """The same workbook with a sheet and a formula of its owner's."""
    classeur = openpyxl.load_workbook(BytesIO(octets))
    classeur.create_sheet("Mon budget")["A1"] = "à moi"
    suivi = classeur["Suivi"]
    suivi["I6"] = 12
    sortie = BytesIO()
    classeur.save(sortie)
    parties = read_parts(sortie.getvalue())
    for nom, partie in parties.items():
        if nom.startswith("xl/worksheets/sheet"):
            parties[nom] = re.sub(rb'(<c r="I6"[^>]*>)<v>12', rb"\1<f>6*2</f><v>12", partie)
    return write_parts(parties)


def test_une_feuille_et_une_formule_a_elle_sont_nommees(tmp_path):
    ancien, neuf = tmp_path / "ancien.xlsx", tmp_path / "neuf.xlsx"
    ancien.write_bytes(ajouter(REMPLIS[0].read_bytes()))
    rendu = lancer("migrer", ancien, "-o", neuf)
    assert rendu.returncode == 0, rendu.stderr
    assert (
        "« Mon budget » reste dans l’ancien fichier ; 1 formule à vous n’est plus" in rendu.stderr
    )
    lignes = openpyxl.load_workbook(neuf)["Reversement"].iter_rows(min_row=6, values_only=True)
    dites = {(x[0], x[1], x[2], x[4]) for x in lignes}
    assert ("Mon budget", 0, "toute la feuille", "restée") in dites
    assert ("Suivi", 6, "I", "figée") in dites
    assert openpyxl.load_workbook(neuf)["Suivi"]["I6"].value == 12


def test_un_classeur_d_une_annee_inconnue_passe_avec_la_fiche_qu_il_porte():
    texte = FICHES["graves"].texte.replace("2024-", "2031-")
    ancienne = parse_fiche("graves.toml", texte)
    lecture = replace(read_octets(build_template(ancienne), "a.xlsx"), modele=1)
    assert (lecture.annee, find_fiche(lecture).empreinte) == (2031, ancienne.empreinte)
    relue = read_octets(migrate(lecture, find_fiche(lecture)).build(), "b.xlsx")
    assert (relue.fiche, relue.annee, relue.modele) == ("graves", 2031, VERSION)
