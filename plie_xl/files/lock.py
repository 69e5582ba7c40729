"""One consolidation at a time: who comes second waits, then is told who holds the master.

`filelock` holds the lock, which belongs to the system: it ends with its process, even killed. Two
hidden files stand beside the master meanwhile, its own and the one that says who holds it.
"""

import errno
import os
import platform
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from plie_xl.files.errors import Etat, check_destination, explain, refusal

_SANS_VERROU = frozenset({errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL})
_SIGNATURE = re.compile(r"processus \d+, poste [\w.-]+, depuis le [\d/]{10} à \d\dh\d\d")
_POUR_TOUS = 0o666  # what somebody else left, killed, is taken again


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
    pris = FileLock(
        chemin.with_name(f".{chemin.name}.verrou"), mode=_POUR_TOUS, fallback_to_soft=False
    )
    signature = chemin.with_name(f".{chemin.name}.tenu.verrou")
    try:
        _acquire(pris, chemin, signature, attente)
        yield
    finally:
        _release(pris, signature)


def _acquire(pris: FileLock, chemin: Path, signature: Path, attente: float) -> None:
    try:
        pris.acquire(timeout=attente)
    except Timeout:
        cause = f"une autre consolidation l’écrit en ce moment ({_read(signature)})"
        conseil = "attendez qu’elle finisse, puis relancez"
        raise refusal(chemin, Etat.RIEN, cause, conseil) from None
    except OSError as erreur:
        if erreur.errno not in _SANS_VERROU:
            raise refusal(chemin, Etat.RIEN, *explain(erreur)) from erreur
    else:
        _sign(signature)


def _sign(signature: Path) -> None:
    """Say who holds it; only a courtesy, so a full disk does not matter here."""
    jour = datetime.now()
    qui = f"processus {os.getpid()}, poste {platform.node()}"
    with suppress(OSError):
        signature.unlink(missing_ok=True)
        with signature.open("x", encoding="utf-8") as ecrit:  # never through a link
            ecrit.write(f"{qui}, depuis le {jour:%d/%m/%Y} à {jour:%Hh%M}")


def _read(signature: Path) -> str:
    with suppress(OSError):
        if signature.is_file() and not signature.is_symlink():
            with signature.open(encoding="utf-8", errors="replace") as lu:
                qui = lu.read(200)
            if _SIGNATURE.fullmatch(qui):
                return qui
    return "un autre programme"


def _release(pris: FileLock, signature: Path) -> None:
    if not pris.is_locked:  # a forked child leaves the block: the lock is its parent’s
        return
    for reste in (signature, Path(pris.lock_file)):  # while it is held: afterwards, somebody else’s
        with suppress(OSError):  # Windows keeps the second until the release, which removes it
            reste.unlink()
    with suppress(OSError):
        pris.release()
