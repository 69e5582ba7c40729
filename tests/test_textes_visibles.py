"""A text that comes from elsewhere is shown, and drives nothing: neither terminal nor letter."""

import os

import pytest

from plie_xl.model.text import visible


@pytest.mark.parametrize(
    ("texte", "montre"),
    [
        ("plie.xlsx\x1b[2J", "plie.xlsx␛[2J"),
        ("a\rb\nc\td", "a␍b␊c␉d"),
        ("cloche\x07, retour\x08, nul\0, effacé\x7f", "cloche␇, retour␈, nul␀, effacé␡"),
        ("csi\x9b31m", "csi�31m"),
        ("xslx.\u202egpj", "xslx.�gpj"),
        ("gauche\u200e\u2066droite\u061c", "gauche��droite�"),
        ("ligne\u2028et\u2029paragraphe\x85", "ligne�et�paragraphe�"),
        ("étiquette\U000e0041", "étiquette�"),
        (os.fsdecode(b"caf\xe9.xlsx") if os.name == "posix" else "caf\udce9.xlsx", "caf�.xlsx"),
    ],
)
def test_ce_qui_agit_sans_se_voir_devient_un_signe(texte, montre):
    assert visible(texte) == montre
    visible(texte).encode()


@pytest.mark.parametrize(
    "texte",
    [
        "Comité de pilotage « Été » n°\u00a02\u202f: 12\u202f000\u202f€",
        "e\u0301te\u0301",  # as macOS writes « été »
        "👩\u200d👧 \u2764\ufe0f",
        "n\u2011coupure, mots\u00adcoupés, عربي, 漢字",
        "",
    ],
)
def test_ce_qui_s_ecrit_en_francais_ou_ailleurs_reste_tel_quel(texte):
    assert visible(texte) == texte


def test_une_page_garde_ses_lignes():
    assert visible("une\ndeux\x1b\r\n", garde="\n") == "une\ndeux␛␍\n"
