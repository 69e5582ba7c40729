"""The targets as a table: columns of any order, merged cells, rows over two pages, signs struck out."""

import pytest
from ordinaire import ordinaire

from document.mesure import list_cibles
from plie_xl.document.line import DocumentError
from plie_xl.document.read import read_document

TETE = "FICHE OPERATION N°1 – PLIE des Dunes"
PIED = "Montant FSE+ alloué : 18 000 €"
MESURES, PREUVES = "Unités de mesure", "Pièces justificatives attendues"
CR, EMARGEMENT = "Compte rendu", "Feuille d’émargement"


def _ecrire_docx(chemin, rangees, fusions=()):
    from docx import Document

    document = Document()
    document.add_paragraph(TETE)
    tableau = document.add_table(rows=0, cols=len(rangees[0]))
    for rangee in rangees:
        for cellule, texte in zip(tableau.add_row().cells, rangee, strict=True):
            cellule.text = texte
    for (haut, gauche), (bas, droite) in fusions:
        texte = tableau.cell(haut, gauche).text
        tableau.cell(haut, gauche).merge(tableau.cell(bas, droite)).text = texte
    document.add_paragraph(PIED)
    document.save(chemin)
    return chemin


def _lire(chemin):
    """What each target asks: number, doubts of the number, evidence."""
    (fiche,) = read_document(chemin)
    return {
        c["libelle"].valeur: (c["minimum"].valeur, c["minimum"].doute, c["pieces"].valeur)
        for c in list_cibles(fiche)
    }


def _toutes(*pieces):
    return {"toutes": [[piece] for piece in pieces]}


LUES = {
    "Comités de pilotage": (2, "", _toutes("compte_rendu")),
    "Réunions d’équipe": (10, "", _toutes("emargement")),
}


@pytest.mark.parametrize(
    "rangees",
    [
        [
            (MESURES, "Nombre", PREUVES),
            ("Comités de pilotage", "2", CR),
            ("Réunions d’équipe", "10", EMARGEMENT),
        ],
        [
            ("N°", PREUVES, MESURES, "Nombre"),
            ("1", CR, "Comités de pilotage", "2"),
            ("2", EMARGEMENT, "Réunions d’équipe", "10"),
        ],
        [
            (MESURES, PREUVES),
            ("2 comités de pilotage", CR),
            ("10 réunions d’équipe", EMARGEMENT),
        ],
        [
            (MESURES, PREUVES),
            (
                "2 comités de pilotage\n10 réunions d’équipe",
                f"Comités de pilotage : {CR}\nRéunions d’équipe : {EMARGEMENT}",
            ),
        ],
        [
            (MESURES, "2 comités de pilotage\n10 réunions d’équipe"),
            (PREUVES, f"Comités de pilotage : {CR}\nRéunions d’équipe : {EMARGEMENT}"),
        ],
    ],
    ids=["en ligne", "autre ordre", "deux colonnes", "listes", "en rubriques"],
)
def test_l_ordre_des_colonnes_ne_change_pas_la_lecture(rangees, tmp_path):
    assert _lire(_ecrire_docx(tmp_path / "t.docx", rangees)) == LUES


def test_deux_colonnes_de_nombres_sont_un_doute(tmp_path):
    rangees = [(MESURES, "Réalisé 2030", "Objectif 2031", PREUVES), ("Comités", "3", "2", CR)]
    lues = _lire(_ecrire_docx(tmp_path / "t.docx", rangees))
    ((nombre, doute, pieces),) = lues.values()
    assert (nombre, doute, pieces) == (3, "FIC-03", _toutes("compte_rendu"))


def test_une_piece_fusionnee_sur_deux_rangees_est_celle_des_deux(tmp_path):
    rangees = [(MESURES, "Nombre", PREUVES), ("Comités", "2", CR), ("Ateliers", "4", "")]
    lues = _lire(_ecrire_docx(tmp_path / "t.docx", rangees, [((1, 2), (2, 2))]))
    assert lues["Ateliers"] == (4, "", _toutes("compte_rendu"))


