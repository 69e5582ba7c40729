"""Where no system bounds memory (Windows), the guard alone does: no file takes half a gigabyte."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from patience import at_most

from hostile.gros import HONNETES, HOSTILES

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="il faut /proc")

MAX_MO = 500
MAX_S = 3  # of the processor of a quiet machine
# Reads each file named, as a child does, but without any limit; then what it took at most.
LECTURE = """
import re, sys, time
from pathlib import Path
from plie_xl.reading.many import read_recu
for nom in sys.argv[1:]:
    debut = time.process_time()
    lecture = read_recu("a", Path(nom))
    duree = time.process_time() - debut
    pic = re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())
    print(int(pic[1]) // 1_000, f"{duree:.2f}", int(lecture.lisible))
"""


def lire(chemin: Path) -> tuple[int, float, bool]:
    """Memory at most, processor time, whether the file was read."""
    rendu = subprocess.run(
        [sys.executable, "-c", LECTURE, str(chemin)], capture_output=True, text=True, check=True
    )
    memoire, duree, lisible = rendu.stdout.split()
    return int(memoire), float(duree), lisible == "1"


@pytest.fixture(scope="module")
def propre(racine) -> bytes:
    return (racine / "workbooks" / "2024" / "plie_sources_2024.xlsx").read_bytes()


def a_essayer(noms):
    """All of them in the long runs (two minutes), else the quickest."""
    courts = {nom for nom in noms if "bombe" in nom or nom.startswith(("360", "styles", "ods, t"))}
    longs = os.environ.get("PLIE_ESSAIS_LONGS") == "1"
    return [nom for nom in noms if longs or nom in courts]


@pytest.mark.parametrize("nom", a_essayer(HOSTILES))
def test_aucun_fichier_hostile_ne_prend_la_memoire(nom, propre, tmp_path):
    chemin = tmp_path / "a.xlsx"
    chemin.write_bytes(HOSTILES[nom]()(propre))
    memoire, _, _ = lire(chemin)
    assert memoire < MAX_MO


@pytest.mark.parametrize("nom", a_essayer(HONNETES))
def test_un_fichier_grand_mais_honnete_est_lu(nom, propre, tmp_path):
    chemin = tmp_path / "a.xlsx"
    chemin.write_bytes(HONNETES[nom]()(propre))
    memoire, duree, lisible = lire(chemin)
    assert memoire < MAX_MO
    assert duree < at_most(2 * MAX_S)  # two tests at once share what a core has
    assert lisible
