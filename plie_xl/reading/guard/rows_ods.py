"""The plain rows of an OpenDocument sheet, taken out by patterns: most rows of a long sheet.

What is left, with a mark in the place of each, is walked tag by tag; a row that holds anything
unusual stays there.
"""

import re

from plie_xl.reading.guard.patterns import is_sain
from plie_xl.reading.guard.xml import CALCEXT, ODF

MARQUE = "table:rangee-prise"  # no program writes this attribute, nor one that begins so
_ATTRIBUTS = rb"(?: [A-Za-z][A-Za-z:-]*+=\"[^\"<]*+\")*+"
_BLANC = rb"[ \t\r\n]*+"
_CELLULE = (
    rb"<table:table-cell(" + _ATTRIBUTS + rb")(?: ?/>"
    rb"|>" + _BLANC + rb"(?:<text:p ?/>|<text:p>([^<]*+)</text:p>)" + _BLANC
    + rb"</table:table-cell>)"
)  # fmt: skip
_SANS_GROUPES = re.sub(rb"\((?!\?)", b"(?:", _CELLULE)
_RANGEE = re.compile(
    rb"<table:table-row" + _ATTRIBUTS + rb">" + _BLANC + rb"(?:" + _SANS_GROUPES + _BLANC + rb")++"
    rb"</table:table-row>"
)
_FORMULE = re.compile(rb"( table:formula=)\"(?![^\"<]{0,60}(?:TODAY|NOW)\(\))[^\"<]*+\"")
_UNE_CELLULE = re.compile(_CELLULE.decode())
_UN_ATTRIBUT = re.compile(r' ([A-Za-z:-]+)="([^"]*)"')
_LIENS = [f'xmlns:{mot}="{ODF.format(mot)}"'.encode() for mot in ("office", "table", "text")]
_CALCEXT = f'xmlns:calcext="{CALCEXT}"'.encode()

Attributs = dict[str, str]


def take_rangees(octets: bytes) -> tuple[bytes, list[bytes]]:
    """The part with marks, and the rows that they stand for; none when anything is unusual."""
    rangees: list[bytes] = []
    if not _is_usuel(octets):
        return octets, rangees

    def take(trouvee: re.Match[bytes]) -> bytes:
        rangee = trouvee[0]
        if b"&" in rangee or b"spanned" in rangee:  # what the walk alone understands
            return rangee
        rangees.append(rangee)
        return b'<table:table-row %b="%d"/>' % (MARQUE.encode(), len(rangees) - 1)

    return _RANGEE.sub(take, _FORMULE.sub(rb'\1""', octets)), rangees


def _is_usuel(octets: bytes) -> bool:
    """Whether every prefix means what it says, from the root on, and every character is sound."""
    racine = octets[: octets.find(b">", octets.find(b"<office:document-content"))]
    liens = all(racine.count(lien) == 1 for lien in _LIENS)
    calcext = _CALCEXT in racine or b"calcext:" not in octets
    seul = octets.count(b"xmlns") == racine.count(b"xmlns")
    libre = b"<!" not in octets and MARQUE.encode() not in octets
    return liens and calcext and seul and libre and is_sain(octets)


def read_rangee(octets: bytes) -> tuple[Attributs, list[tuple[Attributs, str]]]:
    """The attributes of a plain row, then those of each cell with its text."""
    rangee = octets.decode()
    ouvrante = rangee.index(">")
    cellules = [
        (dict(_UN_ATTRIBUT.findall(cellule[1])), cellule[2] or "")
        for cellule in _UNE_CELLULE.finditer(rangee, ouvrante)
    ]
    return dict(_UN_ATTRIBUT.findall(rangee[:ouvrante])), cellules
