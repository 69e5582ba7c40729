"""From a word in a cell to a file that opens: the register of the pieces of one workbook."""

from importlib.util import find_spec

COMPLEMENT = 'pip install "plie-xl[dossier]"'
_BIBLIOTHEQUES = ("pypdf", "pypdfium2", "reportlab", "PIL")


def is_complete() -> bool:
    """Whether the extra that opens pieces is installed."""
    return all(find_spec(nom) is not None for nom in _BIBLIOTHEQUES)
