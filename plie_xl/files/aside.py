"""A folder written aside, then renamed into place: whole, or absent."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from plie_xl.files.errors import DestinationError, Etat, explain, refusal


def check_libre(dossier: Path) -> None:
    """Refuse a name that something bears already.

    Raises
    ------
    DestinationError
        With the sentence that says so.
    """
    if os.path.lexists(dossier):
        raise DestinationError(
            f"le dossier « {dossier.name} » existe déjà : rien n’a été écrasé ;"
            " renommez-le, ou choisissez -o"
        )


def write_aside(dossier: Path, fichiers: Mapping[str, bytes]) -> None:
    """Write files in a new folder; a run killed in the middle leaves nothing under its name.

    Raises
    ------
    EcritureError
        The folder is there already, or the disk refuses: nothing is left.
    """
    check_libre(dossier)
    try:
        dossier.parent.mkdir(parents=True, exist_ok=True)
        provisoire = Path(tempfile.mkdtemp(prefix=f".{dossier.name}.", dir=dossier.parent))
    except OSError as erreur:
        raise refusal(dossier, Etat.RIEN, *explain(erreur)) from erreur
    try:
        for nom, octets in fichiers.items():
            with (provisoire / nom).open("wb") as ecrit:
                ecrit.write(octets)
                ecrit.flush()
                os.fsync(ecrit.fileno())
        provisoire.chmod(0o755)
        check_libre(dossier)
        provisoire.rename(dossier)
    except OSError as erreur:
        with suppress(OSError):
            shutil.rmtree(provisoire)
        if isinstance(erreur, DestinationError):
            raise
        raise refusal(dossier, Etat.RIEN, *explain(erreur)) from erreur
