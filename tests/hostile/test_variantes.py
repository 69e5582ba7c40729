"""Each hostile or sloppy variant of a real workbook gets what was promised, and nothing else."""

from functools import cache

import pytest

from hostile.variantes import PAREIL, REFUSE, VARIANTES
from plie_xl.checks import check
from plie_xl.lecture import Lecture
from plie_xl.reading import read_octets


@pytest.fixture(scope="module")
def propre(racine) -> bytes:
    return (racine / "workbooks" / "2024" / "plie_sources_2024.xlsx").read_bytes()


@cache
def lue(octets: bytes) -> Lecture:
    return read_octets(octets, "essai.xlsx")


@pytest.mark.parametrize("nom", [v.nom for v in VARIANTES.values() if v.issue == REFUSE])
def test_une_variante_dangereuse_est_refusee_en_une_phrase(nom, propre):
    [anomalie] = check(read_octets(VARIANTES[nom].geste(propre), "essai.xlsx"))
    assert anomalie.code == "LEC-01"
    assert anomalie.bloquante
    assert VARIANTES[nom].mot in anomalie.constat + anomalie.remede
    assert anomalie.remede


@pytest.mark.parametrize("nom", [v.nom for v in VARIANTES.values() if v.issue == PAREIL])
def test_une_variante_sans_danger_se_lit_pareil(nom, propre):
    lecture = read_octets(VARIANTES[nom].geste(propre), "essai.xlsx")
    assert lecture.tables == lue(propre).tables
    assert lecture.remarques == lue(propre).remarques
