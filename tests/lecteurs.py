"""The children that read, forked from one that has read the program already, as commands are.

To start Python costs a child more than the file it reads. What a true one does is held by
`tests/confiance/test_lecteurs.py`, and by the tests that start a command cold.
"""

import array
import gc
import json
import os
import signal
import socket
import subprocess
import sys
from functools import cache
from pathlib import Path

RACINE = Path(__file__).parents[1]
_TAILLE = 1 << 17


class Lecteur:
    """A child as `subprocess.Popen` shows it; who forked it says how it ended."""

    def __init__(self, delai: float) -> None:
        entree, ecrit = os.pipe()
        lu, sortie = os.pipe()
        self._nouvelles, dites = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ou = {"cwd": str(Path.cwd()), "chemins": sys.path, "env": dict(os.environ)}
        flots = array.array("i", [entree, sortie, dites.fileno()]).tobytes()
        droits = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, flots)]
        find_souche()[1].sendmsg([json.dumps({"delai": delai, **ou}).encode()], droits)
        dites.close()
        os.close(entree)
        os.close(sortie)
        self.stdin, self.stdout = os.fdopen(ecrit, "wb"), os.fdopen(lu, "rb")
        self.pid, self.returncode = int(self._nouvelles.recv(64)), None

    def kill(self) -> None:
        if self.returncode is None:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            self._nouvelles.settimeout(timeout)
            try:
                self.returncode = int(self._nouvelles.recv(64))
            except TimeoutError:
                raise subprocess.TimeoutExpired("lecteur", timeout or 0) from None
            self._nouvelles.close()
        return self.returncode


@cache
def find_souche() -> tuple[subprocess.Popen, socket.socket]:
    """The process that readers are forked from, and the line to it; it ends when nobody holds it."""
    ici, la = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ici.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _TAILLE)
    rien = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    commande = [sys.executable, __file__, str(la.fileno())]
    with la:
        return subprocess.Popen(commande, pass_fds=[la.fileno()], cwd=RACINE, **rien), ici


def use_souche() -> None:
    """From now on, the readers of this process and of its forks are forked, where that is known."""
    from plie_xl.reading import workers

    if sys.platform == "linux":
        find_souche()
        workers.start_enfant = Lecteur


def _serve(ligne: socket.socket) -> None:
    """For each order, a guardian: its reader, its number, and how it ended."""
    while True:
        ordre, flots, _, _ = socket.recv_fds(ligne, _TAILLE, 3)
        if not ordre:
            return
        if not os.fork():
            ligne.close()
            _guard(json.loads(ordre), *flots)
        for flot in flots:
            os.close(flot)
        while True:  # those that have ended
            try:
                if not os.waitpid(-1, os.WNOHANG)[0]:
                    break
            except ChildProcessError:
                break


def _guard(ordre: dict, entree: int, sortie: int, dites: int) -> None:
    pid = os.fork()
    if not pid:
        _become(ordre, entree, sortie)
    os.close(entree)
    os.close(sortie)
    with socket.socket(fileno=dites) as ligne:
        try:
            ligne.send(str(pid).encode())
            _, etat = os.waitpid(pid, 0)
            ligne.send(str(os.waitstatus_to_exitcode(etat)).encode())
        except OSError:  # nobody listens any more
            os.waitpid(pid, 0)
    os._exit(0)


def _become(ordre: dict, entree: int, sortie: int) -> None:
    """What `workers` starts: a group of its own, two pipes, and calls served from one of them."""
    from plie_xl.reading.worker_main import serve

    os.setpgid(0, 0)
    os.dup2(entree, 0)
    os.dup2(sortie, 1)
    os.closerange(3, 64)
    os.chdir(ordre["cwd"])
    os.environ.clear()
    os.environ.update(ordre["env"])
    sys.path[:] = ordre["chemins"]
    try:
        serve(ordre["delai"])
    finally:
        os._exit(1)


if __name__ == "__main__":
    ligne = socket.socket(fileno=int(sys.argv[1]))
    sys.path[0] = str(RACINE)
    import plie_xl.reading.many  # noqa: F401
    from plie_xl.reading.read import read_classeur

    read_classeur(RACINE / "workbooks/2024/plie_sources_2024.xlsx")
    gc.freeze()
    _serve(ligne)
