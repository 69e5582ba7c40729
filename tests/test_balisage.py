"""What is written inside XML is read back as it was."""

from xml.etree import ElementTree

import pytest

from plie_xl.model.markup import write_attribut, write_texte

TEXTES = ["R&D", "a < b > c", "« l’été »", 'dit "oui"', "l'un", "\r\n", " \t ", "&#13;", ""]


@pytest.mark.parametrize("texte", TEXTES)
def test_un_texte_se_relit(texte):
    assert (ElementTree.fromstring(f"<t>{write_texte(texte)}</t>").text or "") == texte


@pytest.mark.parametrize("texte", TEXTES)
def test_un_attribut_se_relit(texte):
    assert ElementTree.fromstring(f"<t a={write_attribut(texte)}/>").get("a") == texte
