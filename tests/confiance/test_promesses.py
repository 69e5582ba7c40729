"""What SECURITY.md promises of the commands, with real processes and real folders."""

import json
import os
import shutil
import subprocess
import sys
import tracemalloc
import unicodedata
import zipfile

import pytest
from ordinaire import rendu_ordinaire
from patience import at_most

from plie_xl.files.inbox import list_depot
from plie_xl.master import est_un_master
from plie_xl.reading.read import read_classeur

CLASSEUR = "plie_sources_2024.xlsx"


@pytest.fixture
def recu(racine, tmp_path):
    chemin = tmp_path / "recu" / CLASSEUR
    chemin.parent.mkdir()
    chemin.write_bytes((racine / "workbooks" / "2024" / CLASSEUR).read_bytes())
    return chemin


def lancer(*arguments, **contexte):
    return rendu_ordinaire(
        subprocess.run(
            [sys.executable, *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            **contexte,
        )
    )


@pytest.mark.parametrize("commande", [["valider"], ["atteinte"], ["consolider", "-o", "m.xlsx"]])
def test_aucune_commande_ne_change_le_classeur_recu(commande, recu, tmp_path):
    avant = recu.read_bytes(), recu.stat().st_mtime_ns, sorted(recu.parent.iterdir())
    lancer("-m", "plie_xl", *commande, recu, cwd=tmp_path)
    assert (recu.read_bytes(), recu.stat().st_mtime_ns, sorted(recu.parent.iterdir())) == avant


def test_une_faute_du_programme_est_une_phrase_et_un_journal(recu, tmp_path):
    code = (
        "import sys; sys.argv = ['plie-xl', 'valider', sys.argv[1]]\n"
        "import plie_xl.checks\n"
        "def casse(*_): raise ValueError('contenu de cellule')\n"
        "plie_xl.checks.count = casse\n"
        "from plie_xl.cli.main import main\n"
        "main()"
    )
    resultat = lancer("-c", code, recu, env={**os.environ, "HOME": str(tmp_path)})
    journal = tmp_path / ".plie_xl" / "journal.txt"
    assert resultat.returncode == 70
    assert resultat.stderr.startswith("plie-xl : ")
    assert str(journal) in resultat.stderr
    assert "Traceback" not in resultat.stderr
    assert "ValueError" in journal.read_text("utf-8")
    assert "contenu de cellule" not in resultat.stderr + journal.read_text("utf-8")


CAS = int(os.environ.get("PLIE_ESSAIS_GRAINES", 120))  # `docs/fiabilite.md` tells of thousands


def test_un_echantillon_de_fichiers_abimes_ne_cause_aucune_faute(racine, tmp_path):
    """The large files are each held to their promise in `tests/hostile/test_sans_limite.py`."""
    page = tmp_path / "page.md"
    combien = ["--cas", CAS, "--boite", CAS // 3, "--maitres", 3, "--grands", 1]
    resultat = lancer("-m", "benchmarks.fiabilite", *combien, "--page", page, cwd=racine)
    assert f"{CAS} cas, 0 faute(s)" in resultat.stdout, resultat.stdout + resultat.stderr
    assert "| pannes (exception, lecteur perdu) | 0 | 0 |" in page.read_text("utf-8")


PASSES = [
    "~$" + CLASSEUR,
    f".~lock.{CLASSEUR}#",
    "envoi.tmp",
    "notes.txt",
    "Thumbs.db",
    f"{CLASSEUR}.bak",
]
LUS = [
    CLASSEUR,
    "plie_sources_2024 - Copie.xlsx",
    "plie_sources_2024 (1).xlsx",
    "sous-dossier/été.xlsx",
    unicodedata.normalize("NFD", "reçu.xlsx"),
]


def test_chaque_fichier_du_dossier_est_lu_ou_passe_et_nomme(tmp_path):
    (tmp_path / "sous-dossier").mkdir()
    for nom in (*PASSES, *LUS):
        (tmp_path / nom).write_bytes(b"x")
    depot = list_depot([tmp_path])
    assert [nom for nom, _ in depot.passes] == sorted(PASSES)
    assert all(raison for _, raison in depot.passes)
    assert {chemin for _, chemin in depot.recus} == {tmp_path / nom for nom in LUS}


@pytest.mark.skipif(os.name != "posix", reason="liens et tubes de POSIX")
def test_un_lien_et_un_tube_sont_passes_et_nommes(recu):
    (recu.parent / "lien.xlsx").symlink_to(recu)
    os.mkfifo(recu.parent / "tube.xlsx")
    depot = list_depot([recu.parent])
    assert [nom for nom, _ in depot.passes] == ["lien.xlsx", "tube.xlsx"]
    assert [nom for nom, _ in depot.recus] == [CLASSEUR]


@pytest.mark.skipif(os.name != "posix", reason="tubes de POSIX")
def test_un_tube_nomme_par_l_utilisateur_est_refuse_sans_attendre(tmp_path):
    os.mkfifo(tmp_path / "tube.xlsx")
    [remarque] = read_classeur(tmp_path / "tube.xlsx").remarques
    assert remarque.detail == "ce n’est pas un fichier ordinaire"


def test_cinq_mille_fichiers_se_rangent(tmp_path):
    for n in range(5_000):
        (tmp_path / f"{n:04}.xlsx").touch()
    assert len(list_depot([tmp_path]).recus) == 5_000


# The master's mark is looked for in every received file, before any guard -----------------------


def test_une_bombe_dans_les_proprietes_n_est_pas_gonflee(tmp_path):
    bombe = tmp_path / "bombe.xlsx"
    with zipfile.ZipFile(bombe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("docProps/core.xml", bytes(300_000_000))
    tracemalloc.start()
    assert not est_un_master(bombe)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("methode", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_des_proprietes_abimees_ne_sont_pas_celles_d_un_master(methode, tmp_path):
    abime = tmp_path / "abime.xlsx"
    with zipfile.ZipFile(abime, "w", methode) as archive:
        archive.writestr("docProps/core.xml", b"x" * 5_000)
    octets = bytearray(abime.read_bytes())
    octets[60:90] = bytes(30)
    abime.write_bytes(octets)
    assert not est_un_master(abime)


@pytest.mark.skipif(os.name != "posix", reason="tubes de POSIX")
def test_consolider_un_tube_n_attend_pas(tmp_path):
    os.mkfifo(tmp_path / "tube.xlsx")
    tube, sortie = tmp_path / "tube.xlsx", tmp_path / "m.xlsx"
    rendu = lancer("-m", "plie_xl", "consolider", tube, "-o", sortie, timeout=at_most(60))
    assert "tube.xlsx : refusé, ce n’est pas un fichier ordinaire" in rendu.stderr


@pytest.mark.parametrize(
    ("verrou", "classeur"), [("~$avril.xlsx", "avril.xlsx"), (".~lock.été.ods#", "été.ods")]
)
def test_un_verrou_nomme_le_classeur_ouvert(verrou, classeur, tmp_path):
    (tmp_path / verrou).write_bytes(b"x")
    [(_, raison)] = list_depot([tmp_path]).passes
    assert f"« {classeur} » est ouvert" in raison


@pytest.mark.skipif(os.name != "posix", reason="liens de POSIX")
def test_un_raccourci_vers_un_dossier_est_nomme_et_n_est_pas_suivi(recu, tmp_path):
    (tmp_path / "boite").mkdir()
    (tmp_path / "boite" / "archives").symlink_to(recu.parent)
    depot = list_depot([tmp_path / "boite"])
    assert [nom for nom, _ in depot.passes] == ["archives"]
    assert depot.recus == ()


def sans_privilege():
    """What to put before a command so that closed files are closed to it, even for root."""
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("root lit tout, et setpriv manque pour lui ôter ce droit")
    return [setpriv, "--bounding-set=-dac_override,-dac_read_search"]


@pytest.mark.skipif(os.name != "posix", reason="droits de POSIX")
def test_un_fichier_et_un_dossier_interdits_sont_nommes_et_les_autres_lus(recu, tmp_path):
    boite = recu.parent
    (boite / "ferme").mkdir()
    (boite / "interdit.xlsx").write_bytes(recu.read_bytes())
    (boite / "interdit.xlsx").chmod(0)
    (boite / "ferme").chmod(0)
    commande = [sys.executable, "-m", "plie_xl", "consolider", str(boite), "-o", "m.xlsx", "--json"]
    rendu = rendu_ordinaire(
        subprocess.run(
            [*sans_privilege(), *commande],
            capture_output=True,
            encoding="utf-8",
            check=False,
            cwd=tmp_path,
        )
    )
    (boite / "ferme").chmod(0o700)
    refus = (
        "interdit.xlsx : refusé, le fichier ne s’ouvre pas : vous n’avez pas le droit de le lire"
    )
    assert refus in rendu.stderr, rendu.stderr
    bilan = json.loads(rendu.stdout)
    assert bilan["comptes"] == 1
    assert bilan["passes"] == {"ferme": "dossier que vous n’avez pas le droit d’ouvrir"}
