"""What Excel for Windows does to what a click writes and reads, and what the buttons make of it."""

import re
from datetime import datetime
from decimal import Decimal

import pytest
import xlwings as xw
from hote.windows import as_if_typed, com_error
from openpyxl.styles import Protection
from ordinaire import ordinaire

from excel import fautes
from plie_xl.excel import agape, click, valider
from plie_xl.excel.buttons import importer_agenda
from plie_xl.excel.choose import ask_dossier, ask_fichier
from plie_xl.excel.open_workbook import as_texte
from plie_xl.excel.report import announce
from plie_xl.host.libreoffice.cells import Zone
from plie_xl.model.workbook import LIEN

UNE = fautes.LIGNES[9] | {"presents": 12}  # a row without fault


@pytest.fixture
def book(saisir, ouvrir):
    return ouvrir(saisir("sources", fautes.LIGNES, reference=fautes.ARRETE))


@pytest.fixture
def maison(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))


def natif(book, feuille):
    return book.impl.adaptateur.natif[feuille]


# The host -------------------------------------------------------------------------------------


def test_la_premiere_formule_d_un_bloc_devient_celle_de_la_colonne(book):
    book.sheets["Anomalies"].range("E6:E7").value = [["=A6"], ["=B9"]]
    assert natif(book, "Anomalies")["E7"].value == "=A7"
    assert natif(book, "Anomalies")["E105"].value == "=A105"


@pytest.mark.parametrize(
    ("frappe", "devient"),
    [
        ("mars 2024", datetime(2024, 3, 1)),
        ("12 avr. 24", datetime(2024, 4, 12)),
        ("VRAI", True),
        ("(12)", -12),
        ("12 %", 0.12),
        ("007", 7),
        ("01/02/2024", datetime(2024, 2, 1)),
    ],
)
def test_un_texte_est_pris_comme_si_on_le_tapait_et_as_texte_l_en_garde(book, frappe, devient):
    cellule = book.sheets["Anomalies"].range("G6")
    assert as_if_typed(frappe) == devient
    cellule.value = as_texte(frappe)
    assert cellule.value == frappe


@pytest.mark.parametrize("texte", ["Suivi", "une phrase sans chiffre.", "Écarts", "vraiment"])
def test_un_mot_s_ecrit_sans_apostrophe(texte):
    assert as_texte(texte) == texte


# The buttons ----------------------------------------------------------------------------------


def test_deux_anomalies_de_deux_feuilles_ont_leur_cellule_et_le_meme_lien(book):
    book.sheets["Financement"].range("C7").value = "beaucoup"
    valider(book)
    lignes = book.sheets["Anomalies"].range("A6:H20").formula
    places = {(ligne[2], ligne[7]) for ligne in lignes if ligne[0]}
    assert {("Suivi", "C6"), ("Financement", "C7")} <= places
    assert {ligne[3] for ligne in lignes} == {LIEN}


def test_un_montant_juste_lu_en_decimal_n_est_pas_une_faute(saisir, ouvrir):
    book = ouvrir(saisir("sources", [UNE], reference=fautes.ARRETE))
    montants = book.sheets["Financement"].range("C6:D6")
    montants.value = [1250.5, 1250.5]
    assert isinstance(montants.value[0], Decimal)
    assert "FIN-04" not in {a.code for a in valider(book).anomalies}


@pytest.mark.parametrize("erreur", ["#N/A", "#DIV/0!", "#SPILL!"])
def test_une_erreur_lue_comme_un_entier_est_dite_a_sa_cellule(saisir, ouvrir, erreur):
    book = ouvrir(saisir("sources", [UNE], reference=fautes.ARRETE))
    natif(book, "Suivi")["H6"].value = erreur
    natif(book, "Suivi")["H6"].data_type = "e"
    assert [(a.code, a.cellule.a1) for a in valider(book).anomalies] == [("LEC-10", "H6")]


def test_une_feuille_que_l_on_a_protegee_est_dite_et_le_remede_aussi(book, maison):
    natif(book, "Suivi").protection.sheet = True
    natif(book, "Suivi")["A6"].protection = Protection(locked=True)
    click.run_action("valider", book)
    [message] = book.app.impl.messages
    assert "« Ôter la protection de la feuille »" in ordinaire(message)


def test_un_filtre_laisse_sur_anomalies_ne_cache_rien(book):
    for ligne in range(6, 106):
        natif(book, "Anomalies").row_dimensions[ligne].hidden = True
    valider(book)
    assert not any(natif(book, "Anomalies").row_dimensions[n].hidden for n in range(6, 106))
    assert natif(book, "Anomalies").tables["anomalies"].autoFilter.ref == "A5:K105"


def test_une_ligne_cachee_ne_retrouve_ses_listes_qu_une_fois_le_filtre_ote(book):
    """Excel does not paste there; the next click, all rows in sight, puts them back."""
    book.impl.adaptateur.drop_validation("Suivi", Zone(6, 1, 20, 20))
    cachee = natif(book, "Suivi").row_dimensions[7]
    cachee.hidden = True
    valider(book)
    assert [has_liste(book, f"E{n}") for n in (6, 7, 8)] == [True, False, True]
    cachee.hidden = False
    valider(book)
    assert has_liste(book, "E7")


