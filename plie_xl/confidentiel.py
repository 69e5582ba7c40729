"""What must never travel: numbers and addresses that point at a person, in free text."""

import re

_NIR = re.compile(
    r"(?<!\d)[1-478]\s?\d{2}\s?(?:0[1-9]|1[0-2]|[2-9]\d)\s?\d[\dAB]\s?\d{3}\s?\d{3}(?:\s?\d{2})?(?!\d)"
)
_TELEPHONE = re.compile(r"(?<![\d/])(?:\+33|0033|0)\s?[1-9](?:[\s.\-]?\d{2}){4}(?!\d)")
# Bounded, and tried at the start of a word only: a long text costs one pass.
_COURRIEL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,64}+(?:\.[\w-]{1,64}+)+")

_SUSPECT = re.compile(r"@|\d(?:\D?\D?\d){8}")  # what all of them hold: the rest is seen at once

FORMES = {
    "un numéro de sécurité sociale": _NIR,
    "un numéro de téléphone": _TELEPHONE,
    "une adresse de courriel": _COURRIEL,
}
MASQUE = "[donnée personnelle retirée]"


def find_personnelle(texte: object) -> str | None:
    """What a text seems to hold, in French (« un numéro de téléphone »), or None."""
    if not isinstance(texte, str) or not _SUSPECT.search(texte):
        return None
    normalise = texte.replace("\u00a0", " ").replace("\u202f", " ")
    return next((nom for nom, forme in FORMES.items() if forme.search(normalise)), None)


def masquer(texte: str) -> str:
    """The same text with every personal number or address replaced by a visible mark."""
    if find_personnelle(texte) is None:
        return texte
    texte = texte.replace("\u00a0", " ").replace("\u202f", " ")
    for forme in FORMES.values():
        texte = forme.sub(MASQUE, texte)
    return texte
