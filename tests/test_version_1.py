"""Workbooks of version 1 are read for ever, with the answers of the same rows today.

`v1/` holds files as they were handed out and filled while the model was at version 1. They are
never built again.
"""

from functools import cache
from pathlib import Path

import pytest

from plie_xl.attainment import compute_taux, list_atteintes
from plie_xl.checks import check
from plie_xl.model.collection import load_fiches
from plie_xl.model.workbook import FICHE, feuilles, parametres
from plie_xl.reading.read import read_classeur, read_octets
from plie_xl.template import build_template

DOSSIER = Path(__file__).parent / "v1"
REMPLIS = sorted((DOSSIER / "remplis").glob("*.xlsx"))
VIERGES = sorted((DOSSIER / "vierges").glob("*.xlsx"))
FICHES = load_fiches(2024)


@cache
def lue(chemin):
    return read_classeur(chemin)


@cache
def recopiee(chemin):
    """The reading of the same rows, typed anew in the model of today."""
    ancienne = lue(chemin)
    fiche = FICHES[ancienne.fiche]
    saisies = {
        feuille.table: _rows(ancienne.tables[feuille.table])
        for feuille in feuilles(fiche)
        if feuille.saisie and feuille.table in ancienne.tables
    }
    dits = {p.id: ancienne.parametre(p.rubrique) for p in parametres(fiche) if p.saisie}
    saisies[FICHE.table] = [{nom: valeur for nom, valeur in dits.items() if valeur}]
    return read_octets(build_template(fiche, saisies), ancienne.classeur)


def _rows(table):
    """Typed rows from the first of the sheet on, blank ones included."""
    rangs = {ligne: n for n, ligne in enumerate(table.lignes)}
    return [
        {nom: colonne[rangs[ligne]] for nom, colonne in table.valeurs.items()}
        if ligne in rangs
        else {}
        for ligne in range(6, max(table.lignes, default=5) + 1)
    ]


def dites(lecture):
    """What is said, column letters left out: columns have moved since."""
    return sorted(
        (a.code, a.gravite.value, a.cellule.feuille, a.cellule.ligne, a.constat)
        for a in check(lecture)
        if a.code != "LEC-09"  # which says the version itself
    )


def test_les_onze_fiches_ont_un_classeur_de_version_1():
    assert {lue(chemin).fiche for chemin in REMPLIS} == FICHES.keys()
    assert {lue(chemin).modele for chemin in (*REMPLIS, *VIERGES)} == {1}


@pytest.mark.parametrize("chemin", [*REMPLIS, *VIERGES], ids=lambda c: c.stem)
def test_la_lecture_d_une_version_1_propose_le_nouveau_modele_et_rien_d_autre(chemin):
    lecture = lue(chemin)
    assert [r.nature for r in lecture.remarques] == ["autre_modele"]
    [dite] = [a for a in check(lecture) if a.code == "LEC-09"]
    assert (dite.bloquante, dite.cellule.feuille) == (False, "Fiche")
    assert "plie-xl migrer" in dite.remede


@pytest.mark.parametrize("chemin", REMPLIS, ids=lambda c: c.stem)
def test_les_memes_lignes_donnent_les_memes_anomalies(chemin):
    assert dites(lue(chemin)) == dites(recopiee(chemin))


@pytest.mark.parametrize("chemin", REMPLIS, ids=lambda c: c.stem)
def test_les_memes_lignes_donnent_la_meme_atteinte(chemin):
    avant, apres = (list_atteintes(lecture) for lecture in (lue(chemin), recopiee(chemin)))
    assert str(avant) == str(apres)
    assert compute_taux(avant) == compute_taux(apres)
