"""The child's side of `workers`: takes calls from a pipe, gives answers, within its limits.

Imports the standard library only; what a call needs is imported when the call arrives.
"""

import math
import os
import pickle
import struct
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
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


def serve(delai: float) -> None:
    """Answer calls until the parent goes, each within `delai` seconds of processor.

    Nothing else ever writes on the pipe.
    """
    entree, sortie = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    set_limits(MEMOIRE)
    appels: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(entree, appels), daemon=True).start()
    write_paquet(sortie, b"")
    while True:
        appel = appels.get()
        with _temps_borne(delai):
            reponse = _answer(appel)
        write_paquet(sortie, reponse)


def set_limits(memoire: int) -> None:
    """Bound this process's memory where the system knows how (not on Windows), no core file."""
    if sys.platform == "win32":
        return
    import resource

    _, dur = resource.getrlimit(resource.RLIMIT_AS)
    permis = memoire if dur == resource.RLIM_INFINITY else min(memoire, dur)
    resource.setrlimit(resource.RLIMIT_AS, (permis, dur))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextmanager
def _temps_borne(delai: float) -> Iterator[None]:
    """End this process when a call has used so much of the processor, however long it takes."""
    if sys.platform == "win32":
        fini = threading.Event()
        threading.Thread(target=_watch, args=(fini, time.process_time() + delai)).start()
        try:
            yield
        finally:
            fini.set()
        return
    import resource

    _, dur = resource.getrlimit(resource.RLIMIT_CPU)
    permis = math.ceil(time.process_time() + delai)
    if dur != resource.RLIM_INFINITY:
        permis = min(permis, dur)
    resource.setrlimit(resource.RLIMIT_CPU, (permis, dur))
    yield


def _watch(fini: threading.Event, fin: float) -> None:
    """The same where the system does not know how: heard between two steps of the reader."""
    while not fini.wait(0.2):
        if time.process_time() > fin:
            os._exit(CODE_TEMPS)


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
CODE_TEMPS = 78  # and of time


def _dumps_erreur(erreur: BaseException) -> bytes:
    """An exception as the parent takes it: one of Python's own, else its name and its words."""
    simple = all(isinstance(fait, str | int | None) for fait in erreur.args)
    if simple and isinstance(erreur, Exception) and type(erreur).__module__ == "builtins":
        return pickle.dumps((False, erreur), pickle.HIGHEST_PROTOCOL)
    return pickle.dumps((False, RuntimeError(f"{type(erreur).__name__}: {erreur}")))
