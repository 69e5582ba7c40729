"""One consolidation at a time, with true processes."""

import errno
import fcntl
import json
import os
import re
import signal
import threading
import time
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import pytest
from filelock import FileLock, SoftFileLock
from pannes import Panne, leve
from patience import at_most

from plie_xl.files.errors import EcritureError
from plie_xl.files.lock import verrou


@pytest.fixture
def agape(tmp_path):
    fichier = tmp_path / "AGAPE.xlsx"
    fichier.write_bytes(b"0")
    return fichier


@pytest.fixture
def tenant(ailleurs, agape):
    """Another process that holds the lock until its input is closed."""

    @contextmanager
    def tient(*suite):
        with ailleurs.lance("tient", agape.parent, *suite) as processus:
            processus.dit = json.loads(processus.stdout.readline())
            yield processus
            processus.kill()

    return tient


def refus(fichier, attente=0.0) -> str:
    with pytest.raises(EcritureError) as vu, verrou(fichier, attente):
        pass
    return str(vu.value)


def est_libre(fichier, attente=0.0) -> bool:
    with verrou(fichier, attente):
        return True


def test_il_ne_reste_rien_apres(agape):
    with verrou(agape):
        assert len(list(agape.parent.iterdir())) > 1
    assert list(agape.parent.iterdir()) == [agape]


def test_il_est_rendu_apres_une_erreur(agape):
    with pytest.raises(ZeroDivisionError), verrou(agape):
        raise ZeroDivisionError
    assert est_libre(agape)


def test_le_second_est_refuse_et_sait_par_qui(agape, tenant):
    with tenant() as autre:
        phrase = refus(agape)
    motif = (
        r"« AGAPE.xlsx » n’a pas été enregistré : une autre consolidation l’écrit en ce moment "
        rf"\(processus {autre.pid}, poste [\w.-]+, depuis le \d\d/\d\d/\d{{4}} à \d\dh\d\d\) ; "
        r"rien n’a été changé ; attendez qu’elle finisse, puis relancez\."
    )
    assert re.fullmatch(motif, phrase)


def test_le_second_attend_le_temps_dit(agape, tenant):
    with tenant():
        debut = time.monotonic()
        refus(agape, 0.4)
    assert 0.4 <= time.monotonic() - debut < at_most(2)


def test_le_second_passe_des_que_le_premier_finit(agape, tenant):
    with tenant() as autre:
        threading.Timer(0.3, autre.stdin.close).start()
        with verrou(agape, at_most(10)):
            assert autre.wait(timeout=at_most(5)) == 0


def test_un_tue_n_arrete_personne(agape, tenant):
    with tenant() as autre:
        autre.kill()
        autre.wait()
        assert agape.with_name(".AGAPE.xlsx.verrou").exists()
        assert est_libre(agape)
    assert list(agape.parent.iterdir()) == [agape]


def test_un_tue_dont_un_enfant_survit_n_arrete_personne(agape, tenant):
    with tenant("reste") as autre:
        autre.kill()
        autre.wait()
        os.kill(autre.dit["enfant"], 0)  # it lives
        try:
            assert est_libre(agape, 5)
        finally:
            os.kill(autre.dit["enfant"], signal.SIGKILL)


def test_un_enfant_qui_sort_du_bloc_ne_rend_pas_le_verrou_de_son_pere(agape, tenant):
    with tenant("sort"):
        assert "une autre consolidation" in refus(agape)


def test_deux_fils_du_meme_processus_ne_le_tiennent_pas_ensemble(agape):
    with verrou(agape):
        assert f"processus {os.getpid()}" in refus(agape)


def test_deux_classeurs_ont_deux_verrous(agape):
    with verrou(agape):
        assert est_libre(agape.with_name("autre.xlsx"))


def test_quatre_processus_comptent_juste(agape, ailleurs):
    tous = [ailleurs.lance("compte", agape.parent, 25) for _ in range(4)]
    for processus in tous:
        with processus:
            processus.communicate(timeout=at_most(60))
    assert agape.read_bytes() == b"100"


