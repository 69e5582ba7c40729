"""What a cell of evidence says: no piece, one without saying which, or which one."""

import random
from datetime import datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plie_xl.model.evidence import (
    DONNEE,
    NOMMEE,
    VIDE,
    name_references,
    read_piece,
    skip_sujet,
)
from plie_xl.model.piece_words import debuts_absence, formes_absence
from plie_xl.model.text import cle, cles
from plie_xl.model.vocabulary import load_mots_pieces
from plie_xl.model.workbook import COUPE

ABSENTES = """Néant|NEANT|neant !|(non)|- non -|n/a|N.A.|S/O|-|—|…|?!|«\u00a0»|\u202f| |Ne\u0301ant
FAUX|pas d’émargement|pas\u202freçu|non transmise|AUCUN compte rendu|sans objet|en attente
à récupérer auprès du CCAS|a recuperer|à récuperer|À SIGNER par les élus|en cours de frappe
sera envoyée lundi|perdue dans le déménagement|prévue le 12/03/2024|demandé à la mairie
il n’y en a pas|CR à faire|La feuille manque|Feuille d’émargement non signée|LISTE D'EMARGEMENT perdue
le CR n’est pas fait|oui mais à signer|idem, manquante|signatures manquantes|on ne l’a pas|☐|\u200b
✗|✘|✖️|❌|❌❌|❌ émargement|✗ pas reçue|🚫|⛔️ CR|👎|CR ❌|⏳|⚠️|❓|• à faire|→ CR à faire|👉 à demander
trombinoscope à faire|Ordre du jour à venir|ODJ : néant|la convention, non signée|photos manquantes
le bilan n’est pas fait|l’attestation à demander à K.|le registre perdu|copie à envoyer|demande au CCAS
Demandée|demain|NR|N|N.S.P.|K.O.|nan|<NA>|<vide>|pending|not yet|missing|to be signed|TBC|\\|\u2010|\u2212|·|^|{}|🤷\u200d♀️|⚪
attendue|j’attends la mairie|en souffrance|en relecture|il faut la redemander|devrait arriver lundi
volée|PV détruit|fichier effacé|illisible|on l’a perdue|j’ai oublié la feuille|réunion reportée|La réunion a été annulée
oui, à signer|OK mais manque la signature|Désolée, non|malheureusement perdue|pour l’instant, rien|à ce jour : non
tjs pas|tjrs en attente|émarg. à récupérer|FE à signer|feuille émargement manquante|relevé de décision à faire
mail de confirmation à demander|le scan est à faire|PJ à joindre|-> à signer|>> à faire|NB : non signée|📝 à faire|☒ non
sans PV|ss objet|à récup.|à dem. au CCAS|à recueillir|à relire|relancé le 12/03|relance du 12/03|zéro émargement"""
SANS_DIRE = """X|Oui.|ok|jointe|Vu|VRAI|1|✓|Mme Exemple|la mairie|voir le classeur|idem
cf. lignes 4 et 5|voir ligne n° 12|idem n°6|cf. J6|voir p. 3|page 12|2 feuilles|15 présents
émargement|la feuille|feuille à jour|CR toujours|le CR|PV|et/ou|Pasdeloup|Nonette|passage|rienne|à disposition|avec signature
✅|☑|👍|☒|×|🔴 CR|ordre du jour|bilan à jour|trombinoscope à l’appui|signée 2 fois|demande d’avis
CR du 12/03 à rédiger|trombinoscope 2024 à faire|Feuille du 14/03 : non signée|émargement 12/03 (à récupérer)
PV n° 4 manquant|CR 3 ❌|CR du 12/03 en cours de rédaction|PV 4 non validé|feuille 12 volée|oui, Mairie|OK pour tous|Notes
Notre classeur|faute de place|Fautrier|réunion|rappel|demandeur|recherche|dito|pj
CR du 12/03/2024 à signer|12/03/2024 : non signé|CR du 12/03 pas encore reçu|PV n° 3 en attente de signature|reçu sans signature 12/03
feuille vierge 12/03|je l’envoie le 15/03|d’ici le 15/03|envoyé le 15/03 mais jamais reçu|12/03 : pas de feuille|PV n° 3, 2 relances faites
CR 12/03 : rien|12/03/2024 néant|12/03 annulée|PV n° 2 prévu|doc 12 à compléter|CR du XX-XX-2024|CR V2 provisoire|projet de CR du 12/03"""
NOMMEES = r"""liste.PDF|Sans titre.odt|présents (2).docx|plie/2024/mars/copil|D:\copil|\\srv\plie
www.exemple.fr/cr|https://exemple.fr|/home/plie/cr|PV 3|No 45|n°2|feuille 12|bilan.pdf, p. 4
cf. 12/03/2024|voir CR du 3 avril|cf CR12|page 4 du classeur 2|a ; 12|CR 12, page 3|émargement 12/03|pièce 0|PV n°0|CR_absents 2024.pdf
Feuille de présence du 4 mars|la feuille n°2|🔴 CR du 12/03|• CR 12|trombinoscope.pdf|bilan à mi-parcours 2024
demande d’avis 12/03.pdf|mail demande d’avis du 12/03/2024|convention 2024-017|CR 12/03 actions à venir
liste 2024 des pièces à fournir|convention 2024 en cours|planning à venir.pdf|bilan en cours d’année.pdf|CR du 12/03 à signer.pdf|mail 12/03 « questionnaire à remplir »|photo 3.jpg
Relance emploi 2024.pdf|Zéro chômeur 2024.pdf|Plus de mobilité, CR 3|faire ensemble 12-03.pdf|oui, CR 12|OK PV 4|FE 12|RD du 12/03
réunion 12/03|rappel du 12/03|liste.numbers|note.pages|drive.google.com/cr|CR CA du 12-03.pdf|PV n° 4 signé.pdf|liste d’attente 2024.pdf
En route vers l’emploi 12-03.pdf|Attendus de la réunion 12-03.pdf|En validation VAE 12-03.pdf|Recherche en cours 12-03.pdf|Faut-il se former 12-03.pdf
convocation pour le 12/03/2024|plie/2024/12/copil|CR atelier « sans tabou » 12/03|Actions en cours 12/03/2024|copil/CR 12/03/2024
émargement signé 12/03, 1 absente excusée|mail de relance du 12/03|consultation écrite du 12/03/2024 (réponses 5/5)|PV n° 2 sans réserve|12-03 feuille non signée.pdf"""


