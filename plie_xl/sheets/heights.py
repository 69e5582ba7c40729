"""How high a row must be for its texts to be read whole.

LibreOffice does not fit the rows of a workbook that it did not write, so each height is given.
"""

from collections.abc import Iterable, Mapping
from math import ceil
from typing import Any

from plie_xl.model.workbook import Colonne

CARACTERES_PAR_UNITE = 1.1  # of column width, at the house font size
RETRAIT = 1.4  # characters of the margin on the left of a text


def find_hauteur(ligne: Mapping[str, object], colonnes: Iterable[Colonne]) -> float:
    """Height in points that shows every text of a row whole, at the house font size."""
    return float(hauteur(max((count_lignes(ligne.get(c.id), c) for c in colonnes), default=1)))


def hauteur(lignes: Any) -> Any:
    """Points for so many lines of text."""
    return 5 + 13 * lignes


def has_longs(valeurs: Iterable[object], colonne: Colonne) -> bool:
    """Whether some text may take more than one line of its column."""
    textes = [valeur for valeur in valeurs if isinstance(valeur, str)]
    longueur = max(map(len, textes), default=0)
    return longueur > _par_ligne(colonne) or any("\n" in x for x in textes)


def count_lignes(valeur: object, colonne: Colonne) -> int:
    """Lines that a text takes in the width of its column."""
    if not isinstance(valeur, str) or colonne.cachee or colonne.format == "empreinte":
        return 1
    par_ligne = _par_ligne(colonne)
    if "\n" not in valeur:  # nearly always
        return ceil(max(1, len(valeur)) / par_ligne)
    return sum(ceil(max(1, len(x)) / par_ligne) for x in valeur.split("\n"))


def _par_ligne(colonne: Colonne) -> float:
    """Characters in the width of a column."""
    return max(1.0, colonne.largeur * CARACTERES_PAR_UNITE - RETRAIT)
