"""A folder of received workbooks, and the real command that makes a master of it."""

import json
from io import BytesIO
from types import SimpleNamespace

import pytest
from commande import run_plie_xl
from galerie.atelier import build

from plie_xl.model.collection import load_fiches
from plie_xl.template.demo import build_saisies


@pytest.fixture
def depot(tmp_path):
    """`ecrire` puts a workbook in the folder; `consolider` runs the command on the folder."""
    dossier = tmp_path / "recus"
    dossier.mkdir()

    def ecrire(fiche, retouche=lambda saisies: None, nom=None, octets=None):
        saisies = build_saisies(load_fiches(2024)[fiche])
        retouche(saisies)
        chemin = dossier / (nom or f"plie_{fiche}_2024.xlsx")
        chemin.write_bytes(octets or build(load_fiches(2024)[fiche], saisies))
        return chemin

    def consolider(nom="master.xlsx", *options):
        sortie = tmp_path / nom
        fini = run_plie_xl("consolider", dossier, "-o", sortie, "--json", *options)
        bilan = json.loads(fini.stdout) if fini.stdout else {}
        return SimpleNamespace(code=fini.returncode, bilan=bilan, dit=fini.stderr, chemin=sortie)

    return SimpleNamespace(dossier=dossier, ecrire=ecrire, consolider=consolider)


@pytest.fixture
def lire_feuille():
    """Rows of a sheet of a master by header, as openpyxl reads the values saved in it."""
    import openpyxl

    def lire_feuille(chemin, feuille):
        classeur = openpyxl.load_workbook(BytesIO(chemin.read_bytes()), data_only=True)
        entetes, *lignes = list(classeur[feuille].iter_rows(min_row=5, values_only=True))
        return [dict(zip(entetes, ligne, strict=True)) for ligne in lignes]

    return lire_feuille
