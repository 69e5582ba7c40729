"""Each hostile or sloppy variant of a real workbook gets what was promised, and nothing else."""

from dataclasses import replace
from functools import cache

import pytest

from hostile.variantes import PAREIL, REFUSE, SUIVI, VARIANTES, change, en_1904, parties
from plie_xl.attainment import compute_atteinte
from plie_xl.checks import check
from plie_xl.files.parts import read_parts, write_parts
from plie_xl.model.lecture import Lecture
from plie_xl.reading.read import read_octets


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


@pytest.mark.parametrize("nom", [v.nom for v in VARIANTES.values() if v.issue.startswith("LEC")])
def test_une_bizarrerie_se_lit_pareil_et_se_dit(nom, propre):
    lecture = read_octets(VARIANTES[nom].geste(propre), "essai.xlsx")
    assert lecture.tables == lue(propre).tables
    [de_plus] = set(check(lecture)) - set(check(replace(lue(propre), classeur="essai.xlsx")))
    assert de_plus.code == VARIANTES[nom].issue
    assert VARIANTES[nom].mot in de_plus.constat


def test_sans_formats_les_dates_se_lisent_comme_des_nombres_et_cela_se_dit(propre):
    restes = {n: c for n, c in read_parts(propre).items() if n != "xl/styles.xml"}
    lecture = read_octets(write_parts(restes), "essai.xlsx")
    assert compute_atteinte(lecture).equals(compute_atteinte(lue(propre)))
    assert any(a.code == "LEC-20" and "formats" in a.constat for a in check(lecture))


def test_les_dates_comptees_depuis_1904_sont_les_memes_jours(propre):
    lecture = read_octets(parties(en_1904)(propre), "essai.xlsx")
    assert lecture.tables["suivi"] == lue(propre).tables["suivi"]


def test_une_valeur_cachee_par_une_fusion_est_lue_et_dite(propre):
    fusion = '<mergeCells><mergeCell ref="D7:E7"/></mergeCells>'
    lecture = read_octets(
        change(SUIVI, "</sheetData>", f"</sheetData>{fusion}")(propre), "essai.xlsx"
    )
    assert compute_atteinte(lecture).equals(compute_atteinte(lue(propre)))
    [dite] = [a for a in check(lecture) if a.code == "LEC-27"]
    assert dite.cellule.a1 == "E7"
    assert "D7:E7" in dite.constat
