"""The inbox as it is in life: which files are to be read, and which are passed over, named."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from plie_xl.ecriture import est_provisoire

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
# What Excel and LibreOffice put beside a workbook that is open, with its name inside.
_VERROU = re.compile(r"~\$(?P<excel>.+)|\.~lock\.(?P<libreoffice>.+)#")
_LIEN = "raccourci : seuls les fichiers du dossier sont lus"
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
    """Each file under a folder, and each folder that is not entered: name, path, why not read."""
    fermes: list[Path] = []

    def noter(erreur: OSError) -> None:
        fermes.append(Path(erreur.filename))

    for racine, sous_dossiers, fichiers in os.walk(dossier, onerror=noter):
        sous_dossiers.sort()
        for nom in sous_dossiers:
            if (Path(racine) / nom).is_symlink():
                yield _nommer(dossier, Path(racine) / nom), Path(racine) / nom, _LIEN
        for fichier in sorted(fichiers):
            chemin = Path(racine) / fichier
            yield _nommer(dossier, chemin), chemin, _raison(chemin)
    for ferme in fermes:
        yield _nommer(dossier, ferme), ferme, "dossier que vous n’avez pas le droit d’ouvrir"


def _nommer(dossier: Path, chemin: Path) -> str:
    return dossier.name if chemin == dossier else chemin.relative_to(dossier).as_posix()


def _raison(chemin: Path) -> str:
    """Why a file of a folder is passed over; "" when it is to be read."""
    nom = chemin.name.casefold()
    ouvert = _VERROU.fullmatch(chemin.name)
    if ouvert:
        classeur = ouvert["excel"] or ouvert["libreoffice"]
        return f"fichier de verrou : « {classeur} » est ouvert, ses derniers changements manquent"
    if nom.startswith(".") or nom in ("thumbs.db", "desktop.ini"):
        return "fichier caché"
    if nom.endswith((".tmp", ".part", ".crdownload", ".bak")) or est_provisoire(chemin.name):
        return "fichier temporaire ou de secours"
    if chemin.is_symlink():
        return _LIEN
    if os.access(chemin.parent, os.X_OK) and not chemin.is_file():
        return "ce n’est pas un fichier ordinaire"
    if not nom.endswith(SUFFIXES_LUS):
        return "ce n’est pas un classeur"
    return ""
