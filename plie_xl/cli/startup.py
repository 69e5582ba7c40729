"""How a command starts and ends: a person waits for both."""

import atexit
import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

# pandas, pandera and xlwings load these wherever they find them; no command has a use for them.
INUTILES = ("hypothesis", "matplotlib", "pyarrow")
_SEUIL = 100_000  # objects made between two searches for dead cycles; Python's own is 700


def lighten() -> None:
    """For this process: leave the useless libraries unloaded, and search dead cycles rarely."""
    for nom in INUTILES:
        sys.modules.setdefault(nom, None)  # type: ignore[arg-type]  # import says « absent »
    gc.set_threshold(_SEUIL, 20, 50)


def leave(code: int) -> NoReturn:
    """End now: what Python tidies up before it goes, module by module, the system takes at once.

    What was registered for the end is run, and what was printed is written. A profiler or a
    debugger gets the usual end.
    """
    if sys.gettrace() or sys.getprofile():
        raise SystemExit(code)
    atexit._run_exitfuncs()
    for sortie in (sys.stdout, sys.stderr):
        with suppress(OSError):  # nobody listens any more
            sortie.flush()
    os._exit(code)
