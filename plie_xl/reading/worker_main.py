"""The child's side of `workers`: takes calls from a pipe, gives answers, within its limits.

Imports the standard library only; what a call needs is imported when the call arrives.
"""

import os
import pickle
import struct
import sys
import threading
from queue import SimpleQueue
from typing import IO

Mo = 1_000_000
MEMOIRE = 2_000 * Mo  # the guard keeps an honest workbook under half of it
_LONGUEUR = struct.Struct("<Q")


def write_paquet(tuyau: IO[bytes], contenu: bytes) -> None:
    """One message: its length, then its bytes."""
    tuyau.write(_LONGUEUR.pack(len(contenu)))
    tuyau.write(contenu)
    tuyau.flush()


def read_paquet(tuyau: IO[bytes]) -> bytes:
    """The next message; raises `EOFError` when the other side has gone, or gone mad."""
    tete = tuyau.read(_LONGUEUR.size)
    if len(tete) < _LONGUEUR.size:
        raise EOFError
    (longueur,) = _LONGUEUR.unpack(tete)
    if longueur > MEMOIRE:
        raise EOFError
    contenu = tuyau.read(longueur)
    if len(contenu) < longueur:
        raise EOFError
    return contenu


def serve() -> None:
    """Answer calls until the parent goes; nothing else ever writes on the pipe."""
    entree, sortie = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    set_limits(MEMOIRE)
    appels: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(entree, appels), daemon=True).start()
    write_paquet(sortie, b"")
    while True:
        write_paquet(sortie, _answer(appels.get()))


def set_limits(memoire: int) -> None:
    """Bound this process's memory where the system knows how (not on Windows), no core file."""
    if sys.platform == "win32":
        return
    import resource

    _, dur = resource.getrlimit(resource.RLIMIT_AS)
    permis = memoire if dur == resource.RLIM_INFINITY else min(memoire, dur)
    resource.setrlimit(resource.RLIMIT_AS, (permis, dur))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _listen(entree: IO[bytes], appels: "SimpleQueue[bytes]") -> None:
    """Listens even while a file is read, so that no child outlives its parent."""
    try:
        while True:
            appels.put(read_paquet(entree))
    except EOFError:
        os._exit(0)


def _answer(paquet: bytes) -> bytes:
    """Whether the call succeeded, and what it gave or raised."""
    try:
        fonction, arguments, mots = pickle.loads(paquet)
        return pickle.dumps((True, fonction(*arguments, **mots)), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        os._exit(CODE_MEMOIRE)  # what is left of this process is not to be trusted
    except BaseException as erreur:  # a panic of the reader is no `Exception`
        return _dumps_erreur(erreur)


CODE_MEMOIRE = 77  # exit code of a child that ran out of memory


def _dumps_erreur(erreur: BaseException) -> bytes:
    """An exception as the parent takes it: one of Python's own, else its name and its words."""
    simple = all(isinstance(fait, str | int | None) for fait in erreur.args)
    if simple and isinstance(erreur, Exception) and type(erreur).__module__ == "builtins":
        return pickle.dumps((False, erreur), pickle.HIGHEST_PROTOCOL)
    return pickle.dumps((False, RuntimeError(f"{type(erreur).__name__}: {erreur}")))
