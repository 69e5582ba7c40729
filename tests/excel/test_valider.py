"""« Valider », on the openpyxl host: what a click writes, and what it leaves alone."""

from datetime import date

import openpyxl
import pytest
from ordinaire import ordinaire

from excel import fautes
from plie_xl.excel import valider
from plie_xl.model.errors import ActionError
from plie_xl.model.workbook import LIEN

UNE = fautes.LIGNES[9] | {"presents": 12}  # a row without fault


@pytest.fixture
def dix(saisir, ouvrir):
    return ouvrir(saisir("sources", fautes.LIGNES, reference=fautes.ARRETE))


def ecrites(book, colonnes="A6:K300"):
    """Rows of « Anomalies », formulas as text."""
    lignes = book.sheets["Anomalies"].range(colonnes).formula
    return [ligne for ligne in lignes if ligne[0]]


def test_dix_fautes_font_dix_lignes_a_leur_cellule(dix):
    valider(dix)
    assert {ligne[7]: ligne[0] for ligne in ecrites(dix)} == fautes.PLACES


def test_le_lien_est_la_meme_formule_dans_chaque_ligne_prete(dix):
    valider(dix)
    assert {*dix.sheets["Anomalies"].range("D6:D105").formula} == {(LIEN,)}


def test_chaque_ligne_dit_ou_quoi_et_que_faire(dix):
    valider(dix)
    assert all(all(ligne) for ligne in ecrites(dix))


def test_des_cellules_voisines_font_une_ligne_qui_les_designe_toutes(saisir, ouvrir):
    book = ouvrir(saisir("sources", [UNE | {"statut": ""}] * 4, reference=fautes.ARRETE))
    assert len(valider(book).anomalies) == 4
    ((code, *_, repere, colonne, premiere, derniere),) = ecrites(book)
    assert (code, repere, [colonne, premiere, derniere]) == ("SUI-04", "E6:E9", ["5", "6", "9"])


def test_corriger_puis_cliquer_efface_tout(dix):
    valider(dix)
    fautes.corriger(dix)
    assert valider(dix).anomalies == []
    assert ecrites(dix) == []


def test_une_ligne_dit_ce_qui_est_lu_retenu_a_completer(dix):
    valider(dix)
    attendu = (
        "10 lignes lues, 2 retenues, 1 à compléter. 10 anomalies, dont 8 bloquantes :"
        " voir « Anomalies »."
    )
    assert ordinaire(dix.sheets["Suivi"].range("F4").value) == attendu
    assert ordinaire(dix.sheets["Anomalies"].range("C4").value) == attendu
    assert ordinaire(dix.app.status_bar) == attendu


def test_les_lignes_sans_numero_suivent_le_plus_grand(saisir, ouvrir):
    lignes = [UNE | {"numero": 7}, UNE | {"date": date(2024, 10, 9)}, {}, UNE | {"objet": "x"}]
    book = ouvrir(saisir("sources", lignes, reference=fautes.ARRETE))
    valider(book)
    assert book.sheets["Suivi"].range("A6:A10").value == [7, 8, None, 9, None]


def test_plus_d_anomalies_que_de_lignes_pretes_agrandit_le_tableau(saisir, ouvrir):
    book = ouvrir(saisir("sources", [{"objet": f"rien {n}"} if n % 2 else {} for n in range(260)]))
    valider(book)
    assert book.sheets["Anomalies"].tables["anomalies"].range.address == "$A$5:$K$135"
    assert len(ecrites(book)) == 130
    assert {*book.sheets["Anomalies"].range("D6:D135").formula} == {(LIEN,)}


def test_les_listes_detruites_sont_remises(dix, tmp_path):
    suivi = dix.sheets["Suivi"]
    avant = listes(dix.impl.adaptateur.natif["Suivi"])
    dix.impl.adaptateur.drop_validation("Suivi", suivi.range("A6:M80").impl.zone)
    assert listes(dix.impl.adaptateur.natif["Suivi"]) != avant
    valider(dix)
    assert listes(dix.impl.adaptateur.natif["Suivi"]) == avant


def listes(feuille, colonne="C"):
    """The drop-down of each row of a column."""
    regles = feuille.data_validations.dataValidation
    return {
        n: [(r.type, r.formula1, r.error) for r in regles if f"{colonne}{n}" in r.sqref]
        for n in range(6, 106)
    }


def test_une_formule_ecrasee_est_remise(dix):
    suivi = dix.sheets["Suivi"]
    juste = suivi.range("O8").formula
    suivi.range("O8").value = "tenue"
    valider(dix)
    assert suivi.range("O8").formula == juste


