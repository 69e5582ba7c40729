"""One consolidation at a time: who comes second waits, then is told who holds the master.

The lock belongs to the system, not to the file: it ends with its process, even killed. The hidden
file beside the master only gives it a place, and says who holds it.
"""

import errno
import os
import platform
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cache
from pathlib import Path

from plie_xl.files.errors import Etat, check_destination, explain, refusal

_PAS = 0.05  # seconds between two attempts
_DRAPEAUX = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_SANS_VERROU = frozenset({errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL})
_SIGNATURE = re.compile(r"processus \d+, poste [\w.-]+, depuis le [\d/]{10} à \d\dh\d\d")

if sys.platform == "win32":
    import msvcrt

    def _lock(descripteur: int) -> bool:
        """Take it if it is free. One byte far after the text, which others may then read."""
        os.lseek(descripteur, 1 << 20, os.SEEK_SET)
        try:
            msvcrt.locking(descripteur, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        finally:
            os.lseek(descripteur, 0, os.SEEK_SET)
        return True
else:
    import fcntl

    def _lock(descripteur: int) -> bool:
        """Take it if it is free."""
        try:
            fcntl.flock(descripteur, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as erreur:
            if erreur.errno not in _SANS_VERROU:
                raise
        return True


@contextmanager
def verrou(chemin: Path, attente: float = 10.0) -> Iterator[None]:
    """Keep every other consolidation away from `chemin` during the block.

    On the rare network drive that knows no locks the block runs without: the file stays whole
    (`write_atomic`), and the last one written wins.

    Parameters
    ----------
    attente
        Seconds to wait for the one that holds it.

    Raises
    ------
    EcritureError
        It is still held, by whom and since when; or nothing can be written there.
    """
    check_destination(chemin)
    marque = chemin.with_name(f".{chemin.name}.verrou")
    descripteur = _acquire(chemin, marque, attente)
    try:
        yield
    finally:
        _release(descripteur, marque)


def _acquire(chemin: Path, marque: Path, attente: float) -> int:
    """The open file that holds the lock."""
    fin = time.monotonic() + attente
    try:
        while isinstance(pris := _attempt(marque), str) and time.monotonic() < fin:
            time.sleep(_PAS)
    except OSError as erreur:
        raise refusal(chemin, Etat.RIEN, *explain(erreur)) from erreur
    if isinstance(pris, str):
        cause = f"une autre consolidation l’écrit en ce moment ({pris})"
        raise refusal(chemin, Etat.RIEN, cause, "attendez qu’elle finisse, puis relancez")
    return pris


def _attempt(marque: Path) -> int | str:
    """The lock, or who holds it."""
    descripteur = _open(marque)
    _tenus().add(descripteur)
    try:
        if _lock(descripteur) and _is_current(descripteur, marque):
            _sign(descripteur)
            return descripteur
        qui = _read_signature(descripteur)
    except BaseException:
        _close(descripteur)
        raise
    _close(descripteur)
    return qui


def _open(marque: Path) -> int:
    try:
        return os.open(marque, os.O_RDWR | os.O_CREAT | _DRAPEAUX, 0o666)
    except PermissionError:
        with suppress(OSError):  # left by another user, killed: enough to lock it
            return os.open(marque, os.O_RDONLY | _DRAPEAUX)
        raise


def _is_current(descripteur: int, marque: Path) -> bool:
    """False when the one before removed the file between our opening and our locking it."""
    if os.name == "nt":  # there, an open file is not removed
        return True
    try:
        return os.path.samestat(os.fstat(descripteur), marque.lstat())
    except FileNotFoundError:
        return False


def _sign(descripteur: int) -> None:
    """Say who holds it; only a courtesy, so a full disk does not matter here."""
    jour = datetime.now()
    qui = f"processus {os.getpid()}, poste {platform.node()}"
    texte = f"{qui}, depuis le {jour:%d/%m/%Y} à {jour:%Hh%M}"
    with suppress(OSError):
        os.ftruncate(descripteur, 0)
        os.write(descripteur, texte.encode(errors="replace"))


def _read_signature(descripteur: int) -> str:
    with suppress(OSError):
        qui = os.read(descripteur, 200).decode(errors="replace")
        if _SIGNATURE.fullmatch(qui):
            return qui
    return "un autre programme"


def _release(descripteur: int, marque: Path) -> None:
    if descripteur not in _tenus():  # a forked child leaves the block: the lock is its parent’s
        return
    if os.name != "nt":  # while it is held: afterwards the file may be somebody else’s
        _remove(marque)
    _close(descripteur)
    if os.name == "nt":  # there, fails when somebody else has it open, as it should
        _remove(marque)


def _close(descripteur: int) -> None:
    _tenus().discard(descripteur)
    with suppress(OSError):
        os.close(descripteur)


def _remove(marque: Path) -> None:
    with suppress(OSError):
        marque.unlink()


@cache
def _tenus() -> set[int]:
    """The lock files this process has open.

    A forked child closes its copies: it could outlive a killed parent, and hold the lock for ever.
    """
    tenus: set[int] = set()

    def close_in_child() -> None:
        while tenus:
            _close(tenus.pop())

    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=close_in_child)
    return tenus
