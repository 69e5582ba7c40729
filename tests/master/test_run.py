"""The run that both doors call: what it sets aside, what it finds again, what it hands back."""

import shutil

import pytest

from plie_xl.files.cache import Cache
from plie_xl.files.inbox import list_depot
from plie_xl.master import est_un_master
from plie_xl.master.read import read_master
from plie_xl.master.run import Run, run
from plie_xl.reading.many import read_many
from plie_xl.reports.changes import compare

NOMS = ("plie_sources_2024.xlsx", "plie_agenais_2024.xlsx")


@pytest.fixture
def recu(racine, tmp_path):
    dossier = tmp_path / "recu"
    dossier.mkdir()
    for nom in NOMS:
        shutil.copy(racine / "workbooks" / "2024" / nom, dossier)
    return dossier


def consolider(recu, sortie, **options):
    return run(Run(list_depot([recu]), sortie, read_many, **options))


def test_un_master_recu_avec_les_classeurs_est_ecarte_et_nomme(recu, tmp_path):
    premier = consolider(recu, recu / "ancien.xlsx")
    second = consolider(recu, tmp_path / "m.xlsx")
    assert est_un_master(premier.ecrit.chemin)
    assert second.summary.passes == [("ancien.xlsx", "classeur maître")]
    assert second.summary.totaux == premier.summary.totaux
    assert second.summary.totaux["comptes"] == 2


def test_le_classeur_agape_n_est_ecarte_que_pour_qui_le_dit(recu, tmp_path):
    agape = recu / "AGAPE.xlsx"
    shutil.copy(recu / NOMS[0], agape)
    dit = consolider(recu, tmp_path / "m.xlsx", agape=agape)
    assert dit.summary.passes == [("AGAPE.xlsx", "classeur AGAPE")]
    assert consolider(recu, tmp_path / "m.xlsx").summary.totaux["recus"] == 3


def test_le_cache_rend_le_meme_master_et_dit_la_meme_chose(recu, tmp_path):
    cache = Cache(tmp_path / "cache", b"0" * 32)
    premier = consolider(recu, tmp_path / "m.xlsx", cache=cache)
    octets = premier.ecrit.chemin.read_bytes()
    lus = []

    def read(recus):
        lus.extend(recus)
        return read_many(recus)

    second = run(Run(list_depot([recu]), tmp_path / "m.xlsx", read, cache=cache))
    assert (second.summary, second.ecrit.chemin.read_bytes()) == (premier.summary, octets)
    assert lus == []
    assert premier.consolidation is not None
    assert second.consolidation is None  # nothing was consolidated


def test_un_ancien_master_est_compare_par_qui_sait_le_faire(recu, tmp_path):
    ancien = consolider(recu, tmp_path / "ancien.xlsx").ecrit.chemin
    (recu / NOMS[1]).unlink()
    result = consolider(
        recu,
        tmp_path / "m.xlsx",
        depuis=ancien,
        compare=lambda chemin, c: compare(read_master(chemin), c),
    )
    assert result.summary.evolutions["disparues"] > 0
    assert "disparues" in result.summary.phrase
