"""The pool of readers: a child that dies costs one call, and nothing outlives its parent."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from patience import at_most

from confiance import taches
from plie_xl.reading.workers import LecteurMortError, WorkerPool

pytestmark = pytest.mark.usefixtures("vrais_lecteurs")
posix = pytest.mark.skipif(os.name != "posix", reason="limites et signaux de POSIX")


def test_les_appels_reviennent_a_leur_place():
    with WorkerPool(2) as lecteurs:
        futurs = [lecteurs.submit(taches.double, n) for n in range(40)]
        assert [futur.result() for futur in futurs] == [2 * n for n in range(40)]


def test_un_enfant_sert_plusieurs_appels():
    with WorkerPool(1) as lecteurs:
        assert (
            lecteurs.submit(taches.find_pid).result() == lecteurs.submit(taches.find_pid).result()
        )


def test_une_exception_revient_telle_quelle():
    with WorkerPool(1) as lecteurs, pytest.raises(ValueError, match="non"):
        lecteurs.submit(taches.fail).result()


@posix
@pytest.mark.parametrize(
    ("tache", "cause", "attente"),
    [
        (taches.crash, "arret", 6),
        (taches.dormir, "temps", 2),  # the whole of it is waited for
        (taches.calculer, "temps", 6),
        (taches.engloutir, "memoire", 6),
    ],
)
def test_un_enfant_perdu_ne_coute_que_son_appel(tache, cause, attente):
    with WorkerPool(1, delai=1, attente=at_most(attente)) as lecteurs:
        avant = lecteurs.submit(taches.double, 1)
        perdu = lecteurs.submit(tache)
        apres = lecteurs.submit(taches.double, 2)
        assert (avant.result(), apres.result()) == (2, 4)
        with pytest.raises(LecteurMortError) as erreur:
            perdu.result()
    assert erreur.value.cause == cause


@posix
def test_le_temps_d_un_enfant_est_celui_de_son_processeur():
    """A machine that does something else takes nothing from it, nor do the calls before."""
    with WorkerPool(1, delai=1, attente=at_most(60)) as lecteurs:
        assert lecteurs.submit(taches.dormir, 3).result() is None
        debut = time.monotonic()
        with pytest.raises(LecteurMortError):
            lecteurs.submit(taches.calculer).result()
        assert time.monotonic() - debut < at_most(45)  # not the wait, which ends it as well
        assert [lecteurs.submit(taches.double, n).result() for n in (1, 2)] == [2, 4]


@pytest.mark.parametrize("tache", [taches.tend_un_piege, taches.tend_un_piege_en_erreur])
def test_la_reponse_d_un_enfant_n_appelle_rien(tache, tmp_path):
    temoin = tmp_path / "temoin"
    with WorkerPool(1) as lecteurs:
        with pytest.raises((LecteurMortError, RuntimeError)):
            lecteurs.submit(tache, str(temoin)).result()
        assert lecteurs.submit(taches.double, 21).result() == 42
    assert not temoin.exists()


def test_un_arret_pendant_que_le_second_enfant_part_ne_bloque_pas_le_premier(monkeypatch):
    """Its thread runs, and nobody knows of it: it may take the word of the end before the first."""
    partir, tuer = threading.Thread.start, subprocess.Popen.kill
    partis, fini = [], threading.Event()

    def start(fil):
        if threading.current_thread() is not appelant:
            return partir(fil)
        partis.append(fil)
        if len(partis) == 1:
            return partir(fil)
        partir(threading.Timer(0.2, partir, (fil,)))  # once the end is said…
        raise KeyboardInterrupt

    def kill(enfant):
        time.sleep(0.5)  # … and before the first child is gone
        tuer(enfant)

    def read():
        with suppress(KeyboardInterrupt), WorkerPool(2) as lecteurs:
            for _ in range(20):
                lecteurs.submit(taches.dormir)
        fini.set()

    appelant = threading.Thread(target=read, daemon=True)
    monkeypatch.setattr(threading.Thread, "start", start)
    monkeypatch.setattr(subprocess.Popen, "kill", kill)
    appelant.start()
    assert fini.wait(at_most(20))
    assert len(partis) == 2


@posix
def test_sortir_par_une_exception_n_attend_pas_les_enfants():
    debut = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        _interrompre()
    assert time.monotonic() - debut < at_most(1)


def _interrompre():
    with WorkerPool(1) as lecteurs:
        lecteurs.submit(taches.dormir)
        raise KeyboardInterrupt


PARENT = """
import os, signal, sys, time
sys.path.insert(0, {racine!r})
from confiance import taches
from plie_xl.reading.workers import WorkerPool
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell in the background ignores it
with WorkerPool(1) as lecteurs:
    print(lecteurs.submit(taches.find_pid).result(), flush=True)
    lecteurs.submit(taches.dormir).result()
"""


@posix
@pytest.mark.parametrize("coup", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_aucun_enfant_ne_survit_a_son_parent(coup, racine):
    code = PARENT.format(racine=str(racine / "tests"))
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as parent:
        enfant = int(parent.stdout.readline())
        time.sleep(0.1)
        debut = time.monotonic()
        parent.send_signal(coup)
        parent.wait(timeout=at_most(30))
        assert time.monotonic() - debut < at_most(3)  # within a second where nothing else runs
    assert _disparait(enfant)


def _disparait(pid):
    fin = time.monotonic() + at_most(1)
    while _vit(pid) and time.monotonic() < fin:
        time.sleep(0.02)
    return not _vit(pid)


def _vit(pid):
    """Whether it runs: in a container, a dead orphan may wait for ever to be reaped."""
    etat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        return etat.exists() and etat.read_text().rpartition(")")[2].split()[0] != "Z"
    return (
        subprocess.run(["ps", "-p", str(pid)], stdout=subprocess.DEVNULL, check=False).returncode
        == 0
    )
