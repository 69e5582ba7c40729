"""Texts that differ by their figures alone: what reads no number in them is asked once for all.

« CR 2024-03-14.pdf » and « CR 2024-04-18.pdf » are one shape, « CR 0000-00-00.pdf »: a thousand
workbooks hold a quarter of a million references, and some hundreds of shapes.
"""

import re
from collections.abc import Sequence
from typing import cast

import numpy as np

from plie_xl.model.frames import Coded, encode_column
from plie_xl.model.text import COUPURE

_FIGURES = bytes(48 if 48 <= n < 58 else n for n in range(256))
_ZEROS = dict.fromkeys(range(48, 58), "0")
_FIGURE = re.compile("[0-9]")
_LETTRE = re.compile(r"[^\W\d_]")


def find_shapes(colonne: Coded) -> Coded:
    """The shape of each cell: its text with a zero for each figure.

    A value that is no text, or a text without a letter (« 1 », « 14/03/2024 »), is its own.
    """
    formes = encode_column(_cut_figures(colonne.distinctes))
    codes, mots = formes.codes, [mot.decode() for mot in formes.distinctes]
    seules = [n for n, mot in enumerate(mots) if not _LETTRE.search(mot)]
    ou = np.flatnonzero(np.isin(codes, seules))
    valeurs = encode_column(colonne.distinctes[n] for n in ou.tolist())
    codes[ou] = len(mots) + valeurs.codes
    distinctes = [*mots, *valeurs.distinctes]
    petits = codes.astype(np.min_scalar_type(len(distinctes)))
    return Coded(petits[colonne.codes], distinctes)


def zero_figures(texte: str) -> str:
    """A text with a zero for each of its figures."""
    return texte.translate(_ZEROS)


def keeps_figures(forme: object, nom: str) -> bool:
    """Whether texts of a shape have their figures where their names have them, given its own."""
    if not isinstance(forme, str):
        return False
    places = [[(f.start(), f[0]) for f in _FIGURE.finditer(texte)] for texte in (forme, nom)]
    return places[0] == places[1] and all(figure == "0" for _, figure in places[0])


def _cut_figures(valeurs: Sequence[object]) -> list[bytes]:
    """Each text with zeros for figures, nothing for what is no text; all of them together."""
    ensemble = ""
    if set(map(type, valeurs)) == {str}:  # most often
        ensemble = COUPURE.join(cast(Sequence[str], valeurs))
    if ensemble.count(COUPURE) != len(valeurs) - 1:
        textes = [v if isinstance(v, str) and COUPURE not in v else "" for v in valeurs]
        ensemble = COUPURE.join(textes)
    return ensemble.encode().translate(_FIGURES).split(COUPURE.encode())
