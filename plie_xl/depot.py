"""The inbox as it is in life: which files are to be read, and which are passed over, named."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from plie_xl.ecriture import est_provisoire

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
SUFFIXES_LUS = (*SUFFIXES, ".xlsb", ".xltx", ".xltm")  # looked into, so that a refusal says why


@dataclass(frozen=True)
class Depot:
    """`recus` gives each file to read under the name it bears in anomalies; `passes` why not."""

    recus: tuple[tuple[str, Path], ...]
    passes: tuple[tuple[str, str], ...]


def list_depot(chemins: Iterable[Path]) -> Depot:
    """Sort the files given, and those of the folders given, whatever the order they come in.

    A file named by the user is read whatever its suffix; in a folder, what is plainly not a
    workbook is passed over with a word. Sub-folders are read too; links are not followed.
    """
    recus: dict[str, Path] = {}
    passes: dict[str, str] = {}
    for chemin in chemins:
        if chemin.is_dir():
            for nom, trouve, raison in _parcourir(chemin):
                if raison:
                    passes[nom] = raison
                else:
                    recus[_libre(nom, trouve, recus)] = trouve
        else:
            recus[_libre(chemin.name, chemin, recus)] = chemin
    return Depot(tuple(sorted(recus.items())), tuple(sorted(passes.items())))


def _libre(nom: str, chemin: Path, pris: dict[str, Path]) -> str:
    """The short name, or the whole path when two files bear it."""
    return nom if nom not in pris or pris[nom] == chemin else str(chemin)


def _parcourir(dossier: Path) -> Iterable[tuple[str, Path, str]]:
    for racine, sous_dossiers, fichiers in os.walk(dossier):
        sous_dossiers.sort()
        for fichier in sorted(fichiers):
            chemin = Path(racine) / fichier
            nom = chemin.relative_to(dossier).as_posix()
            yield nom, chemin, _raison(chemin)


def _raison(chemin: Path) -> str:
    """Why a file of a folder is passed over; "" when it is to be read."""
    nom = chemin.name.casefold()
    if nom.startswith("~$") or nom.startswith(".~lock"):
        return "fichier de verrou : le classeur est ouvert par quelqu’un"
    if nom.startswith(".") or nom in ("thumbs.db", "desktop.ini"):
        return "fichier caché"
    if nom.endswith((".tmp", ".part", ".crdownload", ".bak")) or est_provisoire(chemin.name):
        return "fichier temporaire ou de secours"
    if chemin.is_symlink():
        return "raccourci : seuls les fichiers du dossier sont lus"
    if not chemin.is_file():
        return "ce n’est pas un fichier ordinaire"
    if not nom.endswith(SUFFIXES_LUS):
        return "ce n’est pas un classeur"
    return ""
