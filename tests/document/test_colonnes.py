"""Columns of a PDF: a newspaper's are read one after the other, a table cut by the page is one."""

import pytest

from document.mesure import TEXTES, compare, list_cibles, load_reponses, unaccounted
from document.rendus import write_journal, write_pdf
from plie_xl.document.read import read_document

SEULES = [
    c for c in sorted(TEXTES.glob("*.txt")) if len(load_reponses(c.with_suffix(".toml"))) == 1
]
LONGUES = [c for c in SEULES if len(c.read_text("utf-8")) > 1000]


@pytest.mark.parametrize("blanc", [12, 24])
def test_deux_colonnes_de_journal_ne_perdent_ni_cible_ni_ligne(blanc, tmp_path):
    for chemin in LONGUES:
        lues = read_document(
            write_journal(chemin.read_text("utf-8"), tmp_path / "f.pdf", blanc, haut=260)
        )
        compte = compare(lues, load_reponses(chemin.with_suffix(".toml")))
        assert (compte.fautes, compte.n["absente"]) == ([], 0), chemin.stem
        assert unaccounted(lues) == 0
        assert all("FIC-19" in v.doute for f in lues for v in f.valeurs), chemin.stem


def test_une_colonne_de_noms_et_une_de_nombres_ne_sont_pas_un_journal(tmp_path):
    from reportlab.pdfgen.canvas import Canvas

    page = Canvas(str(tmp_path / "f.pdf"))
    lignes = ["FICHE OPERATION N°2 « Animation du PLIE des Joncs »", "Unités de mesure :"]
    noms = ("Comités de pilotage du PLIE", "Réunions des référents", "Ateliers de l’emploi")
    for n, ligne in enumerate([*lignes, *noms, "Pièces justificatives : comptes rendus"]):
        page.drawString(50, 800 - 20 * n, ligne)
    for n in range(3):
        page.drawString(260, 760 - 20 * n, str(n + 2))
    page.save()
    (lue,) = read_document(tmp_path / "f.pdf")
    assert [c["minimum"].valeur for c in list_cibles(lue)] == [2, 3, 4]
    assert all("FIC-19" in v.doute for v in lue.valeurs)


def test_un_tableau_que_la_page_coupe_est_lu_comme_un_tableau(tmp_path):
    texte = (TEXTES / "brandes.txt").read_text("utf-8")
    contexte = "\n".join(["Le territoire compte des communes rurales."] * 70)
    texte = texte.replace("Modalités de suivi", f"{contexte}\n\nModalités de suivi")
    lues = read_document(write_pdf(texte, tmp_path / "f.pdf", "traits"))
    compte = compare(lues, load_reponses(TEXTES / "brandes.toml"))
    assert (compte.fautes, compte.n["absente"], compte.n["de trop"]) == ([], 0, 0)
    assert not any(x.texte.startswith("l’opération : Unité") for x in lues[0].lignes)


def test_un_bloc_est_trouve_derriere_une_rubrique_coupee_en_deux(tmp_path):
    (tmp_path / "f.txt").write_text(
        "FICHE OPERATION N°1 – PLIE des Dunes\nModalités de suivi de\n"
        "l’opération : Unités de mesure :\n- 3 comités de pilotage\n"
        "Pièces justificatives :\n- Comptes rendus\n",
        encoding="utf-8",
    )
    (lue,) = read_document(tmp_path / "f.txt")
    assert [(c["minimum"].valeur, c["minimum"].doute) for c in list_cibles(lue)] == [(3, "")]


def test_un_nom_de_rubrique_a_gauche_d_un_texte_sans_tableau_est_doute(tmp_path):
    from reportlab.pdfgen.canvas import Canvas

    page = Canvas(str(tmp_path / "f.pdf"))
    page.drawString(50, 800, "FICHE OPERATION N°2 « Animation du PLIE des Joncs »")
    page.drawString(50, 780, "Suivi")
    for n, ligne in enumerate(("Unités de mesure :", "- 3 comités de pilotage")):
        page.drawString(180, 780 - 20 * n, ligne)
    page.drawString(180, 740, "Pièces justificatives : comptes rendus")
    page.save()
    (lue,) = read_document(tmp_path / "f.pdf")
    assert all("FIC-19" in v.doute for v in lue.valeurs)


def test_une_puce_loin_de_son_texte_n_est_pas_une_colonne(tmp_path):
    from reportlab.pdfgen.canvas import Canvas

    page = Canvas(str(tmp_path / "f.pdf"))
    lignes = ("FICHE OPERATION N°2 « Animation du PLIE des Joncs »", "Unités de mesure :")
    for n, ligne in enumerate((*lignes, "3 comités", "2 forums", "4 ateliers")):
        page.drawString(50 if n < 2 else 72, 800 - 20 * n, ligne)
        page.drawString(50, 800 - 20 * n, "-" if n > 1 else "")
    page.drawString(50, 700, "Pièces justificatives : comptes rendus")
    page.save()
    (lue,) = read_document(tmp_path / "f.pdf")
    assert [c["minimum"].doute for c in list_cibles(lue)] == ["", "", ""]
