"""A line of a document, and the document as lines: what every stage speaks of."""

from dataclasses import dataclass

from plie_xl.model.errors import PlieError

Textes = list[tuple[int, str, bool]]  # page, text, whether the order of its words is sure


class DocumentError(PlieError):
    """A document cannot be read: one French sentence."""


@dataclass(frozen=True)
class Ligne:
    """One line of the document, both numbers from 1."""

    numero: int
    page: int
    texte: str
    sure: bool = True  # of the order of its words: False outside a table of a PDF
    repere: bool = False  # of a contents page, or of the head or foot of a page
    rang: int = 0  # signs of the number before a heading of the form: « 4.1 Unités de mesure »

    @property
    def nom(self) -> str:
        """Its text without the number of a heading."""
        return self.texte[self.rang :]


@dataclass(frozen=True)
class Document:
    """The lines of a document, and what of it was not read: one French sentence, or none."""

    lignes: tuple[Ligne, ...]
    a_part: str = ""
    empreinte: str = ""  # SHA-256 of the file
