"""What a command loads before it answers, and what it leaves behind when it ends."""

import os
import subprocess
import sys
from datetime import date, timedelta

import pytest

from plie_xl.checks.holidays import find_chome
from plie_xl.cli.catalogue import COMMANDES

MODULES = {f"plie_xl.cli.{commande.replace('-', '_')}" for commande in COMMANDES}
VALIDER = ("-m", "plie_xl", "valider")
CHARGES = """
import atexit, sys
atexit.register(lambda: print(*(nom for nom, m in sys.modules.items() if m), file=sys.stderr))
from plie_xl.__main__ import main
main()
"""


def charges(*arguments):
    """The modules that a command really loads, its children not counted."""
    sortie = subprocess.run(
        [sys.executable, "-c", CHARGES, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return set(sortie.stderr.splitlines()[-1].split())


@pytest.fixture(scope="module")
def classeur(racine):
    return racine / "workbooks/2024/plie_sources_2024.xlsx"


@pytest.mark.parametrize("nom", ["pandas", "pandera", "pydantic", "rich", "xlsxwriter"])
def test_fiches_ne_charge_pas(nom):
    assert nom not in charges("fiches", "--json")


@pytest.fixture(scope="module")
def modules_aide():
    return charges("--aide")


@pytest.mark.parametrize("commande", ["", *COMMANDES])
def test_l_aide_ne_charge_rien_de_lourd(commande):
    lourds = {"pandas", "numpy", "rich", "pygal", "openpyxl", "xlsxwriter", "importlib.metadata"}
    assert not lourds & charges(*commande.split(), "--aide")


def test_l_aide_ne_charge_aucune_commande(modules_aide):
    assert "plie_xl.cli.main" in modules_aide
    assert not MODULES & modules_aide


def test_une_commande_n_en_charge_pas_une_autre(modules_valider):
    assert MODULES & modules_valider == {"plie_xl.cli.valider"}


@pytest.fixture(scope="module")
def modules_valider(classeur):
    return charges("valider", classeur)


@pytest.fixture(scope="module")
def modules_atteinte(classeur):
    return charges("atteinte", classeur)


def test_un_lecteur_ne_charge_pas_le_reseau():
    """Each child that reads pays for what it loads."""
    lire = "import sys, plie_xl.reading.read; print(*sys.modules)"
    sortie = subprocess.run(
        [sys.executable, "-c", lire], capture_output=True, text=True, check=True
    )
    assert not {"ssl", "http.client", "urllib.request"} & set(sortie.stdout.split())


@pytest.mark.parametrize(
    "nom",
    [
        "hypothesis.core",
        "pyarrow.lib",
        "rich",
        "openpyxl",
        "holidays",
        "xlsxwriter",
        "python_calamine",
    ],
)
def test_valider_ne_charge_pas(nom, modules_valider):
    assert any(nom.startswith("pandera.") for nom in modules_valider)
    assert nom not in modules_valider


@pytest.mark.parametrize(
    "nom", ["pandas", "pandera", "pydantic", "pyarrow.lib", "rich", "python_calamine"]
)
def test_atteinte_ne_charge_pas(nom, modules_atteinte):
    assert "plie_xl.attainment" in modules_atteinte
    assert nom not in modules_atteinte


def test_ce_qui_est_imprime_arrive_entier_dans_un_tuyau(classeur):
    sortie = subprocess.run(
        [sys.executable, *VALIDER, str(classeur.parent / "plie_agenais_2024.xlsx"), "--json"],
        capture_output=True,
        check=False,
    )
    assert sortie.returncode == 1
    assert sortie.stdout.endswith(b"}\n")
    assert b"dira ce qui reste" in sortie.stderr


def test_un_lecteur_qui_s_en_va_n_est_pas_une_erreur_du_programme(classeur, tmp_path):
    commande = f"'{sys.executable}' -m plie_xl fiches --json | head -c 10"
    sortie = subprocess.run(
        ["sh", "-c", commande], capture_output=True, check=False, env={"HOME": str(tmp_path)}
    )
    assert sortie.stderr == b""
    assert not list(tmp_path.iterdir())


def test_sans_personne_pour_lire_le_code_est_141():
    lecture, ecriture = os.pipe()
    os.close(lecture)
    sortie = subprocess.run(
        [sys.executable, "-m", "plie_xl", "--aide"],
        stdout=ecriture,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(ecriture)
    assert (sortie.returncode, sortie.stderr) == (141, b"")


def test_ce_qui_attend_la_fin_du_processus_est_fait():
    code = (
        "import atexit; from plie_xl.cli.startup import leave\n"
        "atexit.register(print, 'rangé')\nleave(4)"
    )
    sortie = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (sortie.returncode, sortie.stdout) == (4, b"rang\xc3\xa9\n")


def test_un_profileur_a_la_fin_ordinaire():
    code = (
        "import sys; from plie_xl.cli.startup import leave\n"
        "sys.setprofile(lambda *_: None)\n"
        "try: leave(5)\nfinally: print('fin')"
    )
    sortie = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (sortie.returncode, sortie.stdout) == (5, b"fin\n")


def test_permettre_rend_une_bibliotheque_ecartee():
    code = (
        "from plie_xl.cli.startup import lighten\nfrom plie_xl.model.process import allow\nlighten()\n"
        "try: import pyarrow\nexcept ModuleNotFoundError: print('absente')\n"
        "allow('pyarrow')\nimport pyarrow; print('là')"
    )
    sortie = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert sortie.stdout.decode().split() == ["absente", "là"]


# Before, the library knows the years when Whit Monday was worked.
@pytest.mark.parametrize("annee", range(2009, 2051))
def test_les_jours_feries_sont_ceux_de_la_bibliotheque(annee):
    france = pytest.importorskip("holidays.countries.france").France(years=annee, language="fr")
    jours = (date(annee, 1, 1) + timedelta(days=n) for n in range(366))
    trouves = {j for j in jours if "férié" in find_chome(float(j.toordinal())) and j.year == annee}
    assert trouves == {j for j in france if j.weekday() < 5}
