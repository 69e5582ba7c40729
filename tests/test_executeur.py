"""Reading elsewhere gives the same bytes, and a worker killed on the way changes nothing."""

import os
import pickle
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from ordinaire import rendu_ordinaire
from patience import at_most

from plie_xl.consolidation import consolidate
from plie_xl.files.inbox import list_depot
from plie_xl.master import build_master
from plie_xl.model.lecture import Lecture
from plie_xl.reading.executors import ExecuteurError, open_executeur
from plie_xl.reading.many import read_a_part, read_many
from plie_xl.reading.worker_main import MEMOIRE

pytestmark = pytest.mark.usefixtures("vrais_lecteurs")


def _lent(nom, chemin):
    """A reading that lasts long enough for its worker to be killed."""
    time.sleep(0.3)
    return read_a_part(nom, chemin)


def list_enfants():
    """The processes in which this one reads, which it keeps from file to file."""
    psutil = pytest.importorskip("psutil", reason="psutil n’est pas installé")
    enfants = [x for x in psutil.Process().children() if x.status() != psutil.STATUS_ZOMBIE]
    lecteurs = [enfant for enfant in enfants if "worker_main" in str(enfant.cmdline())]
    assert lecteurs
    return lecteurs


def test_une_adresse_inconnue_est_dite_en_francais():
    with pytest.raises(ExecuteurError, match="dask://HOTE:PORT"), open_executeur("ray://ici"):
        pass


@pytest.fixture
def faux_ordonnanceur():
    """A port of this machine that answers these bytes to whoever comes, and nothing else."""
    with ExitStack() as ouvertes, socket.create_server(("127.0.0.1", 0)) as serveur:

        def ouvrir(reponse, fermer):

            def serve():
                while True:
                    try:
                        visite = ouvertes.enter_context(serveur.accept()[0])
                        visite.sendall(reponse)
                    except OSError:
                        return
                    if fermer:
                        visite.close()

            threading.Thread(target=serve, daemon=True).start()
            return serveur.getsockname()[1]

        yield ouvrir


PRESSE = """
import plie_xl.reading.executors as executeurs
executeurs.ATTENTE = executeurs.SURSIS = 1
from plie_xl.__main__ import main
main()
"""


@pytest.mark.parametrize(
    ("reponse", "fermer"),
    [(b"", False), (b"", True), (b"HTTP/1.1 400 Bad Request\r\n\r\n", True), (b"\xff" * 64, False)],
    ids=["muet", "raccroche", "serveur web", "longueurs folles"],
)
def test_ce_qui_n_est_pas_un_ordonnanceur_est_dit_sans_attendre(
    reponse, fermer, faux_ordonnanceur, racine, tmp_path
):
    pytest.importorskip("distributed", reason="Dask n’est pas installé")
    port = faux_ordonnanceur(reponse, fermer)
    commande = ["-c", PRESSE, "consolider", racine / "workbooks/2024", "-o", tmp_path / "M.xlsx"]
    fini = rendu_ordinaire(
        subprocess.run(
            [sys.executable, *commande, "--executeur", f"dask://127.0.0.1:{port}"],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=at_most(60),
            check=False,
        )
    )
    assert fini.returncode == 2
    assert fini.stderr.strip().endswith("aucun ordonnanceur Dask ne répond à"
                                        f" « dask://127.0.0.1:{port} ».")  # fmt: skip
    assert "Traceback" not in fini.stderr
    assert list(tmp_path.iterdir()) == []


class Menteur(Executor):
    """Answers what it was told to, whatever it is asked; nothing, if that is `None`."""

    def __init__(self, reponse):
        self.reponse = reponse

    def submit(self, fn, /, *args, **kwargs):
        futur = Future()
        if self.reponse is not None:
            futur.set_result(self.reponse)
        return futur


class Piege:
    def __init__(self, temoin):
        self.temoin = temoin

    def __reduce__(self):
        return os.mkdir, (str(self.temoin),)


@pytest.mark.parametrize(
    "reponse",
    [
        42,
        "texte",
        b"pas un paquet",
        pickle.dumps({"un": "dict"}),
        pickle.dumps(Lecture("autre.xlsx")),
    ],
    ids=range(5),
)
def test_une_reponse_qui_n_est_pas_une_lecture_refuse_le_fichier(reponse):
    [lecture] = read_many([("a.xlsx", Path("a.xlsx"))], Menteur(reponse))
    assert (lecture.classeur, lecture.lisible) == ("a.xlsx", False)


def test_une_reponse_n_appelle_rien(tmp_path):
    temoin = tmp_path / "temoin"
    [lecture] = read_many([("a.xlsx", Path("a.xlsx"))], Menteur(pickle.dumps(Piege(temoin))))
    assert not lecture.lisible
    assert not temoin.exists()


def test_un_executeur_muet_n_est_pas_attendu_sans_fin(monkeypatch):
    monkeypatch.setattr("plie_xl.reading.many.SILENCE", 0.2)
    lectures = read_many([("a.xlsx", Path("a")), ("b.xlsx", Path("b"))], Menteur(None))
    assert [x.remarques[0].detail.startswith("rien n’est revenu") for x in lectures] == [True] * 2


@pytest.mark.filterwarnings("ignore")
def test_un_ouvrier_tue_en_route_ne_change_pas_un_octet(racine, monkeypatch):
    distributed = pytest.importorskip("distributed", reason="Dask n’est pas installé")
    recus = list_depot([racine / "workbooks/2024"]).recus
    seul = build_master(consolidate(read_many(recus)))
    grappe = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    )
    with grappe:
        adresse = grappe.scheduler_address.replace("tcp", "dask")
        with open_executeur(adresse) as executeur:
            envoyes = [executeur.submit(_lent, *recu) for recu in recus]
            envoyes[0].result()
            next(iter(grappe.workers.values())).process.process._process.kill()
            lectures = [futur.result() for futur in envoyes]
    assert build_master(consolidate(lectures)) == seul


@pytest.mark.parametrize("genre", [ThreadPoolExecutor, ProcessPoolExecutor])
@pytest.mark.filterwarnings("ignore")  # a pool of processes forks a process that has threads
def test_tout_executeur_donne_les_memes_octets(genre, racine):
    recus = list_depot([racine / "workbooks/2024"]).recus
    seul = build_master(consolidate(read_many(recus)))
    with genre(2) as executeur:
        assert build_master(consolidate(read_many(recus, executeur))) == seul


def test_l_ouvrier_d_un_autre_executeur_lit_dans_un_enfant_avec_ses_limites(racine):
    chemin = next((racine / "workbooks/2024").glob("*.xlsx"))
    with ThreadPoolExecutor(1) as executeur:
        executeur.submit(read_a_part, chemin.name, chemin).result()
    for enfant in list_enfants():
        limites = Path(f"/proc/{enfant.pid}/limits")
        assert not limites.exists() or str(MEMOIRE) in limites.read_text()


def test_un_enfant_tue_dans_l_ouvrier_refuse_son_fichier_et_lui_seul(racine):
    chemins = sorted((racine / "workbooks/2024").glob("*.xlsx"))[:2]
    read_a_part("un", chemins[0])
    tues = list_enfants()
    for enfant in tues:
        enfant.kill()
    lues = [read_a_part("un", chemins[0]) for _ in range(len(tues) + 1)]
    assert [lecture.lisible for lecture in lues][-1]
    assert not lues[0].lisible
    assert "s’est arrêtée net" in lues[0].remarques[0].detail
