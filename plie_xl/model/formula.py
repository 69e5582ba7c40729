"""A text that some program may take for a formula: one answer for every CSV."""

from unicodedata import category
from unicodedata import normalize as normalize_text

_FORMULE = "=+-@"  # what a formula begins with
_COUPURE = "\t\r\n"  # what may end a cell
# What nobody sees: blanks, marks and controls by their category, and letters that draw nothing.
_INVISIBLES = "ZCM"
_SANS_DESSIN = "\u115f\u1160\u2800\u3164\uffa0"


def is_formula(texte: str) -> bool:
    """Whether some program may take a text for a formula: by the first sign that is seen.

    A full-width sign is as good as another; blanks and invisible signs before it are skipped.
    """
    if texte[:1].isalnum():
        return False
    vus = (s for s in texte if category(s)[0] not in _INVISIBLES and s not in _SANS_DESSIN)
    premier = normalize_text("NFKC", next(vus, ""))
    return bool(texte) and (texte[0] in _COUPURE or premier[:1] in tuple(_FORMULE))
