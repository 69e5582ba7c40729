"""Find the resident process that answers clicks, or start it."""

from __future__ import annotations

import json
import os
import subprocess
import time
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import Any

from .line import ARRET, pack

PATIENCE = 30.0  # seconds for a cold Python to answer, on a slow machine
_PAS = 0.05
# LibreOffice's own Python is not ours: what guides the one would mislead the other
_A_OTER = ("PYTHON", "UNO_", "URE_", "LD_LIBRARY_PATH", "DYLD_", "VIRTUAL_ENV")

_LANCES: list[subprocess.Popen[bytes]] = []  # it lives on between clicks, and is waited for late


class SansReponseError(Exception):
    """Nobody answers; the key of the sentence that says why."""


def reach(reglages: dict[str, Any]) -> Connection:
    """Return the line to the resident of our version; it is started when there is none."""
    connu = read_descripteur(reglages)
    if connu is not None:
        ligne = connect(connu)
        if ligne is not None and connu["version"] == reglages["version"]:
            return ligne
        if ligne is not None:  # left by an older installation
            with ligne:
                ligne.send_bytes(pack({"mot": ARRET}))
    return _wait(reglages, _start(reglages), connu)


def clean_environment() -> dict[str, str]:
    """The environment of LibreOffice without what belongs to its own Python."""
    return {nom: valeur for nom, valeur in os.environ.items() if not nom.startswith(_A_OTER)}


def _start(reglages: dict[str, Any]) -> subprocess.Popen[bytes]:
    muet = subprocess.DEVNULL
    options: dict[str, Any] = {"start_new_session": True}
    if os.name == "nt":
        options = {"creationflags": 0x08000008}  # no console, detached
    _LANCES[:] = [lance for lance in _LANCES if lance.poll() is None]
    try:
        processus = subprocess.Popen(
            reglages["commande"],
            cwd=reglages["racine"],
            env=clean_environment(),
            stdin=muet,
            stdout=muet,
            stderr=muet,
            **options,
        )
    except OSError:
        raise SansReponseError("sans_python") from None
    _LANCES.append(processus)
    return processus


def _wait(
    reglages: dict[str, Any], processus: subprocess.Popen[bytes], ancien: dict[str, Any] | None
) -> Connection:
    """The line of the process that was just started; `ancien` is what the one before said."""
    fin = time.monotonic() + PATIENCE
    while time.monotonic() < fin:
        connu = read_descripteur(reglages)
        if connu is not None and connu["version"] == reglages["version"]:
            ligne = connect(connu)
            if ligne is not None:
                return ligne
        elif connu is not None and connu != ancien:  # plie_xl was updated, the toolbar was not
            raise SansReponseError("autre_version")
        if processus.poll() is not None:
            autre = connu is not None and connu["version"] != reglages["version"]
            raise SansReponseError("autre_version" if autre else "ne_demarre_pas")
        time.sleep(_PAS)
    raise SansReponseError("ne_repond_pas")


def read_descripteur(reglages: dict[str, Any]) -> dict[str, Any] | None:
    """What the resident says of itself, in a file that only its user can read."""
    try:
        connu = json.loads(Path(reglages["descripteur"]).read_text("utf-8"))
        connu["jeton"] = bytes.fromhex(connu["jeton"])
    except (OSError, ValueError, KeyError):
        return None
    return dict(connu)


def connect(connu: dict[str, Any]) -> Connection | None:
    """The line, each end having proved that it knows the token; None when nobody is there."""
    adresse = connu["adresse"]
    adresse = tuple(adresse) if isinstance(adresse, list) else adresse
    try:
        return Client(adresse, connu["famille"], authkey=connu["jeton"])
    except (OSError, EOFError, AuthenticationError):
        return None
