"""Somebody at their computer: a normal user, plie_xl installed, LibreOffice as it comes.

Tests often run as root, whom LibreOffice's own installer refuses: « nobody » then plays the part.
"""

import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hote.bureau import find_soffice, start_soffice
from hote.pont import connect, import_uno
from patience import at_most

import plie_xl

RACINE = Path(plie_xl.__path__[0]).parent
_SYSTEME = Path("/usr/bin/python3")


@dataclass(frozen=True)
class Quelquun:
    """A home, the Python where plie_xl is installed, and who runs programs."""

    maison: Path
    python: Path
    qui: dict

    @property
    def environnement(self):
        return {
            "HOME": str(self.maison),
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LANG": "fr_FR.UTF-8",
            "LC_CTYPE": "C.UTF-8",  # a test machine may not have the other: accents in paths
            "TMPDIR": str(self.maison / "tmp"),  # so that the home itself is not a temporary one
        }

    def plie_xl(self, *arguments):
        """Run a command of plie_xl as this person does, outside the repository."""
        return subprocess.run(
            [str(self.python), "-m", "plie_xl", *map(str, arguments)],
            cwd=self.maison,
            env=self.environnement,
            capture_output=True,
            text=True,
            timeout=at_most(120),
            **self.qui,
        )

    def receive(self, chemin, nom=None):
        """Put a copy of a file in this person's home."""
        copie = self.maison / (nom or chemin.name)
        shutil.copyfile(chemin, copie)
        self.own(copie)
        return copie

    def own(self, chemin):
        if self.qui:
            shutil.chown(chemin, self.qui["user"], self.qui["group"])

    @contextmanager
    def desktop(self, ecran):
        """LibreOffice, started by this person on a screen; its desktop."""
        find_soffice()
        import_uno()
        with socket.socket() as libre:
            libre.bind(("127.0.0.1", 0))
            port = libre.getsockname()[1]
        acces = f"socket,host=127.0.0.1,port={port}"
        with start_soffice(None, ecran=ecran, acces=acces, env=self.environnement, **self.qui) as a:
            yield connect(a)


@contextmanager
def quelqu_un():
    """Somebody with an empty home; all is gone at the end."""
    root = os.geteuid() == 0
    qui = {"user": "nobody", "group": "nogroup", "extra_groups": []} if root else {}
    dossier = Path(tempfile.mkdtemp(prefix="plie_quelqu_un_"))
    try:
        dossier.chmod(0o755)
        maison = dossier / "maison"
        (maison / "tmp").mkdir(parents=True)
        personne = Quelquun(maison, _install(dossier / "python"), qui)
        for chemin in (maison, maison / "tmp"):
            personne.own(chemin)
        if personne.plie_xl("--version").returncode:
            pytest.skip("plie_xl est dans un dossier que « nobody » ne peut pas lire")
        yield personne
        personne.plie_xl("desinstaller", "--libreoffice")
    finally:
        shutil.rmtree(dossier)


def _install(dossier):
    """A Python of its own where plie_xl is installed, made of what is on this machine."""
    base = Path(sys.base_prefix, "bin", "python3")
    if os.geteuid() == 0 and not _is_open(base.resolve()):
        base = _SYSTEME  # `uno`, which the tests need too, wants the same version
    subprocess.run([str(base), "-m", "venv", "--without-pip", str(dossier)], check=True)
    [paquets] = dossier.glob("lib/python3*/site-packages")
    notre = _within_reach(RACINE / "plie_xl", dossier / "notre").parent
    autres = _within_reach(Path(sysconfig.get_path("purelib")), dossier / "autres")
    (paquets / "plie_xl.pth").write_text(f"{notre}\n{autres}\n", "utf-8")
    return dossier / "bin" / "python"


def _within_reach(source, dossier):
    """A folder that anybody may read: this one, or its files linked in another."""
    if os.geteuid() != 0 or _is_open(source / "ici"):
        return source
    copie = dossier / source.name
    shutil.copytree(source, copie, copy_function=_link)
    return copie


def _link(source, cible):
    try:
        os.link(source, cible)
    except OSError:  # another disk
        shutil.copy2(source, cible)


def _is_open(chemin):
    """Whether anybody may go down to this file."""
    return all(d.stat().st_mode & 0o001 for d in chemin.parents)
