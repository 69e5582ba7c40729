"""A workbook reorganised by hand is read right, and each oddity is said at its cell."""

from datetime import date

import pytest
from galerie.atelier import build, retouch
from galerie.parfait import fill_parfait

from hostile.negligees import NEGLIGENCES
from plie_xl.attainment import compute_atteinte
from plie_xl.checks import check
from plie_xl.consolidation import consolidate
from plie_xl.model.collection import load_fiches
from plie_xl.reading.read import read_octets

AU = date(2024, 12, 31)
FICHE = load_fiches(2024)["agenais"]


@pytest.fixture(scope="module")
def propre() -> bytes:
    return build(FICHE, fill_parfait(FICHE))


@pytest.fixture(scope="module")
def chiffres(propre):
    lue = read_octets(retouch(propre, lambda classeur: None), "a.xlsx")
    assert check(lue, AU) == []
    return count(lue)


def count(lecture):
    return compute_atteinte(lecture, AU)[["tenu", "justifie"]].to_numpy().tolist()


@pytest.mark.parametrize("nom", NEGLIGENCES)
def test_une_negligence_est_lue_et_dite(nom, propre, chiffres):
    negligence = NEGLIGENCES[nom]
    lue = read_octets(retouch(propre, negligence.geste), "a.xlsx")
    assert lue.lisible
    # A meeting that is lost leaves a gap to explain, which is no fault of the reading.
    fautes = [a for a in check(lue, AU) if a.code != "ECA-01"]
    dites = sorted(f"{a.code} {a.cellule.a1}".strip() for a in fautes)
    assert dites == sorted(negligence.codes)
    assert (count(lue) == chiffres) is negligence.tenu
    totaux = consolidate([lue], AU).totaux
    assert totaux["lignes_lues"] == totaux["lignes_retenues"] + totaux["lignes_ecartees"]
