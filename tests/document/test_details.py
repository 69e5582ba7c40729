"""A doubt says the words, the numbers and the place that it speaks of."""

import pytest
from ordinaire import ordinaire

from document.mesure import TEXTES
from plie_xl.document.decided import Decision
from plie_xl.document.details import say_doutes
from plie_xl.document.proposals import propose_lexique
from plie_xl.document.read import read_document
from plie_xl.document.values import Valeur, load_doutes


def say(phrase, code, donnee="minimum", valeur=4):
    v = Valeur("f", "c", donnee, valeur, phrase, 1, 2, code)
    return ordinaire(say_doutes(v, [v]))


@pytest.mark.parametrize(
    ("phrase", "code", "dit"),
    [
        ("Ateliers : en moyenne 4", "FIC-02", "nombre non ferme : « en moyenne »"),
        ("4 à 6 ateliers", "FIC-02", "nombre non ferme : « 4 à 6 »"),
        (
            "4 comités, dont 6 élargis",
            "FIC-03",
            "plusieurs nombres dans la phrase : 4 et 6 ; 4 a été lu",
        ),
        ("3 par référent", "FIC-04", "« par référent » : par an, ou par référent ?"),
        ("Bureau : mensuel", "FIC-04", "« mensuel » : 12 par an, ou 11 sans août ?"),
        ("Bureau trimestriel", "FIC-04", "« trimestriel » : 4 par an ?"),
        ("4 (un mois sur deux)", "FIC-04", load_doutes()["FIC-04"]),
    ],
)
def test_un_doute_sur_un_nombre_dit_les_mots_de_la_phrase(phrase, code, dit):
    assert say(phrase, code) == ordinaire(f"{code} : {dit}")


@pytest.mark.parametrize(
    ("phrase", "code", "dit"),
    [
        ("Visite : photographie", "FIC-06", "mots non lus parmi les pièces : « photographie »"),
        (
            "Comité : compte rendu (ou mail de consultation)",
            "FIC-05",
            "parenthèse parmi les pièces : « ou mail de consultation »",
        ),
        (
            "Comité : compte rendu, etc.",
            "FIC-09",
            "liste ouverte (« etc ») : d’autres pièces peuvent être admises",
        ),
    ],
)
def test_un_doute_sur_les_pieces_cite_ce_qui_n_est_pas_lu(phrase, code, dit):
    valeur = {"toutes": [["compte_rendu"]]}
    assert say(phrase, code, "pieces", valeur) == ordinaire(f"{code} : {dit}")


def test_un_objectif_ecrit_ailleurs_dit_sa_page_et_sa_ligne():
    fiche, *_ = read_document(TEXTES / "deux-rives.txt")
    doutes = [say_doutes(v, fiche.valeurs) for v in fiche.valeurs if "FIC-16" in v.doute]
    assert any("aussi écrit ailleurs, autrement (p. 1, l. 6)" in ordinaire(d) for d in doutes)
    assert "ailleurs" not in fiche.valeurs[0].row


FICHE = """FICHE OPERATION N°1 « Animation du PLIE des Dunes »
Unités de mesure :
- 2 comités de pilotage
- Des rencontres avec les bailleurs
- Total : 9 réunions
- 3 tours de table, jamais à distance
Pièces justificatives attendues :
- Comités de pilotage : compte rendu
- Tours de table en présentiel : compte rendu
"""


@pytest.mark.parametrize(
    ("libelle", "donnee", "dit"),
    [
        ("", "plie", "FIC-20 : le nom qui revient le plus dans le document : est-ce bien lui ?"),
        ("", "montant_fse", "FIC-20 : rien trouvé dans le document : écrivez la valeur"),
        (
            "Des rencontres avec les bailleurs",
            "minimum",
            "FIC-15 : est-ce une cible ? aucun nombre lu à la ligne 4 : écrivez-le, ou « Ignorer :"
            " motif » au libellé",
        ),
        (
            "Des rencontres avec les bailleurs",
            "pieces",
            "FIC-12 : aucune phrase sur les pièces ne parle de « Des rencontres avec les"
            " bailleurs » : écrivez sa règle, ou « Ignorer : motif »",
        ),
        (
            "Des rencontres avec les bailleurs",
            "modalites",
            "FIC-12 : aucune pièce lue pour cette cible : laissez vide si la fiche ne limite pas"
            " ses modalités",
        ),
        (
            "Total : réunions",
            "minimum",
            "FIC-15 : est-ce une cible ? la ligne 5 est un total, une phrase hors de la liste, ou"
            " dite supprimée ; 9 a été lu",
        ),
        (
            "Tours de table, jamais à distance",
            "modalites",
            "FIC-13 : modalité dite ailleurs que dans la mesure, ou avec une réserve : « à distance »",
        ),
    ],
)
def test_chaque_doute_dit_ce_qui_est_trouve_ou_et_quoi_faire(libelle, donnee, dit, tmp_path):
    (tmp_path / "f.txt").write_text(FICHE, encoding="utf-8")
    (fiche,) = read_document(tmp_path / "f.txt")
    cibles = {str(v.valeur): v.cible for v in fiche.valeurs if v.donnee == "libelle"}
    cible = cibles[libelle] if libelle else ""
    valeur = next(v for v in fiche.valeurs if (v.cible, v.donnee) == (cible, donnee))
    assert dit in ordinaire(say_doutes(valeur, fiche.valeurs))


def test_une_phrase_de_deux_cibles_les_nomme():
    dits = [
        ordinaire(say_doutes(v, fiche.valeurs))
        for chemin in TEXTES.glob("*.txt")
        for fiche in read_document(chemin)
        for v in fiche.valeurs
        if v.donnee == "pieces" and "FIC-10" in v.doute
    ]
    assert any("plusieurs cibles : « COPIL » et « COTECH »" in d for d in dits)


def decider(*lignes):
    return [Decision(n, "1", *ligne) for n, ligne in enumerate(lignes, start=6)]


def test_une_piece_corrigee_est_proposee_au_lexique_et_jamais_ajoutee():
    phrase = "Visites : fiche navette signée ou feuille d’émargement"
    regle = "compte rendu ou feuille d’émargement"
    decisions = decider(
        ("Pièces, dans tous les cas", "", phrase, "p. 1, l. 3", "FIC-06 : …", regle)
    )
    assert propose_lexique(decisions) == ["[pieces]", 'compte_rendu = ["fiche navette"]']


def test_un_mot_de_reunion_confirme_est_propose():
    decisions = decider(
        ("Libellé", "Tours de table des élus", "", "", "", "Oui"),
        ("Unité", "réunion", "", "", "FIC-20 : …", "Oui"),
    )
    assert propose_lexique(decisions) == ['reunit = ["tours"]']


def test_rien_de_corrige_ne_propose_rien():
    phrase = "Visites : fiche navette ou feuille d’émargement"
    decisions = decider(
        ("Libellé", "Comité de pilotage", "", "", "", "Oui"),
        ("Unité", "réunion", "", "", "", "Oui"),
        ("Pièces, dans tous les cas", "feuille d’émargement", phrase, "p. 1", "FIC-06", "Oui"),
    )
    assert propose_lexique(decisions) == []
