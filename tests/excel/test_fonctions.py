"""The custom functions, called as plain functions: they give what the stages give."""

import importlib
import subprocess
import sys
from datetime import date, datetime

import pytest
import xlwings as xw
from ordinaire import ordinaire

from excel import fautes
from plie_xl.attainment import compute_atteinte
from plie_xl.excel import functions
from plie_xl.excel.functions import plie_atteinte, plie_pieces
from plie_xl.model.collection import load_fiches
from plie_xl.model.lecture import records
from plie_xl.model.workbook import feuille_suivi
from plie_xl.reading.read import read_octets
from plie_xl.template import build_template

COMITE = "Comités de pilotage du PLIE"
ENTETES = [["Feuille d’émargement", "Compte rendu", "Mail de consultation", "Prise de notes"]]
FICHE = load_fiches(2024)["sources"]


@pytest.mark.parametrize(
    ("modalite", "references", "attendu"),
    [
        ("Présentiel", ["2024-03 émargement.pdf", "cr.pdf", None, None], "complètes"),
        ("présentiel ", ["2024-03 émargement.pdf", "cr.pdf", "", ""], "complètes"),
        ("Consultation écrite", [None, "cr.pdf", None, None], "manque : mail de consultation"),
        ("Consultation écrite", [None, "cr.pdf", "néant", None], "manque : mail de consultation"),
        ("Consultation écrite", [None, "cr.pdf", 0.0, None], "manque : mail de consultation"),
        ("Zoom", [None, None, None, None], "modalité inconnue : « Zoom »"),
    ],
)
def test_les_pieces_sont_celles_de_la_fiche(modalite, references, attendu):
    dit = plie_pieces("sources", COMITE, modalite, ENTETES, [references])
    assert ordinaire(dit) == attendu


def test_une_fiche_ou_une_cible_inconnue_se_dit():
    dit = plie_pieces("paris", COMITE, "", ENTETES, [[]])
    assert dit.startswith("fiche inconnue\u202f: «\u202fparis\u202f»")  # as all sentences leave
    dit = ordinaire(plie_pieces("sources", "Fête", "", ENTETES, [[]]))
    assert dit.startswith("cible inconnue : « Fête »")
    assert plie_atteinte("sources", "Fête", [[]]).startswith("cible inconnue")


@pytest.fixture(scope="module")
def suivi():
    """« suivi[#Tout] », as Excel hands it to a function: None where nothing is."""
    colonnes = [c for c in feuille_suivi(FICHE).colonnes if not c.calcule]
    lignes = [
        [_comme_excel(ligne.get(c.id)) for c in colonnes] for ligne in (*fautes.LIGNES, {}, {})
    ]
    return [[c.entete for c in colonnes], *lignes]


def _comme_excel(valeur):
    if isinstance(valeur, date):
        return datetime.combine(valeur, datetime.min.time())
    return float(valeur) if isinstance(valeur, int) else valeur


@pytest.mark.parametrize("mesure", ["tenu", "justifié", "reste", "taux", "projection", "statut"])
def test_l_atteinte_est_celle_de_la_ligne_de_commande(suivi, mesure):
    octets = build_template(FICHE, {"suivi": fautes.LIGNES})
    for juste in records(compute_atteinte(read_octets(octets, "x"), fautes.ARRETE)):
        trouve = plie_atteinte("sources", juste["libelle"], suivi, mesure, fautes.ARRETE)
        assert trouve == juste[functions.MESURES[mesure]]


def test_une_mesure_inconnue_ou_un_tableau_sans_en_tetes_se_dit(suivi):
    dit = plie_atteinte("sources", COMITE, suivi, "vitesse")
    assert ordinaire(dit) == "mesure inconnue : « vitesse »"
    assert "suivi[#Tout]" in plie_atteinte("sources", COMITE, [["a", "b"], [1, 2]])


def test_les_deux_fonctions_s_inscrivent_chez_xlwings(monkeypatch):
    inscrites = []
    monkeypatch.setattr(xw, "func", inscrites.append)
    monkeypatch.delitem(sys.modules, functions.__name__)
    neuf = importlib.import_module(functions.__name__)
    assert inscrites == [neuf.plie_pieces, neuf.plie_atteinte]


def test_les_boutons_n_importent_pas_les_fonctions():
    code = (
        "import sys, plie_xl.excel as e; [getattr(e, nom) for nom in dir(e)];"
        " print(*(m for m in sys.modules if m.startswith('plie_xl.excel')))"
    )
    importes = subprocess.check_output([sys.executable, "-c", code], text=True).split()
    assert "plie_xl.excel.buttons.valider" in importes
    assert "plie_xl.excel.functions" not in importes
