import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from patience import at_most

ICI = Path(__file__).parent
CHEMINS = os.pathsep.join([str(ICI), str(ICI.parents[1])])


class Ailleurs:
    """Runs an order of `processus.py` in another process, under a command `sous` if given."""

    def lance(self, ordre: str, dossier: Path, *suite: object, sous=()) -> subprocess.Popen:
        script = [sys.executable, "-B", ICI / "processus.py", ordre, dossier]
        commande = [str(mot) for mot in (*sous, *script, *suite)]
        tuyaux = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        return subprocess.Popen(commande, env=os.environ | {"PYTHONPATH": CHEMINS}, **tuyaux)

    def __call__(self, ordre: str, dossier: Path, *suite: object, sous=()) -> dict:
        with self.lance(ordre, dossier, *suite, sous=sous) as processus:
            sortie, _ = processus.communicate(timeout=at_most(300))
        assert processus.returncode == 0
        return json.loads(sortie)


@pytest.fixture
def ailleurs() -> Ailleurs:
    return Ailleurs()


@pytest.fixture
def longs() -> bool:
    """True when the long runs are asked for: PLIE_ESSAIS_LONGS=1."""
    return os.environ.get("PLIE_ESSAIS_LONGS") == "1"


@pytest.fixture
def mesure(request):
    """Adds to a figure said at the end of the run."""
    return lambda nom, nombre: request.node.user_properties.append((f"écriture : {nom}", nombre))


def pytest_terminal_summary(terminalreporter):
    total = Counter()
    for rapport in terminalreporter.getreports("passed"):
        for nom, nombre in rapport.user_properties if rapport.when == "call" else ():
            total[nom] += nombre if nom.startswith("écriture : ") else 0
    for nom, nombre in sorted((+total).items()):
        terminalreporter.write_line(f"{nom} : {nombre}, zéro défaut")
