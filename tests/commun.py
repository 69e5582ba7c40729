"""What tests stand on is made once for a whole run, whichever of its processes needs it first."""

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

DOSSIER = "PLIE_ESSAIS_COMMUN"  # the folder of the run, which `conftest.py` makes and takes away


def made_once(cle: str, make: Callable[[], bytes]) -> bytes:
    """What was made under this key; outside a run of pytest, it is made each time."""
    if DOSSIER not in os.environ:
        return make()
    chemin = Path(os.environ[DOSSIER], sha256(cle.encode()).hexdigest())
    if not chemin.exists():
        brouillon = chemin.with_suffix(f".{os.getpid()}")
        brouillon.write_bytes(make())
        brouillon.replace(chemin)
    return chemin.read_bytes()
