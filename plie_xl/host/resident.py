"""The process that answers the toolbar of LibreOffice, on this machine and for this user only.

It listens on a private line (a Unix socket, a named pipe on Windows, else the loopback address)
whose place and token stand in a file that only its user can read. It ends when nobody clicked for
a while, and refuses a toolbar of another version.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.metadata import version
from multiprocessing import AuthenticationError, connection
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from plie_xl.host.libreoffice.line import ARRET, BIENVENUE, pack, unpack
from plie_xl.host.libreoffice.reach import connect, read_descripteur
from plie_xl.host.remote import AdaptateurDistant

REPOS = 20 * 60.0  # seconds without a click
RELAIS = 5.0  # seconds left to an older resident, asked to stop
VEILLE = 1.0  # seconds between two looks at its own line, which a cleaning may take away
_PARTI = (OSError, EOFError, AuthenticationError, ValueError, KeyError)  # a visitor who is gone
Ligne = connection.Connection
Run = Callable[[str, Any], None]  # an action of the catalogue, on an open workbook


def find_descripteur() -> Path:
    """Where the resident says how to reach it."""
    return Path.home() / ".plie_xl" / "hote.json"


def serve(descripteur: Path, run: Run, warm_up: Callable[[], None], repos: float = REPOS) -> None:
    """Answer clicks until nobody clicks any more; nothing when another resident does already.

    `run` runs a button, `warm_up` loads what buttons need before the first click.
    """
    descripteur.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(Timeout), FileLock(f"{descripteur}.verrou", timeout=RELAIS):
        jeton = secrets.token_bytes(32)
        with _listen() as ecoute, _described(descripteur, ecoute, jeton) as joignable:
            Resident(ecoute, jeton, run, repos).serve(warm_up, joignable)


def stop(descripteur: Path) -> None:
    """Ask the resident to end, whatever its version; nothing when there is none."""
    connu = read_descripteur({"descripteur": str(descripteur)})
    ligne = connect(connu) if connu is not None else None
    if ligne is not None:
        with ligne:
            ligne.send_bytes(pack({"mot": ARRET}))


class Resident:
    """The line, who knows the token, what runs a button, and how long to wait for a click."""

    def __init__(self, ecoute: connection.Listener, jeton: bytes, run: Run, repos: float) -> None:
        self.ecoute = ecoute
        self.jeton = jeton
        self.run = run
        self.repos = repos
        self._fini = threading.Event()
        self._un_clic = threading.Lock()
        self._minuterie: threading.Timer | None = None

    def serve(self, warm_up: Callable[[], None], joignable: Callable[[], bool]) -> None:
        """Receive visitors until the end; a line that nobody finds any more is an end too."""
        self._rest()
        threading.Thread(target=_load, args=(warm_up,), daemon=True).start()
        threading.Thread(target=self._welcome, daemon=True).start()
        while not self._fini.wait(VEILLE):
            if not joignable():
                self._leave()

    def _welcome(self) -> None:
        """Each visitor has a thread of its own: who says nothing keeps nobody waiting."""
        while not self._fini.is_set():
            with suppress(*_PARTI):
                ligne = self.ecoute.accept()
                threading.Thread(target=self._receive, args=(ligne,), daemon=True).start()

    def _receive(self, ligne: Ligne) -> None:
        with suppress(*_PARTI), ligne:
            connection.deliver_challenge(ligne, self.jeton)
            connection.answer_challenge(ligne, self.jeton)
            with self._un_clic:
                if self._fini.is_set():
                    return
                self._answer(ligne, unpack(ligne.recv_bytes()))

    def _answer(self, ligne: Ligne, debut: dict[str, Any]) -> None:
        if debut["mot"] == ARRET:
            self._stop()
        elif debut["mot"] == BIENVENUE and debut["version"] == version("plie-xl"):
            self._cancel()
            try:
                ligne.send_bytes(pack({"dits": run_click(ligne, debut, self.run)}))
            finally:
                self._rest()
        else:
            ligne.send_bytes(pack({"refus": "autre_version"}))

    def _rest(self) -> None:
        self._minuterie = threading.Timer(self.repos, self._leave)
        self._minuterie.daemon = True
        self._minuterie.start()

    def _cancel(self) -> None:
        if self._minuterie is not None:
            self._minuterie.cancel()

    def _leave(self) -> None:
        """End once no click is under way."""
        with self._un_clic:
            self._stop()

    def _stop(self) -> None:
        """End `serve`; and wake `_welcome`, which waits for a visitor, by being one."""
        self._cancel()
        self._fini.set()
        with suppress(*_PARTI):
            connection.Client(self.ecoute.address).close()


def run_click(ligne: Ligne, debut: dict[str, Any], run: Run) -> list[str]:
    """Run a button on the workbook at the other end; what it tells the person who clicked."""
    import xlwings as xw

    from plie_xl.host.engine import active_engine

    def ask(ordre: dict[str, Any]) -> dict[str, Any]:
        ligne.send_bytes(pack(ordre))
        return dict(unpack(ligne.recv_bytes()))

    def hold(_chemin: Path | None) -> Any:
        return AdaptateurDistant(ask, debut["chemin"])

    with active_engine("libreoffice", hold) as moteur:
        run(debut["action"], xw.Book())
        return list(moteur.apps[0].impl.messages)


def _load(warm_up: Callable[[], None]) -> None:
    warm_up()
    import_module("plie_xl.host.engine")


@contextmanager
def _listen() -> Iterator[connection.Listener]:
    """The most private line that this system has."""
    dossier = Path(tempfile.mkdtemp(prefix="plie-"))  # 0700
    try:
        for famille, adresse in _lines(dossier):
            try:
                ecoute = connection.Listener(adresse, famille)
                break
            except OSError:
                continue
        else:
            raise OSError("no private line on this system")
        yield ecoute
        with suppress(FileNotFoundError):  # swept away already
            ecoute.close()
    finally:
        shutil.rmtree(dossier, ignore_errors=True)


def _lines(dossier: Path) -> Iterator[tuple[str, Any]]:
    if os.name == "nt":
        yield "AF_PIPE", rf"\\.\pipe\plie-{secrets.token_hex(16)}"
    elif hasattr(socket, "AF_UNIX"):
        yield "AF_UNIX", str(dossier / "hote")
    yield "AF_INET", ("127.0.0.1", 0)


@contextmanager
def _described(
    descripteur: Path, ecoute: connection.Listener, jeton: bytes
) -> Iterator[Callable[[], bool]]:
    """Say how to be reached, in a file of mode 0600, written whole; gone at the end.

    Gives what tells whether it still can be.
    """
    adresse: Any = ecoute.address
    famille = "AF_INET" if isinstance(adresse, tuple) else _family(str(adresse))
    dit = {"version": version("plie-xl"), "famille": famille, "adresse": adresse}
    neuf = descripteur.with_name(f"{descripteur.name}.{os.getpid()}")
    neuf.unlink(missing_ok=True)
    with open(neuf, "x", opener=_private, encoding="utf-8") as fichier:
        json.dump({**dit, "jeton": jeton.hex()}, fichier)
    neuf.replace(descripteur)

    def is_ours() -> bool:
        connu = read_descripteur({"descripteur": str(descripteur)})
        return connu is not None and connu["jeton"] == jeton

    try:
        yield lambda: is_ours() and (famille != "AF_UNIX" or Path(str(adresse)).exists())
    finally:
        if is_ours():
            descripteur.unlink(missing_ok=True)


def _family(adresse: str) -> str:
    return "AF_PIPE" if adresse.startswith("\\\\") else "AF_UNIX"


def _private(chemin: str, drapeaux: int) -> int:
    return os.open(chemin, drapeaux, 0o600)
