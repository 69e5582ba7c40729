"""The same fiche as .txt, .docx and .pdf, plain or in columns, with what Word keeps aside."""

import pytest

from document.mesure import TEXTES, compare, list_cibles, load_reponses
from document.rendus import write_docx, write_pdf
from plie_xl.document.line import DocumentError
from plie_xl.document.lines import read_lignes
from plie_xl.document.read import read_document

FICHE = TEXTES / "brandes.txt"
RENDUS = {
    "docx": lambda t, d: write_docx(t, d / "f.docx", False),
    "docx, deux colonnes": lambda t, d: write_docx(t, d / "f.docx", True),
    "pdf": lambda t, d: write_pdf(t, d / "f.pdf"),
    "pdf, tableau": lambda t, d: write_pdf(t, d / "f.pdf", "traits"),
    "pdf, colonnes sans trait": lambda t, d: write_pdf(t, d / "f.pdf", "nu"),
}


@pytest.mark.parametrize("rendu", RENDUS)
def test_le_format_ne_change_pas_la_lecture(rendu, tmp_path):
    lues = read_document(RENDUS[rendu](FICHE.read_text(encoding="utf-8"), tmp_path))
    compte = compare(lues, load_reponses(FICHE.with_suffix(".toml")))
    assert compte.fautes == []
    assert (compte.n["cibles"], compte.n["absente"]) == (4, 0)
    sans_tableau = all("FIC-19" in v.doute for v in lues[0].valeurs)
    assert sans_tableau == (rendu == "pdf, colonnes sans trait")


def _track(paragraphe, balise: str, texte: str) -> None:
    from docx.oxml import OxmlElement

    suivi, run = OxmlElement(f"w:{balise}"), OxmlElement("w:r")
    mot = OxmlElement("w:delText" if balise == "del" else "w:t")
    mot.text = texte
    run.append(mot)
    suivi.append(run)
    paragraphe._p.append(suivi)


def test_un_texte_suivi_est_lu_comme_accepte_et_le_reste_est_dit(tmp_path):
    from docx import Document

    document = Document()
    paragraphe = document.add_paragraph("Comités de pilotage : ")
    _track(paragraphe, "del", "2")
    _track(paragraphe, "ins", "3")
    document.sections[0].header.paragraphs[0].text = "AGAPE"
    document.save(tmp_path / "suivi.docx")
    lu = read_lignes(tmp_path / "suivi.docx")
    assert lu.lignes[0].texte == "Comités de pilotage : 3"
    assert lu.a_part == "1 modification suivie et 1 en-tête n’ont pas été lus"


def test_une_cellule_fusionnee_n_est_lue_qu_une_fois(tmp_path):
    from docx import Document

    document = Document()
    tableau = document.add_table(rows=2, cols=2)
    haute = tableau.cell(0, 0).merge(tableau.cell(1, 0))
    haute.text = "Unités de mesure"
    tableau.cell(0, 1).text = "2 comités"
    tableau.cell(1, 1).text = "4 forums"
    document.save(tmp_path / "fusion.docx")
    textes = [x.texte for x in read_lignes(tmp_path / "fusion.docx").lignes if x.texte]
    assert textes == ["Unités de mesure : 2 comités", "4 forums"]


def _write_tableau(chemin, titres, rangees) -> None:
    from docx import Document

    document = Document()
    document.add_paragraph("FICHE OPERATION N°1 – PLIE des Dunes")
    tableau = document.add_table(rows=0, cols=3)
    for rangee in (titres, *rangees):
        for cellule, texte in zip(tableau.add_row().cells, rangee, strict=True):
            cellule.text = texte
    document.add_paragraph("Montant FSE+ alloué : 18 000 €")
    document.save(chemin)


def test_un_tableau_des_cibles_est_lu_par_rangee(tmp_path):
    titres = ("Unités de mesure", "Objectif", "Pièces justificatives attendues")
    rangees = (
        ("Comités de pilotage", "2", "Compte rendu et feuille d’émargement"),
        ("Réunions des référents", "10 minimum", "Feuille d’émargement"),
    )
    _write_tableau(tmp_path / "t.docx", titres, rangees)
    (fiche,) = read_document(tmp_path / "t.docx")
    copil, referents = list_cibles(fiche)
    assert (copil["minimum"].valeur, copil["minimum"].doute) == (2, "")
    assert copil["pieces"].valeur == {"toutes": [["compte_rendu", "emargement"]]}
    assert (referents["minimum"].valeur, referents["genre"].valeur) == (10, "minimum")
    assert fiche.totaux == {"lignes": 6, "utilisees": 4, "intitules": 2, "non_lues": 0}


