"""XML walked tag by tag, with hard limits, for what is not read by the fast path."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar
from xml.parsers import expat

from plie_xl.reading.guard.limits import (
    MAX_BALISES,
    MAX_IMBRICATION,
    MAX_NOMS,
    MAX_OCTETS_BALISE,
    MAX_OCTETS_MEMO,
)
from plie_xl.reading.guard.refusals import RefusError

T = TypeVar("T")
Attributs = Mapping[str, str]
Debut = Callable[[str, Attributs], None]
Fin = Callable[[str], None]
_UTF8 = (b"utf-8", b"utf8", b"us-ascii")
_DECLARATION = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"'>]*)")


def require_utf8(octets: bytes, partie: str) -> None:
    """Refuse another encoding: the reader would see an empty sheet, or nothing at all."""
    declaration = _DECLARATION.match(octets.removeprefix(b"\xef\xbb\xbf")[:200])
    if declaration and declaration[1].lower() not in _UTF8:
        raise RefusError("encodage", partie=partie)
    if b"\0" in octets[:8] or octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RefusError("encodage", partie=partie)


class _Marcheur:
    """Counts depth, tags and names around the handlers of the caller."""

    def __init__(self, partie: str, debut: Debut, fin: Fin | None) -> None:
        self.partie = partie
        self.noms: dict[str, str] = {}  # the parser keeps here every name it meets
        self._debut = debut
        self._fin = fin
        self._profondeur = 0
        self._balises = 0

    def start(self, nom: str, attributs: Attributs) -> None:
        self._profondeur += 1
        self._balises += 1
        if self._profondeur > MAX_IMBRICATION:
            raise RefusError("imbrication", partie=self.partie)
        if self._balises > MAX_BALISES or len(self.noms) > MAX_NOMS:
            raise RefusError("trop_de_balises", partie=self.partie)
        self._debut(nom, attributs)

    def end(self, nom: str) -> None:
        self._profondeur -= 1
        if self._fin is not None:
            self._fin(nom)


def walk(
    octets: bytes,
    partie: str,
    debut: Debut,
    fin: Fin | None = None,
    texte: Callable[[str], None] | None = None,
    coupure: Callable[[], None] | None = None,
) -> None:
    """Call the handlers for each tag of a part; names keep their prefix.

    `coupure` is called where a CDATA section, a comment or an instruction cuts a text.

    Raises `RefusError` for invalid XML, a DOCTYPE, or beyond the bounds.
    """
    marcheur = _Marcheur(partie, debut, fin)
    analyseur = expat.ParserCreate(intern=marcheur.noms)
    analyseur.buffer_text = True
    analyseur.StartElementHandler = marcheur.start
    analyseur.EndElementHandler = marcheur.end
    analyseur.CharacterDataHandler = texte
    if coupure is not None:
        analyseur.StartCdataSectionHandler = coupure
        analyseur.CommentHandler = lambda _: coupure()
        analyseur.ProcessingInstructionHandler = lambda *_: coupure()
    _parse(analyseur, octets, partie)


def memo(read: Callable[[bytes, str], T]) -> Callable[[bytes, str], T]:
    """Read once the small parts that the workbooks of one template have in common."""
    deja_lu = lru_cache(maxsize=512)(read)
    return lambda octets, partie: (read if len(octets) > MAX_OCTETS_MEMO else deja_lu)(
        octets, partie
    )


@memo
def verify(octets: bytes, partie: str) -> None:
    """Make sure that a part is well formed; a small one cannot nest enough to matter."""
    if len(octets) > MAX_OCTETS_BALISE:
        walk(octets, partie, lambda nom, attributs: None)
    else:
        _parse(expat.ParserCreate(), octets, partie)


def _parse(analyseur: expat.XMLParserType, octets: bytes, partie: str) -> None:
    require_utf8(octets, partie)
    if len(octets) > MAX_OCTETS_BALISE and _has_longue_balise(octets):
        raise RefusError("trop_de_balises", partie=partie)

    def refuse_doctype(*_: object) -> None:
        raise RefusError("doctype", partie=partie)

    analyseur.StartDoctypeDeclHandler = refuse_doctype
    try:
        analyseur.Parse(octets, True)
    except expat.ExpatError as erreur:
        raise RefusError("xml_invalide", partie=partie) from erreur


def _has_longue_balise(octets: bytes) -> bool:
    """Whether a tag and the text after it exceed the bound: « < » never occurs inside."""
    debut = octets.find(b"<")
    while debut >= 0:
        suivant = octets.find(b"<", debut + 1, debut + MAX_OCTETS_BALISE)
        if suivant < 0:
            return len(octets) - debut > MAX_OCTETS_BALISE
        debut = octets.rfind(b"<", suivant, debut + MAX_OCTETS_BALISE)
    return False


@memo
def read_elements(octets: bytes, partie: str) -> Sequence[tuple[str, Attributs]]:
    """Every tag of a small part in order, tag and attribute names without prefix."""
    elements: list[tuple[str, Attributs]] = []

    def debut(nom: str, attributs: Attributs) -> None:
        elements.append((local(nom), {local(cle): val for cle, val in attributs.items()}))

    walk(octets, partie, debut)
    return elements


@memo
def read_racine(octets: bytes, partie: str) -> Attributs:
    """The attributes of the outermost tag; the rest is verified, at the speed of the parser."""
    racine: dict[str, str] = {}
    analyseur = expat.ParserCreate()

    def debut(_: str, attributs: Attributs) -> None:
        racine.update(attributs)
        analyseur.StartElementHandler = None

    analyseur.StartElementHandler = debut
    _parse(analyseur, octets, partie)
    return racine


def read_textes(octets: bytes, partie: str) -> dict[str, str]:
    """The text of each tag of a small part that holds only text, by name without prefix."""
    textes: dict[str, str] = {}
    courant = ""

    def debut(nom: str, _: Attributs) -> None:
        nonlocal courant
        courant = local(nom)

    def fin(_: str) -> None:
        nonlocal courant
        courant = ""

    def texte(morceau: str) -> None:
        textes[courant] = textes.get(courant, "") + morceau

    walk(octets, partie, debut, fin, texte)
    return textes


def local(nom: str) -> str:
    """A name without its namespace prefix: « x:row » is « row »."""
    return nom.rpartition(":")[2]
