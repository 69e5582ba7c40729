"""What a received file says about people beside its tables never reaches the master."""

import subprocess
import sys
import zipfile

import openpyxl
import pytest

AUTEUR, FEUILLE, MASQUEE, NIR = (
    "Auteure Reconnaissable",
    "Zoé Présente",
    "Liste cachée",
    "2 85 05 33 063 123 47",
)

SANS_RESEAU = """
import sys
def guet(evenement, arguments):
    if evenement in ("socket.connect", "socket.getaddrinfo", "socket.bind"):
        sys.stderr.write("RESEAU " + evenement)
sys.addaudithook(guet)
sys.argv = ["plie-xl", *sys.argv[1:]]
from plie_xl.cli import main
main()
"""


@pytest.fixture(scope="module")
def consolidation(racine, tmp_path_factory):
    """A workbook with an author, an extra sheet and a hidden one, consolidated by the command."""
    dossier = tmp_path_factory.mktemp("vie_privee")
    classeur = openpyxl.load_workbook(racine / "workbooks" / "2024" / "plie_sources_2024.xlsx")
    classeur.properties.creator = AUTEUR
    classeur.properties.lastModifiedBy = AUTEUR
    classeur.create_sheet("Émargement").append([FEUILLE, NIR])
    classeur.create_sheet("Notes").append([MASQUEE])
    classeur["Notes"].sheet_state = "hidden"
    recu, sortie = dossier / "plie_sources_2024.xlsx", dossier / "AGAPE.xlsx"
    classeur.save(recu)
    commande = [sys.executable, "-c", SANS_RESEAU, "consolider", str(recu), "-o", str(sortie)]
    rendu = subprocess.run(commande, capture_output=True, encoding="utf-8", check=False)
    return rendu, sortie


@pytest.fixture(scope="module")
def contenu(consolidation):
    with zipfile.ZipFile(consolidation[1]) as archive:
        return b"".join(archive.read(nom) for nom in archive.namelist()).decode("utf-8", "replace")


@pytest.mark.parametrize("mot", [AUTEUR, FEUILLE, MASQUEE, NIR])
def test_le_master_ne_copie_ni_auteur_ni_feuille_etrangere(mot, contenu):
    assert mot not in contenu
    assert "sources" in contenu


def test_une_consolidation_n_ouvre_aucune_connexion(consolidation):
    rendu, sortie = consolidation
    assert sortie.exists()
    assert "RESEAU" not in rendu.stderr


def test_la_commande_ne_montre_rien_des_feuilles_etrangeres(consolidation):
    dit = consolidation[0].stdout + consolidation[0].stderr
    assert not any(mot in dit for mot in (AUTEUR, FEUILLE, MASQUEE, NIR))
