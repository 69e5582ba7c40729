"""Where received files are read: an existing Dask cluster, beside the children of this machine."""

import logging
import threading
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import Any

from plie_xl.model.errors import PlieError

DASK = "dask://"
REPRISES = 5  # times a file is read again elsewhere when its worker is lost
ATTENTE = 10  # seconds for the cluster to answer
SURSIS = 5  # more, for Dask to say by itself that nobody does


class ExecuteurError(PlieError):
    """The executor asked for cannot be used; one French sentence."""


@contextmanager
def open_executeur(adresse: str) -> Iterator[Executor]:
    """The executor at `dask://HOTE:PORT`, for `many.read_many`.

    The workers must have plie_xl, and see the files under the same paths. The master is the same
    to the byte: only plain readings come back, in the order of the files.

    Raises
    ------
    ExecuteurError
        No such kind of executor, the extra is not installed, or nobody answers.
    """
    if not adresse.startswith(DASK):
        raise ExecuteurError(f"« {adresse} » n’est pas une adresse « dask://HOTE:PORT »")
    try:
        import distributed
    except ImportError:
        raise ExecuteurError("il faut « pip install plie-xl[dask] » pour utiliser Dask") from None
    with _quiet(), _connect(distributed.Client, adresse) as client:
        yield client.get_executor(retries=REPRISES, pure=False)


def _connect(client: Any, adresse: str) -> Any:
    """The client of a scheduler; its own time limit does not hold when one answers nothing."""
    tcp = f"tcp://{adresse.removeprefix(DASK)}"
    reponses: SimpleQueue[Any] = SimpleQueue()

    def call() -> None:
        try:
            reponses.put(client(tcp, timeout=ATTENTE, set_as_default=False))
        except Exception as erreur:  # what answers may be anything: a printer, a web server
            reponses.put(erreur)

    threading.Thread(target=call, daemon=True).start()
    try:
        reponse = reponses.get(timeout=ATTENTE + SURSIS)
    except Empty:
        reponse = TimeoutError()
    if isinstance(reponse, Exception):
        raise ExecuteurError(f"aucun ordonnanceur Dask ne répond à « {adresse} »") from None
    return reponse


@contextmanager
def _quiet() -> Iterator[None]:
    """What Dask says of itself, in English and on the screen, is ours to say."""
    journal = logging.getLogger("distributed")
    niveau = journal.level
    journal.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        journal.setLevel(niveau)
