"""The log of our own faults: where in the code, never what stood in a cell."""

import platform
import sys
import tempfile
import traceback
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

_TAILLE_JOURNAL = 200_000  # bytes; beyond, the log starts again


def write_journal(libelle: str, erreur: BaseException, dossier: Path | None = None) -> Path:
    """Add an error to the log: its kind and where it happened, never a message nor a value."""
    dossier = dossier or Path.home() / ".plie_xl"
    try:
        dossier.mkdir(parents=True, exist_ok=True)
    except OSError:
        dossier = Path(tempfile.gettempdir())
    chemin = dossier / "journal.txt"
    trop_long = chemin.exists() and chemin.stat().st_size > _TAILLE_JOURNAL
    with chemin.open("w" if trop_long else "a", encoding="utf-8") as journal:
        journal.write("\n".join(_describe(libelle, erreur)) + "\n\n")
    return chemin


def _describe(libelle: str, erreur: BaseException) -> list[str]:
    entete = (
        f"{datetime.now():%d/%m/%Y %H:%M:%S} {libelle} : {type(erreur).__name__}"
        f" (plie_xl {version('plie-xl')}, Python {platform.python_version()}, {sys.platform})"
    )
    lieux = [
        f"    {_place(lieu.filename)}:{lieu.lineno} {lieu.name}"
        for lieu in traceback.extract_tb(erreur.__traceback__)
    ]
    return [entete, *lieux]


def _place(fichier: str) -> str:
    """A source file without the folders that name a person."""
    return "/".join(Path(fichier).parts[-2:])
