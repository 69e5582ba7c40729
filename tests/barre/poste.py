"""A home where the toolbar's process can live, and a visitor who holds a workbook with openpyxl."""

import sys
import threading
import time
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import plie_xl
from plie_xl.excel.click import run_action, warm_up
from plie_xl.host.libreoffice.click import converse
from plie_xl.host.libreoffice.reach import connect, reach, read_descripteur
from plie_xl.host.resident import serve, stop

RACINE = Path(plie_xl.__path__[0]).parent


def reglages(maison, **autres):
    """What the installation writes in the extension, for this home."""
    return {
        "version": version("plie-xl"),
        "commande": [sys.executable, "-m", "plie_xl", "hote"],
        "racine": str(RACINE),
        "descripteur": str(maison / ".plie_xl" / "hote.json"),
        "libelles": {"valider": "Valider"},
        "phrases": {"autre_version": "autre version", "interrompu": "interrompu"},
        **autres,
    }


@contextmanager
def resident(poste, repos=60.0):
    """The resident in a thread of the test; its descriptor is gone when it ends."""
    descripteur = Path(poste["descripteur"])
    fil = threading.Thread(
        target=serve, args=(descripteur, run_action, warm_up, repos), daemon=True
    )
    fil.start()
    attendre(descripteur.exists)
    try:
        yield fil
    finally:
        stop(descripteur)
        fil.join(10)
        assert not fil.is_alive()


def cliquer(poste, action, classeur):
    """What is told after an action on an open workbook, over a new line."""
    with reach(poste) as ligne:
        return converse(ligne, classeur, action, poste)


def ligne(poste, **faux):
    """A line to the resident, or None; `faux` replaces what its descriptor says."""
    return connect({**read_descripteur(poste), **faux})


def attendre(vrai, patience=20):
    fin = time.monotonic() + patience
    while not vrai():
        assert time.monotonic() < fin
        time.sleep(0.01)
