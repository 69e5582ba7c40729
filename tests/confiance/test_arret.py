"""Stopped by the system at any moment, a real command leaves nothing behind."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from zipfile import ZipFile

import pytest
from commande import run_plie_xl
from patience import at_most

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signaux de POSIX")


@pytest.fixture
def boite(racine, tmp_path):
    return fill(tmp_path, racine)


def fill(dossier, racine):
    """Enough workbooks for a stop to come while they are read, checked or written."""
    (dossier / "recus").mkdir()
    for n in range(3):
        for classeur in (racine / "workbooks/2024").glob("*.xlsx"):
            shutil.copy(classeur, dossier / "recus" / f"{n}_{classeur.name}")
    for nom in ("provisoire", "sortie", "cache", "maison"):
        (dossier / nom).mkdir()
    return dossier


def lancer(boite):
    sortie = ("-o", boite / "sortie" / "M.xlsx", "--cache", boite / "cache")
    return start(boite, "consolider", boite / "recus", *sortie, "--au", "2024-12-31")


def start(boite, *mots):
    return subprocess.Popen(
        [sys.executable, "-m", "plie_xl", *mots],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "TMPDIR": str(boite / "provisoire"), "HOME": str(boite / "maison")},
    )


def list_restes(boite):
    """What is neither a whole master nor a kept reading; of a log, what it says."""
    fichiers = [
        f for nom in ("provisoire", "sortie", "cache", "maison") for f in (boite / nom).rglob("*")
    ]
    attendus = ("M.xlsx", "secret_du_cache", ".plie_xl")
    restes = [f for f in fichiers if f.name not in attendus and f.suffix != ".plie"]
    return [f.read_text("utf-8") if f.name == "journal.txt" else f.name for f in restes]


def find_enfants(pid):
    """The processes that this one has started; they are in groups of their own."""
    psutil = pytest.importorskip("psutil", reason="psutil n’est pas installé")
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


@pytest.fixture(scope="module")
def duree(racine, tmp_path_factory):
    """How long the command lasts here, when nobody stops it."""
    boite = fill(tmp_path_factory.mktemp("entiere"), racine)
    debut = time.monotonic()
    with lancer(boite) as commande:
        commande.communicate(timeout=at_most(60))
    return time.monotonic() - debut


@pytest.mark.parametrize("coup", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("essai", range(4))
def test_une_commande_arretee_ne_laisse_rien(coup, essai, boite, duree):
    """One moment in each quarter of its life, drawn at random."""
    with lancer(boite) as commande:
        time.sleep(duree * (essai + random.Random(f"{coup}{essai}").random()) / 4)
        enfants = find_enfants(commande.pid)
        commande.send_signal(coup)
        dit = commande.communicate(timeout=at_most(30))[1]
    fin = time.monotonic() + at_most(3)
    while (
        any(e.is_running() and e.status() != "zombie" for e in enfants) and time.monotonic() < fin
    ):
        time.sleep(0.05)
    assert not [e for e in enfants if e.is_running() and e.status() != "zombie"]
    assert list_restes(boite) == []
    assert "Traceback" not in dit
    # Before the command listens, it has nothing to tidy up; after its work, nothing to stop.
    assert commande.returncode in (-coup, 0, 1, 130)
    assert ("interrompu" in dit) == (commande.returncode == 130)


def test_deux_coups_de_suite_ne_genent_pas_le_rangement(boite):
    with lancer(boite) as commande:
        while not find_enfants(commande.pid) and commande.poll() is None:
            time.sleep(0.05)
        for _ in range(5):
            commande.send_signal(signal.SIGTERM)
            time.sleep(0.01)
        dit = commande.communicate(timeout=at_most(30))[1]
    assert (commande.returncode, list_restes(boite)) == (130, [])
    assert "interrompu" in dit


@pytest.fixture(scope="module")
def maitre(racine, tmp_path_factory):
    ou = tmp_path_factory.mktemp("maitre") / "M.xlsx"
    run_plie_xl("consolider", racine / "workbooks/2024", "-o", ou, "--au", "2024-12-31")
    return ou


@pytest.mark.parametrize(
    ("mots", "sortie"),
    [
        ("recevoir RECUS", "reponses"),
        ("bilan RECUS", "bilans"),
        ("tableau-de-bord MAITRE", "page.html"),
        ("programme MAITRE", "programme.xlsx"),
        ("historique MAITRE", "historique.xlsx"),
        ("tirer MAITRE --graine 1", "controle.xlsx"),
    ],
)
def test_ce_qu_une_autre_commande_a_ecrit_est_entier(mots, sortie, boite, maitre):
    lieux = {"RECUS": boite / "recus", "MAITRE": maitre}
    with start(
        boite, *(lieux.get(m, m) for m in mots.split()), "-o", boite / "sortie" / sortie
    ) as c:
        time.sleep(random.Random(mots).uniform(0.5, 1.5))
        c.send_signal(signal.SIGTERM)
        dit = c.communicate(timeout=at_most(30))[1]
    assert "Traceback" not in dit
    assert c.returncode in (-signal.SIGTERM, 0, 1, 130)
    faits = [f for f in (boite / "sortie").rglob("*") if f.is_file()]
    assert {f.suffix for f in faits} <= {".docx", ".eml", ".html", ".json", ".txt", ".xlsx"}
    assert [f for f in faits if f.suffix in (".docx", ".xlsx") and ZipFile(f).testzip()] == []
    assert list((boite / "provisoire").rglob("*")) == []


ARRET_DANS_UNE_CLASSE = """
class Arret:
    def __set_name__(self, classe, nom):
        raise KeyboardInterrupt

import plie_xl.model.collection as c
c.fiches_en_vigueur = lambda: type("Classe", (), {"arret": Arret()})
"""


def test_un_arret_pendant_que_nait_une_classe_est_un_arret():
    """Python 3.11 makes a RuntimeError of it; most of an import makes classes."""
    fini = run_plie_xl("fiches", avant=ARRET_DANS_UNE_CLASSE)
    assert (fini.returncode, "interrompu" in fini.stderr) == (130, True)
