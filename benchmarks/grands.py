"""Files that ask for time and memory, each read in a process of its own without any limit.

As on Windows, where no system bounds memory: `/proc` tells what each took, so on Linux only.
"""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

RACINE = Path(__file__).parent.parent
SOURCE = RACINE / "workbooks" / "2024" / "plie_sources_2024.xlsx"
_LECTURE = """
import re, sys, time
from pathlib import Path
from plie_xl.reading.many import read_recu
debut = time.process_time()
lecture = read_recu("a", Path(sys.argv[1]))
duree = time.process_time() - debut
pic = re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())
print(int(pic[1]) // 1_000, f"{duree:.2f}", int(lecture.lisible))
"""


@dataclass(frozen=True)
class Lu:
    """One file: MB at most, seconds of the processor, whether it was read."""

    memoire: int
    duree: float
    lisible: bool


def lire(chemin: Path) -> Lu:
    """Read a file as a child does, but without any limit."""
    rendu = subprocess.run(
        [sys.executable, "-c", _LECTURE, str(chemin)], capture_output=True, text=True, check=True
    )
    memoire, duree, lisible = rendu.stdout.split()
    return Lu(int(memoire), float(duree), lisible == "1")


def mesurer_grands(au_plus: int | None = None) -> tuple[Mapping[str, Lu], Mapping[str, Lu]]:
    """Those that are honest, then those that are hostile, by name; all, or the first of each."""
    sys.path.insert(0, str(RACINE / "tests"))
    from hostile.gros import HONNETES, HOSTILES

    propre = SOURCE.read_bytes()
    with TemporaryDirectory() as dossier:
        chemin = Path(dossier) / "a.xlsx"

        def lire_geste(geste: object) -> Lu:
            chemin.write_bytes(geste()(propre))  # type: ignore[operator]
            return lire(chemin)

        honnetes, hostiles = (
            {nom: lire_geste(geste) for nom, geste in islice(gestes.items(), au_plus)}
            for gestes in (HONNETES, HOSTILES)
        )
    return honnetes, hostiles