def mots(texte, *autres):
    """The cells of a text where « | » and the end of a line part them, and some others."""
    return pytest.mark.parametrize("mot", [*texte.replace("\n", "|").split("|"), *autres])


@mots(ABSENTES, "", "non\r\n", "Pas\nencore", 0, False, None)
def test_ces_cellules_disent_qu_il_n_y_a_pas_de_piece(mot):
    assert read_piece(mot) == VIDE


@mots(SANS_DIRE, 1, True)
def test_ces_cellules_disent_une_piece_sans_dire_laquelle(mot):
    assert read_piece(mot) == DONNEE


@mots(NOMMEES, 45, datetime(2024, 3, 12), "mail\n03/05")
def test_ces_cellules_nomment_la_piece(mot):
    assert read_piece(mot) == NOMMEE


def test_un_mot_d_absence_ne_depend_ni_des_accents_ni_de_la_casse_ni_de_ce_qui_l_entoure():
    alea = random.Random(6)
    maison = load_mots_pieces()
    for mot, bord in product(
        (*maison.absence_nue, *maison.absence, *maison.absence_debut),
        [" ", "\u202f", ". ", "\n", "* "],
    ):
        ecrit = alea.choice([str.upper, str.title, str.lower])(mot)
        assert read_piece(bord + ecrit + bord) == VIDE, mot


def test_un_mot_d_absence_s_ecrit_avec_et_sans_chacun_de_ses_accents():
    assert {"néant", "neant"} <= set(debuts_absence())
    ecrites = {"à récupérer", "a récupérer", "à recuperer", "a recuperer", "à récuperer"}
    assert ecrites <= set(debuts_absence())
    assert all(forme == forme.casefold() for forme in (*formes_absence(), *debuts_absence()))


def test_seule_une_piece_nommee_se_compare_a_une_autre():
    cellules = ["oui", "CR  12.pdf", " cr 12.PDF", "à venir", True]
    nommees = [cellule for cellule in cellules if read_piece(cellule) == NOMMEE]
    assert name_references(nommees) == ["cr 12.pdf", "cr 12.pdf"]


@given(
    st.lists(
        st.text(alphabet="aÉe\u0301’`\u2010\u200bß İ\u00a0\t\x1c\n\0ﬁ9", max_size=6), max_size=5
    )
)
def test_des_textes_lus_ensemble_sont_ceux_qu_on_lit_un_par_un(textes):
    assert cles(textes) == [cle(texte) for texte in textes]


def test_la_formule_vivante_lit_assez_de_signes_pour_le_plus_long_refus():
    dits = load_mots_pieces()
    assert max(map(len, dits.sujets)) + 1 + max(map(len, dits.absence_debut)) < COUPE


def test_ce_qui_se_cherche_partout_n_est_pas_dit_une_seconde_fois_pour_la_fin():
    dits = load_mots_pieces()
    assert set(dits.absence_fin).isdisjoint(dits.absence_dedans)


def test_aucun_mot_d_absence_ne_commence_par_ce_dont_il_parle():
    assert [mot for mot in debuts_absence() if skip_sujet(f"{mot} ") != f"{mot} "] == []
