"""One file of evidence, looked at in a child with limits: its digest, and whether it opens.

Each kind by one library: PDF by pypdfium2 (the engine of a browser: what it opens, a controller
can read), pictures by Pillow, Office files by the directory of their archive, the rest by their
first bytes. Nothing is executed, nothing is shown.
"""

import hashlib
import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from plie_xl.model.errors import PlieError
from plie_xl.pieces.folder import Fichier
from plie_xl.reading.workers import LecteurMortError, WorkerPool

_DELAI = 60.0  # seconds of processor for one file; a gigabyte takes a few to digest
_PIXELS = 40_000_000  # of a picture that is decoded whole
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHIFFRE = "EncryptedPackage".encode("utf-16-le")
_TETE = 65_536
_MORCEAU = 1_048_576
_SANS_SUIVRE = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
)
_DATE_PDF = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")
_VIDE = "est vide"
_MOT_DE_PASSE = "est protégé par un mot de passe"
_EN_COURS = "est en cours d’enregistrement"
_FERME = "ne se laisse pas lire"
_PAS_UNE_PIECE = "n’est pas d’un genre admis pour une pièce"
_MORTS = {"temps": "demande trop de temps pour s’ouvrir", "memoire": "demande trop de mémoire"}

# How a kind is called, by its ending.
_GENRES = {
    "pdf": "un PDF",
    **dict.fromkeys(("jpg", "jpeg", "png", "tif", "tiff", "heic"), "une image"),
    **dict.fromkeys(("doc", "docx", "odt"), "un document"),
    **dict.fromkeys(("xls", "xlsx", "ods"), "un classeur"),
    **dict.fromkeys(("ppt", "pptx"), "une présentation"),
    **dict.fromkeys(("eml", "msg"), "un courriel"),
    "txt": "un texte",
}


@dataclass(frozen=True, slots=True)
class Vue:
    """What was seen of a file. `cause` says why it does not open, "" when it does."""

    sha256: str = ""
    pages: int | None = None
    cree_le: date | None = None
    cause: str = ""


class _NeSOuvrePasError(PlieError):
    """What a file says against being opened."""


def look_at(
    fichiers: Iterable[Fichier],
    extensions: Iterable[str],
    advance: Callable[[], object] | None = None,
) -> dict[str, Vue]:
    """Look at each file, in children: what was seen, by relative path."""
    vues: dict[str, Vue] = {}
    extensions = frozenset(extensions)
    with WorkerPool(delai=_DELAI) as enfants:
        attendus = [
            (f, enfants.submit(look, str(f.chemin), f.extension, f.extension in extensions))
            for f in fichiers
        ]  # fmt: skip
        for fichier, futur in attendus:
            try:
                vues[fichier.relatif] = _read_vue(futur.result())
            except LecteurMortError as erreur:
                genre = _GENRES.get(fichier.extension, "une pièce")
                cause = _MORTS.get(erreur.cause, f"ne s’ouvre pas comme {genre}")
                vues[fichier.relatif] = Vue(cause=cause)
            except Exception:
                vues[fichier.relatif] = Vue(cause=_FERME)
            if advance is not None:
                advance()
    return vues


def _read_vue(reponse: tuple[str, int | None, str, str]) -> Vue:
    sha256, pages, cree_le, cause = reponse
    return Vue(sha256, pages, date.fromisoformat(cree_le) if cree_le else None, cause)


def look(chemin: str, extension: str, admise: bool) -> tuple[str, int | None, str, str]:
    """In the child: digest, pages, day of creation, and why it does not open."""
    for _ in range(2):  # a file that is being saved is read again, once
        try:
            descripteur = os.open(chemin, _SANS_SUIVRE)
        except OSError:
            return "", None, "", _FERME
        with os.fdopen(descripteur, "rb") as fichier:
            avant = os.fstat(descripteur)
            if not stat.S_ISREG(avant.st_mode):
                return "", None, "", _FERME
            vue = _look_inside(fichier, extension, admise, avant.st_size)
            apres = os.fstat(descripteur)
        if (avant.st_size, avant.st_mtime_ns) == (apres.st_size, apres.st_mtime_ns):
            return vue
    return "", None, "", _EN_COURS


