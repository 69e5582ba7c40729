"""What must never travel: numbers, addresses and lists of names that point at people."""

import re
from collections.abc import Sequence

from plie_xl.model.people import find_nommeurs, find_noms, find_texts

_NIR = re.compile(
    r"(?<!\d)[1-478]\s?\d{2}\s?(?:0[1-9]|1[0-2]|[2-9]\d)\s?\d[\dAB]\s?\d{3}\s?\d{3}(?:\s?\d{2})?(?!\d)"
)
_TELEPHONE = re.compile(r"(?<![\d/])(?:\+33|0033|0)\s?[1-9](?:[\s.\-]?\d{2}){4}(?!\d)")
# Bounded, and tried at the start of a word only: a long text costs one pass.
_COURRIEL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,64}+(?:\.[\w-]{1,64}+)+")

# What most texts lack, so that they are seen at once to hold nothing.
_CHIFFRES = re.compile(r"(?<!\d)\d" + r"[\s.\-]?+[\dAB]" * 9)

FORMES = {
    "un numéro de sécurité sociale": _NIR,
    "un numéro de téléphone": _TELEPHONE,
    "une adresse de courriel": _COURRIEL,
}
LISTE = "une liste de personnes"
MASQUE = "[donnée personnelle retirée]"
_GRAND = 10**12  # the least number of thirteen figures


def find_personnelle(valeur: object) -> str | None:
    """What a value seems to hold, in French (« un numéro de téléphone »), or None."""
    if isinstance(valeur, int | float) and _GRAND <= valeur < 1000 * _GRAND:
        valeur = str(int(valeur))  # Excel makes a number of a NIR that is typed without spaces
    if not isinstance(valeur, str):
        return None
    normalise = _normalise(valeur)
    if "@" in normalise or _CHIFFRES.search(normalise):
        for nom, forme in FORMES.items():
            if forme.search(normalise):
                return nom
    return LISTE if find_noms(normalise) else None


def find_personnelles(valeurs: Sequence[object]) -> list[str | None]:
    """The same for each of many values: those that hold nothing are mostly seen all together."""
    if not valeurs:
        return []
    textes = [v if isinstance(v, str) else str(v) for v in valeurs]
    ensemble = "\0".join(textes)
    if ensemble.count("\0") >= len(textes):  # stands in no cell, but who knows
        ensemble = "\0".join(texte.replace("\0", " ") for texte in textes)
    octets = _normalise(ensemble).encode("latin-1", "replace") + b"\0"
    chiffres = octets.translate(_GENRES, _LIAISONS)
    suspects = {*find_texts(chiffres, _SUITE), *find_texts(octets, b"@"), *find_nommeurs(octets)}
    trouvees: list[str | None] = [None] * len(valeurs)
    for n in suspects:
        trouvees[n] = find_personnelle(valeurs[n])
    return trouvees


# Each byte as a figure (or what Latin 1 cannot write), or not; what may stand between two of them.
_GENRES = bytes(48 if chr(n) in "0123456789AB?" else n and 120 for n in range(256))
_LIAISONS = b" .-\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0"
_SUITE = b"0" * 10  # as `_CHIFFRES` has, whatever stands between its figures


def mask(texte: str) -> str:
    """The same text with every personal number, address or listed name replaced by a mark."""
    if find_personnelle(texte) is None:
        return texte
    texte = _normalise(texte)
    for debut, fin in reversed(find_noms(texte)):
        texte = texte[:debut] + MASQUE + texte[fin:]
    for forme in FORMES.values():
        texte = forme.sub(MASQUE, texte)
    return texte


def _normalise(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ")
