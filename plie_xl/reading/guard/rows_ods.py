"""The plain rows of an OpenDocument sheet, taken out by patterns: most rows of a long sheet.

What is left, with a mark in the place of each, is walked tag by tag; a row that holds anything
unusual stays there.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from plie_xl.reading.guard.cells_ods import CONTENU, Attributs, Forme, read_forme
from plie_xl.reading.guard.limits import MAX_OCTETS_BALISE
from plie_xl.reading.guard.patterns import is_sain
from plie_xl.reading.guard.refusals import RefusError
from plie_xl.reading.guard.xml import CALCEXT, ODF

MARQUE = "table:rangee-prise"  # no program writes this attribute, nor one that begins so
_ATTRIBUT = rb" [A-Za-z][A-Za-z:-]*+=\"[^\"<]{0,500}+\""
_ATTRIBUTS = rb"(?:" + _ATTRIBUT + rb"){0,20}+"
_NOM_VALEUR = rb" office:(?:[a-z]+-)?+value=\""
# Atomic, not possessive: before 3.11.5, Python mends no failed possessive round.
_AVANT = rb"(?>(?:(?!" + _NOM_VALEUR + rb")" + _ATTRIBUT + rb"){0,20})"
_VALEUR = rb"(?:(" + _NOM_VALEUR + rb")([^\"<]*+)\")?+"
_BLANC = rb"[ \t\r\n]*+"
# Its groups: the attributes before its value, what announces it, it, those after, whether it has
# a paragraph, the text.
_CELLULE = (
    rb"<table:table-cell(" + _AVANT + rb")" + _VALEUR + rb"(" + _ATTRIBUTS + rb")(?: ?/>"
    rb"|>" + _BLANC + rb"(<text:p)(?: ?/>|>([^<]*+)</text:p>)" + _BLANC
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


def take_rangees(octets: bytes) -> tuple[bytes, list[bytes]]:
    """The part with marks, and the rows that they stand for; none when anything is unusual."""
    rangees: list[bytes] = []
    if not _is_usuel(octets):
        return octets, rangees

    def take(trouvee: re.Match[bytes]) -> bytes:
        rangee = trouvee[0]
        if b"&" in rangee or b"spanned" in rangee or len(rangee) > MAX_OCTETS_BALISE:
            return rangee  # the walk alone understands it, or bounds it
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


def read_rangee(octets: bytes) -> tuple[Attributs, Sequence[tuple[Forme, str, str | None]]]:
    """The attributes of a plain row; then the form of each cell, its value and its paragraph.

    Raises `RefusError` when an attribute stands twice, which no XML may.
    """
    rangee = octets.decode()
    ouvrante = rangee.index(">")
    cellules = []
    for avant, annonce, valeur, apres, dit, texte in _UNE_CELLULE.findall(rangee, ouvrante):
        forme, autre = _read_forme(avant, annonce, apres)
        dite = valeur if autre is None else autre
        cellules.append((forme, dite, texte if dit else None))
    return _read_attributs(rangee[:ouvrante]), cellules


@lru_cache(maxsize=1_024)
def _read_forme(avant: str, annonce: str, apres: str) -> tuple[Forme, str | None]:
    """The form of a cell; its value when what is announced is not it."""
    vide = annonce and f'{annonce}"'
    attributs = _read_attributs(f"{avant}{vide}{apres}")
    forme = read_forme(attributs)
    est_la = annonce == f' {forme.attribut}="'
    return forme, None if est_la else attributs.get(forme.attribut, "")


def _read_attributs(texte: str) -> Attributs:
    couples = _UN_ATTRIBUT.findall(texte)
    attributs = dict(couples)
    if len(attributs) < len(couples):
        raise RefusError("xml_invalide", partie=CONTENU)
    return attributs
