"""The eleven workbooks among two hundred bad files, in a real `plie-xl consolider`."""

import itertools
import json

import openpyxl
import pytest
from commande import lancer

from hostile.variantes import REFUSE, VARIANTES

CHIFFRES = ("comptes", "lignes_lues", "lignes_retenues", "lignes_ecartees", "manquants")
LOURDES = ("bombe", "300 000 lignes vides")


def consolider(dossier, sortie):
    return lancer("consolider", dossier, "-o", sortie, "--json")


def valeurs(master, feuille):
    """The cells of a sheet of the master, formulas as they stand."""
    classeur = openpyxl.load_workbook(master)
    return list(classeur[feuille].iter_rows(values_only=True))


@pytest.fixture(scope="module")
def melee(racine, tmp_path_factory):
    dossier = tmp_path_factory.mktemp("melee")
    propres = [(f.name, f.read_bytes()) for f in sorted((racine / "workbooks/2024").glob("*.xls*"))]
    mauvaises = [v for v in VARIANTES.values() if v.issue == REFUSE and v.nom not in LOURDES]
    paires = itertools.product(propres, mauvaises)
    noms = []
    for rang, ((_, octets), variante) in enumerate(itertools.islice(paires, 200)):
        noms.append(f"mauvais {rang:03} {variante.nom}.xlsx")
        # a file of its own each time: copies of one file are set aside together
        (dossier / noms[-1]).write_bytes(_unique(variante.geste(octets), rang))
    for nom, octets in propres:
        (dossier / nom).write_bytes(octets)
    sorties = tmp_path_factory.mktemp("sorties")
    seuls = consolider(racine / "workbooks" / "2024", sorties / "seuls.xlsx")
    tous = consolider(dossier, sorties / "tous.xlsx")
    return noms, seuls, tous, sorties


def _unique(octets, rang):
    return octets if not octets or octets.startswith(b"PK") else octets + b"%d" % rang


def test_les_chiffres_sont_ceux_des_onze(melee):
    _, seuls, tous, _ = melee
    attendus, obtenus = json.loads(seuls.stdout), json.loads(tous.stdout)
    assert attendus["comptes"] == 11
    assert {c: obtenus[c] for c in CHIFFRES} == {c: attendus[c] for c in CHIFFRES}
    assert obtenus["recus"] == 211


@pytest.mark.parametrize("feuille", ["Synthèse", "Atteinte", "Suivi"])
def test_les_feuilles_du_master_sont_celles_des_onze(feuille, melee):
    *_, sorties = melee
    assert valeurs(sorties / "tous.xlsx", feuille) == valeurs(sorties / "seuls.xlsx", feuille)


def test_chaque_mauvais_fichier_est_nomme_et_rien_d_autre(melee):
    noms, _, tous, _ = melee
    assert tous.returncode == 3
    assert "Traceback" not in tous.stderr
    lignes = tous.stderr.splitlines()
    nommes = {nom for nom in noms if any(ligne.startswith(f"{nom} : ") for ligne in lignes)}
    assert nommes == set(noms)
    assert len([ligne for ligne in lignes if not ligne.startswith("→")]) == 200
