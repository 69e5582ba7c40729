"""A figure in a content control: Word lets one edit it, and its tag stays with it."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn


class Champ(str):
    """A text of a document that bears a tag: « plie:graves/2024/copil/justifie »."""

    tag: str

    def __new__(cls, texte: str, tag: str) -> "Champ":
        champ = super().__new__(cls, texte)
        champ.tag = tag
        return champ


def enclose(morceau: Any, tag: str) -> None:
    """Put a run that stands in a paragraph into a content control of its own."""
    controle, proprietes, contenu = (OxmlElement(f"w:{nom}") for nom in _PARTIES)
    marque = OxmlElement("w:tag")
    marque.set(qn("w:val"), tag)
    proprietes.append(marque)
    proprietes.append(OxmlElement("w:text"))
    controle.append(proprietes)
    controle.append(contenu)
    morceau.addprevious(controle)
    contenu.append(morceau)


_PARTIES = ("sdt", "sdtPr", "sdtContent")
