"""XML walked tag by tag, with hard limits, for what is not read by the fast path."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar
from xml.parsers import expat

from plie_xl.reading.guard.limits import (
    MAX_BALISES,
    MAX_ELEMENTS,
    MAX_IMBRICATION,
    MAX_NOMS,
    MAX_OCTETS_BALISE,
    MAX_OCTETS_CODES,
    MAX_OCTETS_MEMO,
)
from plie_xl.reading.guard.refusals import RefusError

T = TypeVar("T")
Attributs = Mapping[str, str]
Debut = Callable[[str, Attributs], None]
Fin = Callable[[str], None]
_UTF8 = frozenset(("utf-8", "utf8", "us-ascii", "ascii"))
_AUTRES = frozenset(("iso-8859-1", "latin1", "iso-8859-15", "windows-1252"))
_DECLARATION = re.compile(r"\s*<\?xml[^>]*?(?:encoding\s*=\s*[\"']([^\"'>]*)[\"'][^>]*?)?\?>")
_DOCTYPE = b"<!DOCTYPE"
# A name is written out with its namespace: a long one would fill the memory.
_ESPACE_LONG = re.compile(rb"xmlns[^<>=]*=\s*(?:\"[^\"]{256}|'[^']{256})")

CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
ODF = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_MOTS_ODF = ("office", "table", "text", "style", "manifest")
_OOXML = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
# The namespaces that are read, under the prefix by which they are called here.
_ESPACES = {
    f"{_OOXML}spreadsheetml/2006/main": "",
    f"{_STRICT}spreadsheetml/main": "",
    f"{_OOXML}package/2006/relationships": "",
    f"{_OOXML}officeDocument/2006/relationships": "r:",
    f"{_STRICT}officeDocument/relationships": "r:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
    CALCEXT: "calcext:",
    ODF.format("drawing"): "draw:",
    **{ODF.format(mot): f"{mot}:" for mot in _MOTS_ODF},
}


def decode_partie(octets: bytes, partie: str) -> bytes:
    """The same XML in UTF-8, without declaration if it was written otherwise.

    Raises `RefusError` for an encoding that no spreadsheet program writes.
    """
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in octets[:4]:
        codage = "utf-16"
        if not octets.startswith((b"\xff\xfe", b"\xfe\xff")):
            codage = "utf-16-le" if octets[1:2] == b"\0" else "utf-16-be"
    else:
        tete = octets[:200].removeprefix(b"\xef\xbb\xbf").decode("latin-1")
        declaration = _DECLARATION.match(tete)
        if declaration is None and "<?xml" in tete[:20]:  # what it says there, nobody is sure of
            raise RefusError("encodage", partie=partie)
        codage = ((declaration and declaration[1]) or "utf-8").lower()
        if codage in _UTF8:
            return octets
        if codage not in _AUTRES:
            raise RefusError("encodage", partie=partie)
    if len(octets) > MAX_OCTETS_CODES:
        raise RefusError("trop_gros", partie=partie)
    try:
        texte = octets.decode(codage)
    except UnicodeDecodeError:
        raise RefusError("xml_invalide", partie=partie) from None
    declaration = _DECLARATION.match(texte)
    return texte[declaration.end() if declaration else 0 :].encode("utf-8", "replace")


class _Noms(dict[str, str]):
    """« row » for the rows of a sheet, whatever their prefix; « {}row » in a foreign namespace."""

    def __missing__(self, nom: str) -> str:
        espace, _, court = nom.rpartition(" ")
        prefixe = _ESPACES.get(espace)
        self[nom] = court = f"{{}}{court}" if prefixe is None else f"{prefixe}{court}"
        return court


class _Cles(dict[str, str]):
    """The same for attributes, which have no namespace unless they have a prefix."""

    def __missing__(self, nom: str) -> str:
        espace, separateur, court = nom.rpartition(" ")
        self[nom] = court = f"{_ESPACES.get(espace) or '{}'}{court}" if separateur else nom
        return court


class _Marcheur:
    """Counts depth, tags and names around the handlers of the caller.

    An element of a foreign namespace, and all that stands in it, is seen by no program: the
    handlers are not called, `etranger` is, once for each of these elements.
    """

    def __init__(
        self, partie: str, petite: bool, debut: Debut, fin: Fin | None, etranger: Fin | None
    ) -> None:
        self.partie = partie
        self._permise = MAX_OCTETS_BALISE if petite else MAX_IMBRICATION
        self.noms: dict[str, str] = {}  # the parser keeps here every name it meets
        self._debut, self._fin, self._etranger = debut, fin, etranger
        self._profondeur = 0
        self._balises = 0
        self._dehors = 0  # depth in a foreign element
        self._noms, self._cles = _Noms(), _Cles()

    def start(self, nom: str, attributs: Attributs) -> None:
        self._profondeur += 1
        self._balises += 1
        if self._profondeur > self._permise:
            raise RefusError("imbrication", partie=self.partie)
        if self._balises > MAX_BALISES or len(self.noms) > MAX_NOMS:
            raise RefusError("trop_de_balises", partie=self.partie)
        nom = self._noms[nom]
        if self._dehors or nom[0] == "{":
            self._dehors += 1
            if self._etranger is not None:
                self._etranger(nom)
        elif attributs:
            cles = self._cles
            self._debut(nom, {cles[cle]: valeur for cle, valeur in attributs.items()})
        else:
            self._debut(nom, attributs)

    def end(self, nom: str) -> None:
        self._profondeur -= 1
        if self._dehors:
            self._dehors -= 1
        elif self._fin is not None:
            self._fin(self._noms[nom])

    def text(self, add: Callable[[str], None] | None) -> Callable[[str], None] | None:
        """What to do with a text, which is not read in a foreign element."""
        if add is None:
            return None

        def filter_texte(morceau: str) -> None:
            if not self._dehors:
                add(morceau)

        return filter_texte


def walk(
    octets: bytes,
    partie: str,
    debut: Debut,
    fin: Fin | None = None,
    texte: Callable[[str], None] | None = None,
    etranger: Fin | None = None,
) -> None:
    """Call the handlers for each tag of a part, under the names of `_ESPACES`.

    Raises `RefusError` for invalid XML, a DOCTYPE, or beyond the bounds.
    """
    petite = len(octets) <= MAX_OCTETS_BALISE  # it cannot nest enough to matter
    marcheur = _Marcheur(partie, petite, debut, fin, etranger)
    analyseur = expat.ParserCreate(namespace_separator=" ", intern=marcheur.noms)
    analyseur.buffer_text = True
    analyseur.StartElementHandler = marcheur.start
    analyseur.EndElementHandler = marcheur.end
    analyseur.CharacterDataHandler = marcheur.text(texte)
    _parse(analyseur, octets, partie)


def refuse_caches(partie: str, *noms: str) -> Fin:
    """For `walk`: what bears one of our names inside a foreign element is seen by some programs."""

    def etranger(nom: str) -> None:
        if nom in noms:
            raise RefusError("cellule_egaree", partie=partie)

    return etranger


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
    # An error of a handler does not stop the parser: what could fill the memory is found before.
    if _DOCTYPE in octets:
        raise RefusError("doctype", partie=partie)
    longue = len(octets) > MAX_OCTETS_BALISE and _has_longue_balise(octets)
    if longue or _ESPACE_LONG.search(octets):
        raise RefusError("trop_de_balises", partie=partie)
    try:
        analyseur.Parse(octets, True)
    except (expat.ExpatError, ValueError, LookupError) as erreur:  # of what it declares
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
    """Every tag of a small part in order, under the names of `_ESPACES`, without extensions."""
    elements: list[tuple[str, Attributs]] = []
    dehors = 0  # depth in what only the newer programs read

    def debut(nom: str, attributs: Attributs) -> None:
        nonlocal dehors
        if dehors or nom == "extLst":
            dehors += 1
            return
        if len(elements) >= MAX_ELEMENTS:
            raise RefusError("trop_de_balises", partie=partie)
        elements.append((nom, attributs))

    def fin(_: str) -> None:
        nonlocal dehors
        dehors -= bool(dehors)

    walk(octets, partie, debut, fin, etranger=refuse_caches(partie, "sheet", "Relationship"))
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
        courant = nom.rpartition(":")[2]

    def fin(_: str) -> None:
        nonlocal courant
        courant = ""

    def texte(morceau: str) -> None:
        if len(textes) < MAX_ELEMENTS:
            textes[courant] = textes.get(courant, "") + morceau

    analyseur = expat.ParserCreate()
    analyseur.buffer_text = True
    analyseur.StartElementHandler, analyseur.EndElementHandler = debut, fin
    analyseur.CharacterDataHandler = texte
    _parse(analyseur, octets, partie)
    return textes
