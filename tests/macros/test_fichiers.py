"""The files that carry VBA, judged by others' readers."""

import re
import warnings

import pytest
from pyopenvba import check_file

from plie_xl.excel.deliver import build_classeur
from plie_xl.excel.package.addin import build_complement
from plie_xl.excel.package.macros import load_bas, with_crlf
from plie_xl.files.parts import CONTENT_TYPES, RELATIONS, read_parts
from plie_xl.model.buttons import list_territoire
from plie_xl.model.collection import load_fiches

with warnings.catch_warnings():  # its parser uses old names of pyparsing
    warnings.simplefilter("ignore", DeprecationWarning)
    from oletools.olevba import VBA_Parser

PORTEURS = {
    **{f"plie_{fiche}_2024.xlsm": "PlieBoutons" for fiche in load_fiches(2024)},
    "AGAPE.xlsm": "PlieAgape",
    "plie_xl.xlam": "PlieRuban",
}


@pytest.fixture(params=PORTEURS)
def porteur(request, racine):
    return racine / "templates" / request.param


def test_olevba_relit_la_source_telle_quelle(porteur):
    module = PORTEURS[porteur.name]
    sources = {nom: code for _, _, nom, code in VBA_Parser(str(porteur)).extract_macros()}
    assert sources[f"{module}.bas"] == with_crlf(load_bas(module))


def test_aucun_autre_module_ne_porte_de_code(porteur):
    for _, _, nom, code in VBA_Parser(str(porteur)).extract_macros():
        if nom != f"{PORTEURS[porteur.name]}.bas":
            assert all(x.startswith("Attribute ") for x in code.splitlines() if x), nom


def test_le_fichier_est_entier(porteur):
    rapport = check_file(porteur)
    assert rapport.ok, rapport.issues


def test_deux_fabrications_donnent_les_memes_octets():
    fiche = load_fiches(2024)["sources"]
    assert build_classeur(fiche) == build_classeur(fiche)
    assert build_complement() == build_complement()


def test_les_boutons_de_suivi_nomment_les_macros_du_fichier(racine):
    parties = read_parts((racine / "templates/plie_sources_2024.xlsm").read_bytes())
    dessins = b"".join(p for nom, p in parties.items() if nom.endswith(".vml")).decode()
    appelees = re.findall(r"<x:FmlaMacro>\[0\]!(\w+)</x:FmlaMacro>", dessins)
    assert set(appelees) == {bouton.macro for bouton in list_territoire()}
    assert set(appelees) == set(re.findall(r"Public Sub (\w+)", load_bas("PlieBoutons")))


def test_le_jumeau_sans_macros_n_a_ni_macro_ni_bouton(racine):
    parties = read_parts((racine / "templates/plie_sources_2024.xlsx").read_bytes())
    assert not [nom for nom in parties if "vba" in nom]
    assert b"FmlaMacro" not in b"".join(parties.values())


def test_le_complement_a_son_ruban_sa_relation_et_son_type():
    parties = read_parts(build_complement())
    assert "customUI/customUI14.xml" in parties
    assert b'Target="customUI/customUI14.xml"' in parties[RELATIONS]
    types = parties[CONTENT_TYPES]
    assert b'Extension="xml"' in types
    assert b"application/vnd.ms-excel.addin.macroEnabled.main+xml" in types
