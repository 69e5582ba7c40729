"""The inbox as it is in life: which files are to be read, and which are passed over, named."""

import os
import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from plie_xl.files.atomic import est_provisoire

if TYPE_CHECKING:
    from plie_xl.model.lecture import Lecture

S = TypeVar("S", bound=Hashable)  # where a file is: a path, or what stands for a remote one
SUFFIXES = (".xlsx", ".xlsm", ".ods")
# What Excel and LibreOffice put beside a workbook that is open, with its name inside.
_VERROU = re.compile(r"~\$(?P<excel>.+)|\.~lock\.(?P<libreoffice>.+)#")
LIEN = "raccourci : seuls les fichiers du dossier sont lus"
PAS_ORDINAIRE = "ce n’est pas un fichier ordinaire"
_PAS_UN_CLASSEUR = "ce n’est pas un classeur"
SUFFIXES_LUS = (
    *SUFFIXES,
    ".xls",
    ".xlsb",
    ".xltx",
    ".xltm",
)  # looked into, so that a refusal says why


@dataclass(frozen=True)
class Depot(Generic[S]):
    """`recus` gives each file to read under the name it bears in anomalies; `passes` why not.

    `refus` holds what is said, instead of a reading, of a file that could not be fetched.
    """

    recus: tuple[tuple[str, S], ...]
    passes: tuple[tuple[str, str], ...]
    refus: "Mapping[str, Lecture]" = field(default_factory=dict)


def list_depot(chemins: Iterable[Path]) -> Depot[Path]:
    """Sort the files given, and those of the folders given, whatever the order they come in.

    A file named by the user is read whatever its suffix; in a folder, what is plainly not a
    workbook is passed over with a word. Sub-folders are read too; links are not followed.
    """
    return sort_found(find_fichiers(chemins))


def sort_found(trouves: Iterable[tuple[str, S, str]]) -> Depot[S]:
    """The inbox from what was found: name, place, and why it is not read, "" when it is.

    Each gets a name of its own, the short one for the first that bears it.
    """
    recus: dict[str, S] = {}
    passes: dict[str, S] = {}
    raisons: dict[str, str] = {}
    for nom, place, raison in trouves:
        if raison:
            raisons[_libre(nom, place, passes)] = raison
        else:
            _libre(nom, place, recus)
    return Depot(tuple(sorted(recus.items(), key=_nom)), tuple(sorted(raisons.items())))


def _nom(paire: tuple[str, object]) -> str:
    return paire[0]


def _libre(nom: str, place: S, pris: dict[str, S]) -> str:
    """Give it the short name; where two files bear it, the whole place, numbered if need be."""
    numeros = (f"{place} ({n})" for n in count(2))
    return next(c for c in chain((nom, str(place)), numeros) if pris.setdefault(c, place) == place)


def find_fichiers(chemins: Iterable[Path]) -> Iterator[tuple[str, Path, str]]:
    """Each file given, and each one under a folder given: name, path, why not read."""
    for chemin in chemins:
        if chemin.is_dir():
            yield from _walk(chemin)
        else:
            yield chemin.name, chemin, ""


def _walk(dossier: Path) -> Iterator[tuple[str, Path, str]]:
    """Each file under a folder, and each folder that is not entered: name, path, why not read."""
    fermes: list[Path] = []

    def note(erreur: OSError) -> None:
        fermes.append(Path(erreur.filename))

    for racine, sous_dossiers, fichiers in os.walk(dossier, onerror=note):
        sous_dossiers.sort()
        for nom in sous_dossiers:
            if (Path(racine) / nom).is_symlink():
                yield _name(dossier, Path(racine) / nom), Path(racine) / nom, LIEN
        for fichier in sorted(fichiers):
            chemin = Path(racine) / fichier
            yield _name(dossier, chemin), chemin, _raison(chemin)
    for ferme in fermes:
        yield _name(dossier, ferme), ferme, "dossier que vous n’avez pas le droit d’ouvrir"


def _name(dossier: Path, chemin: Path) -> str:
    return dossier.name if chemin == dossier else chemin.relative_to(dossier).as_posix()


def _raison(chemin: Path) -> str:
    """Why a file of a folder is passed over; "" when it is to be read."""
    raison = raison_du_nom(chemin.name)
    if raison and raison != _PAS_UN_CLASSEUR:
        return raison
    if chemin.is_symlink():
        return LIEN
    if os.access(chemin.parent, os.X_OK) and not chemin.is_file():
        return PAS_ORDINAIRE
    return raison


def raison_du_nom(fichier: str) -> str:
    """Why a file is passed over for its name alone; "" for a workbook."""
    nom = fichier.casefold()
    ouvert = _VERROU.fullmatch(fichier)
    if ouvert:
        classeur = ouvert["excel"] or ouvert["libreoffice"]
        return f"fichier de verrou : « {classeur} » est ouvert, ses derniers changements manquent"
    if nom.startswith(".") or nom in ("thumbs.db", "desktop.ini"):
        return "fichier caché"
    if nom.endswith((".tmp", ".part", ".crdownload", ".bak")) or est_provisoire(fichier):
        return "fichier temporaire ou de secours"
    return "" if nom.endswith(SUFFIXES_LUS) else _PAS_UN_CLASSEUR
