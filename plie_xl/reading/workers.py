"""A pool of warm child processes, each with limits: one bad file costs its own answer only.

Why not a library: `multiprocessing` (and pebble, loky, which stand on it) runs the main module
of the parent again in each child, which costs the imports of the command line and makes a
notebook without `__main__` guard start itself for ever; `ProcessPoolExecutor` breaks as a whole
when one child dies, and knows no time limit. A pipe and a timer are shorter than the way around.
"""

import builtins
import math
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from io import BytesIO
from queue import SimpleQueue
from typing import Any, TypeVar

from plie_xl.model.errors import PlieError
from plie_xl.model.lecture import SafeUnpickler
from plie_xl.reading.worker_main import CODE_MEMOIRE, CODE_TEMPS, read_paquet, write_paquet

T = TypeVar("T")
DELAI = 30.0  # seconds of its processor for one call: those of a busy machine do not count
PATIENCE = 4  # times as long by the clock, for a child that waits for what does not come
DELAI_DEMARRAGE = 60.0  # seconds for a child to start, on a machine that is very busy
APPELS_PAR_ENFANT = 8  # waiting calls that make one more child worth starting
_SIGABRT = -6  # how the reader dies when it is refused memory
_SIGXCPU = -24  # and when its processor time is over
_CODE = "import sys; sys.path[:] = {}; from plie_xl.reading.worker_main import serve; serve({})"
_Tache = tuple["Future[Any]", bytes]


class _Answers(SafeUnpickler):
    """What a child may answer: readings and plain values, Python's own errors, and no call.

    It has read what came from outside; what it says is not trusted either.
    """

    def __init__(self, octets: bytes, admis: Iterable[type]) -> None:
        super().__init__(BytesIO(octets))
        self._admis = {(genre.__module__, genre.__qualname__): genre for genre in admis}

    def find_class(self, module: str, name: str) -> Any:
        erreur = getattr(builtins, name, None) if module == "builtins" else None
        if isinstance(erreur, type) and issubclass(erreur, Exception):
            return erreur
        return self._admis.get((module, name)) or super().find_class(module, name)


class LecteurMortError(PlieError):
    """The child did not come back. `cause` is « temps », « memoire » or « arret »."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


class WorkerPool(Executor):
    """An executor whose calls run in child processes with bounded memory and time.

    Parameters
    ----------
    nombre
        Children at most; by default one per core that this process may use. They start when
        calls arrive, and serve many calls.
    delai
        Seconds of processor for one call. A child that exceeds them, or its memory (2 GB, not
        bounded on Windows), or that dies, is replaced; its call alone raises `LecteurMortError`.
    attente
        Seconds for one call by the clock; by default four times `delai`.
    admis
        Classes that an answer may be made of, besides readings and plain values.

    Leaving a `with` block by an exception (Ctrl-C) kills the children at once. A child whose
    parent is killed ends by itself.
    """

    def __init__(
        self,
        nombre: int | None = None,
        delai: float = DELAI,
        admis: Iterable[type] = (),
        attente: float | None = None,
    ) -> None:
        self._nombre = nombre or count_cores()
        self._admis = tuple(admis)
        self._delais = delai, attente or delai * PATIENCE
        self._taches: SimpleQueue[_Tache | None] = SimpleQueue()
        self._ouvriers: list[_Worker] = []
        self._ferme = False
        self._verrou = threading.Lock()

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> "Future[T]":
        """Call a function that can be imported, with arguments that can be pickled."""
        paquet = pickle.dumps((fn, args, kwargs), pickle.HIGHEST_PROTOCOL)
        futur: Future[T] = Future()
        with self._verrou:
            if self._ferme:
                raise RuntimeError("the pool is closed")
            self._taches.put((futur, paquet))
            utiles = math.ceil(self._taches.qsize() / APPELS_PAR_ENFANT)
            if len(self._ouvriers) < min(self._nombre, max(1, utiles)):
                self._ouvriers.append(_Worker(self._taches, self._delais, self._admis))
        return futur

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Stop; `cancel_futures` forgets the waiting calls, `wait` lets the current ones end."""
        with self._verrou:
            self._ferme = True
            if cancel_futures:
                self._forget()
            self._taches.put(None)
        for worker in self._ouvriers:
            if not wait:
                worker.kill()
            worker.fil.join()

    def _forget(self) -> None:
        while not self._taches.empty():
            tache = self._taches.get()
            if tache is not None:
                tache[0].cancel()

    def __exit__(self, genre: type[BaseException] | None, *_: object) -> None:
        self.shutdown(wait=genre is None, cancel_futures=genre is not None)