def test_rien_d_autre_n_est_ecrit(dix, tmp_path):
    avant = contenu(dix.impl.adaptateur.natif)
    valider(dix)
    changees = {
        (f, c) for (f, c), v in contenu(dix.impl.adaptateur.natif).items() if avant.get((f, c)) != v
    }
    numeros = {("Suivi", f"A{n}") for n in range(6, 16)}
    bilans = {("Suivi", "F4"), ("Livrables", "B4"), ("Financement", "E4")}
    bilans |= {("Écarts", "B4"), ("Anomalies", "C4")}
    lignes = {("Anomalies", f"{c}{n}") for c in "ABCEFGHIJK" for n in range(6, 16)}
    lignes |= {("Anomalies", f"D{n}") for n in range(6, 106)}  # Excel fills the whole column
    assert changees == numeros | bilans | lignes


def test_aucun_style_ne_change(dix, tmp_path):
    avant = styles(dix.impl.adaptateur.natif)
    valider(dix)
    assert styles(dix.impl.adaptateur.natif) == avant


def contenu(classeur: openpyxl.Workbook):
    return {
        (f.title, c.coordinate): c.value
        for f in classeur
        for ligne in f.iter_rows()
        for c in ligne
        if c.value is not None
    }


def styles(classeur: openpyxl.Workbook):
    return {
        (f.title, c.coordinate): c.style_id
        for f in classeur
        for ligne in f.iter_rows()
        for c in ligne
    }


def test_un_classeur_etranger_est_refuse_en_francais(tmp_path, ouvrir):
    chemin = tmp_path / "courses.xlsx"
    openpyxl.Workbook().save(chemin)
    with pytest.raises(ActionError, match="Ouvrez un classeur de suivi"):
        valider(ouvrir(chemin))


def test_la_feuille_anomalies_retiree_revient_avec_ses_en_tetes(dix):
    dix.sheets["Anomalies"].delete()
    valider(dix)
    assert dix.sheets["Anomalies"].range("A5:C5").value == ["Code", "Gravité", "Feuille"]
    assert len(ecrites(dix)) == 10


def test_une_cellule_en_erreur_est_dite_comme_a_la_lecture_du_fichier(saisir, ouvrir):
    chemin = saisir("sources", [UNE], reference=fautes.ARRETE)
    book = ouvrir(chemin)
    book.sheets["Suivi"].range("H6").value = "#N/A"
    book.impl.adaptateur.natif["Suivi"]["H6"].data_type = "e"
    assert [a.code for a in valider(book).anomalies] == ["LEC-10"]


def test_une_fusion_est_nommee_comme_a_la_lecture_du_fichier(saisir, ouvrir):
    book = ouvrir(saisir("sources", [UNE, UNE | {"date": ""}], reference=fautes.ARRETE))
    book.impl.adaptateur.natif["Suivi"].merge_cells("B6:B7")
    (dite,) = (a for a in valider(book).anomalies if a.cellule.a1 == "B7")
    assert dite.code == "SUI-06"
    assert "B6:B7" in dite.constat
    assert dite.remede.startswith("défusionnez B6:B7")


def test_une_date_qui_change_seule_est_dite_comme_a_la_lecture_du_fichier(saisir, ouvrir):
    book = ouvrir(saisir("sources", [UNE, UNE | {"date": date(2024, 9, 9)}]))
    book.impl.adaptateur.natif["Suivi"]["B7"].value = "=TODAY()"
    dites = [(a.code, a.cellule.a1) for a in valider(book).anomalies if a.code == "LEC-26"]
    assert dites == [("LEC-26", "B7")]


def test_un_nom_de_feuille_n_est_jamais_une_formule(dix):
    dix.sheets["Livrables"].name = "=1+1"
    valider(dix)
    cellule = dix.impl.adaptateur.natif["Anomalies"]["C6"]
    assert (cellule.value, cellule.data_type) == ("=1+1", "s")


def test_le_lien_d_une_piece_est_lu_comme_a_la_lecture_du_fichier(saisir, ouvrir):
    book = ouvrir(saisir("sources", [UNE | {"emargement": "émargement"}], reference=fautes.ARRETE))
    book.impl.adaptateur.natif["Suivi"]["J6"].hyperlink = "../pieces/emargement%20copil.pdf"
    resultat = valider(book)
    assert "PIE-05" not in [a.code for a in resultat.anomalies]
    assert book.sheets["Suivi"].range("J6").value == "émargement"
