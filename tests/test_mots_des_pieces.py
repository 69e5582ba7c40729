"""What a cell of evidence says: no piece, one without saying which, or which one."""

import random
from datetime import datetime
from itertools import product

import pytest

from plie_xl.model.evidence import (
    DONNEE,
    NOMMEE,
    VIDE,
    debuts_absence,
    formes_absence,
    read_piece,
    read_references,
)
from plie_xl.model.fiche import load_mots_pieces


@pytest.mark.parametrize(
    "mot",
    [
        *["", " ", "\u202f", "\u00a0\n", "\u200b", "-", "—", "…", "?!", "«\u00a0»", 0, False, None],
        *["FAUX", "Ne\u0301ant", "NEANT", "neant !", "(non)", "Non\r\n", "- non -", "n/a", "N.A.", "S/O"],
        *[
            "pas d’émargement",
            "Pas\nencore",
            "pas\u202freçu",
            "non transmise",
            "AUCUN compte rendu",
        ],
        *["à récupérer auprès du CCAS", "a recuperer", "à récuperer", "À SIGNER par les élus"],
        *["en cours de frappe", "en attente", "sera envoyée lundi", "perdue dans le déménagement"],
        *["sans objet", "prévue le 12/03/2024", "demandé à la mairie", "il n’y en a pas"],
    ],
)
def test_ces_cellules_disent_qu_il_n_y_a_pas_de_piece(mot):
    assert read_piece(mot) == VIDE


@pytest.mark.parametrize(
    "mot",
    [
        *["X", "Oui.", "ok", "jointe", "Vu", True, "VRAI", "1", 1, "✓", "Mme Exemple", "la mairie"],
        *[
            "voir le classeur",
            "idem",
            "cf. lignes 4 et 5",
            "voir ligne n° 12",
            "idem n°6",
            "cf. J6",
        ],
        *["voir p. 3", "page 12", "2 feuilles", "15 présents", "émargement", "PV", "et/ou"],
        *["Pasdeloup", "Nonette", "passage", "rienne", "à disposition", "avec signature"],
    ],
)
def test_ces_cellules_disent_une_piece_sans_dire_laquelle(mot):
    assert read_piece(mot) == DONNEE


@pytest.mark.parametrize(
    "mot",
    [
        *["liste.PDF", "Sans titre.odt", "présents (2).docx", "plie/2024/mars/copil", "D:\\copil"],
        *["\\\\srv\\plie", "www.exemple.fr/cr", "https://exemple.fr", "/home/plie/cr", "PV 3", 45],
        *["No 45", "n°2", "feuille 12", "bilan.pdf, p. 4", "cf. 12/03/2024", "voir CR du 3 avril"],
        *["cf CR12", "page 4 du classeur 2", datetime(2024, 3, 12), "a ; 12", "mail\n03/05"],
    ],
)
def test_ces_cellules_nomment_la_piece(mot):
    assert read_piece(mot) == NOMMEE


def test_un_mot_d_absence_ne_depend_ni_des_accents_ni_de_la_casse_ni_de_ce_qui_l_entoure():
    alea = random.Random(6)
    mots = load_mots_pieces()
    for mot, bord in product(
        (*mots.absence, *mots.absence_debut), [" ", "\u202f", ". ", "\n", "* "]
    ):
        ecrit = alea.choice([str.upper, str.title, str.lower])(mot)
        assert read_piece(bord + ecrit + bord) == VIDE, mot


def test_un_mot_d_absence_s_ecrit_avec_et_sans_chacun_de_ses_accents():
    assert {"néant", "neant"} <= set(debuts_absence())
    quatre = {"à récupérer", "a récupérer", "à recuperer", "a recuperer", "à récuperer"}
    assert quatre <= set(debuts_absence())
    assert all(forme == forme.casefold() for forme in (*formes_absence(), *debuts_absence()))


def test_seule_une_piece_nommee_se_compare_a_une_autre():
    lues = read_references(["oui", "CR  12.pdf", " cr 12.PDF", "à venir", True])
    assert lues == [None, "cr 12.pdf", "cr 12.pdf", None, None]
