"""What a running process may let in, or give back."""

import sys
from contextlib import suppress


def allow(nom: str) -> None:
    """Let a library that `lighten` keeps out be loaded after all."""
    if sys.modules.get(nom, nom) is None:
        del sys.modules[nom]


def release_memory() -> None:
    """Give back to the system what is free in this process; of the libraries, glibc alone keeps it.

    Between two stages that each fill the memory with objects of their own.
    """
    with suppress(OSError, AttributeError, TypeError):
        import ctypes

        ctypes.CDLL(None).malloc_trim(0)
