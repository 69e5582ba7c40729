"""The manager's year with only the French pages: their commands, in their order, as written."""

import re
import shlex
import shutil

import pytest
from click.testing import CliRunner
from hote.gestion import draw_images

from plie_xl.cli.main import app

PAGES = ("recevoir", "consolider", "relancer", "comite")
ECRITS = (
    "AGAPE_2024.xlsx", "AGAPE_2024_11.xlsx", "relances/relance_bordeaux.txt",
    "relances_decembre/relance_sources.txt", "comite.html", "bordeaux.html", "historique.xlsx",
    "donnees/dictionnaire.csv", "donnees/datapackage.json",
)  # fmt: skip


def list_commandes(racine):
    for page in PAGES:
        texte = (racine / "docs" / f"{page}.md").read_text("utf-8")
        for bloc in re.findall(r"```sh\n(.*?)```", texte, re.DOTALL):
            yield from bloc.splitlines()


@pytest.fixture(scope="module")
def joue(racine, tmp_path_factory):
    """Every command of the pages, run where the eleven workbooks were received."""
    ici = tmp_path_factory.mktemp("agape")
    shutil.copytree(racine / "workbooks" / "2024", ici / "recus")
    avec = pytest.MonkeyPatch()
    avec.chdir(ici)
    dits = {}
    for commande in list_commandes(racine):
        nom, *mots = shlex.split(commande)
        assert nom == "plie-xl"
        fini = CliRunner().invoke(app, mots)
        assert fini.exception is None or isinstance(fini.exception, SystemExit), commande
        dits[commande] = (fini.exit_code, fini.output)
    avec.undo()
    return ici, dits


def test_chaque_commande_des_pages_aboutit(joue):
    _, dits = joue
    assert len(dits) >= 12
    assert {c: dit for c, dit in dits.items() if dit[0] not in (0, 1)} == {}


@pytest.mark.parametrize("fichier", ECRITS)
def test_les_pages_menent_a_ce_qu_elles_promettent(joue, fichier):
    ici, _ = joue
    assert (ici / fichier).stat().st_size > 100


def test_la_question_d_un_controleur_a_sa_reponse(joue):
    _, dits = joue
    [(code, dit)] = [v for c, v in dits.items() if c.startswith("plie-xl expliquer")]
    assert code in (0, 1)
    assert "feuille d’émargement" in dit


@pytest.mark.libreoffice
@pytest.mark.chromium
def test_les_images_des_pages_sont_celles_que_les_commandes_donnent(racine, tmp_path):
    images = draw_images(tmp_path)
    assert all(image.stat().st_size > 5_000 for image in images.values())
    citees = set(re.findall(r"images/(\w+)\.png", "".join(
        (racine / "docs" / f"{page}.md").read_text("utf-8") for page in PAGES)))  # fmt: skip
    assert citees == set(images)
    assert all((racine / "docs" / "images" / f"{nom}.png").exists() for nom in citees)
