"""The inbox as it is in life: which files are to be read, and which are passed over, named."""

import os
import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from plie_xl.files.container import OLE, ZIP, list_parts, read_part, read_start
from plie_xl.files.hidden import est_provisoire
from plie_xl.model.text import visible

if TYPE_CHECKING:
    from plie_xl.model.lecture import Lecture

_Trouve = tuple[str, Path, str]
S = TypeVar("S", bound=Hashable)  # where a file is: a path, or what stands for a remote one
SUFFIXES = (".xlsx", ".xlsm", ".ods")
SUFFIXES_LUS = (  # looked into, so that a refusal says why
    *SUFFIXES,
    ".xls",
    ".xlsb",
    ".xltx",
    ".xltm",
)
# What Excel and LibreOffice put beside a workbook that is open, with its name inside.
_VERROU = re.compile(r"~\$(?P<excel>.+)|\.~lock\.(?P<libreoffice>.+)#")
LIEN = "raccourci : seuls les fichiers du dossier sont lus"
PAS_ORDINAIRE = "ce n’est pas un fichier ordinaire"
PAS_UN_CLASSEUR = "ce n’est pas un classeur"
ARCHIVE = "archive compressée : décompressez-la et déposez ses classeurs, s’il y en a"
_EN_COURS = "pas encore téléchargé : attendez la fin du téléchargement, puis relancez"
_ICI = "pas encore téléchargé : demandez à le garder sur cet ordinateur, puis relancez"
_GOOGLE = (
    "pas encore téléchargé : dans Google Drive, « Fichier », « Télécharger »,"
    " « Microsoft Excel (.xlsx) », puis déposez ce classeur-là"
)
_EN_LIGNE = (
    "raccourci vers ce qui est resté en ligne, pas encore téléchargé : ouvrez-le, enregistrez"
    " le classeur dans ce dossier, puis relancez"
)
# What stands for a file that is elsewhere, by the end of its name.
_ABSENTS = {
    _ICI: (".icloud", ".nextcloud", ".owncloud", ".cloud", ".cloudf"),
    _EN_COURS: (".crdownload", ".part", ".partial", ".download", ".opdownload", ".filepart"),
    _GOOGLE: (".gsheet", ".gdoc", ".gslides", ".gform", ".glink"),
    _EN_LIGNE: (".url", ".webloc", ".website"),
}
_DOSSIER_EN_COURS = ".download"  # Safari keeps in a folder what it has not finished
ARCHIVES = (".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz")
_COMPRESSES = (b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
# Documents that are OLE or zip too, and say so; the content of all others says what they are.
_DOCUMENTS: tuple[str, ...] = (
    ".doc",
    ".dot",
    ".ppt",
    ".pps",
    ".msg",
    ".pub",
    ".vsd",
    ".mpp",
    ".msi",
    ".db",
)
_DOCUMENTS += (".docx", ".docm", ".dotx", ".pptx", ".pptm", ".ppsx", ".vsdx", ".odt", ".odp")
_TEMPORAIRES = (".tmp", ".bak")


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

    Each gets a name of its own that can be shown and written anywhere, the short one for the
    first that bears it.
    """
    recus: dict[str, S] = {}
    passes: dict[str, S] = {}
    raisons: dict[str, str] = {}
    for typed, place, raison in trouves:
        nom = visible(typed)
        if raison:
            raisons[_libre(nom, place, passes)] = raison
        else:
            _libre(nom, place, recus)
    return Depot(tuple(sorted(recus.items(), key=_nom)), tuple(sorted(raisons.items())))


def _nom(paire: tuple[str, object]) -> str:
    return paire[0]


def _libre(nom: str, place: S, pris: dict[str, S]) -> str:
    """Give it the short name; where two files bear it, the whole place, numbered if need be."""
    entiere = visible(str(place))
    numeros = (f"{entiere} ({n})" for n in count(2))
    return next(c for c in chain((nom, entiere), numeros) if pris.setdefault(c, place) == place)


def find_fichiers(chemins: Iterable[Path]) -> Iterator[_Trouve]:
    """Each file given, and each one under a folder given, once: name, path, why not read."""
    seuls = keep_once(chemins)
    trouves = chain.from_iterable(map(_find, seuls))
    return trouves if len(seuls) == 1 else _keep_first(trouves)


def keep_once(chemins: Iterable[Path]) -> list[Path]:
    """These paths, but for those that lead where one before does: « r.xlsx », « ./r.xlsx »."""
    vus: dict[str, Path] = {}
    for chemin in chemins:
        vus.setdefault(os.path.realpath(chemin), chemin)
    return list(vus.values())


def _keep_first(trouves: Iterable[_Trouve]) -> Iterator[_Trouve]:
    """The same for files: a folder and one of its files, two folders of which one holds the other.

    A link that is passed over is not the file to which it leads.
    """
    vus: set[tuple[Path, str]] = set()
    for nom, place, raison in trouves:
        vrai = place.parent.resolve() / place.name if raison else place.resolve()
        if (vrai, raison) not in vus:
            vus.add((vrai, raison))
            yield nom, place, raison


def _find(chemin: Path) -> Iterator[_Trouve]:
    return _walk(chemin) if chemin.is_dir() else iter([(chemin.name, chemin, "")])


def _walk(dossier: Path) -> Iterator[_Trouve]:
    """Each file under a folder, and each folder that is not entered: name, path, why not read."""
    fermes: list[Path] = []

    def note(erreur: OSError) -> None:
        fermes.append(Path(erreur.filename))

    for racine, sous_dossiers, fichiers in os.walk(dossier, onerror=note):
        sous_dossiers.sort()
        for nom in tuple(sous_dossiers):
            if (Path(racine) / nom).is_symlink():
                yield _name(dossier, Path(racine) / nom), Path(racine) / nom, LIEN
            elif nom.casefold().endswith(_DOSSIER_EN_COURS):
                sous_dossiers.remove(nom)
                yield _name(dossier, Path(racine) / nom), Path(racine) / nom, _EN_COURS
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
    if raison and raison not in (PAS_UN_CLASSEUR, ARCHIVE):
        return raison
    if chemin.is_symlink():
        return LIEN
    if os.access(chemin.parent, os.X_OK) and not chemin.is_file():
        return PAS_ORDINAIRE
    return raison and _raison_du_contenu(chemin, raison)


def _raison_du_contenu(chemin: Path, raison: str) -> str:
    """The same for a file whose name says that it is no workbook: its content knows better."""
    debut = read_start(chemin)
    if debut.startswith(_COMPRESSES):
        return ARCHIVE
    if not may_hide_classeur(chemin.name, debut):
        return raison
    if debut.startswith(OLE):
        return ""
    parties = {nom.casefold().replace("\\", "/") for nom in list_parts(chemin)}
    if not parties:  # cut short: what was it?
        return "" if b"[Content_Types].xml" in read_start(chemin, 100) else ARCHIVE
    if any(nom.startswith("xl/") for nom in parties):
        return ""
    if "content.xml" in parties:
        return "" if b"spreadsheet" in read_part(chemin, "mimetype", 100) else raison
    return raison if "[content_types].xml" in parties else ARCHIVE


def may_hide_classeur(fichier: str, debut: bytes) -> bool:
    """Whether a file whose name says that it is no workbook begins as one, all the same."""
    return debut.startswith((OLE, ZIP)) and not fichier.casefold().endswith(_DOCUMENTS)


def raison_du_nom(fichier: str) -> str:
    """Why a file is passed over for its name alone; "" for a workbook."""
    nom = fichier.casefold()
    ouvert = _VERROU.fullmatch(fichier)
    if ouvert:
        classeur = visible(ouvert["excel"] or ouvert["libreoffice"])
        return f"fichier de verrou : « {classeur} » est ouvert, ses derniers changements manquent"
    if nom.endswith(_TEMPORAIRES) or est_provisoire(fichier):
        return "fichier temporaire ou de secours"
    for absent, fins in _ABSENTS.items():
        if nom.endswith(fins):
            return absent
    if nom.startswith(".") or nom in ("thumbs.db", "desktop.ini"):
        return "fichier caché"
    if nom.endswith(ARCHIVES):
        return ARCHIVE
    return "" if nom.endswith(SUFFIXES_LUS) else PAS_UN_CLASSEUR
