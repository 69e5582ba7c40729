"""An avenant of July raises two targets, one of October withdraws one and adds another.

The figures are worked out by hand, in days of 2024: 182 to the end of June, 274 to the end of
September, 366 in all.
"""

import random
from datetime import date
from fractions import Fraction

import pytest
from hote import bureau
from test_formules_vivantes import ecarts, remplir

from plie_xl.attainment import compute_atteinte
from plie_xl.checks import check
from plie_xl.model.collection import load_fiches
from plie_xl.model.fiche import FicheError, parse_fiche
from plie_xl.model.lecture import records
from plie_xl.model.words import SANS_OBJET
from plie_xl.reading.read import read_octets
from plie_xl.template import build_template

GRAVES = load_fiches(2024)["graves"]
JUILLET = """
[[avenant]]
numero = 1
le     = 2024-07-01
motif  = "Avenant du 12 juin 2024"
[avenant.cible.entreprises]
minimum = 12
[avenant.cible.copil]
minimum = 2
[avenant.cible.commissions.pieces]
toutes = [["emargement", "compte_rendu"]]
"""
OCTOBRE = """
[[avenant]]
numero = 2
le     = 2024-10-01
[avenant.cible.operations]
supprimee = true
[avenant.cible.ateliers]
libelle   = "Ateliers de la mobilité"
minimum   = 2
unite     = "réunion"
categorie = "initiative_locale"
pieces    = { toutes = [["emargement"]] }
"""
A_LA_MAIN = {  # day: 8 then 12 workshops with firms, 8 operations until the end of September, then 2
    date(2024, 1, 31): (8, Fraction(8 * 31, 366), Fraction(8 * 31, 366), None),
    date(2024, 6, 30): (8, Fraction(8 * 182, 366), Fraction(8 * 182, 366), None),
    date(2024, 7, 1): (12, Fraction(8 * 182 + 12, 366), Fraction(8 * 183, 366), None),
    date(2024, 9, 30): (12, Fraction(8 * 182 + 12 * 92, 366), Fraction(8 * 274, 366), None),
    date(2024, 10, 1): (12, Fraction(8 * 182 + 12 * 93, 366), None, Fraction(2, 366)),
    date(2024, 12, 31): (12, Fraction(8 * 182 + 12 * 184, 366), None, Fraction(2 * 92, 366)),
}


def graves(*avenants):
    return parse_fiche("graves.toml", GRAVES.texte + "".join(avenants or (JUILLET, OCTOBRE)))


def par_technicien():
    """Follow-ups by technician: two, then three each, then none."""
    dit = "[[avenant]]\nnumero = {}\nle = {}\n[avenant.cible.suivis-individuels]\n{}\n"
    avenants = (1, "2024-04-01", "minimum = 3"), (2, "2024-10-01", "supprimee = true")
    texte = load_fiches(2024)["grand-perigueux"].texte
    return parse_fiche("grand-perigueux.toml", texte + "".join(dit.format(*a) for a in avenants))


def ligne(jour, cible="commissions", **reste):
    libelle = next(c.libelle for c in graves().instances if c.id == cible)
    faite = {"statut": "Réalisée", "modalite": "Présentiel", "emargement": "EM 1.pdf"}
    return {"date": jour, "instance": libelle, **faite, **reste}


def lire(fiche, *lignes, au=date(2024, 12, 31)):
    saisies = {"suivi": list(lignes), "parametres": [{"reference": au}]}
    return read_octets(build_template(fiche, saisies), "plie_graves_2024.xlsx")


def compter(fiche, lecture, au=None):
    return {x["cible"]: x for x in records(compute_atteinte(lecture, au, {fiche.id: fiche}))}


@pytest.mark.parametrize(("jour", "attendus"), A_LA_MAIN.items(), ids=str)
def test_l_attendu_s_additionne_d_un_avenant_a_l_autre(jour, attendus):
    fiche = graves()
    x = compter(fiche, lire(fiche), jour)
    minimum, entreprises, operations, ateliers = attendus
    assert x["entreprises"]["minimum"] == minimum
    assert x["entreprises"]["attendu"] == pytest.approx(float(entreprises))
    for cible, attendu in {"operations": operations, "ateliers": ateliers}.items():
        if attendu is None:
            assert x[cible]["statut"] == SANS_OBJET and x[cible]["nature"] == "hors cibles"
        else:
            assert x[cible]["attendu"] == pytest.approx(float(attendu))


@pytest.mark.libreoffice
def test_la_feuille_dit_la_meme_chose_aux_six_dates(tmp_path):
    chemins = []
    for jour in A_LA_MAIN:
        for fiche in (graves(), par_technicien()):
            alea = random.Random(f"{fiche.id} {jour}")
            parametres = [{"reference": jour, "techniciens": 3}]
            saisies = {"suivi": remplir(fiche, alea, 40), "parametres": parametres}
            chemins.append(tmp_path / f"{fiche.id}_{jour}.xlsx")
            chemins[-1].write_bytes(build_template(fiche, saisies))
    recalcules = bureau.recalculate(chemins, tmp_path / "recalcul")
    fautes = {a.name: ecarts(a, b) for a, b in zip(chemins, recalcules, strict=True)}
    assert {nom: faute for nom, faute in fautes.items() if faute} == {}
