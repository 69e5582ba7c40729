"""Runs of a command in a process of its own: seconds, and memory at its highest."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from statistics import median

_SUIVI = """
import json, resource, sys, time
debut = time.perf_counter()
{code}
fin = time.perf_counter() - debut
sien, enfant = (resource.getrusage(q).ru_maxrss for q in (0, resource.RUSAGE_CHILDREN))
try:  # what a process was before it became this one is counted in ru_maxrss
    with open("/proc/self/status") as etat:
        sien = next(int(x.split()[1]) for x in etat if x.startswith("VmHWM"))
except OSError:
    pass
print("\\n" + json.dumps([fin, (sien + {enfants} * enfant) / 1024]))
"""


@dataclass(frozen=True)
class Mesure:
    """Median seconds, and the highest MiB of the process and its children."""

    secondes: float
    mio: float = 0.0


def time_command(*arguments: str, fois: int = 7) -> Mesure:
    """A whole process, from its start to its end."""
    durees = []
    for _ in range(fois):
        debut = time.perf_counter()
        subprocess.run([sys.executable, *arguments], capture_output=True, check=False)
        durees.append(time.perf_counter() - debut)
    return Mesure(median(durees))


def time_code(code: str, fois: int = 1, enfants: int = 0) -> Mesure:
    """What a script does, once its process has started.

    Memory is that of the process and of `enfants` children, each taken for as large as the largest.
    """
    vues = []
    for _ in range(fois):
        script = _SUIVI.format(code=code, enfants=enfants)
        sortie = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", script], capture_output=True, check=True
        )
        vues.append(json.loads(sortie.stdout.splitlines()[-1]))
    return Mesure(median(v[0] for v in vues), max(v[1] for v in vues))
