"""A Word document from elsewhere is a received file too: bounded, and one sentence."""

import os
import subprocess
import sys

import pytest
from patience import at_most

from plie_xl.document.line import DocumentError as FicheError
from plie_xl.document.lines import read_lignes
from plie_xl.document.words import add_mots
from plie_xl.files.parts import write_parts
from plie_xl.model.settings import ReglageError
from plie_xl.reading.guard.document import require_document
from plie_xl.reading.guard.refusals import RefusError
from plie_xl.reports.bilan.verify import DocumentError as BilanError
from plie_xl.reports.bilan.verify import read_document

PORTES = [(read_lignes, FicheError), (read_document, BilanError)]
ids = ["lire-fiche", "bilan --verifier"]
BOMBE = {"word/document.xml": b"<a>" + b"0" * 21_000_000 + b"</a>"}


@pytest.mark.parametrize(("lire", "erreur"), PORTES, ids=ids)
def test_un_document_qui_gonfle_est_refuse_avant_toute_lecture(lire, erreur, tmp_path):
    chemin = tmp_path / "a.docx"
    chemin.write_bytes(write_parts(BOMBE))
    with pytest.raises(erreur, match=r"illisible|ne se lit pas"):
        lire(chemin)
    with pytest.raises(RefusError):
        require_document(chemin.read_bytes())


def test_une_image_qui_gonfle_aussi():
    with pytest.raises(RefusError):
        require_document(write_parts({"word/media/a.bin": bytes(101_000_000)}))


@pytest.mark.skipif(os.name != "posix", reason="tubes de POSIX")
@pytest.mark.parametrize(("lire", "erreur"), PORTES, ids=ids)
def test_un_tube_n_est_pas_attendu(lire, erreur, tmp_path):
    os.mkfifo(tmp_path / "a.docx")
    with pytest.raises(erreur, match="pas un fichier ordinaire"):
        lire(tmp_path / "a.docx")


@pytest.mark.skipif(os.name != "posix", reason="tubes de POSIX")
def test_un_tube_donne_pour_modele_ou_pour_regles_n_est_pas_attendu(tmp_path):
    """In a process that can be stopped: before, each waited for ever."""
    tube = tmp_path / "a"
    os.mkfifo(tube)
    rendu = subprocess.run(
        [sys.executable, "-c", TUBES, str(tube)],
        capture_output=True, text=True, timeout=at_most(60),
    )  # fmt: skip
    assert rendu.stdout.split() == ["ModeleError", "RegleError"], rendu.stderr


TUBES = """
import sys
from pathlib import Path
from plie_xl.agenda.rules import load_regles
from plie_xl.model.collection import load_fiches
from plie_xl.reports.bilan.model import run_modele
fiche = load_fiches(2024)["sources"]
for lire in (lambda tube: run_modele(tube, {}), lambda tube: load_regles(tube, fiche)):
    try:
        lire(Path(sys.argv[1]))
    except Exception as erreur:
        print(type(erreur).__name__)
"""


def test_un_lexique_demesure_n_est_pas_lu(tmp_path):
    chemin = tmp_path / "mots.toml"
    with chemin.open("wb") as ecrit:
        ecrit.truncate(2_000_000)
    with pytest.raises(ReglageError, match="dépasse 1 Mo"):
        add_mots({}, chemin)
