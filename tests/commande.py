"""The real command in a process of its own, forked from one that has read the program already.

Starting Python and reading pandas cost most of a short command; `test_depart.py` holds what a cold
start loads, and how long it takes. Where a system cannot fork, each command is a cold start.
"""

import array
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from ordinaire import rendu_ordinaire
from patience import at_most

RACINE = Path(__file__).parents[1]
_DEPART = dict(os.environ)
_DEMARRAGE = ("PYTHON", "LC_", "LANG")  # what Python looks at when it starts, and never again
_TAILLE = 1 << 20
_PROGRAMME = "import runpy; runpy.run_module('plie_xl', run_name='__main__', alter_sys=True)"


def run_plie_xl(
    *arguments: object,
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
    timeout: float | None = None,
    avant: str = "",
) -> subprocess.CompletedProcess[str]:
    """`plie-xl` with these arguments, as `subprocess.run` would give it, its texts captured.

    `avant` is Python that its process runs first: a bound made small, to be reached.
    """
    mots = [str(argument) for argument in arguments]
    delai = timeout or at_most(120)
    env = dict(os.environ) if env is None else env
    if not hasattr(os, "fork") or _at_start(env) != _at_start(_DEPART):
        return subprocess.run(
            [sys.executable, "-c", f"{avant}\n{_PROGRAMME}", *mots],
            capture_output=True,
            check=False,
            cwd=cwd,
            encoding="utf-8",
            env=env,
            stdin=subprocess.DEVNULL,
            timeout=delai,
        )
    with (
        tempfile.TemporaryFile() as sortie,
        tempfile.TemporaryFile() as erreurs,
        Path(os.devnull).open("rb") as entree,
    ):
        flots = [fichier.fileno() for fichier in (entree, sortie, erreurs)]
        ordre = {"mots": mots, "cwd": str(cwd or Path.cwd()), "env": env, "avant": avant}
        code = _ask(ordre, flots, delai)
        dits = [_read(fichier) for fichier in (sortie, erreurs)]
    return subprocess.CompletedProcess(["plie-xl", *mots], code, *dits)


def lancer(*arguments: object, **contexte: object) -> subprocess.CompletedProcess[str]:
    """The same, its blanks as a test types them."""
    return rendu_ordinaire(run_plie_xl(*arguments, **contexte))


def _at_start(env) -> dict[str, str]:
    return {nom: valeur for nom, valeur in env.items() if nom.startswith(_DEMARRAGE)}


def _read(fichier) -> str:
    fichier.seek(0)
    return fichier.read().decode("utf-8").replace(os.linesep, "\n")


def _ask(ordre: dict[str, object], flots: list[int], delai: float) -> int:
    """The exit code of one command; TimeoutExpired, and the command ended, when it lasts."""
    _, ligne = _souche(os.getpid())
    jetons = array.array("i", flots).tobytes()
    ligne.settimeout(None)
    ligne.sendmsg([json.dumps(ordre).encode()], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, jetons)])
    pid = int(ligne.recv(64))
    ligne.settimeout(delai)
    try:
        return int(ligne.recv(64))
    except TimeoutError:
        os.kill(pid, signal.SIGKILL)
        ligne.settimeout(None)
        ligne.recv(64)
        raise subprocess.TimeoutExpired(ordre["mots"], delai) from None


@cache
def _souche(_pid: int) -> tuple[subprocess.Popen, socket.socket]:
    """The process that every command of this one is forked from; it ends when its line does."""
    ici, la = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ici.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _TAILLE)
    with la:
        processus = subprocess.Popen(
            [sys.executable, __file__, str(la.fileno())],
            pass_fds=[la.fileno()],
            cwd=RACINE,
            env=_DEPART,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
    return processus, ici


def _serve(ligne: socket.socket) -> None:
    """One order, one child, its exit code; until nobody is at the other end."""
    while True:
        ordre, flots, _, _ = socket.recv_fds(ligne, _TAILLE, 3)
        if not ordre:
            return
        pid = os.fork()
        if not pid:
            ligne.close()
            _become(json.loads(ordre), flots)
            return
        for flot in flots:
            os.close(flot)
        ligne.send(str(pid).encode())
        _, etat = os.waitpid(pid, 0)
        ligne.send(str(os.waitstatus_to_exitcode(etat)).encode())


def _become(ordre: dict, flots: list[int]) -> None:
    """`python -m plie_xl`, from that folder, with that environment."""
    import runpy

    for rang, flot in enumerate(flots):
        os.dup2(flot, rang)
        os.close(flot)
    os.chdir(ordre["cwd"])
    os.environ.clear()
    os.environ.update(ordre["env"])
    tempfile.tempdir = None
    sys.path[0] = ordre["cwd"]
    sys.argv = ["plie-xl", *ordre["mots"]]
    exec(ordre["avant"], {})
    runpy.run_module("plie_xl", run_name="__main__", alter_sys=True)


def _warm_up() -> None:
    """Import what commands import, as they do, and check a workbook once."""
    import pkgutil
    from importlib import import_module

    from plie_xl.cli.startup import lighten

    lighten()
    import plie_xl

    for module in pkgutil.walk_packages(plie_xl.__path__, "plie_xl."):
        if not module.name.startswith(("plie_xl.host.libreoffice", "plie_xl.__main__")):
            with suppress(ImportError):
                import_module(module.name)
    plie_xl.check(plie_xl.read_classeur(RACINE / "workbooks/2024/plie_sources_2024.xlsx"))


if __name__ == "__main__":
    ligne = socket.socket(fileno=int(sys.argv[1]))
    from lecteurs import use_souche

    sys.path[0] = str(RACINE)
    _warm_up()
    use_souche()
    gc.freeze()
    _serve(ligne)
