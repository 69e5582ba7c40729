"""One master of the sample workbooks, written once for all tests of what comes out of it."""

import pytest

import plie_xl as px


@pytest.fixture(scope="session")
def recus(racine):
    return racine / "workbooks" / "2024"


@pytest.fixture(scope="session")
def consolidation(recus):
    return px.consolidate(px.read_classeur(f) for f in sorted(recus.glob("*.xlsx")))


@pytest.fixture(scope="session")
def chemin_master(consolidation, tmp_path_factory):
    chemin = tmp_path_factory.mktemp("sorties") / "AGAPE_2024.xlsx"
    px.write_master(consolidation, chemin)
    return chemin


@pytest.fixture(scope="session")
def master(chemin_master):
    return px.read_master(chemin_master)
