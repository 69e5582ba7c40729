"""The text of a .docx as it is accepted: paragraphs and cells in the order of the body.

The XML is walked by itself: python-docx leaves out what stands in a tracked insertion or in a
content control, which is text that Word shows.
"""

import re
from collections.abc import Iterator
from typing import Any

# Parts of a document that are no text of the body, and how a person calls them.
A_PART = {
    "del": "modification suivie",
    "moveFrom": "modification suivie",
    "commentReference": "commentaire",
    "footnoteReference": "note de bas de page",
    "endnoteReference": "note de fin",
    "txbxContent": "zone de texte",
}
Rangees = list[list[list[str] | None]]  # rows, cells, lines; None under a merged cell
BARRE, MASQUE, EXPOSANT = "texte barré", "texte masqué", "exposant"
_OTEES = {BARRE, MASQUE}  # what Word shows as taken out, or not at all
_EXPOSANTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
POINTS = 6  # of a sign: half an inch is six of them
_PUCES = "•o▪"  # of a list, of one within it
_ETEINTES = {"del", "moveFrom", "txbxContent", "Fallback", "instrText"}


def list_textes(chemin: str) -> tuple[list[str | Rangees], dict[str, int]]:
    """The lines and the tables of a Word document, and how many things of each kind are left out.

    A table gives its rows, a row its cells, a cell its lines; merged cells come once.
    """
    from docx import Document

    document = Document(chemin)
    corps = document.element.body
    a_part: dict[str, int] = {}
    for element in corps.iter():
        nom = _name(element)
        if nom in A_PART and not _is_within(element, "Fallback"):
            a_part[A_PART[nom]] = a_part.get(A_PART[nom], 0) + 1
        if nom == "r" and (style := find_style(element)) in _OTEES:
            a_part[style] = a_part.get(style, 0) + 1
    for section in document.sections:
        for nom, bord in (("en-tête", section.header), ("pied de page", section.footer)):
            if not bord.is_linked_to_previous and any(p.text.strip() for p in bord.paragraphs):
                a_part[nom] = a_part.get(nom, 0) + 1
    return list(_walk(corps, document)), a_part


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _is_within(element: Any, nom: str) -> bool:
    return any(_name(parent) == nom for parent in element.iterancestors())


def _walk(conteneur: Any, document: Any) -> Iterator[str | Rangees]:
    for bloc in conteneur:
        nom = _name(bloc)
        if nom == "p":
            yield from _read_paragraphe(bloc, document)
        elif nom == "tbl":
            yield list(_list_rangees(bloc, document))
        elif nom not in _ETEINTES:  # a content control, an insertion, custom XML
            yield from _walk(bloc, document)


def _list_rangees(tableau: Any, document: Any) -> Iterator[list[list[str] | None]]:
    """The rows of a table; a table within a cell gives its lines to that cell."""
    for rangee in tableau.iter():
        if _name(rangee) != "tr" or _nearest(rangee, "tbl") is not tableau:
            continue
        cellules = [c for c in rangee.iter() if _name(c) == "tc" and _nearest(c, "tr") is rangee]
        lues: list[list[str] | None] = []
        for c in cellules:
            lignes = [ligne for bloc in _walk(c, document) for ligne in _list_lignes(bloc)]
            lues += [None if _is_continued(c) else lignes, *[None] * (_count_colonnes(c) - 1)]
        yield lues


def _list_lignes(bloc: "str | Rangees") -> list[str]:
    if isinstance(bloc, str):
        return [bloc]
    return [ligne for rangee in bloc for ligne in _list_cellules([c for c in rangee if c])]


def _list_cellules(cellules: list[list[str]]) -> list[str]:
    """Of a table within a cell: « Comités de pilotage : 2 », or the cells one by one."""
    if len(cellules) > 1 and all(len(c) == 1 and c[0].strip() for c in cellules):
        tete, *suite = (c[0].strip() for c in cellules)
        return [f"{tete.rstrip(' :')} : {' '.join(suite)}"]
    return [ligne for cellule in cellules for ligne in [*cellule, ""]]


def _nearest(element: Any, nom: str) -> Any:
    return next((p for p in element.iterancestors() if _name(p) == nom), None)


def _is_continued(cellule: Any) -> bool:
    """The lower part of a cell that spans rows."""
    from docx.oxml.ns import qn

    fusion = cellule.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return fusion is not None and fusion.get(qn("w:val"), "continue") == "continue"


def _count_colonnes(cellule: Any) -> int:
    """How many columns a cell spans."""
    from docx.oxml.ns import qn

    large = cellule.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    dit = str(large.get(qn("w:val"), "1")) if large is not None else "1"
    return min(int(dit), 63) if dit.isdigit() else 1


def _read_paragraphe(paragraphe: Any, document: Any) -> list[str]:
    """A list of Word keeps its bullet out of the text: given back, since it opens an item."""
    textes = "".join(_list_signes(paragraphe)).split("\n")
    niveau = _find_niveau(paragraphe, document)
    if textes[0].strip() and niveau:
        textes[0] = f"{_PUCES[min(niveau, len(_PUCES)) - 1]} {textes[0]}"
    elif re.match(r"\s*\W\s", textes[0]):
        textes[0] = " " * _find_retrait(paragraphe) + textes[0]  # a bullet that was typed
    return textes


def find_style(run: Any) -> str:
    """« texte barré », « texte masqué », a digit above the line, or nothing worth a word."""
    from docx.oxml.ns import qn

    proprietes = run.find(qn("w:rPr"))
    if proprietes is None:
        return ""
    for balise, style in (("strike", BARRE), ("dstrike", BARRE), ("vanish", MASQUE)):
        trouve = proprietes.find(qn(f"w:{balise}"))
        if trouve is not None and trouve.get(qn("w:val"), "1") not in ("0", "false", "off"):
            return style
    place = proprietes.find(qn("w:vertAlign"))
    haut = place is not None and place.get(qn("w:val")) == "superscript"
    return EXPOSANT if haut else ""


def _find_niveau(paragraphe: Any, document: Any) -> int:
    """1 for an item of a list, 2 for one of a list within it; 0 for another paragraph."""
    proprietes = paragraphe.pPr
    if proprietes is None:
        return 0
    numero = proprietes.numPr
    if numero is not None:
        return 1 + int(numero.ilvl.val if numero.ilvl is not None else 0)
    style = proprietes.pStyle.val if proprietes.pStyle is not None else ""
    noms = {s.style_id: s.name for s in document.styles}
    liste = re.match(r"Liste?\b\D*(\d?)", str(noms.get(style, style)))
    return int(liste[1] or 1) if liste else 0


def _find_retrait(paragraphe: Any) -> int:
    """How many signs its left indent is worth."""
    retrait = paragraphe.pPr.ind_left if paragraphe.pPr is not None else None
    return min(int(retrait.pt // POINTS), 40) if retrait is not None and retrait > 0 else 0


def _list_signes(element: Any) -> Iterator[str]:
    for enfant in element:
        nom = _name(enfant)
        if nom in _ETEINTES or nom == "pPr" or (nom == "r" and find_style(enfant) in _OTEES):
            continue
        if nom == "t":
            exposant = find_style(element) == EXPOSANT
            yield (enfant.text or "").translate(_EXPOSANTS if exposant else {})
        elif nom in ("footnoteReference", "endnoteReference"):
            yield "¹"  # what it says is not read: the sentence must not pass for whole
        elif nom == "tab":
            yield "\t"
        elif nom in ("br", "cr"):
            yield "\n"
        elif nom == "noBreakHyphen":
            yield "-"
        else:
            yield from _list_signes(enfant)


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
