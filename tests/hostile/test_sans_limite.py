"""Where no system bounds memory (Windows), the guard alone does: no file takes half a gigabyte."""

import os
import sys

import pytest

from benchmarks.grands import lire
from hostile.gros import HONNETES, HOSTILES

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="il faut /proc")

MAX_MO = 500


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
    assert lire(chemin).memoire < MAX_MO


@pytest.mark.parametrize("nom", a_essayer(HONNETES))
def test_un_fichier_grand_mais_honnete_est_lu_sans_prendre_la_memoire(nom, propre, tmp_path):
    chemin = tmp_path / "a.xlsx"
    chemin.write_bytes(HONNETES[nom]()(propre))
    lu = lire(chemin)
    assert lu.memoire < MAX_MO
    assert lu.lisible
