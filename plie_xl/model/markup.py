"""A text as it stands inside XML; the standard library's own way would load its whole network."""

from html import escape

_GARDES = {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}


def write_texte(texte: str) -> str:
    """Between two tags; a carriage return is kept, which a parser would take for a line break."""
    return escape(texte, quote=False).replace("\r", _GARDES["\r"])


def write_attribut(texte: str) -> str:
    """The value of an attribute, in its quotes."""
    dit = escape(texte)
    for signe, garde in _GARDES.items():
        dit = dit.replace(signe, garde)
    return f'"{dit}"'
