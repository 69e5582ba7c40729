"""Bytes → text: the encoding is what the first bytes say, never what happens to decode.

UTF-8 of an even length decodes as UTF-16 without an error, into nonsense.
"""

import codecs

from plie_xl.model.errors import PlieError

_MARQUES = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ADMIS = ("utf-8", "utf-16", "cp1252", "latin-1", "mac-roman")


class TexteError(PlieError, ValueError):
    """Why bytes are no text; a few French words."""


def decode(octets: bytes, encodage: str = "") -> str:
    """The text of a file; `encodage` is what the rules say of a file without mark.

    Raises
    ------
    TexteError
        No text can be made of it.
    """
    if not octets.strip():
        raise TexteError("il est vide")
    marque = next((nom for debut, nom in _MARQUES if octets.startswith(debut)), "")
    if encodage and encodage not in _ADMIS:
        raise TexteError(f"« encodage » vaut {', '.join(_ADMIS)}, pas « {encodage} »")
    if not marque and not encodage and b"\0" in octets:
        raise TexteError("ce n’est pas du texte, ou son encodage ne se dit pas")
    try:
        return octets.decode(marque or encodage or "utf-8")
    except UnicodeDecodeError:
        if marque or encodage:
            raise TexteError(f"il n’est pas en {marque or encodage}") from None
    return octets.decode("cp1252", errors="replace")
