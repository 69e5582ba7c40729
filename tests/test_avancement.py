"""Progress that is true, seen on a real terminal; Ctrl-C stops at once and leaves nothing behind."""

import io
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time

import pytest
from patience import at_most

from plie_xl.cli.progress import Progress, Step, say_reste

pty = pytest.importorskip("pty", reason="pas de terminal simulé sous Windows")
COPIES = 150


def test_dit_les_fichiers_les_lignes_et_le_total():
    avancement = Progress("Lecture", 1_000)
    for _ in range(120):
        avancement(200)
    assert (
        avancement.phrase.replace("\u202f", " ")
        == "Lecture : 120 fichiers sur 1 000, 24 000 lignes"
    )


@pytest.mark.parametrize(
    ("secondes", "dit"), [(0, ""), (0.4, ""), (12, ", encore 12 s"), (150, ", encore 2 min")]
)
def test_dit_le_temps_qui_reste(secondes, dit):
    assert say_reste(secondes) == dit


class Ecran(io.StringIO):
    """A terminal."""

    def isatty(self):
        return True


def test_le_temps_qui_reste_suit_la_cadence(monkeypatch):
    horloge, ecran = iter([0.0, 1.0, 10.0]), Ecran()
    monkeypatch.setattr("plie_xl.cli.progress.time.monotonic", lambda: next(horloge))
    monkeypatch.setattr(sys, "stderr", ecran)
    avancement = Progress("Lecture", 8)
    avancement()
    avancement()
    assert ecran.getvalue().endswith(", encore 30 s")  # two files in ten seconds, six are left


class EcranInterrompu(Ecran):
    """A terminal on which Ctrl-C arrives as the first words are shown."""

    arrets = 1

    def flush(self):
        if self.arrets:
            self.arrets -= 1
            raise KeyboardInterrupt


def test_ctrl_c_pendant_que_l_etape_se_nomme_dit_ce_qui_reste(monkeypatch):
    ecran = EcranInterrompu()
    monkeypatch.setattr(sys, "stderr", ecran)
    with pytest.raises(KeyboardInterrupt), Step("Contrôle", "Le classeur n’est pas écrit"):
        pytest.fail("l’étape a commencé")
    assert "Le classeur n’est pas écrit, puis arrêt." in ecran.getvalue()


@pytest.fixture(scope="module")
def depot(racine, tmp_path_factory):
    """Many workbooks, each with bytes of its own."""
    recu = tmp_path_factory.mktemp("recu")
    modeles = sorted((racine / "workbooks/2024").glob("*.xlsx"))
    for n in range(COPIES):
        modele = modeles[n % len(modeles)]
        (recu / f"{modele.stem}_{n}.xlsx").write_bytes(modele.read_bytes() + b"\0" * (n + 1))
    return recu


# A shell has what it starts in the background ignore Ctrl-C: these tests may be started so.
COMMANDE = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from plie_xl.__main__ import main
main()
"""


class Terminal:
    """The real command, on a terminal of its own."""

    def __init__(self, depot, sortie):
        self.ecran, self.cote = pty.openpty()
        self._octets = b""
        self.processus = subprocess.Popen(
            [sys.executable, "-c", COMMANDE, "consolider", str(depot), "-o", str(sortie)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self.cote,
        )

    @property
    def texte(self):
        return self._octets.decode(errors="ignore")

    def wait(self, mots):
        """Read the screen until these words are on it."""
        fin = time.monotonic() + at_most(60)
        while mots not in self.texte and time.monotonic() < fin:
            fini = self.processus.poll() is not None
            if not self._read() and fini:
                break
        assert mots in self.texte

    def stop(self):
        """Ctrl-C; the seconds until the process has ended, and its exit code."""
        debut = time.monotonic()
        self.processus.send_signal(signal.SIGINT)
        code = self.processus.wait(timeout=at_most(30))
        duree = time.monotonic() - debut
        while self._read():
            pass
        return duree, code

    def _read(self):
        """Whether something was written since; our own end stays open, so that nothing is lost."""
        pret, _, _ = select.select([self.ecran], [], [], 0.3)
        if pret:
            self._octets += os.read(self.ecran, 65_536)
        return bool(pret)


@pytest.fixture
def terminal(depot, tmp_path):
    (tmp_path / "m").mkdir()
    t = Terminal(depot, tmp_path / "m" / "master.xlsx")
    yield t
    t.processus.kill()
    t.processus.wait()
    os.close(t.ecran)
    os.close(t.cote)


@pytest.mark.parametrize(
    ("quand", "dit"),
    [
        (" fichiers sur ", r"Lecture : \d+ fichiers? sur 150, [\d\u202f]+ lignes, puis arrêt"),
        ("Contrôle et classeur maître", "Le classeur maître n’est pas écrit, puis arrêt"),
    ],
    ids=["lecture", "écriture"],
)
def test_ctrl_c_arrete_en_une_seconde_et_ne_laisse_rien(quand, dit, terminal, tmp_path):
    terminal.wait(quand)
    duree, code = terminal.stop()
    assert code == 130
    assert re.search(dit, terminal.texte), terminal.texte
    assert "rien n’est écrit à moitié" in terminal.texte
    assert not list((tmp_path / "m").iterdir())
    assert duree < at_most(3)  # within a second on a machine that does nothing else


def test_l_avancement_est_vrai_et_s_efface(terminal):
    terminal.wait("Ouvrez")
    vus = [int(n) for n in re.findall(r"Lecture : (\d+) fichier", terminal.texte)]
    assert vus == sorted(vus)
    assert 1 <= vus[0] <= vus[-1] <= COPIES
    assert "puis arrêt" not in terminal.texte


def test_rien_ne_s_affiche_hors_d_un_terminal(racine, tmp_path):
    recu = tmp_path / "recu"
    shutil.copytree(racine / "workbooks/2024", recu)
    sortie = subprocess.run(
        [sys.executable, "-m", "plie_xl", "consolider", str(recu), "-o", str(tmp_path / "m.xlsx")],
        capture_output=True,
        check=False,
    )
    assert b"Lecture" not in sortie.stderr
    assert b"\r" not in sortie.stderr