def test_un_verrou_illisible_ne_trompe_personne(agape, tenant):
    with tenant():
        agape.with_name(".AGAPE.xlsx.tenu.verrou").write_bytes(
            b"\xff\x00 appelez le 06 12 34 56 78"
        )
        assert "(un autre programme)" in refus(agape)


def test_un_reste_de_verrou_ne_cache_pas_qui_le_tient(agape):
    for reste in (".AGAPE.xlsx.verrou", ".AGAPE.xlsx.tenu.verrou"):
        agape.with_name(reste).write_bytes(b"reste" * 100)
    with verrou(agape):
        assert f"processus {os.getpid()}" in refus(agape)


def test_un_verrou_retire_au_moment_ou_on_le_prend_est_repris(agape, monkeypatch):
    marque, vrai, fois = agape.with_name(".AGAPE.xlsx.verrou"), fcntl.flock, []

    def flock(descripteur, ordre):
        if not fois:
            marque.unlink()
        fois.append(1)
        return vrai(descripteur, ordre)

    monkeypatch.setattr(fcntl, "flock", flock)
    with verrou(agape, 1):
        assert "une autre consolidation" in refus(agape)


def test_un_disque_sans_verrous_n_arrete_pas_le_travail(agape, monkeypatch):
    monkeypatch.setattr("fcntl.flock", lambda *_: leve(errno.ENOLCK)())
    assert est_libre(agape)


def test_un_lien_a_la_place_du_verrou_est_refuse_et_sa_cible_intacte(agape):
    agape.with_name(".AGAPE.xlsx.verrou").symlink_to(agape)
    assert "retirez ce lien" in refus(agape)
    assert agape.read_bytes() == b"0"


def test_un_lien_a_la_place_de_la_signature_ne_mene_nulle_part(agape):
    agape.with_name(".AGAPE.xlsx.tenu.verrou").symlink_to(agape)
    with verrou(agape):
        assert f"processus {os.getpid()}" in refus(agape)
    assert agape.read_bytes() == b"0"
    assert list(agape.parent.iterdir()) == [agape]


@pytest.fixture
def windows(agape, monkeypatch):
    """A lock as Windows keeps it: nobody removes its file while it is held; it goes with it."""
    vrai, tenus = Path.unlink, set()

    class CommeSousWindows(FileLock):
        def acquire(self, *args, **options):
            pris = super().acquire(*args, **options)
            tenus.add(Path(self.lock_file))
            return pris

        def release(self, *args, **options):
            super().release(*args, **options)
            tenus.discard(Path(self.lock_file))
            Path(self.lock_file).unlink()

    def unlink(chemin, missing_ok=False):
        if chemin in tenus:
            raise PermissionError(errno.EACCES, "held")
        vrai(chemin, missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    return CommeSousWindows


@pytest.mark.parametrize("systeme", ["windows", "sans verrous du noyau"])
def test_sur_un_autre_systeme_le_second_est_refuse_puis_servi(systeme, agape, request, monkeypatch):
    autre = request.getfixturevalue("windows") if systeme == "windows" else SoftFileLock
    monkeypatch.setattr("plie_xl.files.lock.FileLock", autre)
    with verrou(agape):
        assert f"processus {os.getpid()}, poste " in refus(agape)
    assert list(agape.parent.iterdir()) == [agape]
    assert est_libre(agape)
    assert list(agape.parent.iterdir()) == [agape]


def test_un_dossier_absent_est_refuse(agape):
    assert "n’existe pas" in refus(agape.parent / "absent" / "a.xlsx")


@pytest.mark.parametrize("moment", ["avant", "après"])
@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC, errno.EACCES], ids=errno.errorcode.get)
def test_chaque_appel_peut_echouer_sans_bloquer_le_suivant(agape, code, moment):
    for rang in count(1):
        panne = Panne(rang, moment, leve(code))
        with panne, suppress(EcritureError), verrou(agape, 0):
            pass
        assert est_libre(agape), rang
        if not panne.survenue:
            break
    assert rang > 5