def has_liste(book, cellule):
    regles = natif(book, "Suivi").data_validations.dataValidation
    return any(cellule in regle.sqref for regle in regles)


def test_un_nom_casse_n_arrete_pas_le_bouton(book):
    for nom in ("bilan_suivi", "modele_suivi"):
        book.impl.adaptateur.natif.defined_names[nom].attr_text = "Suivi!#REF!"
    assert len(valider(book).anomalies) == 10


def test_la_barre_d_etat_est_rendue_au_debut_du_clic(book, monkeypatch):
    vues = []
    monkeypatch.setattr(
        "plie_xl.excel.buttons.valider.valider", lambda b: vues.append(b.app.status_bar)
    )
    book.app.status_bar = "ce que disait le clic d’avant"
    click.run_action("valider", book)
    assert vues == [False]


def test_une_alerte_se_montre_sur_un_ecran_qui_n_est_plus_fige(book, monkeypatch):
    vus = []
    monkeypatch.setattr(book.app.impl, "alert", lambda *_mots: vus.append(book.app.screen_updating))
    with book.app.properties(screen_updating=False):
        announce(book, "Copie prête.", alerte=True)
        assert book.app.screen_updating is False
    assert vus == [True]


class Boite:
    """Excel's own box: what it was asked, whether the screen was alive, what is chosen."""

    def __init__(self, app, choisi):
        self.app, self.choisi, self.genre, self.vue = app, choisi, None, None

    def FileDialog(self, genre):  # noqa: N802
        self.genre = genre
        return self

    def Show(self):  # noqa: N802
        self.vue = self.app.screen_updating
        return -1 if self.choisi else 0

    def SelectedItems(self, _rang):  # noqa: N802
        return self.choisi


@pytest.mark.parametrize(("demander", "genre"), [(ask_dossier, 4), (ask_fichier, 3)])
@pytest.mark.parametrize("choisi", ["C:\\Suivi\\2024", ""])
def test_une_boite_s_ouvre_sur_un_ecran_qui_n_est_plus_fige(
    book, monkeypatch, demander, genre, choisi
):
    boite = Boite(book.app, choisi)
    monkeypatch.setattr(type(book.app.impl), "api", boite, raising=False)
    with book.app.properties(screen_updating=False):
        assert demander(book, "Où ?") == choisi
    assert (boite.genre, boite.vue) == (genre, True)


def test_une_question_se_montre_sur_un_ecran_qui_n_est_plus_fige(book, monkeypatch):
    vus = []

    def alert(*_mots):
        vus.append(book.app.screen_updating)
        return "no"

    monkeypatch.setattr(book.app.impl, "alert", alert)
    with book.app.properties(screen_updating=False):
        assert not importer_agenda.accept(book, "Deux réunions.", [], [])
    assert vus == [True]


@pytest.mark.parametrize("nom", [agape.DOSSIER, agape.DOCUMENT])
@pytest.mark.parametrize("action", ["consolider", "lire_fiche"])
def test_un_nom_casse_du_classeur_agape_donne_une_phrase(racine, ouvrir, maison, action, nom):
    book = ouvrir(racine / "templates" / "AGAPE.xlsx")
    book.impl.adaptateur.natif.defined_names[nom].attr_text = "Consolider!#REF!"
    click.run_action(action, book)
    [message] = book.app.impl.messages
    assert "erreur du programme" not in message


def test_un_presse_papiers_pris_une_fois_n_arrete_pas_le_bouton(book, monkeypatch):
    collages = []

    def paste(plage, **options):
        collages.append(plage)
        if len(collages) == 1:
            raise com_error(-2147352567, "Exception occurred.", (0, "Microsoft Excel"), None)
        return de_toujours(plage, **options)

    de_toujours = xw.Range.paste
    monkeypatch.setattr(xw.Range, "paste", paste)
    assert len(valider(book).anomalies) == 10
    assert collages[1].address == collages[0].address


def test_les_boutons_ne_touchent_a_excel_meme_qu_en_deux_points(racine):
    """xlwings tries a member that does not exist for ever: each name here was looked up."""
    sources = [x.read_text("utf-8") for x in (racine / "plie_xl/excel").rglob("*.py")]
    assert {nom for source in sources for nom in re.findall(r"\.api\.(\w+)", source)} == {
        "FileDialog",
        "SaveCopyAs",
    }


def test_un_classeur_d_avant_recoit_l_adresse_en_texte_sans_lien(racine, ouvrir):
    book = ouvrir(racine / "tests/v1/remplis/plie_sources_2024.xlsx")
    book.sheets["Suivi"].range("E6").value = "Faite"
    valider(book)
    lignes = book.sheets["Anomalies"].range("A6:G20").formula
    assert [(x[0], x[3]) for x in lignes[:2]] == [("LEC-09", "B21"), ("SUI-05", "E6")]
    assert not any(str(ligne[3]).startswith("=") for ligne in lignes)
