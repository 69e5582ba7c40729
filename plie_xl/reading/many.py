"""Many received files → many `Lecture`, each read in a child process with limits, in order."""

import atexit
import os
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, wait
from functools import cache
from pathlib import Path
from typing import Any

from plie_xl.model.lecture import Lecture, pack, refuse, unpack
from plie_xl.reading.workers import DELAI, LecteurMortError, WorkerPool

_ECOUTE = 0.5  # seconds
SILENCE = 300.0  # seconds without one file read: each takes 30 at most, and five more tries
_RECOPIER = "recopiez les tableaux dans un classeur neuf tiré du modèle, et envoyez ce classeur-là"
_MORTS = {
    "temps": f"la lecture dure plus de {DELAI:.0f} secondes",
    "memoire": "la lecture demande plus de mémoire que permis",
    "arret": "la lecture s’est arrêtée net",
    "silence": f"rien n’est revenu depuis {SILENCE / 60:.0f} minutes de là où le fichier se lit",
    "autre": "ce qui est revenu de la lecture n’en est pas une",
}
_RELANCER = "vérifiez l’exécuteur demandé, ou relancez sans « --executeur »"


def read_many(
    recus: Iterable[tuple[str, Path]],
    executeur: Executor | None = None,
    advance: Callable[[int], object] | None = None,
    pendant: Callable[[], object] | None = None,
) -> list[Lecture]:
    """Read received files, in their order; whatever one of them does, the others are read.

    Parameters
    ----------
    recus
        For each file, its name in anomalies, and its path.
    executeur
        Where to read; by default a pool of children of its own. Any other executor reads in
        children of its workers, with the same limits.
    advance
        Called after each file, with the rows of « Suivi » it gave.
    pendant
        Called once all files are sent and none is waited for: the place for slow imports.
    """
    if executeur is None:
        with WorkerPool() as lecteurs:
            return read_many(recus, lecteurs, advance, pendant)
    fonction = read_recu if isinstance(executeur, WorkerPool) else read_packed
    envoyes = [(nom, executeur.submit(fonction, nom, Path(chemin))) for nom, chemin in recus]
    if pendant is not None:
        pendant()
    lectures = []
    patience = _Patience([futur for _, futur in envoyes])
    for nom, futur in envoyes:
        lectures.append(_wait(nom, futur, patience))
        if advance is not None:
            suivi = lectures[-1].tables.get("suivi")
            advance(len(suivi.lignes) if suivi else 0)
    return lectures


def read_a_part(nom: str, chemin: Path) -> Lecture:
    """Read one file in a child of the worker that was asked: a bad file costs its answer only."""
    return _wait(nom, _load_lecteurs().submit(read_recu, nom, chemin))


def read_packed(nom: str, chemin: Path) -> bytes:
    """The same for who asks from elsewhere: bytes, out of which nothing can be called."""
    return pack(read_a_part(nom, chemin))


def _load_lecteurs() -> WorkerPool:
    """The children of this worker, kept warm from file to file."""
    return _lecteurs_de(os.getpid())  # a fork inherits a pool whose threads it has not


@cache
def _lecteurs_de(processus: int) -> WorkerPool:
    lecteurs = WorkerPool()
    atexit.register(lecteurs.shutdown, wait=False, cancel_futures=True)
    return lecteurs


def read_recu(nom: str, chemin: Path) -> Lecture:
    """Read one file; a fault of ours refuses this file, and is written in the log."""
    from plie_xl.reading.read import read_fichier  # where it is called: in the child, not here

    try:
        return read_fichier(chemin, nom).fold()
    except MemoryError:
        raise
    except Exception as erreur:
        from plie_xl.files.log import write_journal

        journal = write_journal(f"Lecture de « {nom} »", erreur)
        return refuse(
            nom,
            "plie_xl a rencontré une erreur qui est la sienne en lisant ce fichier",
            f"envoyez « {journal} » à AGAPE : il dit où, sans le contenu des cellules",
        )


class _Patience:
    """How long nothing has come back from anywhere."""

    def __init__(self, futurs: Sequence[Any]) -> None:
        self._futurs = futurs
        self._finis = 0
        self._vu = time.monotonic()

    def is_over(self) -> bool:
        """Whether none of the files has come back for `SILENCE` seconds."""
        finis = sum(futur.done() for futur in self._futurs)
        if finis != self._finis:
            self._finis, self._vu = finis, time.monotonic()
        return time.monotonic() - self._vu > SILENCE


def _wait(nom: str, futur: Any, patience: _Patience | None = None) -> Lecture:
    """What was read; a refusal when the process that read it did not come back."""
    patience = patience or _Patience([futur])
    try:
        while not wait([futur], _ECOUTE).done:  # Windows hears Ctrl-C between two waits only
            if patience.is_over():
                futur.cancel()
                return refuse(nom, _MORTS["silence"], _RELANCER)
        reponse = futur.result()
        lecture = unpack(reponse) if isinstance(reponse, bytes) else reponse
    except LecteurMortError as erreur:
        return refuse(nom, _MORTS[erreur.cause], _RECOPIER)
    except Exception:  # another executor has its own names for a worker it has lost
        return refuse(nom, _MORTS["arret"], _RECOPIER)
    if not isinstance(lecture, Lecture) or lecture.classeur != nom:
        return refuse(nom, _MORTS["autre"], _RELANCER)
    return lecture