def count_cores() -> int:
    """Cores that this process may use, fewer than those of the machine in a container."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


class _Worker:
    """A thread and its child: gives it one call at a time, replaces it when it dies."""

    def __init__(
        self,
        taches: "SimpleQueue[_Tache | None]",
        delais: tuple[float, float],
        admis: tuple[type, ...],
    ) -> None:
        self._taches, self._admis = taches, admis
        self._delai, self._attente = delais  # of its processor, by the clock
        self._tue = False
        self._neuf = True
        self._enfant: subprocess.Popen[bytes] | None = start_enfant(self._delai)
        self.fil = threading.Thread(target=self._run, daemon=True)
        self.fil.start()

    def kill(self) -> None:
        """End now, whatever the child is doing."""
        self._tue = True
        if self._enfant is not None:
            self._enfant.kill()

    def _run(self) -> None:
        while (tache := self._taches.get()) is not None:
            futur, paquet = tache
            if self._tue or not futur.set_running_or_notify_cancel():
                continue
            try:
                reussi, valeur = self._ask(paquet)
            except Exception as erreur:
                reussi, valeur = False, erreur
            if reussi:
                futur.set_result(valeur)
            else:
                futur.set_exception(valeur)
        self._taches.put(None)  # for the next one, which a stop may have kept from our list
        if self._enfant is not None:
            _end(self._enfant)

    def _ask(self, paquet: bytes) -> Any:
        """The answer of the child; raises `LecteurMortError` when there will be none."""
        enfant = self._enfant or self._restart()
        assert enfant.stdin is not None
        assert enfant.stdout is not None
        try:
            if self._neuf:
                with _limite(enfant, DELAI_DEMARRAGE):
                    read_paquet(enfant.stdout)
                self._neuf = False
            with _limite(enfant, self._attente):
                write_paquet(enfant.stdin, paquet)
                return self._open(read_paquet(enfant.stdout))
        except LecteurMortError:
            self._enfant = None
            raise

    def _open(self, reponse: bytes) -> Any:
        """The answer; a child that answers anything else is as good as dead."""
        try:
            reussi, valeur = _Answers(reponse, self._admis).load()
        except Exception:
            raise EOFError from None
        return reussi is True, valeur

    def _restart(self) -> "subprocess.Popen[bytes]":
        self._enfant, self._neuf = start_enfant(self._delai), True
        return self._enfant


@contextmanager
def _limite(enfant: "subprocess.Popen[bytes]", delai: float) -> Iterator[None]:
    """Kill a child that is late; say why a child that died did."""
    en_retard = threading.Event()

    def ring() -> None:
        en_retard.set()
        enfant.kill()

    minuterie = threading.Timer(delai, ring)
    minuterie.daemon = True
    minuterie.start()
    try:
        yield
    except (OSError, EOFError):
        _end(enfant)
        cause = "temps" if en_retard.is_set() else _find_cause(enfant.returncode)
        raise LecteurMortError(cause) from None
    finally:
        minuterie.cancel()


def _find_cause(code: int) -> str:
    if code in (CODE_TEMPS, _SIGXCPU):
        return "temps"
    return "memoire" if code in (CODE_MEMOIRE, _SIGABRT) else "arret"


def start_enfant(delai: float) -> "subprocess.Popen[bytes]":
    """A child that finds our modules where we do, and that Ctrl-C does not reach."""
    a_part: dict[str, Any] = {"process_group": 0}
    if sys.platform == "win32":
        a_part = {"creationflags": subprocess.CREATE_NO_WINDOW}
    return subprocess.Popen(
        [sys.executable, "-S", "-c", _CODE.format(ascii(sys.path), delai)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        **a_part,
    )


def _end(enfant: "subprocess.Popen[bytes]") -> None:
    """Close the pipes: an idle child sees it and ends; one that does not is killed."""
    for tuyau in (enfant.stdin, enfant.stdout):
        with suppress(OSError):  # what was still to be written has nobody to read it
            if tuyau is not None:
                tuyau.close()
    try:
        enfant.wait(timeout=2)
    except subprocess.TimeoutExpired:
        enfant.kill()
        enfant.wait()
