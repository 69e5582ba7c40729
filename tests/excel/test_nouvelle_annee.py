"""« Préparer l’année », « Ajouter un avenant », « Le programme »: the runs of the commands."""

import shutil
from datetime import datetime

import pytest
from annees.fusionnees import move, vallee
from click.testing import CliRunner
from ordinaire import ordinaire

from plie_xl.cli.annee_suivante import annee_suivante
from plie_xl.cli.programme import programme as commande
from plie_xl.excel import ajouter_avenant, consolider, preparer_annee, programme
from plie_xl.excel.agape import build_agape
from plie_xl.files.errors import DestinationError
from plie_xl.model.collection import load_fiches
from plie_xl.model.errors import ActionError


def remplir(book, **cases):
    for nom, valeur in cases.items():
        book.names[nom].refers_to_range.value = valeur


def lire(book, nom):
    return ordinaire(book.names[nom].refers_to_range.value or "")


@pytest.fixture
def agape(tmp_path, ouvrir):
    chemin = tmp_path / "AGAPE.xlsx"
    chemin.write_bytes(build_agape())
    return ouvrir(chemin)


@pytest.fixture
def fiches(tmp_path, monkeypatch):
    """A folder of fiches of 2025: Graves and Sources have merged."""
    annee = tmp_path / "fiches" / "2025"
    annee.mkdir(parents=True)
    for nom, texte in (("vallee", vallee()), ("technowest", move("technowest"))):
        (annee / f"{nom}.toml").write_text(texte, "utf-8")
    monkeypatch.setenv("PLIE_XL_FICHES", str(tmp_path / "fiches"))
    return tmp_path / "fiches"


@pytest.fixture
def recus(tmp_path, racine):
    dossier = tmp_path / "recus"
    dossier.mkdir()
    for nom in ("graves", "sources", "technowest"):
        shutil.copy(racine / "workbooks" / "2024" / f"plie_{nom}_2024.xlsx", dossier)
    return dossier


def lancer(commande, *mots):
    return CliRunner().invoke(commande, [*map(str, mots)])


def test_preparer_l_annee_ecrit_les_classeurs_de_la_commande(agape, fiches, recus, tmp_path):
    remplir(agape, dossier="recus")
    place = preparer_annee(agape)
    assert place == tmp_path / "classeurs_2025"
    lancer(annee_suivante, recus, "--annee", "2025", "-o", tmp_path / "temoin")
    temoins = {f.name: f.read_bytes() for f in (tmp_path / "temoin").iterdir()}
    assert {f.name: f.read_bytes() for f in place.iterdir()} == temoins
    assert set(temoins) == {"plie_vallee_2025.xlsm", "plie_technowest_2025.xlsm"}
    assert "2 classeurs de 2025 dans" in lire(agape, "classeurs_prepares")
    assert preparer_annee(agape) == place  # the same again


def test_un_classeur_deja_rempli_n_est_pas_remplace(agape, fiches, recus, tmp_path):
    remplir(agape, dossier="recus", annee_a_preparer=2025)
    rempli = preparer_annee(agape) / "plie_vallee_2025.xlsm"
    rempli.write_bytes(b"une annee de travail")
    with pytest.raises(DestinationError):
        preparer_annee(agape)
    assert rempli.read_bytes() == b"une annee de travail"


@pytest.mark.parametrize(
    ("annee", "dit"),
    [(2030, "aucune fiche pour 2030 : les fiches connues sont de 2024 et 2025"),
     ("bientôt", "« bientôt » n’est pas une année")],
)  # fmt: skip
def test_une_annee_qui_ne_peut_etre_n_ecrit_rien(agape, fiches, recus, tmp_path, annee, dit):
    remplir(agape, dossier="recus", annee_a_preparer=annee)
    with pytest.raises(ActionError) as refus:
        preparer_annee(agape)
    assert dit in ordinaire(str(refus.value))
    assert not list(tmp_path.glob("classeurs_*"))


AVENANT = {
    "avenant_fiche": "PLIE Espace Technowest",
    "avenant_cible": "Comité de pilotage",
    "avenant_le": datetime(2025, 7, 1),
    "avenant_nombre": "3",
    "avenant_motif": "Avenant du 12 juin 2025",
}


def copil(fiches):
    technowest = load_fiches(2025, [fiches])["technowest"]
    return next(c for c in technowest.cibles if c.categorie == "comite_pilotage")