def test_l_en_tete_et_le_pied_repetes_ne_sont_pas_des_cibles(tmp_path):
    pied = "AGAPE, appel à projets, page {} sur 2\n"
    texte = (
        "FICHE OPERATION N°1 – PLIE des Dunes\nUnités de mesure\nComités de pilotage : 2\n"
        f"{pied.format(1)}\fRéunions des référents : 5\n"
        f"Pièces justificatives attendues\nComptes rendus des instances\n{pied.format(2)}"
    )
    (tmp_path / "f.txt").write_text(texte, encoding="utf-8")
    (fiche,) = read_document(tmp_path / "f.txt")
    assert [c["minimum"].valeur for c in list_cibles(fiche)] == [2, 5]


@pytest.mark.parametrize(
    ("nom", "octets", "dit"),
    [
        ("f.doc", b"x", "enregistrez-le en .docx ou en .pdf"),
        ("f.webp", b"x", "enregistrez-le en .docx ou en .pdf"),
        ("f.txt", b"", "fichier vide"),
        ("f.docx", b"PK\x03\x04rien", "illisible"),
        ("f.txt", b"Bonjour.", "aucune fiche"),
        ("f.txt", "FICHE OPERATION N°1\nÀ compter : 2 comités".encode(), "ajoutez leurs intitulés"),
    ],
)
def test_ce_qui_n_est_pas_une_fiche_est_refuse_en_une_phrase(nom, octets, dit, tmp_path):
    (tmp_path / nom).write_bytes(octets)
    with pytest.raises(DocumentError, match=dit):
        read_document(tmp_path / nom)


def test_une_liste_dans_une_liste_de_word_donne_un_theme_et_ses_cibles(tmp_path):
    from docx import Document

    document = Document()
    document.add_paragraph("FICHE OPERATION N°3 – « Animation du PLIE des Crêtes »")
    for titre, suite in (
        ("Unités de mesure :", " : 2"),
        ("Pièces justificatives :", " : compte rendu"),
    ):
        document.add_paragraph(titre)
        for theme, nom in (
            ("Gouvernance", "Comités de pilotage"),
            ("Parcours", "Commissions d’accès"),
        ):
            document.add_paragraph(theme, style="List Bullet")
            document.add_paragraph(f"{nom}{suite}", style="List Bullet 2")
    document.save(str(tmp_path / "f.docx"))
    (lue,) = read_document(tmp_path / "f.docx")
    lus = [(c["theme"].valeur, c["libelle"].valeur, c["minimum"].doute) for c in list_cibles(lue)]
    assert lus == [
        ("Gouvernance", "Comités de pilotage", ""),
        ("Parcours", "Commissions d’accès", ""),
    ]
    assert [c["pieces"].doute for c in list_cibles(lue)] == ["", ""]
    assert lue.non_lues == []


def test_un_texte_en_utf_16_est_lu(tmp_path):
    (tmp_path / "f.txt").write_bytes(FICHE.read_text("utf-8").encode("utf-16"))
    (lue,) = read_document(tmp_path / "f.txt")
    assert len(list_cibles(lue)) == 4


SANS_TABLE = b"""%%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R
/Resources <</Font <</F 5 0 R>>>>>> endobj
4 0 obj <</Length %d>> stream
%s
endstream endobj
5 0 obj <</Type /Font /Subtype /Type0 /BaseFont /Absente /Encoding /Identity-H
/DescendantFonts [6 0 R]>> endobj
6 0 obj <</Type /Font /Subtype /CIDFontType2 /BaseFont /Absente
/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>>>> endobj
trailer <</Root 1 0 R>>
"""


def test_un_pdf_dont_la_police_ne_nomme_pas_ses_signes_est_refuse_comme_sans_texte(tmp_path):
    lignes = b" ".join(b"1 0 0 1 50 %d Tm <0021002200230024> Tj" % y for y in range(60, 760, 20))
    page = b"BT /F 12 Tf " + lignes + b" ET"
    (tmp_path / "f.pdf").write_bytes(SANS_TABLE % (len(page), page))
    with pytest.raises(DocumentError, match="FIC-01"):
        read_document(tmp_path / "f.pdf")
