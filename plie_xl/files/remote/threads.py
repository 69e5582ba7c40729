"""Work in threads that may be left behind: a person's Ctrl-C, or a server that says no more."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any, TypeVar

from plie_xl.model.errors import PlieError

T = TypeVar("T")
SILENCE = 60.0  # seconds without a sign after which a server is mute
_ECOUTE = 0.5  # seconds between two looks at the clock; Windows hears Ctrl-C then only


class ArretError(PlieError):
    """Raised in a thread whose work nobody waits for any more."""


class MuetError(PlieError):
    """Nothing came from anywhere for `SILENCE` seconds."""


class Watch:
    """Threads give a sign of life at each step (`signe`); the main one waits for their answers."""

    def __init__(self, fils: ThreadPoolExecutor) -> None:
        self._fils = fils
        self._envoyes: list[Future[Any]] = []
        self._vu = time.monotonic()
        self._arret = False

    def send(self, fn: Callable[..., T], *args: object) -> "Future[T]":
        """Call a function in one of the threads."""
        futur = self._fils.submit(fn, *args)
        self._envoyes.append(futur)
        return futur

    def signe(self) -> None:
        """Something came; raises `ArretError` when it is too late."""
        if self._arret:
            raise ArretError
        self._vu = time.monotonic()

    def wait(self, futur: "Future[T]") -> T:
        """The answer; raises what the thread raised, or `MuetError`."""
        while not wait([futur], 0 if self._muet else _ECOUTE).done:
            if self._muet:
                raise MuetError
        return futur.result()

    @property
    def _muet(self) -> bool:
        return time.monotonic() - self._vu > SILENCE

    def stop(self) -> None:
        """Forget what waits; leave what runs a moment to see that it is too late."""
        self._arret = True
        self._fils.shutdown(wait=False, cancel_futures=True)
        wait([futur for futur in self._envoyes if futur.running()], _ECOUTE)


@contextmanager
def watch(nombre: int) -> Iterator[Watch]:
    """Threads for the block; at its end none is waited for, and none goes on for long."""
    watched = Watch(ThreadPoolExecutor(nombre))
    try:
        yield watched
    finally:
        watched.stop()
