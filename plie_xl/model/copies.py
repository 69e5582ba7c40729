"""Which of the names of one same workbook is its own, and which are those of copies."""

import re

# How systems, mail programs and clouds name the second of two files of one name.
_COPIE = re.compile(
    r"(copie|copy) (de|of) |\W(copie|copy)( \(?\d+\)?)?$|\(\d+\)$|conflict|conflit", re.IGNORECASE
)


def rank_nom(nom: str) -> tuple[bool, int, str]:
    """Sorts the names of one same workbook: the proper one first, then its copies."""
    base = nom.rpartition("/")[2].rpartition(".")[0] or nom
    return bool(_COPIE.search(base.replace("_", " ").strip())), len(base), nom
