"""Failures of the file system, one call at a time: each call of a run is made to fail in its turn."""

import builtins
import io
import os
from contextlib import ExitStack
from unittest.mock import patch

APPELS = ["open", "read", "write", "ftruncate", "fsync", "close", "stat", "lstat", "fstat", "chmod"]
APPELS += ["replace", "rename", "unlink", "listdir", "scandir"]


class Panne:
    """A context where the `rang`-th call to the file system goes wrong.

    `moment` is « avant » (the call is not done), « après » (it is done, and reported as failed),
    or « dès lors » (this call and all the following fail). `act` raises, or kills the process.
    """

    def __init__(self, rang: int, moment: str, act) -> None:
        self.rang, self.moment, self.act = rang, moment, act
        self.vus = 0
        self.pile = ExitStack()

    @property
    def survenue(self) -> bool:
        return self.vus >= self.rang

    def __enter__(self) -> "Panne":
        for nom in APPELS:
            self.pile.enter_context(patch.object(os, nom, self._entrave(getattr(os, nom), nom)))
        ouvre = self._entrave(builtins.open, "open, the function")
        self.pile.enter_context(patch.object(io, "open", ouvre))
        self.pile.enter_context(patch.object(builtins, "open", ouvre))
        return self

    def __exit__(self, *_) -> None:
        self.pile.close()

    def _entrave(self, vrai, nom: str):
        def appel(*arguments, **options):
            self.vus += 1
            if self.vus != self.rang and not (self.moment == "dès lors" and self.survenue):
                return vrai(*arguments, **options)
            if nom == "close" or self.moment == "après":  # a failed close does close
                rendu = vrai(*arguments, **options)
                if nom.startswith(("open", "scandir")):  # the caller never sees what was opened
                    os_close(rendu) if isinstance(rendu, int) else rendu.close()
            self.act()

        return appel


os_close = os.close


def leve(code: int):
    """An action that fails as the system does."""

    def act() -> None:
        raise OSError(code, os.strerror(code))

    return act