def test_une_rangee_d_une_cellule_est_le_theme_des_suivantes(tmp_path):
    rangees = [(MESURES, "Nombre", PREUVES), ("Les instances", "", ""), ("Comités", "2", CR)]
    chemin = _ecrire_docx(tmp_path / "t.docx", rangees, [((1, 0), (1, 2))])
    (fiche,) = read_document(chemin)
    (cible,) = list_cibles(fiche)
    assert (cible["libelle"].valeur, cible["theme"].valeur) == ("Comités", "Les instances")
    assert fiche.non_lues == []


def test_ce_que_word_barre_ou_masque_n_est_pas_lu(tmp_path):
    from docx import Document

    document = Document()
    for ligne in (TETE, MESURES):
        document.add_paragraph(ligne)
    comite = document.add_paragraph("- Comités de pilotage : ")
    comite.add_run("3").font.strike = True
    comite.add_run("2")
    document.add_paragraph("- Ateliers : 4").add_run("0").font.hidden = True
    document.add_paragraph("- Forums : 5").add_run("2").font.superscript = True
    document.add_paragraph(f"{PREUVES} : {CR} de chaque instance")
    document.save(tmp_path / "b.docx")
    lues = _lire(tmp_path / "b.docx")
    assert [lues[nom][:2] for nom in ("Comités de pilotage", "Ateliers", "Forums")] == [
        (2, ""), (4, ""), (5, "FIC-22"),
    ]  # fmt: skip
    (fiche,) = read_document(tmp_path / "b.docx")
    assert fiche.document.a_part == "1 texte barré et 1 texte masqué n’ont pas été lus"


def _dessiner(chemin, lignes, tourne=False, barre=None):
    from reportlab.pdfgen import canvas

    page = canvas.Canvas(str(chemin), invariant=True)
    if tourne:
        page.rotate(90)
        page.translate(0, -600)
    for n, ligne in enumerate(lignes):
        page.drawString(60, 560 - 18 * n, ligne)
        if n == barre:
            page.line(55, 564 - 18 * n, 300, 564 - 18 * n)
    page.save()
    return chemin


LIGNES = (
    TETE,
    MESURES,
    "- Comités de pilotage : 2",
    "- Ateliers : 4",
    PREUVES,
    f"- Ateliers : {CR}",
)


def test_une_ligne_barree_d_un_pdf_n_est_pas_une_cible(tmp_path):
    assert list(_lire(_dessiner(tmp_path / "b.pdf", LIGNES, barre=2))) == ["Ateliers"]


def test_un_pdf_tourne_est_refuse(tmp_path):
    with pytest.raises(DocumentError, match="pages sont tournées"):
        read_document(_dessiner(tmp_path / "t.pdf", LIGNES, tourne=True))


def test_l_appel_de_note_d_un_pdf_n_est_pas_un_chiffre_du_nombre(tmp_path):
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    style = ParagraphStyle("p")
    lignes = (TETE, MESURES, "- Comités de pilotage : 2<super>1</super>", PREUVES, "- Comités : PV")
    SimpleDocTemplate(str(tmp_path / "n.pdf")).build([Paragraph(x, style) for x in lignes])
    assert _lire(tmp_path / "n.pdf")["Comités de pilotage"][:2] == (2, "FIC-22")


@pytest.mark.parametrize("entete", [0, 1], ids=["sans en-tête repris", "en-tête repris"])
def test_un_tableau_sur_deux_pages_est_lu_comme_un_seul(entete, tmp_path):
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

    noms = ("mobilité", "logement", "santé", "numérique", "langue", "garde d’enfants")
    rangees = [(f"Réunions sur {nom}", str(n), CR) for n, nom in enumerate(noms, 2)]
    tableau = Table(
        [(MESURES, "Nombre", PREUVES), *rangees],
        style=[("GRID", (0, 0), (-1, -1), 0.5, "black")],
        repeatRows=entete,
    )
    corps = [Paragraph(TETE, ParagraphStyle("p")), Spacer(1, 600), tableau]
    SimpleDocTemplate(str(tmp_path / "t.pdf")).build(corps)
    lues = _lire(tmp_path / "t.pdf")
    assert [lues[f"Réunions sur {nom}"][:2] for nom in noms] == [(n, "") for n in range(2, 8)]
    assert all(pieces == _toutes("compte_rendu") for _, _, pieces in lues.values())


