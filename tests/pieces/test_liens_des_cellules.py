"""A cell that says « CR », with a link to its file (Ctrl+K): the link says which piece."""

import shutil
import subprocess
from datetime import date

import openpyxl
import pytest
from galerie.atelier import build

from pieces.atelier import write_piece
from plie_xl.checks import check
from plie_xl.checks.count import count
from plie_xl.model.collection import load_fiches
from plie_xl.model.evidence import read_marquee
from plie_xl.model.settings import Reglages
from plie_xl.pieces.register import build_registre
from plie_xl.reading.links import say_cible
from plie_xl.reading.read import read_classeur, read_octets
from plie_xl.template import build_template
from plie_xl.years.pour import pour

FICHE = load_fiches(2024)["sources"]
COPIL = next(c.libelle for c in FICHE.cibles if c.id == "copil")
LE_12 = {
    "date": date(2024, 3, 12),
    "instance": COPIL,
    "statut": "Réalisée",
    "modalite": "Présentiel",
    "objet": "Bilan",
    "emargement": "émargement",
    "compte_rendu": "le CR",
}
LIENS = {
    "J6": "../pieces/2024-03-12%20COPIL%20%C3%A9margement.pdf",
    "K6": "https://exemple.fr/plie/CR.pdf",
}


@pytest.fixture
def lier(tmp_path):
    """A workbook with these rows of « Suivi », and links laid on its cells."""

    def lier(*lignes, liens=LIENS):
        parametres = [{"reference": date(2024, 12, 31)}]
        chemin = tmp_path / "plie_sources_2024.xlsx"
        chemin.write_bytes(build(FICHE, {"suivi": [*lignes], "parametres": parametres}))
        classeur = openpyxl.load_workbook(chemin)
        for cellule, adresse in liens.items():
            classeur["Suivi"][cellule].hyperlink = adresse
        classeur.save(chemin)
        return chemin

    return lier


def pieces(lecture):
    suivi = lecture.tables["suivi"].unfold()
    return suivi["emargement"][0], suivi["compte_rendu"][0]


LUES = "émargement <2024-03-12 COPIL émargement.pdf>", "le CR <https://exemple.fr/plie/CR.pdf>"


def test_le_lien_d_une_cellule_est_lu_apres_son_texte(lier):
    assert pieces(read_classeur(lier(LE_12))) == LUES


@pytest.mark.libreoffice
@pytest.mark.parametrize("suffixe", ["ods", "xlsx"])
def test_celui_qu_enregistre_libreoffice_aussi(lier, tmp_path, suffixe):
    chemin, ailleurs = lier(LE_12), tmp_path / "enregistre"
    profil = f"-env:UserInstallation=file://{tmp_path}/profil"
    subprocess.run(
        [shutil.which("soffice"), profil, "--headless", "--convert-to", suffixe,
         "--outdir", str(ailleurs), str(chemin)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    assert pieces(read_classeur(ailleurs / f"{chemin.stem}.{suffixe}")) == LUES


def test_une_piece_que_dit_son_lien_n_est_plus_a_nommer(lier):
    codes = [a.code for a in check(read_classeur(lier(LE_12)))]
    assert "PIE-05" not in codes
    assert [a.code for a in check(read_classeur(lier(LE_12, liens={})))].count("PIE-05") == 2


def test_un_texte_qui_ne_dit_que_combien_ou_est_complete_aussi(lier):
    ligne = LE_12 | {"emargement": "2 feuilles", "compte_rendu": "cf. ligne 6"}
    emargement, compte_rendu = pieces(read_classeur(lier(ligne)))
    assert emargement == LUES[0].replace("émargement <", "2 feuilles <")
    assert compte_rendu == LUES[1].replace("le CR <", "cf. ligne 6 <")


@pytest.mark.parametrize("texte", ["CR 12", "à venir", "CR du 12/03 à signer", "CR.pdf"])
def test_un_texte_qui_dit_autre_chose_reste_ce_qu_il_est(lier, texte):
    ligne = LE_12 | {"emargement": texte}
    assert pieces(read_classeur(lier(ligne)))[0] == texte


@pytest.mark.parametrize(
    ("adresse", "dite"),
    [
        ("CR%20copil.pdf", "CR copil.pdf"),
        ("file:///C:/Users/k.durand/PLIE/CR%20copil.pdf", "CR copil.pdf"),
        (r"C:\PLIE\2024\CR.pdf", "CR.pdf"),
        (r"\\serveur\plie\COPIL 2024", "COPIL 2024"),
        ("https://exemple.fr/:b:/s/plie/EaB;c?e=1", "https://exemple.fr/:b:/s/plie/EaB%3Bc?e=1"),
        ("CR.pdf#page=2", "CR.pdf"),
        ("#Suivi!A1", ""),
        ("mailto:contact@exemple.fr", ""),
        ("javascript:alert(1)", ""),
        ("https://exemple.fr/" + "a" * 500, ""),
    ],
)
def test_un_lien_dit_un_fichier_ou_une_adresse_et_rien_de_l_ordinateur(adresse, dite):
    assert say_cible(adresse) == dite


def test_le_registre_trouve_le_fichier_et_n_ouvre_pas_l_adresse(lier, tmp_path):
    dossier = tmp_path / "pieces"
    dossier.mkdir()
    write_piece(dossier / "2024-03-12 COPIL émargement.pdf", "x")
    registre = build_registre(read_classeur(lier(LE_12)), dossier, Reglages())
    assert [piece.etat for piece in registre.pieces] == ["trouvé", "lien"]


def test_deux_reunions_d_un_jour_liees_au_meme_dossier_comptent_toutes_deux(lier):
    """As in the workbook, whose formulas see no link."""
    liens = {"J6": "COPIL%202024/", "J7": "COPIL%202024/"}
    lignes = [LE_12 | {"objet": objet} for objet in ("Bilan", "Budget")]
    compte = count(read_classeur(lier(*lignes, liens=liens)))
    assert list(compte.rangees["retenue"]) == [True, True]
    assert read_marquee(LUES[0]) == ""


def test_le_classeur_reverse_garde_ce_que_dit_le_lien(lier):
    saisies, _ = pour(read_classeur(lier(LE_12)), FICHE)
    neuf = build_template(FICHE, saisies.lignes)
    assert pieces(read_octets(neuf, "neuf.xlsx")) == LUES
