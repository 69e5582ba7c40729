"""Every cell in which somebody may type is searched, by the contract: no list to keep."""

from datetime import date

import pytest
from galerie.atelier import base

import plie_xl as px
from plie_xl.model.anomaly import Gravite
from plie_xl.model.collection import load_fiches
from plie_xl.model.workbook import FICHE, colonnes_remplissables, feuilles
from plie_xl.template import build_template

SECRET = "Point avec Mme Lenoirel"
LA_FICHE = load_fiches(2024)["hauts-de-garonne"]  # the one that has indicators
CELLULES = [
    (feuille, colonne)
    for feuille in feuilles(LA_FICHE)
    if feuille.saisie
    for colonne in colonnes_remplissables(feuille)
]


def find_signalees(saisies, tmp_path):
    recu = tmp_path / "recu.xlsx"
    recu.write_bytes(build_template(LA_FICHE, saisies))
    anomalies = px.check(px.read_classeur(recu), date(2024, 12, 31))
    return [a for a in anomalies if a.code in ("SUI-20", "ECA-02")], anomalies


@pytest.mark.parametrize(
    ("feuille", "colonne"), CELLULES, ids=[f"{f.table}-{c}" for f, c in CELLULES]
)
def test_un_nom_est_signale_dans_toute_colonne_a_remplir(feuille, colonne, tmp_path):
    saisies = base(LA_FICHE)
    autre = {} if feuille.table != "suivi" else {"objet": "Bilan"}  # a number alone is no row
    saisies[feuille.table] = [{**autre, colonne: SECRET}, *saisies.get(feuille.table, [])]
    signalees, toutes = find_signalees(saisies, tmp_path)
    assert [a.cellule.feuille for a in signalees] == [feuille.nom]
    assert signalees[0].cellule.colonne == 1 + feuille.rang(colonne)
    assert not any("Lenoirel" in str(a) for a in toutes)


def test_un_nom_est_signale_dans_la_case_jaune_de_la_fiche(tmp_path):
    saisies = base(LA_FICHE)
    saisies["parametres"][0]["contact"] = SECRET
    [signalee], _ = find_signalees(saisies, tmp_path)
    assert (signalee.cellule.feuille, signalee.gravite) == (FICHE.nom, Gravite.A_VERIFIER)


def test_un_classeur_vierge_ne_signale_personne(tmp_path):
    for fiche in load_fiches(2024).values():
        recu = tmp_path / f"{fiche.id}.xlsx"
        recu.write_bytes(build_template(fiche))
        assert not [a for a in px.check(px.read_classeur(recu)) if a.code in ("SUI-20", "LEC-19")]
