"""The live formulas as they stand in the workbooks: a person can read them, and they weigh little."""

import re
import zipfile
from functools import cache
from html import unescape
from io import BytesIO

import pytest

from plie_xl.checks import REGLES
from plie_xl.files.parts import read_parts
from plie_xl.model.collection import load_fiches
from plie_xl.template import build_template
from plie_xl.template.live import LONGUEUR, list_vivantes

FICHES = load_fiches(2024)
POIDS = 300_000  # bytes of XML, of the largest sheet
ENSEMBLE = {"CON-04"}  # what only several workbooks show, no formula of one can say
_FORMULE = re.compile(r"<(f|formula|formula1|formula2|calculatedColumnFormula)\b[^>]*>([^<]+)<")


@cache
def modele(nom):
    return build_template(FICHES[nom])


@pytest.mark.parametrize("nom", FICHES)
def test_aucune_formule_n_est_trop_longue_pour_etre_lue(nom):
    with zipfile.ZipFile(BytesIO(modele(nom))) as parties:
        ecrites = {
            unescape(formule)
            for partie in parties.namelist()
            if partie.startswith(("xl/worksheets/sheet", "xl/tables/"))
            for _, formule in _FORMULE.findall(parties.read(partie).decode())
        }
    assert len(ecrites) > 50
    assert {f for f in ecrites if len(f) > LONGUEUR} == set()


@pytest.mark.parametrize("dossier", ["templates", "workbooks/2024"])
def test_aucune_valeur_de_formule_n_a_de_blanc_au_bord(racine, dossier):
    """LibreOffice opens them without, and computes what reads them from there."""
    for chemin in sorted((racine / dossier).glob("*.xlsx")):
        for nom, partie in read_parts(chemin.read_bytes()).items():
            assert not re.search(rb"<v>[ \t]|[ \t]</v>", partie), (chemin.name, nom)


@pytest.mark.parametrize("nom", FICHES)
def test_aucune_feuille_ne_pese_trop(nom):
    with zipfile.ZipFile(BytesIO(modele(nom))) as parties:
        poids = {x.filename: x.file_size for x in parties.infolist() if x.file_size > POIDS}
    assert poids == {}


@pytest.mark.parametrize("fiche", FICHES.values(), ids=FICHES)
def test_une_formule_n_a_besoin_que_de_sa_ligne(fiche):
    """No address: what is cut and pasted would take it along."""
    for vivante in list_vivantes(fiche).values():
        sans_mots = re.sub(r'"[^"]*"', "", vivante.formule)
        assert not re.search(r"\b[A-Z]{1,3}\$?\d", sans_mots)


@pytest.mark.parametrize("code", [c for c, r in REGLES.items() if r.motif and c not in ENSEMBLE])
def test_ce_qui_ecarte_une_ligne_se_lit_aussi_dans_la_formule(code):
    """In one that « Compte » takes its word from: what « Pièces » says sets nothing aside."""
    vivantes = list_vivantes(FICHES["sources"]).items()
    formules = [x.formule for nom, x in vivantes if nom.startswith(("compte", "motif_"))]
    assert any(f'"{REGLES[code].motif}"' in formule for formule in formules)
