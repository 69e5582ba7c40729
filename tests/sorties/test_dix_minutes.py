"""The manager's year with only the French pages: their commands, in their order, as written."""

import re
import shlex
import shutil
from datetime import date

import openpyxl
import pytest
from click.testing import CliRunner
from controle.atelier import remplir
from hote.gestion import draw_images
from pieces.atelier import build_dossier

from plie_xl.cli.main import app
from plie_xl.model.settings import VARIABLE
from plie_xl.pieces.rows import write_registre

PAGES = ("recevoir", "consolider", "relancer", "comite")
ENSUITE = ("controle", "nouvelle-annee")  # the year is over: it is controlled, closed, and begun
ECRITS = (
    "AGAPE_2024.xlsx", "AGAPE_2024_11.xlsx", "relances/relance_bordeaux.txt",
    "relances_decembre/relance_sources.txt", "comite.html", "bordeaux.html", "historique.xlsx",
    "donnees/dictionnaire.csv", "donnees/datapackage.json", "controle.xlsx", "echantillon.xlsx",
    "lettres/lettre_bordeaux_2024.docx", "ARRETE_2024/ARRETE.toml", "ARRETE_2024/version-1/MANIFESTE.sha256",
    "modeles_2025/plie_graves_2025.xlsm", "2025/plie_graves_2025.xlsm", "fiches/2025/agenais.toml.bak",
)  # fmt: skip


def list_commandes(racine, pages):
    for page in pages:
        texte = (racine / "docs" / f"{page}.md").read_text("utf-8")
        for bloc in re.findall(r"```sh\n(.*?)```", texte, re.DOTALL):
            yield from bloc.splitlines()


def decide(ici):
    """The controller fills the workbook of the control: one row is set aside, all others kept."""
    feuille = openpyxl.load_workbook(ici / "controle.xlsx")["Verdicts"]
    rang = [c.value for c in feuille[5]].index("Clé")
    cles = [x[rang] for x in feuille.iter_rows(min_row=6, values_only=True) if x[rang]]
    jours = {"Notifié le": date(2025, 2, 3), "Contrôlé par": "K. L."}
    garde = {"Décision provisoire": "Retenue", "Décision définitive": "Retenue", **jours}
    remplir(ici / "controle.xlsx", dict.fromkeys(cles, garde))


def depose(ici, racine):
    """What the pages ask to lay down: registers received, fiches of next year, the settings."""
    bordeaux = ici / "recus" / "plie_bordeaux_2024.xlsx"
    registre = build_dossier(ici / "pieces" / "bordeaux", bordeaux).registre()
    (ici / "registres").mkdir()
    (ici / "registres" / "bordeaux.xlsx").write_bytes(write_registre(registre))
    (ici / "fiches" / "2025").mkdir(parents=True)
    for nom in ("agenais.toml", "graves.toml"):
        texte = (racine / "plie_xl" / "fiches" / "2024" / nom).read_text("utf-8")
        (ici / "fiches" / "2025" / nom).write_text(texte.replace("2024-", "2025-"), "utf-8")
    (ici / "reglages.toml").write_text('fiches = ["fiches"]\n', "utf-8")


@pytest.fixture(scope="module")
def joue(racine, tmp_path_factory):
    """Every command of the pages, run where the eleven workbooks were received."""
    ici = tmp_path_factory.mktemp("agape")
    shutil.copytree(racine / "workbooks" / "2024", ici / "recus")
    depose(ici, racine)
    avec = pytest.MonkeyPatch()
    avec.chdir(ici)
    dits = {c: lance(c) for c in list_commandes(racine, PAGES)}
    avec.setenv(VARIABLE, str(ici / "reglages.toml"))
    for commande in list_commandes(racine, ENSUITE):
        dits[commande] = lance(commande)
        if " tirer " in commande and "controle.xlsx" in commande:
            decide(ici)
    avec.undo()
    return ici, dits


def lance(commande):
    """The exit code of a command, as a page writes it, and what it says."""
    nom, *mots = shlex.split(commande)
    assert nom == "plie-xl"
    fini = CliRunner().invoke(app, mots)
    assert fini.exception is None or isinstance(fini.exception, SystemExit), commande
    return fini.exit_code, fini.output


def test_chaque_commande_des_pages_aboutit(joue):
    _, dits = joue
    assert len(dits) >= 25
    assert {c: dit for c, dit in dits.items() if dit[0] not in (0, 1)} == {}


def test_les_pages_menent_a_ce_qu_elles_promettent(joue):
    """One test: a worker that takes over a few of seventeen would play the whole year again."""
    ici, _ = joue
    assert [nom for nom in ECRITS if (ici / nom).stat().st_size <= 100] == []


def test_une_annee_que_des_anomalies_bloquent_n_est_arretee_que_malgre_elles(joue):
    _, dits = joue
    (refus, pourquoi), (fait, _) = [v for c, v in dits.items() if c.startswith("plie-xl arreter")]
    assert (refus, fait) == (1, 0)
    assert "rien n’est écrit" in pourquoi


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
