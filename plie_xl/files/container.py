"""What a file holds, seen from outside: bounded in time and memory, and never believed.

For who must choose before the guard looks: is it a workbook whatever its name, is it ours?
"""

import errno
import io
import stat
import zipfile
from collections.abc import Collection
from pathlib import Path

from plie_xl.model.errors import PlieError

MAX_REPERTOIRE = 1_000_000  # bytes: the directory of 2 000 parts, the most we read, is 200 kB
ZIP, OLE = b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_METHODES = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others may ask for any memory


_PAS_UN_NOM = "aucun fichier ne peut porter ce nom"
_CAUSES = {
    errno.ENOENT: "il n’est pas là",
    errno.ENOTDIR: "il n’est pas là",
    errno.EACCES: "vous n’avez pas le droit de le lire",
    errno.EPERM: "vous n’avez pas le droit de le lire",
    errno.EIO: "le disque ou le réseau ne répond pas",
    errno.ENAMETOOLONG: _PAS_UN_NOM,
}


class FermeError(PlieError):
    """A file that is not to be read; a French clause says why."""


def read_whole(chemin: Path, permis: int, *, lien: bool = True) -> bytes:
    """An ordinary file of at most `permis` bytes, never waited for; with `lien`, or a link to it.

    Raises `FermeError` for anything else.
    """
    try:
        etat = chemin.stat() if lien else chemin.lstat()
        if stat.S_ISLNK(etat.st_mode):
            raise FermeError("c’est un lien, et les liens ne sont pas suivis")
        if stat.S_ISDIR(etat.st_mode):
            raise FermeError("c’est un dossier")
        if not stat.S_ISREG(etat.st_mode):
            raise FermeError("ce n’est pas un fichier ordinaire")
        if etat.st_size > permis:
            raise FermeError(f"il dépasse {permis // 1_000_000} Mo")
        return chemin.read_bytes()
    except OSError as erreur:
        cause = _CAUSES.get(erreur.errno or 0, "le système ne le donne pas à lire")
        raise FermeError(cause) from erreur
    except ValueError as erreur:  # a NUL in its name
        raise FermeError(_PAS_UN_NOM) from erreur


class _Bounded(io.FileIO):
    """A file that gives no large block: a directory that lies on its size gets nothing."""

    def read(self, size: int | None = -1, /) -> bytes:
        trop = MAX_REPERTOIRE + 1
        octets = super().read(trop if size is None or size < 0 else min(size, trop))
        if len(octets) == trop:
            raise ValueError("more than a directory holds")
        return octets


def read_start(chemin: Path, longueur: int = 8) -> bytes:
    """The first bytes of an ordinary file; none of anything else, nor of what cannot be read."""
    try:
        if not chemin.is_file():  # a pipe would be waited for without end
            return b""
        with chemin.open("rb") as fichier:
            return fichier.read(longueur)
    except (OSError, ValueError):
        return b""


def list_parts(chemin: Path) -> Collection[str]:
    """The names in a zip; none when it is no zip, or one that cannot be looked at."""
    try:
        if not read_start(chemin):
            return ()
        with _Bounded(chemin) as fichier, zipfile.ZipFile(fichier) as archive:
            return archive.namelist()
    except Exception:  # zipfile raises an open set of types on hostile bytes
        return ()


def read_part(chemin: Path, partie: str, longueur: int) -> bytes:
    """The first bytes of a part; none when it is not there, or cannot be read."""
    try:
        if not read_start(chemin):
            return b""
        with _Bounded(chemin) as fichier, zipfile.ZipFile(fichier) as archive:
            info = archive.getinfo(partie)
            if info.compress_type not in _METHODES:
                return b""
            with archive.open(info) as ouverte:
                return ouverte.read(longueur)
    except Exception:  # the reader says later, in French, what is wrong with a received file
        return b""
