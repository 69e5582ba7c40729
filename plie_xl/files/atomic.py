"""The only place that writes a result file: the whole old one stands there, or the whole new one.

A hidden file in the same folder is written, synced, reopened, verified, then renamed over the old
one. Whatever fails, at whatever moment, the sentence of the error says which of the two stands.
"""

import errno
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TypeVar

from plie_xl.files.errors import (
    Etat,
    RelectureError,
    check_destination,
    explain,
    is_locked,
    refusal,
)
from plie_xl.files.hidden import lend_hidden, remove, sweep

T = TypeVar("T")
_SANS_SYNCHRO = frozenset(  # folders that cannot be opened or synced, as on some network drives
    {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF, errno.EACCES, errno.EPERM}
)


@dataclass(frozen=True, slots=True)
class Ecrit:
    """Where the result stands. `a_cote`: beside the old file, whole and open in Excel, with the
    date; `avis` says that in French, and under which name the old file was kept.
    """

    chemin: Path
    a_cote: bool = False
    avis: str = ""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a file open in Excel is waited for: `essais` times `pas` seconds."""

    essais: int = 20
    pas: float = 0.25
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = datetime.now


PATIENCE = Patience()


def write_atomic(
    chemin: Path,
    octets: bytes,
    *,
    verify: Callable[[Path], None] | None = None,
    copie: bool = False,
    patience: Patience = PATIENCE,
) -> Ecrit:
    """Write a whole file in the place of the old one, or leave the old one whole.

    Parameters
    ----------
    chemin
        A plain file or a free name, in a folder that exists.
    verify
        Given the reopened file (a hidden name); what it raises stops the writing, and is quoted.
    copie
        Keep the old file as « NAME.bak » or the next free name, written whole too, unless the new
        one, or one kept already, holds the same content.

    Raises
    ------
    EcritureError
        Nothing else comes out. Hidden files go now, or with the next successful writing.
    """
    avant = check_destination(chemin)
    with lend_hidden(chemin) as (neuf, ancien), _explained(chemin, avant, octets):
        _write_temp(neuf, octets, avant)
        if verify:
            _verify(neuf, verify)
        garde, libre = "", True
        if avant and copie:
            libre, garde = _patiently(patience, _keep, chemin, ancien, octets)
        place = libre and _patiently(patience, neuf.replace, chemin)[0]
        ecrit = _in_place(chemin, garde) if place else _lay_beside(neuf, chemin, patience.now())
        sync_dossier(chemin.parent)
    sweep(chemin.parent)
    return ecrit


@contextmanager
def _explained(chemin: Path, avant: os.stat_result | None, octets: bytes) -> Iterator[None]:
    """Whatever fails is said with what stands there now, the hidden files being still there."""
    try:
        yield
    except OSError as erreur:
        etat = _look(chemin, avant, octets)
        raise refusal(chemin, etat, *explain(erreur)) from erreur


def _write_temp(temp: Path, octets: bytes, modele: os.stat_result | None) -> None:
    """Write, sync, reopen and compare; the rights of `modele` are kept where they can be."""
    droits = modele.st_mode & 0o777 if modele else 0o666
    drapeaux = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descripteur = os.open(temp, drapeaux, droits)
    try:
        reste = memoryview(octets)
        while reste:
            reste = reste[os.write(descripteur, reste) :]
        os.fsync(descripteur)
    finally:
        os.close(descripteur)
    if modele:
        with suppress(OSError):
            temp.chmod(droits)
    if temp.read_bytes() != octets:
        raise RelectureError("son contenu diffère")


def _verify(temp: Path, verify: Callable[[Path], None]) -> None:
    try:
        verify(temp)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as erreur:  # a panic of a compiled reader is not an Exception
        raise RelectureError(str(erreur) or type(erreur).__name__) from erreur


def _keep(chemin: Path, temp: Path, octets: bytes) -> str:
    """Copy the old file beside, unless the new one is the same; the name of the copy."""
    garde = chemin.read_bytes()
    if garde == octets:
        return ""
    for copie in _bak_names(chemin):
        if _is_free(copie):
            break
        if copie.is_file() and not copie.is_symlink() and copie.read_bytes() == garde:
            return copie.name  # kept already
    remove(temp)  # what a previous attempt left
    _write_temp(temp, garde, chemin.lstat())
    temp.rename(copie)  # on Windows, refuses a name taken in the meantime
    return copie.name


def _is_free(chemin: Path) -> bool:
    """True when nothing bears this name; a disk that does not answer is no proof of that."""
    try:
        chemin.lstat()
    except FileNotFoundError:
        return True
    return False


def _bak_names(chemin: Path) -> Iterator[Path]:
    """« AGAPE.xlsx.bak », « AGAPE.xlsx (2).bak », « AGAPE.xlsx (3).bak »…"""
    yield chemin.with_name(f"{chemin.name}.bak")
    for rang in count(2):
        yield chemin.with_name(f"{chemin.name} ({rang}).bak")


def _in_place(chemin: Path, garde: str) -> Ecrit:
    avis = f"L’ancien « {chemin.name} » est gardé entier, à côté : « {garde} »." if garde else ""
    return Ecrit(chemin, avis=avis)


def _patiently(
    patience: Patience, act: Callable[..., T], *arguments: object
) -> tuple[bool, T | str]:
    """Act as soon as no other Windows program holds the file; (False, "") when one always does."""
    for _ in range(patience.essais):
        try:
            return True, act(*arguments)
        except OSError as erreur:
            if not is_locked(erreur):
                raise
            patience.sleep(patience.pas)
    return False, ""


def _lay_beside(temp: Path, chemin: Path, jour: datetime) -> Ecrit:
    a_cote = _nom_date(chemin, jour)
    temp.rename(a_cote)  # on Windows, refuses a name taken in the meantime
    avis = (
        f"« {chemin.name} » est ouvert dans un autre programme, sans doute Excel"
        " ; l’ancien fichier est entier, à sa place, et le nouveau est à côté, sous le nom"
        f" « {a_cote.name} » ; fermez l’ancien, puis relancez."
    )
    return Ecrit(a_cote, True, avis)


def _nom_date(chemin: Path, jour: datetime) -> Path:
    """« AGAPE_2024 (2024-10-31 14h05).xlsx », or « …, 2).xlsx » when it is taken."""
    for rang in count(1):
        suite = f", {rang}" if rang > 1 else ""
        nom = chemin.with_name(f"{chemin.stem} ({jour:%Y-%m-%d %Hh%M}{suite}){chemin.suffix}")
        if _is_free(nom):
            break
    return nom


def sync_dossier(dossier: Path) -> None:
    """Make the renaming outlive a power cut; Windows has no such call."""
    if os.name == "nt":
        return
    try:
        descripteur = os.open(dossier, os.O_RDONLY)
        try:
            os.fsync(descripteur)
        finally:
            os.close(descripteur)
    except OSError as erreur:
        if erreur.errno not in _SANS_SYNCHRO:
            raise


def _look(chemin: Path, avant: os.stat_result | None, octets: bytes) -> Etat:
    """Look rather than suppose: a renaming may be done and yet be reported as failed."""
    try:
        apres = chemin.lstat()
        if avant and _marque(avant) == _marque(apres):
            return Etat.ANCIEN
        return Etat.NOUVEAU if chemin.read_bytes() == octets else Etat.INCONNU
    except FileNotFoundError:
        return Etat.INCONNU if avant else Etat.RIEN
    except OSError:
        return Etat.INCONNU


def _marque(vu: os.stat_result) -> tuple[int, int, int]:
    return vu.st_ino, vu.st_size, vu.st_mtime_ns