def test_un_avenant_est_ecrit_dans_la_fiche_et_l_ancienne_est_gardee(agape, fiches):
    avant = copil(fiches)
    remplir(agape, **{**AVENANT, "avenant_cible": avant.libelle, "avenant_nombre": 5})
    ancien = (fiches / "2025" / "technowest.toml").read_bytes()
    assert ajouter_avenant(agape) == fiches / "2025" / "technowest.toml"
    assert copil(fiches).minimum == 5
    assert "jusqu’au 30/06" in copil(fiches).objectif
    assert (fiches / "2025" / "technowest.toml.bak").read_bytes() == ancien
    assert lire(agape, "avenant_ecrit").startswith("Avenant 1, du 01/07/2025 :")


def test_une_cible_retiree_et_une_fourchette(agape, fiches):
    remplir(agape, **{**AVENANT, "avenant_fiche": "vallee", "avenant_nombre": "2 à 4"})
    ajouter_avenant(agape)
    remplir(agape, avenant_cible="operations", avenant_nombre="Retirée")
    ajouter_avenant(agape)
    cibles = {c.id: ordinaire(c.objectif) for c in load_fiches(2025, [fiches])["vallee"].cibles}
    assert cibles["copil"] == "2 à 4 (1 à 3 jusqu’au 30/06)"
    assert cibles["operations"].startswith("retirée le 01/07")


def test_une_fiche_du_programme_s_ecrit_dans_le_dossier_d_agape(agape, fiches):
    remplir(agape, **{**AVENANT, "avenant_fiche": "graves", "avenant_le": datetime(2024, 7, 1)})
    assert ajouter_avenant(agape) == fiches / "2024" / "graves.toml"
    amendee = next(c for c in load_fiches(2024, [fiches])["graves"].cibles if c.id == "copil")
    assert ordinaire(amendee.objectif) == "3 (1 à 3 jusqu’au 30/06)"


@pytest.mark.parametrize(
    ("change", "dit"),
    [
        ({"avenant_fiche": ""}, "il manque le PLIE"),
        ({"avenant_fiche": "technovest"}, "vouliez-vous dire « technowest » ?"),
        ({"avenant_cible": "Comité"}, "change une cible inconnue « Comité »"),
        ({"avenant_le": "bientôt"}, "le jour de l’avenant ne se lit pas"),
        ({"avenant_le": datetime(2031, 7, 1)}, "aucune fiche pour 2031"),
        ({"avenant_le": datetime(2025, 1, 1)}, "est le premier jour"),
        ({"avenant_nombre": ""}, "rien ne change"),
        ({"avenant_nombre": "trois"}, "« trois » n’est pas un nombre entier"),
        ({"avenant_pieces": "photo de groupe"}, "photo de groupe"),
    ],
)
def test_un_avenant_impossible_n_ecrit_rien(agape, fiches, change, dit):
    avant = {f: f.read_bytes() for f in fiches.rglob("*") if f.is_file()}
    remplir(agape, **{**AVENANT, "avenant_cible": copil(fiches).libelle, **change})
    with pytest.raises(ActionError) as refus:
        ajouter_avenant(agape)
    assert dit in ordinaire(str(refus.value))
    assert {f: f.read_bytes() for f in fiches.rglob("*") if f.is_file()} == avant


def test_le_programme_reunit_les_classeurs_maitres_ranges_la(agape, fiches, recus, tmp_path):
    with pytest.raises(ActionError, match="aucun classeur maître"):
        programme(agape)
    remplir(agape, dossier="recus")
    consolider(agape)
    ecrit = programme(agape)
    assert ecrit == tmp_path / "PLIE_2022-2027.xlsx"
    lancer(commande, tmp_path / "AGAPE_2024.xlsx", "-o", tmp_path / "temoin.xlsx")
    assert ecrit.read_bytes() == (tmp_path / "temoin.xlsx").read_bytes()
    assert lire(agape, "classeur_programme") == str(ecrit)
    assert programme(agape) == ecrit  # ours is replaced
    (tmp_path / "AGAPE_2025.xlsx").write_bytes((tmp_path / "AGAPE_2024.xlsx").read_bytes())
    with pytest.raises(ActionError, match="tous deux de 2024"):
        programme(agape)