@pytest.mark.parametrize(
    ("texte", "dit"),
    [("- 2 comités\n" * 12_500, "plus de 120 pages"), ("a " * 20_000, "plus de 20000 signes")],
)
def test_ce_qui_est_trop_long_est_refuse_en_une_phrase(texte, dit, tmp_path):
    (tmp_path / "f.txt").write_text(texte, encoding="utf-8")
    with pytest.raises(DocumentError) as erreur:
        read_document(tmp_path / "f.txt")
    assert dit in ordinaire(str(erreur.value))


def test_la_meme_fiche_vingt_fois_reste_lue_vite(tmp_path):
    """Sentences that add up ask a product of their sets: it must stay small."""
    preuves = "".join(f"- Comités : {CR} ou {EMARGEMENT} ou PV n°{n}\n" for n in range(40))
    texte = f"{TETE}\n{MESURES} :\n- Comités : 2\n{PREUVES} :\n{preuves}"
    (tmp_path / "f.txt").write_text(texte, encoding="utf-8")
    assert _lire(tmp_path / "f.txt")["Comités"][2] == _toutes("compte_rendu", "emargement")


NOMMES = {  # titles, rows → theme, number, its doubt, evidence, its doubt
    "cible annuelle": (
        ("Action", "Cible annuelle", "Preuve de réalisation"),
        (("Comités de pilotage", "2", CR), ("Ateliers", "10 minimum", EMARGEMENT)),
        [("", 2, "", _toutes("compte_rendu"), ""), ("", 10, "", _toutes("emargement"), "")],
    ),
    "indicateur": (
        ("N°", "Indicateur", "Valeur cible 2031", "Justificatif"),
        (("1", "Comités de pilotage", "2", CR), ("2", "Réunions d’équipe", "44", EMARGEMENT)),
        [("", 2, "", _toutes("compte_rendu"), ""), ("", 44, "", _toutes("emargement"), "")],
    ),
    "rythme": (
        ("Instance", "Fréquence", "Nombre par an", PREUVES),
        (("Comité de pilotage", "semestrielle", "2", CR),),
        [("", None, "FIC-04", _toutes("compte_rendu"), "")],
    ),
    "thème": (
        ("Objectif", MESURES, "Nombre", PREUVES),
        (("Piloter", "Comités de pilotage", "2", CR), ("Animer", "Ateliers", "9", EMARGEMENT)),
        [
            ("Piloter", 2, "", _toutes("compte_rendu"), ""),
            ("Animer", 9, "", _toutes("emargement"), ""),
        ],
    ),
    "une colonne par modalité": (
        (MESURES, "Pièces justificatives en présentiel", "Pièces justificatives à distance"),
        (("2 comités de pilotage", EMARGEMENT, CR),),
        [
            (
                "", 2, "",
                {"présentiel": [["emargement"]], "à distance": [["compte_rendu"]]}, "FIC-13",
            )
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("tableau", NOMMES)
def test_un_tableau_est_lu_sous_d_autres_titres(tableau, tmp_path):
    titres, rangees, attendu = NOMMES[tableau]
    (lue,) = read_document(_ecrire_docx(tmp_path / "t.docx", (titres, *rangees)))
    lus = [
        (
            c["theme"].valeur if "theme" in c else "",
            c["minimum"].valeur,
            c["minimum"].doute,
            c["pieces"].valeur,
            c["pieces"].doute,
        )
        for c in list_cibles(lue)
    ]
    assert lus == attendu
