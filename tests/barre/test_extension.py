"""What `plie.oxt` holds: thin modules for any LibreOffice, and one entry per button."""

import ast
import io
import json
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

import plie_xl.host.libreoffice as sources
from plie_xl.host.extension import build_extension, macro
from plie_xl.model.buttons import load_boutons

DOSSIER = Path(sources.__path__[0])
MODULES = sorted(DOSSIER.rglob("*.py"))
OOR = "{http://openoffice.org/2001/registry}"


def parties():
    octets = build_extension(
        ["/opt/python", "-m", "plie_xl", "hote"], Path("/opt"), Path("/h.json")
    )
    assert octets == build_extension(
        ["/opt/python", "-m", "plie_xl", "hote"], Path("/opt"), Path("/h.json")
    )
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        return {nom: archive.read(nom) for nom in archive.namelist()}


def adresses(noeud):
    return [
        prop.findtext("value")
        for prop in noeud.iter("prop")
        if prop.get(f"{OOR}name") == "URL" and prop.findtext("value") != "private:separator"
    ]


@pytest.mark.parametrize("module", MODULES, ids=lambda f: f.stem)
def test_libreoffice_n_a_besoin_que_de_son_propre_python(module):
    """The standard library and uno, in the grammar of the oldest Python that it brings."""
    arbre = ast.parse(module.read_text("utf-8"), feature_version=(3, 8))
    noms = set()
    for noeud in ast.walk(arbre):
        if isinstance(noeud, ast.Import):
            noms |= {alias.name.split(".")[0] for alias in noeud.names}
        elif isinstance(noeud, ast.ImportFrom) and not noeud.level:
            noms.add(noeud.module.split(".")[0])
    assert noms - set(sys.stdlib_module_names) <= {"uno", "plie_hote"}


def test_la_barre_et_le_menu_suivent_le_catalogue():
    racine = ElementTree.fromstring(parties()["Addons.xcu"])
    attendues = [macro(action) for action in load_boutons()]
    for place in ("OfficeMenuBar", "OfficeToolBar"):
        [noeud] = [n for n in racine.iter("node") if n.get(f"{OOR}name") == place]
        assert adresses(noeud) == attendues
        titres = {
            v.text
            for v in noeud.iter("value")
            if v.get("{http://www.w3.org/XML/1998/namespace}lang")
        }
        assert "Valider" in {titre.split()[0] for titre in titres}


def test_l_extension_sait_lancer_le_programme_et_parle_francais():
    dit = json.loads(parties()["python/pythonpath/plie_hote/reglages.json"])
    assert dit["commande"] == ["/opt/python", "-m", "plie_xl", "hote"]
    assert set(dit["libelles"]) == set(load_boutons())
    assert all(phrase.endswith(".") for phrase in dit["phrases"].values())


def test_chaque_phrase_sert():
    code = "".join(module.read_text("utf-8") for module in MODULES)
    code += (DOSSIER.parent / "resident.py").read_text("utf-8")
    phrases = json.loads(parties()["python/pythonpath/plie_hote/reglages.json"])["phrases"]
    assert [cle for cle in phrases if f'"{cle}"' not in code] == []
