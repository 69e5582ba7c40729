"""LibreOffice as a tool of the tests: convert, recalculate, print, and start a live one.

Each process has its own profile and HOME: nothing is read from, or left in, the user's own,
and tests can run side by side.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from patience import at_most

_VIE = 600  # seconds that a live one may last, a whole room of tests
_CLASSEUR = "xlsx:Calc MS Excel 2007 XML"
_PDF = "pdf:calc_pdf_Export"

_AU_CHARGEMENT = "Calc/Formula/Load"
_OPTIONS = [
    # 0 = always: a hard recalculation on load, whatever program wrote the file.
    (_AU_CHARGEMENT, "OOXMLRecalcMode", "0"),
    (_AU_CHARGEMENT, "ODFRecalcMode", "0"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "0"),
    ("Common/Misc", "FirstRun", "false"),
    ("Common/Misc", "ShowTipOfTheDay", "false"),
    ("Linguistic/General", "UILocale", "fr"),
    ("Recovery/AutoSave", "Enabled", "false"),
]
_LANGUE = [("ooLocale", "fr"), ("ooSetupSystemLocale", "fr-FR"), ("ooSetupCurrency", "EUR-fr-FR")]


def find_program(nom: str, paquet: str = "") -> str:
    """Return the path of a program, or skip the running test with a clear word."""
    trouve = shutil.which(nom)
    if trouve is None:
        pytest.skip(f"« {nom} » est introuvable : installez le paquet « {paquet or nom} »")
    return trouve


def find_soffice() -> str:
    """Return the LibreOffice program, or skip the running test with a clear word."""
    return find_program("soffice", "libreoffice-calc")


def recalculate(chemins: Iterable[Path], dossier: Path) -> list[Path]:
    """Copy workbooks through LibreOffice, every formula recalculated, as .xlsx.

    One call for any number of files: starting LibreOffice costs seconds, a file costs tenths.
    The copies keep the stem of their source and come in the order of `chemins`.
    """
    return _convert(list(chemins), dossier, _CLASSEUR)


def to_format(chemins: Iterable[Path], dossier: Path, suffixe: str) -> list[Path]:
    """Save workbooks as LibreOffice users do, as « xlsx », « ods » or « xls »; same order."""
    filtres = {"xlsx": _CLASSEUR, "ods": "ods:calc8", "xls": "xls:MS Excel 97"}
    return _convert(list(chemins), dossier, filtres[suffixe])


def to_pdf(chemin: Path, dossier: Path) -> Path:
    """Print a workbook, its page setup respected, as `dossier/<stem>.pdf`."""
    return _convert([chemin], dossier, _PDF)[0]


def to_png(pdf: Path, dossier: Path | None = None, resolution: int = 80) -> list[Path]:
    """Draw each page of a PDF as `<stem>-<page>.png`, in page order; resolution in dpi."""
    programme = find_program("pdftoppm", "poppler-utils")
    dossier = dossier or pdf.parent
    dossier.mkdir(parents=True, exist_ok=True)
    racine = dossier / pdf.stem
    subprocess.run([programme, "-png", "-r", str(resolution), str(pdf), str(racine)], check=True)
    return sorted(dossier.glob(f"{pdf.stem}-*.png"))


def write_profile(dossier: Path, recalcul: bool = True) -> Path:
    """Write a LibreOffice profile: French, silent at start, macros allowed, recalculating or not."""
    utilisateur = dossier / "user"
    utilisateur.mkdir(parents=True)
    options = [o for o in _OPTIONS if recalcul or o[0] != _AU_CHARGEMENT]
    lignes = [_item(f"/org.openoffice.Office.{ou}", nom, valeur) for ou, nom, valeur in options]
    lignes += [_item("/org.openoffice.Setup/L10N", nom, valeur) for nom, valeur in _LANGUE]
    (utilisateur / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
        + "".join(lignes)
        + "</oor:items>\n",
        encoding="utf-8",
    )
    return dossier


def environment(dossier: Path, ecran: str | None = None) -> dict[str, str]:
    """Return the clean environment LibreOffice needs: an activated venv breaks its own Python."""
    propre = {"HOME": str(dossier), "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}
    return propre | ({"DISPLAY": ecran} if ecran else {})


@contextmanager
def start_soffice(
    profil: Path | None,
    *options: str,
    ecran: str | None = None,
    acces: str = "",
    env: dict[str, str] | None = None,
    **qui: object,
) -> Iterator[str]:
    """Start a live LibreOffice and yield its UNO address; stopped at the end.

    `profil` is a folder made by `write_profile`, None for the one of the home that `env` names;
    `ecran` an X display (« :99 »), else headless; `acces` another way in than a pipe, which only
    the same user finds; `qui` whose process it is.
    """
    acces = acces or f"pipe,name=plie_{os.getpid()}_{profil.name}"
    cache_ou_non = [] if ecran else ["--headless"]
    commande = [*_command(profil), *cache_ou_non, "--nodefault", f"--accept={acces};urp;", *options]
    muet = subprocess.DEVNULL
    processus = subprocess.Popen(
        commande,
        env=environment(profil, ecran) if env is None else {**env, "DISPLAY": ecran},
        stdout=muet,
        stderr=muet,
        start_new_session=True,
        **qui,
    )
    gardien = threading.Timer(at_most(_VIE), _stop, [processus])  # a silent one blocks who asks
    gardien.daemon = True
    gardien.start()
    try:
        yield f"uno:{acces};urp;StarOffice.ComponentContext"
    finally:
        gardien.cancel()
        _stop(processus)


@contextmanager
def start_screen(largeur: int = 1400, hauteur: int = 900) -> Iterator[str]:
    """Start a virtual X screen and yield its display name (« :7 »), freely chosen by Xvfb."""
    programme = find_program("Xvfb", "xvfb")
    taille = ["-screen", "0", f"{largeur}x{hauteur}x24"]
    with subprocess.Popen(
        [programme, "-displayfd", "1", "-nolisten", "tcp", "-noreset", *taille],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as processus:
        assert processus.stdout is not None
        numero = processus.stdout.readline().strip()
        try:
            yield f":{numero}"
        finally:
            processus.terminate()


def _convert(chemins: list[Path], dossier: Path, filtre: str) -> list[Path]:
    """Convert every file in one LibreOffice call; a missing result is an error, with its words."""
    suffixe = filtre.partition(":")[0]
    copies = [dossier / f"{chemin.stem}.{suffixe}" for chemin in chemins]
    if len(set(copies)) < len(copies) or set(copies) & set(chemins):
        raise ValueError("two files would be written at the same place")
    if not chemins:
        return []
    dossier.mkdir(parents=True, exist_ok=True)
    for copie in copies:
        copie.unlink(missing_ok=True)
    commande = [*_command(_profile()), "--headless", "--convert-to", filtre]
    rendu = subprocess.run(
        [*commande, "--outdir", str(dossier), *map(str, chemins)],
        env=environment(_profile()),
        capture_output=True,
        text=True,
        timeout=at_most(90 + 20 * len(chemins)),
    )
    manquants = [copie.name for copie in copies if not copie.exists()]
    if manquants:
        raise RuntimeError(f"not converted: {manquants}\n{rendu.stdout}\n{rendu.stderr}")
    return copies


@cache
def _profile() -> Path:
    """Return this process's profile for conversions, removed when Python ends."""
    dossier = Path(tempfile.mkdtemp(prefix="plie_lo_"))
    atexit.register(shutil.rmtree, dossier, ignore_errors=True)
    return write_profile(dossier / "profil")


def _command(profil: Path | None) -> list[str]:
    calme = ["--norestore", "--nologo", "--nofirststartwizard", "--nolockcheck"]
    ou = [f"-env:UserInstallation={profil.as_uri()}"] if profil else []
    return [find_soffice(), *ou, *calme]


def _item(chemin: str, nom: str, valeur: str) -> str:
    return (
        f'<item oor:path="{chemin}"><prop oor:name="{nom}" oor:op="fuse">'
        f"<value>{valeur}</value></prop></item>\n"
    )


def _stop(processus: subprocess.Popen[bytes]) -> None:
    """End the whole group: « soffice » is a script, the program is its grandchild."""
    for signe in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(processus.pid, signe)
            processus.wait(10)
        except subprocess.TimeoutExpired:
            continue
        except ProcessLookupError:
            processus.wait(10)
            return
