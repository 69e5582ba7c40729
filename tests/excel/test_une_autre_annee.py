"""The buttons on workbooks of 2031, whose fiches are those of 2024 moved to a folder of AGAPE's."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from annees.fusionnees import succession, vallee
from ordinaire import ordinaire

from plie_xl.attainment import compute_atteinte
from plie_xl.checks import check
from plie_xl.checks import parametres as lus
from plie_xl.excel import calculer, consolider, passer_au_nouveau_modele, valider
from plie_xl.excel.agape import build_agape
from plie_xl.excel.functions import plie_atteinte, plie_pieces
from plie_xl.model.collection import load_fiches
from plie_xl.model.errors import ActionError
from plie_xl.model.lecture import records
from plie_xl.reading.read import read_classeur
from plie_xl.template.demo import build_demo

TROIS = ("agenais", "graves", "sources")


@pytest.fixture(autouse=True, scope="module")
def aujourdhui():
    """In October 2031: before, nothing of that year is held yet."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lus, "find_aujourdhui", lambda lecture: date(2031, 10, 31))
        yield


@pytest.fixture(scope="module")
def fiches(tmp_path_factory):
    dossier = tmp_path_factory.mktemp("fiches")
    (dossier / "2031").mkdir()
    for fiche in load_fiches(2024).values():
        texte = fiche.texte.replace("2024-", "2031-")
        (dossier / "2031" / f"{fiche.id}.toml").write_text(texte, "utf-8")
    return dossier


@pytest.fixture(scope="module")
def recus(fiches, tmp_path_factory):
    dossier = tmp_path_factory.mktemp("recus")
    trois = {nom: f for nom, f in load_fiches(2031, [fiches]).items() if nom in TROIS}
    for nom, octets in build_demo(trois).items():
        (dossier / nom).write_bytes(octets)
    return dossier


@pytest.fixture
def book(recus, fiches, ouvrir, monkeypatch):
    monkeypatch.setenv("PLIE_XL_FICHES", str(fiches))
    return ouvrir(next(recus.glob("*graves*")))


def test_les_onze_fiches_de_2031_ont_44_cibles(fiches):
    assert sum(len(f.cibles) for f in load_fiches(2031, [fiches]).values()) == 44


def test_valider_dit_ce_que_dit_la_ligne_de_commande(book):
    valider(book)
    codes = [c for c in book.sheets["Anomalies"].range("A6:A60").value if c]
    assert codes == [a.code for a in check(read_classeur(Path(book.fullname)))]
    assert "LEC-04" not in codes


def test_calculer_donne_les_memes_chiffres(book):
    attendus = records(compute_atteinte(read_classeur(Path(book.fullname))))
    assert calculer(book).ecarts == {}
    verifies = [x for x in book.sheets["Atteinte"].range("N6:P30").value if x[2]]
    assert verifies == [[x["tenu"], x["justifie"], "identiques"] for x in attendus]


def test_un_classeur_a_jour_n_a_rien_a_reverser(book):
    with pytest.raises(ActionError) as refus:
        passer_au_nouveau_modele(book)
    assert "rien à faire" in ordinaire(str(refus.value))


def test_le_bouton_dit_la_fusion_que_le_classeur_ne_connait_pas(
    recus, fiches, ouvrir, tmp_path, monkeypatch
):
    """Then « Passer au nouveau modèle » gives it: nothing is left to say."""
    shutil.copytree(fiches / "2031", tmp_path / "fiches" / "2031")
    suite = succession("2031-07-01", ["graves", "sources"])
    neuve = vallee(suite).replace("2025-", "2031-")
    (tmp_path / "fiches" / "2031" / "vallee.toml").write_text(neuve, "utf-8")
    monkeypatch.setenv("PLIE_XL_FICHES", str(tmp_path / "fiches"))
    book = ouvrir(next(recus.glob("*graves*")))
    valider(book)
    codes = {c for c in book.sheets["Anomalies"].range("A6:A60").value if c}
    assert {"CIB-10", "SUI-23"} <= codes
    passage = passer_au_nouveau_modele(book)
    codes = {a.code for a in check(read_classeur(passage.chemin))}
    assert "CIB-10" not in codes
    assert "SUI-23" in codes


def test_une_fonction_sait_de_quelle_annee_on_parle(book, fiches):
    copil = next(c for c in load_fiches(2031, [fiches])["graves"].cibles if c.id == "copil")
    dit = plie_pieces("graves 2031", copil.libelle, "Présentiel", [["Compte rendu"]], [[""]])
    assert dit.startswith("manque")


def test_la_fonction_d_une_cible_compte_comme_le_classeur(book):
    attendu = compute_atteinte(read_classeur(Path(book.fullname)))
    suivi = book.sheets["Suivi"].tables["suivi"].range.value
    for ligne in records(attendu[attendu["nature"] == "cible"]):
        dit = plie_atteinte("graves 2031", ligne["libelle"], suivi, "justifié", date(2031, 10, 31))
        assert dit == ligne["justifie"] > 0


def test_une_fiche_inconnue_est_dite_avec_une_annee_qui_existe(book):
    assert "« sources 2031 »" in ordinaire(plie_atteinte("sources 2029", "copil", [[]]))


def test_une_boite_de_deux_annees_a_un_classeur_maitre_par_annee(
    recus, fiches, racine, ouvrir, tmp_path, monkeypatch
):
    monkeypatch.setenv("PLIE_XL_FICHES", str(fiches))
    melange = tmp_path / "melange"
    shutil.copytree(recus, melange)
    shutil.copy(racine / "workbooks" / "2024" / "plie_graves_2024.xlsx", melange)
    agape = tmp_path / "AGAPE.xlsx"
    agape.write_bytes(build_agape())
    book = ouvrir(agape)
    book.sheets["Consolider"].range("B8").value = str(melange)
    consolider(book)
    assert sorted(f.name for f in tmp_path.glob("AGAPE_*.xlsx")) == [
        "AGAPE_2024.xlsx",
        "AGAPE_2031.xlsx",
    ]
    bilan = ordinaire(book.sheets["Consolider"].range("B10").value)
    assert bilan.startswith("Plusieurs années, un classeur maître pour chacune.")
