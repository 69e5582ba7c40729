"""What the tests run in other processes: to be killed, to hold a lock, to have no rights.

    python processus.py ORDRE DOSSIER [...]

The last line printed is a JSON object.
"""

import hashlib
import json
import os
import random
import secrets
import signal
import sys
import time
from itertools import count
from pathlib import Path

from pannes import Panne

from plie_xl.files.atomic import write_atomic
from plie_xl.files.errors import EcritureError
from plie_xl.files.hidden import est_provisoire
from plie_xl.files.lock import verrou


def dit(bilan: dict) -> None:
    sys.stdout.write(json.dumps(bilan) + "\n")
    sys.stdout.flush()


def maitre(version: int) -> bytes:
    """A master that can be recognised whole: its version, its SHA-256, its body."""
    corps = random.Random(version).randbytes(1000 + 7919 * version % 200_000)
    return b"%08d" % version + hashlib.sha256(corps).digest() + corps


def version_entiere(fichier: Path) -> int:
    """Its version, or -1 when it is not whole."""
    octets = fichier.read_bytes()
    entier = len(octets) > 40 and octets[8:40] == hashlib.sha256(octets[40:]).digest()
    return int(octets[:8]) if entier else -1


def caches(dossier: Path) -> list[str]:
    return [f.name for f in dossier.iterdir() if est_provisoire(f.name)]


def tue_a_chaque_appel(dossier: Path) -> dict:
    """Kill the writer just before, then just after, each of its calls."""
    fichier, morts, defauts = dossier / "AGAPE.xlsx", 0, []
    for moment in ("avant", "après"):
        for rang in count(1):
            write_atomic(fichier, maitre(1))
            if not (pid := os.fork()):
                with Panne(rang, moment, lambda: os.kill(os.getpid(), signal.SIGKILL)):
                    write_atomic(fichier, maitre(2), copie=True)
                os._exit(0)
            if not os.WIFSIGNALED(os.waitpid(pid, 0)[1]):
                break
            morts += 1
            if version_entiere(fichier) not in (1, 2):
                defauts.append((moment, rang))
    write_atomic(fichier, maitre(3))
    return {"morts": morts, "defauts": defauts, "caches": caches(dossier)}


def tue_au_hasard(dossier: Path, fois: str) -> dict:
    """Kill, at random moments, a child that rewrites the master in a loop, under the lock."""
    fichier, defauts, traces = dossier / "AGAPE.xlsx", [], 0
    version = 1
    write_atomic(fichier, maitre(version))
    for _ in range(int(fois)):
        confirmee, pid = _lance_une_boucle(fichier, version)
        time.sleep(random.uniform(0, 0.04))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        with os.fdopen(confirmee, "rb") as lu:
            dite = int((lu.read().split() or [version])[-1])
        traces += bool(caches(dossier))
        version = version_entiere(fichier)
        if version not in (dite, dite + 1):
            defauts.append((dite, version))
            version = dite + 1
    with verrou(fichier, 1):
        write_atomic(fichier, maitre(0))
    return {"defauts": defauts, "traces": traces, "fois": int(fois), "caches": caches(dossier)}


def _lance_une_boucle(fichier: Path, version: int) -> tuple[int, int]:
    lit, ecrit = os.pipe()
    if not (pid := os.fork()):
        for suivante in count(version + 1):
            with verrou(fichier, 1):
                write_atomic(fichier, maitre(suivante))
            os.write(ecrit, b"%d\n" % suivante)
    os.close(ecrit)
    return lit, pid


def tient(dossier: Path, fourche: str = "") -> dict:
    """Hold the lock until the standard input closes, with a child that « reste » or « sort »."""
    try:
        with verrou(dossier / "AGAPE.xlsx"):
            enfant = os.fork() if fourche else None
            if enfant == 0 and fourche == "sort":
                raise InterruptedError
            if enfant == 0:
                time.sleep(30)
            if fourche == "sort":
                os.waitpid(enfant, 0)
            dit({"enfant": enfant})
            sys.stdin.read()
    except InterruptedError:
        os._exit(0)
    return {}


def compte(dossier: Path, fois: str) -> dict:
    """Add one to the number in the master, many times, against others who do the same."""
    fichier = dossier / "AGAPE.xlsx"
    for _ in range(int(fois)):
        with verrou(fichier, 30):
            write_atomic(fichier, b"%d" % (int(fichier.read_bytes()) + 1))
    return {}


def ecrit(dossier: Path, taille: str, uid: str = "", *jetons: str) -> dict:
    """Write once, as somebody else if asked, under known hidden names if asked."""
    if jetons:
        os.getpid, secrets.token_hex = lambda: 1, lambda _: suite_de_jetons.pop()
        suite_de_jetons = list(jetons)
    if uid:
        os.setgroups([])
        os.setuid(int(uid))
    try:
        write_atomic(dossier / "AGAPE.xlsx", b"n" * int(taille), copie=True)
    except EcritureError as erreur:
        return {"phrase": str(erreur), "etat": erreur.etat.name}
    return {"phrase": "", "etat": ""}


if __name__ == "__main__":
    ordre, dossier, *suite = sys.argv[1:]
    ordres = {f.__name__: f for f in (tue_a_chaque_appel, tue_au_hasard, tient, compte, ecrit)}
    dit(ordres[ordre](Path(dossier), *suite))
