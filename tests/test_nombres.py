"""Numbers as people write them, and as we write them: one reading, one rounding."""

from datetime import date, datetime, time, timedelta

import pytest

from plie_xl.model.text import est_ambigu, euros, nombre, pourcent, read_nombre
from plie_xl.template.drawing import en_nombre


@pytest.mark.parametrize(
    ("part", "dit"),
    [
        *((0.405, "41"), (0.404999, "40"), (0.125, "13"), (0.025, "3"), (0.855, "86")),
        *((1.005, "101"), (0.1 + 0.1 + 0.1 + 0.105, "41"), (1.5, "150")),
    ],
)
def test_un_demi_s_arrondit_vers_le_haut_comme_dans_la_feuille(part, dit):
    assert pourcent(part) == f"{dit}\u202f%"


def test_les_autres_nombres_s_arrondissent_de_meme():
    assert nombre(2.25, 1) == "2,3"
    assert nombre(1234.5) == "1\u202f235"
    assert euros(2.675) == "2,68\u202f€"


@pytest.mark.parametrize("texte", ["41.229", "1.234", "41,229", " 7.000 € ", "-12.500"])
def test_un_texte_qui_peut_se_lire_de_deux_facons_n_est_pas_lu(texte):
    assert est_ambigu(texte)
    assert read_nombre(texte) is None


@pytest.mark.parametrize(
    ("texte", "lu"),
    [
        *(("41.22", 41.22), ("41229", 41229), ("41 229", 41229), ("41 229,50", 41229.5)),
        *(("0.405", 0.405), ("1234.567", 1234.567), ("1 234.567", 1234.567)),
    ],
)
def test_les_autres_ecritures_sont_certaines(texte, lu):
    assert not est_ambigu(texte)
    assert read_nombre(texte) == lu


@pytest.mark.parametrize(
    ("instant", "lu"),
    [
        (datetime(1900, 1, 1), 1),
        (datetime(1900, 1, 2), 2),
        (date(1900, 2, 28), 59),
        (date(1900, 3, 1), 61),
        (date(1982, 2, 18), 30_000),
        (datetime(1903, 5, 18, 13, 26, 24), 1234.56),
        (time(12), 0.5),
        (time(0), 0),
        (timedelta(days=12_000, hours=6), 12_000.25),
    ],
)
def test_sous_un_format_de_date_un_nombre_est_celui_de_derriere(instant, lu):
    assert read_nombre(instant) == lu


@pytest.mark.parametrize("demesure", [1e30, -1e308, 10**40, float("nan"), float("inf")])
def test_un_nombre_demesure_se_dit_sans_rien_arreter(demesure):
    assert pourcent(demesure).endswith("%")
    assert nombre(demesure, 2)


def test_un_modele_rempli_additionne_ce_que_sa_feuille_additionne():
    assert en_nombre(datetime(1900, 1, 7)) == 7
    assert en_nombre(12.5) == 12.5
    assert en_nombre("12") == en_nombre(None) == 0
