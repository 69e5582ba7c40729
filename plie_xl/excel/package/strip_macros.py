"""From an .xlsm to the same workbook without its macros nor their buttons, part by part.

Excel's own « save as » would rename the open workbook, and libraries lose what they do not know.
Here bytes are cut out of the parts concerned, and every other part stays as it is.
"""

import posixpath
import re
from collections.abc import Iterator

from plie_xl.excel.package.cut import cut_elements
from plie_xl.files.parts import CONTENT_TYPES, read_parts, write_parts
from plie_xl.model.errors import PlieError

_AVEC = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_SANS = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_TYPE_VBA = b"application/vnd.ms-office.vbaProject"
_FEUILLE_MACRO = b"macrosheet"  # macros of 1992, which no .xlsx may hold
_RELATION = re.compile(rb"<Relationship\s[^>]*?/>")
_CONTROLES_VIDES = re.compile(
    rb"<mc:AlternateContent[^>]*><mc:Choice[^>]*><controls>\s*</controls></mc:Choice>"
    rb"(<mc:Fallback\s*/>)?</mc:AlternateContent>"
)


class MacrosError(PlieError):
    """The macros cannot be taken out of this file; the message says why, in French."""


def remove_macros(xlsm: bytes) -> bytes:
    """Return the .xlsx of a workbook: VBA, its buttons and what names them are gone.

    A workbook without macros comes back as it is. A control that does not call a macro stays.

    MacrosError when the workbook holds macros that are not VBA.
    """
    parties = read_parts(xlsm)
    types = parties[CONTENT_TYPES]
    if _AVEC not in types:
        return xlsm
    if _FEUILLE_MACRO in types:
        raise MacrosError("le classeur contient une feuille de macros d’un ancien Excel")
    parties[CONTENT_TYPES] = re.sub(
        rb'<Default\s[^>]*ContentType="' + re.escape(_TYPE_VBA) + rb'"[^>]*/>',
        b"",
        types.replace(_AVEC, _SANS),
    )
    _drop_related(parties, "xl/workbook.xml", b"/vbaProject")
    for feuille in [nom for nom in parties if re.fullmatch(r"xl/worksheets/[^/]+\.xml", nom)]:
        _remove_boutons(parties, feuille)
    return write_parts(parties)


def _remove_boutons(parties: dict[str, bytes], feuille: str) -> None:
    """Take the buttons that call a macro out of a sheet, in the two forms Excel writes them."""
    if b"<controlPr" in parties[feuille]:
        reste, coupes = cut_elements(parties[feuille], "AlternateContent", _is_bouton)
        parties[feuille] = _CONTROLES_VIDES.sub(b"", reste)
        for identifiant in re.findall(rb'<control\s[^>]*?r:id="([^"]+)"', b"".join(coupes)):
            _drop_relation(parties, feuille, identifiant)
    for identifiant, cible in list(_related(parties, feuille, b"/drawing")):
        del identifiant
        if b"<mc:AlternateContent" in parties[cible]:
            parties[cible], _ = cut_elements(parties[cible], "AlternateContent", _is_forme)
    for identifiant, cible in list(_related(parties, feuille, b"/vmlDrawing")):
        reste, coupes = cut_elements(parties[cible], "shape", _calls_macro)
        if coupes and b"<v:shape " not in reste:
            balise = rb'<legacyDrawing\s+r:id="' + re.escape(identifiant) + rb'"\s*/>'
            parties[feuille] = re.sub(balise, b"", parties[feuille])
            _drop_relation(parties, feuille, identifiant)
        else:
            parties[cible] = reste


def _is_bouton(nom: str, attributs: dict[str, str]) -> bool:
    return nom == "controlPr" and bool(attributs.get("macro"))


def _is_forme(nom: str, attributs: dict[str, str]) -> bool:
    return nom == "sp" and bool(attributs.get("macro"))


def _calls_macro(nom: str, _attributs: dict[str, str]) -> bool:
    return nom == "FmlaMacro"


def _rels(partie: str) -> str:
    dossier, nom = posixpath.split(partie)
    return f"{dossier}/_rels/{nom}.rels"


def _related(parties: dict[str, bytes], partie: str, genre: bytes) -> Iterator[tuple[bytes, str]]:
    """Identifier and part of each relation whose type ends in `genre`."""
    for relation in _RELATION.findall(parties.get(_rels(partie), b"")):
        if re.search(rb'\sType="[^"]*' + genre + rb'"', relation):
            identifiant, cible = (
                re.search(rb"\s" + attribut + rb'="([^"]*)"', relation)
                for attribut in (b"Id", b"Target")
            )
            if identifiant and cible:
                dossier = posixpath.dirname(partie)
                chemin = posixpath.join("/" + dossier, cible[1].decode())
                yield identifiant[1], posixpath.normpath(chemin).lstrip("/")


def _drop_related(parties: dict[str, bytes], partie: str, genre: bytes) -> None:
    for identifiant, _ in list(_related(parties, partie, genre)):
        _drop_relation(parties, partie, identifiant)


def _drop_relation(parties: dict[str, bytes], partie: str, identifiant: bytes) -> None:
    """Take out a relation, the part it names, and what only that part named."""
    cibles = dict(_related(parties, partie, b""))
    cible = cibles[identifiant]
    rels = _rels(partie)
    balise = rb'<Relationship\s[^>]*?\bId="' + re.escape(identifiant) + rb'"[^>]*?/>'
    parties[rels] = re.sub(balise, b"", parties[rels])
    _drop_related(parties, cible, b"")
    for nom in (cible, _rels(cible)):
        parties.pop(nom, None)
    override = rb'<Override\s[^>]*PartName="/' + re.escape(cible.encode()) + rb'"[^>]*/>'
    parties[CONTENT_TYPES] = re.sub(override, b"", parties[CONTENT_TYPES])
