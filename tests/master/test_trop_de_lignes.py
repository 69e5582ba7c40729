"""A sheet of Excel has an end: beyond it the master is refused, never written cut or damaged."""

import pytest

from plie_xl.consolidation import consolidate
from plie_xl.destination import EcritureError
from plie_xl.master import build_master
from plie_xl.reading import read_classeur


@pytest.fixture(scope="module")
def resultat(racine):
    return consolidate([read_classeur(racine / "workbooks/2024/plie_sources_2024.xlsx")])


def test_plus_de_lignes_qu_excel_n_en_tient_est_une_phrase(resultat, monkeypatch):
    monkeypatch.setattr("plie_xl.master.page.LIGNES_EXCEL", len(resultat.suivi))
    with pytest.raises(EcritureError, match=r"« Suivi » aurait \d+ lignes.*rien n’est écrit"):
        build_master(resultat)


def test_la_derniere_ligne_d_excel_sert_encore(resultat, monkeypatch):
    entete = 5
    monkeypatch.setattr("plie_xl.master.page.LIGNES_EXCEL", len(resultat.suivi) + entete)
    assert build_master(resultat)
