"""What every test shares: the repository's folders, and no live test skipped unseen in CI."""

import gc
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from commun import DOSSIER
from lecteurs import use_souche

from plie_xl.reading import workers

VRAI = workers.start_enfant
RACINE = Path(__file__).parent.parent
RENDUS = ("PLIE_XL_", "PYTHON")
VIVANTS = ("libreoffice", "gnumeric", "chromium")
# What makes ready for long, or lasts half a minute: begun last, it would leave one core alone, and
# shared between two processes, it would be made ready twice.
LONGS = {
    "quatre_portes", "test_promesses", "test_dix_minutes", "test_chaque_commande_et_chaque_bouton",
    "test_papiers", "test_validateurs", "test_formules_vivantes",
}  # fmt: skip

# Hundreds of tests start Python anew: what one has compiled, the next one reads.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_configure(config):
    """A folder for what is made once, before the processes that share it start."""
    if DOSSIER not in os.environ:
        os.environ[DOSSIER] = config.plie_commun = tempfile.mkdtemp(prefix="plie_essais_")


def pytest_unconfigure(config):
    if dossier := getattr(config, "plie_commun", ""):
        shutil.rmtree(dossier)


def pytest_collection_modifyitems(items):
    """The long ones first, else in the order of the files."""
    items.sort(key=lambda item: LONGS.isdisjoint((item.path.stem, item.path.parent.name)))


def pytest_collection_finish():
    """Search dead cycles as rarely as a command does, and never among what all tests stand on."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """In CI, a live test that would be skipped fails: there, everything is installed."""
    vivant = any(item.get_closest_marker(nom) for nom in VIVANTS)
    if vivant:  # to print what a dead LibreOffice holds, as a long report does, ends the process
        item.config.option.tbstyle, style = "short", item.config.option.tbstyle
    try:
        rapport = yield
    finally:
        if vivant:
            item.config.option.tbstyle = style
    if rapport.skipped and vivant and os.environ.get("PLIE_ESSAIS_VIVANTS"):
        rapport.outcome = "failed"
        rapport.longrepr = f"essai vivant sauté : {rapport.longrepr}"
    return rapport


@pytest.fixture(autouse=True)
def reglages_rendus():
    """What a test chose by `--fiches` or `--reglages` is its own: the next one has the usual.

    Dask leaves a `PYTHONHASHSEED`, with which every command of the next ones would start cold.
    """
    avant = {nom: dit for nom, dit in os.environ.items() if nom.startswith(RENDUS)}
    yield
    for nom in [nom for nom in os.environ if nom.startswith(RENDUS)]:
        del os.environ[nom]
    os.environ.update(avant)


@pytest.fixture(autouse=True, scope="session")
def lecteurs_forkes():
    """But for the tests that take `vrais_lecteurs`."""
    with pytest.MonkeyPatch.context() as m:
        m.setattr(workers, "start_enfant", workers.start_enfant)
        use_souche()
        yield


@pytest.fixture
def vrais_lecteurs(monkeypatch):
    """Readers started as a command starts them."""
    monkeypatch.setattr(workers, "start_enfant", VRAI)


@pytest.fixture(scope="session")
def racine() -> Path:
    return RACINE