def _look_inside(
    fichier: BinaryIO, extension: str, admise: bool, octets: int
) -> tuple[str, int | None, str, str]:
    sha256 = _digest(fichier)
    if not octets:
        return sha256, None, "", _VIDE
    if not admise:
        return sha256, None, "", _PAS_UNE_PIECE
    fichier.seek(0)
    try:
        pages, cree_le = _OUVERTURES.get(extension, _open_autre)(fichier)
    except _NeSOuvrePasError as erreur:
        return sha256, None, "", str(erreur)
    except MemoryError:
        raise
    except Exception:
        return sha256, None, "", f"ne s’ouvre pas comme {_GENRES.get(extension, 'une pièce')}"
    return sha256, pages, cree_le, ""


def _digest(fichier: BinaryIO) -> str:
    """The digest of a file of any size, read by pieces."""
    somme = hashlib.sha256()
    while morceau := fichier.read(_MORCEAU):
        somme.update(morceau)
    return somme.hexdigest()


_Faits = tuple[int | None, str]


def _open_pdf(fichier: BinaryIO) -> _Faits:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(fichier)
    except pypdfium2.PdfiumError as erreur:
        if "password" in str(erreur).casefold():
            raise _NeSOuvrePasError(_MOT_DE_PASSE) from None
        raise
    pages = len(document)
    document.get_page_size(0)  # raises where there is none, and does not draw it
    cree_le = _DATE_PDF.match(document.get_metadata_value("CreationDate") or "")
    document.close()
    return pages, _read_jour(cree_le) if cree_le else ""


def _read_jour(lu: re.Match[str]) -> str:
    try:
        return date(*map(int, lu.groups())).isoformat()
    except ValueError:
        return ""


def _open_image(fichier: BinaryIO) -> _Faits:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = 4 * _PIXELS
    formats = ("JPEG", "PNG", "TIFF")
    with Image.open(fichier, formats=formats) as image:
        pages = getattr(image, "n_frames", 1)
        decodee = image.width * image.height <= _PIXELS
        image.verify()
    if decodee:  # what is cut off is seen when it is decoded only
        fichier.seek(0)
        with Image.open(fichier, formats=formats) as image:
            image.load()
    return pages, ""


def _open_heic(fichier: BinaryIO) -> _Faits:
    tete = fichier.read(12)
    if tete[4:8] != b"ftyp":
        raise ValueError
    return None, ""


def _open_zip(fichier: BinaryIO) -> _Faits:
    """The directory of an Office file only; an encrypted one is no archive."""
    tete = fichier.read(_TETE)
    if tete.startswith(_OLE) and _CHIFFRE in tete:
        raise _NeSOuvrePasError(_MOT_DE_PASSE)
    with zipfile.ZipFile(fichier) as archive:
        noms = set(archive.namelist())
    if not noms & {"[Content_Types].xml", "mimetype"}:
        raise ValueError
    return None, ""


def _open_ole(fichier: BinaryIO) -> _Faits:
    tete = fichier.read(len(_OLE))
    if not tete.startswith((_OLE, b"{\\rtf")):
        raise ValueError
    return None, ""


def _open_texte(fichier: BinaryIO) -> _Faits:
    tete = fichier.read(_TETE)
    if b"\0" in tete and not tete.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError
    return None, ""


def _open_autre(fichier: BinaryIO) -> _Faits:
    return None, ""


_OUVERTURES: dict[str, Callable[[BinaryIO], Any]] = {
    "pdf": _open_pdf,
    **dict.fromkeys(("jpg", "jpeg", "png", "tif", "tiff"), _open_image),
    "heic": _open_heic,
    **dict.fromkeys(("docx", "odt", "xlsx", "ods", "pptx"), _open_zip),
    **dict.fromkeys(("doc", "xls", "ppt", "msg"), _open_ole),
    **dict.fromkeys(("txt", "eml"), _open_texte),
}
