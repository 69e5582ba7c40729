"""The text of a .docx: paragraphs and cells in the order of the body, merged cells once."""

from collections.abc import Iterator
from typing import Any


def list_textes(chemin: str) -> list[str]:
    """The lines of a Word document, cells one after the other, a blank line between blocks."""
    from docx import Document

    return list(_walk(Document(chemin)))


def _walk(conteneur: Any) -> Iterator[str]:
    from docx.table import Table

    for bloc in conteneur.iter_inner_content():
        if not isinstance(bloc, Table):
            yield from _read_paragraphe(bloc)
            continue
        vues: set[Any] = set()
        for rangee in bloc.rows:
            for cellule in rangee.cells:
                if cellule._tc not in vues:
                    vues.add(cellule._tc)
                    yield from _walk(cellule)
                    yield ""


def _read_paragraphe(paragraphe: Any) -> list[str]:
    """A list of Word keeps its bullet out of the text: given back, since it opens an item."""
    textes = str(paragraphe.text).split("\n")
    proprietes = paragraphe._p.pPr
    numerote = proprietes is not None and proprietes.numPr is not None
    style = paragraphe.style.name if paragraphe.style is not None else ""
    if textes[0].strip() and (numerote or style.startswith("List")):
        textes[0] = f"• {textes[0]}"
    return textes


def read_champs(chemin: str) -> tuple[str, list[tuple[str, str]], list[list[list[str]]]]:
    """The keywords of a document, its tagged texts, and the rows of its tables.

    What a revision deleted is not read, what one inserted is.
    """
    from docx import Document
    from docx.oxml.ns import qn

    document = Document(chemin)
    champs, tableaux = [], []
    for controle in document.element.body.iter(qn("w:sdt")):
        marque = controle.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        contenu = controle.find(qn("w:sdtContent"))
        if marque is not None and contenu is not None:
            champs.append((str(marque.get(qn("w:val"))), _join(contenu)))
    for table in document.element.body.iter(qn("w:tbl")):
        rangees = table.iter(qn("w:tr"))
        tableaux.append([[_join(cellule) for cellule in r.iter(qn("w:tc"))] for r in rangees])
    return document.core_properties.keywords or "", champs, tableaux


def _join(element: Any) -> str:
    from docx.oxml.ns import qn

    return "".join(t.text or "" for t in element.iter(qn("w:t"))).strip()
