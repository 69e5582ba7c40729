"""The hidden files that a writing needs for a moment, and those that a killed one left behind."""

import os
import platform
import re
import secrets
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ABANDON = 24 * 3600  # seconds: no writing lasts a day, even on another machine
_PROVISOIRE = re.compile(r"\.plie-([0-9a-f]{8})-(\d{1,9})-[0-9a-f]{8}\.tmp(?:\..*)?", re.DOTALL)


def est_provisoire(nom: str) -> bool:
    """True for the hidden files that a killed run of this project may leave in a folder."""
    return bool(_PROVISOIRE.fullmatch(nom)) or (nom.startswith(".") and nom.endswith(".verrou"))


@contextmanager
def lend_hidden(chemin: Path) -> Iterator[tuple[Path, Path]]:
    """Two free hidden names beside `chemin`; what stands there at the end is removed."""
    debut = f".plie-{name_poste()}-{os.getpid()}"
    noms = [f"{debut}-{secrets.token_hex(4)}.tmp{chemin.suffix}" for _ in range(2)]
    neuf, ancien = (chemin.parent / nom for nom in noms)
    try:
        yield neuf, ancien
    finally:
        remove(neuf)
        remove(ancien)


def sweep(dossier: Path) -> None:
    """Remove the hidden files that dead processes left."""
    with suppress(OSError):
        for fichier in dossier.iterdir():
            trouve = _PROVISOIRE.fullmatch(fichier.name)
            if trouve and is_abandoned(fichier, trouve[1], int(trouve[2])):
                remove(fichier)


def is_abandoned(temp: Path, poste: str, pid: int) -> bool:
    """Whether nobody writes it any more: its process is dead, or it is a day old."""
    with suppress(OSError):
        mort = poste == name_poste() and not _is_alive(pid)
        return mort or time.time() - temp.lstat().st_mtime > ABANDON
    return False


def _is_alive(pid: int) -> bool:
    if os.name == "nt":  # there, signal 0 would end the process: age alone decides
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def name_poste() -> str:
    """This machine, in eight letters: a process number means nothing on another one."""
    return f"{zlib.crc32(platform.node().encode(errors='replace')):08x}"


def remove(temp: Path) -> None:
    """Remove what may not be there, or not be ours to remove."""
    with suppress(OSError):
        temp.unlink()
