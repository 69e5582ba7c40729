"""Disks that are full or read-only, and folders where we may not write: true ones."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

KO = 1024
RACINE = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def disque(tmp_path):
    """A true disk of one megabyte."""
    dossier = tmp_path / "disque"
    dossier.mkdir()
    monte = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(dossier)]
    if not RACINE or subprocess.run(monte, capture_output=True).returncode:
        pytest.skip("monter un petit disque demande d’être root")
    yield dossier
    subprocess.run(["umount", str(dossier)], check=True)


@pytest.fixture
def dossier_public():
    """A folder that any user can reach."""
    dossier = Path(tempfile.mkdtemp())
    dossier.chmod(0o755)
    yield dossier
    shutil.rmtree(dossier)


# kB of 1024: the new file does not fit, then the copy of the old one, then nothing at all
@pytest.mark.parametrize(("vieux", "neuf"), [(700, 400), (400, 500), (1024, 1)])
def test_un_disque_plein_laisse_l_ancien_entier(disque, ailleurs, vieux, neuf):
    (disque / "AGAPE.xlsx").write_bytes(b"v" * vieux * KO)
    assert ailleurs("ecrit", disque, neuf * KO)["phrase"] == (
        "« AGAPE.xlsx » n’a pas été enregistré : le disque est plein ; l’ancien fichier est "
        "entier, à sa place ; libérez de la place, puis relancez."
    )
    assert (disque / "AGAPE.xlsx").read_bytes() == b"v" * vieux * KO
    assert [f.name for f in disque.iterdir()] == ["AGAPE.xlsx"]


def test_une_place_de_trop_peu_ne_fait_jamais_un_fichier_a_moitie(disque, ailleurs):
    bilan = []
    for taille in range(900, 1100, 20):
        (disque / "AGAPE.xlsx").unlink(missing_ok=True)
        bilan.append(ailleurs("ecrit", disque, taille * KO)["etat"])
        present = disque / "AGAPE.xlsx"
        assert present.exists() == (bilan[-1] == "")
        assert not present.exists() or present.stat().st_size == taille * KO
    assert set(bilan) == {"", "RIEN"}


def test_un_disque_en_lecture_seule_est_dit(disque, ailleurs):
    (disque / "AGAPE.xlsx").write_bytes(b"v")
    subprocess.run(["mount", "-o", "remount,ro", str(disque)], check=True)
    phrase = ailleurs("ecrit", disque, 10)["phrase"]
    assert "le disque est en lecture seule ; l’ancien fichier est entier" in phrase


@pytest.mark.skipif(not RACINE, reason="changer d’utilisateur demande d’être root")
def test_un_dossier_en_lecture_seule_est_dit(dossier_public, ailleurs):
    (dossier_public / "AGAPE.xlsx").write_bytes(b"v")
    bilan = ailleurs("ecrit", dossier_public, 10, 65534)
    assert bilan["phrase"] == (
        "« AGAPE.xlsx » n’a pas été enregistré : le dossier est protégé en écriture ; l’ancien "
        "fichier est entier, à sa place ; choisissez un autre dossier, ou demandez le droit d’y écrire."
    )


@pytest.mark.skipif(not RACINE, reason="changer d’utilisateur demande d’être root")
def test_un_dossier_interdit_est_dit(dossier_public, ailleurs):
    (dossier_public / "AGAPE.xlsx").write_bytes(b"v")
    dossier_public.chmod(0o700)
    assert ailleurs("ecrit", dossier_public, 10, 65534)["etat"] == "RIEN"
