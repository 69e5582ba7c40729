"""The toolbar of LibreOffice on a machine: put in the user's profile, taken out, examined."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import plie_xl
from plie_xl.host.extension import IDENTIFIANT, NOM, build_extension
from plie_xl.host.libreoffice.reach import clean_environment
from plie_xl.host.resident import find_descripteur, stop
from plie_xl.model.finding import Ligne

_BARRE = "Barre « PLIE »"
_INSTALLER = "Fermez LibreOffice, puis lancez « plie-xl installer --libreoffice »."
_PATIENCE = 180  # seconds: `unopkg` starts half of LibreOffice
_PROGRAMMES = (  # where LibreOffice stands when no path leads to it
    Path("/usr/lib/libreoffice/program"),
    Path("/usr/lib64/libreoffice/program"),
    Path("/Applications/LibreOffice.app/Contents/MacOS"),
    Path(os.environ.get("PROGRAMFILES", r"C:\Program Files"), "LibreOffice/program"),
)


@dataclass(frozen=True)
class Poste:
    """Where things stand: LibreOffice's tool (None without it), our own copy of the extension."""

    unopkg: Path | None
    copie: Path
    extension: bytes


def read_poste() -> Poste:
    """The facts of the running machine."""
    descripteur = find_descripteur()
    extension = build_extension(
        [str(_python()), "-m", "plie_xl", "hote"], Path(plie_xl.__path__[0]).parent, descripteur
    )
    return Poste(_find_unopkg(), descripteur.with_name(NOM), extension)


def install() -> list[Ligne]:
    """Add the toolbar to the profile of this user; one line per thing done."""
    poste = read_poste()
    if poste.unopkg is None:
        return [_SANS_LIBREOFFICE]
    stop(find_descripteur())
    poste.copie.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    poste.copie.write_bytes(poste.extension)
    faute = _unopkg(poste.unopkg, "add", "--force", "--suppress-license", str(poste.copie))
    if faute is not None:
        return [Ligne(_BARRE, "a_faire", *faute)]
    return [Ligne(_BARRE, "ok", f"En place, version {version('plie-xl')}"), *_script(poste)]


def uninstall() -> list[Ligne]:
    """Take the toolbar out, and what came with it; one line per thing done."""
    poste = read_poste()
    if poste.unopkg is None:
        return [_SANS_LIBREOFFICE]
    stop(find_descripteur())
    if _find_version(poste.unopkg) is None:
        poste.copie.unlink(missing_ok=True)
        return [Ligne(_BARRE, "ok", "Elle n’y est pas.")]
    faute = _unopkg(poste.unopkg, "remove", IDENTIFIANT)
    if faute is not None:
        return [Ligne(_BARRE, "a_faire", *faute)]
    poste.copie.unlink(missing_ok=True)
    return [Ligne(_BARRE, "ok", "Retirée")]


def diagnostic() -> list[Ligne]:
    """What is in place in LibreOffice, and the remedy of what is missing."""
    poste = read_poste()
    if poste.unopkg is None:
        return [_SANS_LIBREOFFICE]
    trouvee = _find_version(poste.unopkg)
    if trouvee is None:
        return [Ligne(_BARRE, "a_faire", "Absente de LibreOffice", _INSTALLER)]
    notre = version("plie-xl")
    if trouvee != notre:
        constat = f"De la version {trouvee}, au lieu de {notre}"
        return [Ligne(_BARRE, "a_faire", constat, _INSTALLER)]
    if not poste.copie.exists() or poste.copie.read_bytes() != poste.extension:
        constat = "Elle appelle une autre installation de plie-xl que celle-ci."
        return [Ligne(_BARRE, "a_faire", constat, _INSTALLER)]
    return [Ligne(_BARRE, "ok", f"En place, version {notre}"), *_script(poste)]


_SANS_LIBREOFFICE = Ligne(
    "LibreOffice",
    "sans_objet",
    "LibreOffice n’a pas été trouvé sur cet ordinateur.",
    "Si vous vous en servez, installez-le, puis relancez la même commande.",
)


def _script(poste: Poste) -> Iterator[Ligne]:
    """On Debian, the part of LibreOffice that runs Python is a package of its own."""
    dossiers = [d for d in _PROGRAMMES if (d / "soffice.bin").exists()]
    if sys.platform != "linux" or not dossiers:
        return
    if any((dossier / "pythonscript.py").exists() for dossier in dossiers):
        yield Ligne("Python de LibreOffice", "ok", "En place")
    else:
        yield Ligne(
            "Python de LibreOffice",
            "a_faire",
            "LibreOffice ne sait pas encore lancer les boutons.",
            "Faites installer le paquet « libreoffice-script-provider-python ».",
        )


def _find_version(unopkg: Path) -> str | None:
    """The version of the toolbar that LibreOffice knows, None without it."""
    rendu = _run(unopkg, "list", IDENTIFIANT)
    for ligne in rendu.stdout.splitlines() if rendu.returncode == 0 else ():
        nom, _, valeur = ligne.strip().partition(":")
        if nom == "Version":
            return valeur.strip()
    return None


def _unopkg(unopkg: Path, *arguments: str) -> tuple[str, str] | None:
    """Run LibreOffice's tool; None when it is done, else what was found and the remedy."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return (
            "LibreOffice ne prend pas la barre d’un administrateur.",
            "Relancez la même commande sous votre propre compte, sans « sudo ».",
        )
    rendu = _run(unopkg, *arguments)
    if rendu.returncode == 0:
        return None
    return (
        "LibreOffice a refusé, sans doute parce qu’il est ouvert.",
        "Fermez toutes ses fenêtres, puis relancez la même commande.",
    )


def _run(unopkg: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(unopkg), *arguments],
        env=clean_environment(),
        capture_output=True,
        text=True,
        errors="replace",
        stdin=subprocess.DEVNULL,
        timeout=_PATIENCE,
    )


def _find_unopkg() -> Path | None:
    dans_le_chemin = shutil.which("unopkg")
    if dans_le_chemin:
        return Path(dans_le_chemin)
    noms = ("unopkg.com", "unopkg")  # on Windows, the one that waits and answers
    trouves = (dossier / nom for dossier in _PROGRAMMES for nom in noms)
    return next((chemin for chemin in trouves if chemin.exists()), None)


def _python() -> Path:
    """Our Python; on Windows, the one that opens no black window."""
    sans_fenetre = Path(sys.executable).with_name("pythonw.exe")
    return sans_fenetre if sans_fenetre.exists() else Path(sys.executable)
