"""Lists within lists, headings with numbers: which line is a theme, which one a target."""

import pytest

from document.mesure import list_cibles
from plie_xl.document.read import read_document

TETE = "FICHE OPERATION N°2 – « Animation du PLIE des Ajoncs »\n"
PUCES = f"""{TETE}Unités de mesure :
- Gouvernance
    - 3 comités de pilotage
    - 2 comités techniques
- 24 réunions des référents
Pièces justificatives attendues :
- Gouvernance
    - Comités de pilotage : compte rendu
    - Comités techniques : compte rendu
- Réunions des référents : feuille d’émargement
"""
NUMEROS = """1. Fiche opération n°4 : « Animation du PLIE du Val Doré »
4. Modalités de suivi de l’opération
4.1 Unités de mesure
4.1.1 Gouvernance
Comités de pilotage : 3
Comités techniques : 2
4.1.2 Parcours
- 24 réunions des référents
4.2 Pièces justificatives attendues
4.2.1 Gouvernance
Comités de pilotage : compte rendu
Comités techniques : compte rendu
4.2.2 Parcours
Réunions des référents : feuille d’émargement
5. Critères de sélection
"""

SOUS_UN_THEME = """Fiche opération n° 3

Unité(s) de mesure :

Instances de pilotage :
• Comités de pilotage : 2
• Comités techniques : 4

Vie du réseau :
• Forums : 3

Pièces justificatives attendues :

- Instances de pilotage : compte rendu et feuille d’émargement
- Forums : feuille d’émargement
"""


def read(texte, dossier):
    (dossier / "f.txt").write_text(texte, encoding="utf-8")
    (lue,) = read_document(dossier / "f.txt")
    return lue


def say(lue):
    return [
        (c["theme"].valeur if "theme" in c else "", c["minimum"].valeur, c["pieces"].doute)
        for c in list_cibles(lue)
    ]


def test_le_retrait_dit_quelle_puce_est_un_theme(tmp_path):
    lue = read(PUCES, tmp_path)
    assert say(lue) == [("Gouvernance", 3, ""), ("Gouvernance", 2, ""), ("", 24, "")]
    assert lue.non_lues == []


def test_le_retrait_est_lu_dans_un_pdf_et_dans_word(tmp_path):
    from docx import Document
    from docx.shared import Pt
    from reportlab.pdfgen.canvas import Canvas

    document, page = Document(), Canvas(str(tmp_path / "f.pdf"))
    for n, ligne in enumerate(PUCES.splitlines()):
        retrait = len(ligne) - len(ligne.lstrip())
        document.add_paragraph(ligne.strip()).paragraph_format.left_indent = Pt(9 * retrait)
        page.drawString(50 + 9 * retrait, 800 - 15 * n, ligne.strip())
    document.save(str(tmp_path / "f.docx"))
    page.save()
    for nom in ("f.pdf", "f.docx"):
        (lue,) = read_document(tmp_path / nom)
        assert [theme for theme, _, _ in say(lue)] == ["Gouvernance", "Gouvernance", ""], nom


def test_un_intitule_numerote_dans_un_bloc_est_un_theme(tmp_path):
    lue = read(NUMEROS, tmp_path)
    assert say(lue) == [("Gouvernance", 3, ""), ("Gouvernance", 2, ""), ("Parcours", 24, "")]
    assert lue.non_lues == []
    assert [c["minimum"].doute for c in list_cibles(lue)] == ["", "", ""]


@pytest.mark.parametrize("puce", ["- ", "• "])
def test_un_total_et_ce_qu_il_compte_sont_doutes(puce, tmp_path):
    texte = (
        f"{TETE}Unités de mesure :\n{puce}5 rencontres\n    {puce}3 forums\n    {puce}2 ateliers\n"
    )
    lue = read(f"{texte}{puce}4 comités\nPièces justificatives :\n- Comptes rendus\n", tmp_path)
    doutes = [c["minimum"].doute for c in list_cibles(lue)]
    assert doutes == ["FIC-15", "FIC-15", "FIC-15", ""]


def test_une_phrase_qui_porte_le_nom_d_un_theme_vise_toutes_ses_cibles(tmp_path):
    """« Instances de pilotage »: those of the theme, or the one steering committee?"""
    lue = read(SOUS_UN_THEME, tmp_path)
    regles = [(c["pieces"].valeur, c["pieces"].doute) for c in list_cibles(lue)]
    assert regles == [
        ({"toutes": [["compte_rendu", "emargement"]]}, "FIC-10"),
        ({"toutes": [["compte_rendu", "emargement"]]}, "FIC-10"),
        ({"toutes": [["emargement"]]}, ""),
    ]


def test_une_annonce_n_est_pas_un_theme(tmp_path):
    texte = PUCES.replace("- Gouvernance\n", "Le porteur organise chaque année :\n", 1)
    assert [theme for theme, _, _ in say(read(texte, tmp_path))][:2] == ["", ""]


def test_une_phrase_de_pieces_parle_de_toutes_les_cibles_d_un_theme(tmp_path):
    avant, _, _ = PUCES.partition("Pièces")
    texte = f"{avant}Pièces justificatives :\n- Gouvernance : compte rendu\n- Réunions : PV\n"
    assert say(read(texte, tmp_path))[:2] == [("Gouvernance", 3, ""), ("Gouvernance", 2, "")]


def test_une_ligne_que_les_pieces_nomment_est_un_theme(tmp_path):
    texte = (
        f"{TETE}Unités de mesure :\nGouvernance\nComités de pilotage : 3\nParcours\n"
        "Réunions des référents : 24\nPièces justificatives :\nGouvernance : compte rendu\n"
        "Parcours : feuille d’émargement\n"
    )
    assert say(read(texte, tmp_path)) == [("Gouvernance", 3, ""), ("Parcours", 24, "")]


@pytest.mark.parametrize("pieces", ["compte rendu*", "compte rendu ‡"])
def test_un_appel_de_note_sur_une_piece_est_doute(pieces, tmp_path):
    texte = PUCES.replace("Comités de pilotage : compte rendu", f"Comités de pilotage : {pieces}")
    assert "FIC-06" in say(read(texte, tmp_path))[0][2]


def test_les_pieces_du_seul_premier_comite_sont_doutees(tmp_path):
    texte = PUCES.replace("- Comités de pilotage : c", "- Premier comité de pilotage : c")
    assert "FIC-10" in say(read(texte, tmp_path))[0][2]
