"""Reading elsewhere gives the same bytes, and a worker killed on the way changes nothing."""

import time

import pytest

from plie_xl.consolidation import consolidate
from plie_xl.depot import list_depot
from plie_xl.executeur import ExecuteurError, open_executeur
from plie_xl.master import build_master
from plie_xl.reception import read_recu, read_tous


def _lent(nom, chemin):
    """A reading that lasts long enough for its worker to be killed."""
    time.sleep(0.3)
    return read_recu(nom, chemin)


def test_une_adresse_inconnue_est_dite_en_francais():
    with pytest.raises(ExecuteurError, match="dask://HOTE:PORT"), open_executeur("ray://ici"):
        pass


@pytest.mark.filterwarnings("ignore")
def test_un_ouvrier_tue_en_route_ne_change_pas_un_octet(racine, monkeypatch):
    distributed = pytest.importorskip("distributed", reason="Dask n’est pas installé")
    recus = list_depot([racine / "workbooks/2024"]).recus
    seul = build_master(consolidate(read_tous(recus)))
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
