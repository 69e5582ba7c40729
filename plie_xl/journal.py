"""The log of our own faults: where in the code, never what stood in a cell."""

import os
import tempfile
import traceback
from datetime import datetime
from pathlib import Path

import plie_xl

NOM = "plie-xl-journal.txt"


def write_journal(erreur: BaseException, en_cours: str) -> Path | None:
    """Add a fault to the log, and say where the log is; None when it cannot be written.

    An exception's own message may quote a cell, so that only its kind is kept, with the lines
    of code it went through. `en_cours` says what was being done (a command, a file's name).
    """
    chemin = Path(os.environ.get("PLIE_XL_JOURNAL") or Path(tempfile.gettempdir()) / NOM)
    pas = traceback.extract_tb(erreur.__traceback__)
    lignes = [f"    {Path(p.filename).name}:{p.lineno} {p.name} : {p.line}" for p in pas]
    entete = f"{datetime.now():%Y-%m-%d %H:%M:%S} plie_xl {plie_xl.__version__} {en_cours}"
    try:
        with chemin.open("a", encoding="utf-8") as journal:
            journal.write("\n".join([entete, *lignes, f"    {type(erreur).__name__}", "", ""]))
    except OSError:
        return None
    return chemin
