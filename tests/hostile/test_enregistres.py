"""Our workbook saved by every other program: the same rows, the same figures, none refused."""

from pathlib import Path

import pytest
from hote.bureau import find_program

from benchmarks.programmes import ENREGISTRES, GARDES, SOURCE, save_gnumeric, save_openpyxl
from plie_xl.attainment import compute_atteinte
from plie_xl.checks import check
from plie_xl.reading.read import read_classeur

SANS_FORMATS = {"pyexcelerate.xlsx": ["LEC-20"]}  # what is said of a copy


def ecarts(chemin: Path) -> list[object]:
    """What is read of a copy and not of its source."""
    source, lue = read_classeur(SOURCE), read_classeur(chemin, SOURCE.name)
    if not lue.lisible:
        return ["refusé"]
    dites = [anomalie.code for anomalie in check(lue) if anomalie not in check(source)]
    lignes = lue.tables["suivi"].lignes == source.tables["suivi"].lignes
    chiffres = compute_atteinte(lue).equals(compute_atteinte(source))
    return [*dites, *["lignes"] * (not lignes), *["chiffres"] * (not chiffres)]


@pytest.mark.parametrize("fichier", GARDES)
def test_ce_qu_une_bibliotheque_enregistre_se_lit_pareil(fichier):
    assert ecarts(ENREGISTRES / fichier) == SANS_FORMATS.get(fichier, [])


@pytest.mark.gnumeric
@pytest.mark.parametrize("suffixe", [".xlsx", ".ods"])
def test_ce_que_gnumeric_enregistre_se_lit_pareil(suffixe, tmp_path):
    find_program("ssconvert", "gnumeric")
    save_gnumeric(tmp_path / f"a{suffixe}")
    assert ecarts(tmp_path / f"a{suffixe}") == []


def test_ce_qu_openpyxl_enregistre_se_lit_pareil(tmp_path):
    save_openpyxl(tmp_path / "a.xlsx")
    assert ecarts(tmp_path / "a.xlsx") == []
