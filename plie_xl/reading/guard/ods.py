"""A LibreOffice workbook (.ods): one part, where cells and rows are repeated by a number."""

import re

from plie_xl.reading.guard.archive import Archive
from plie_xl.reading.guard.refusals import Garde, RefusError, cite
from plie_xl.reading.guard.sheet_ods import CONTENU, OdsReader
from plie_xl.reading.guard.xml import read_elements, read_textes, walk

_MIMETYPE = "mimetype"
_MANIFESTE = "META-INF/manifest.xml"
_ODF = b"application/vnd.oasis.opendocument."
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?)?")


def is_odf(archive: Archive) -> bool:
    """Whether the container is that of LibreOffice; refused when it is no workbook."""
    if _MIMETYPE not in archive:
        return CONTENU in archive and _MANIFESTE in archive
    genre = archive.read(_MIMETYPE).strip()
    if not genre.startswith(_ODF):
        raise RefusError("zip_quelconque")
    if not genre.startswith(_ODF + b"spreadsheet"):
        raise RefusError("odf_autre")
    return True


def inspect_odf(archive: Archive) -> Garde:
    """What the guard says of an OpenDocument workbook.

    Raises `RefusError` when it must not be read.
    """
    for partie in (_MIMETYPE, _MANIFESTE, CONTENU):
        if partie not in archive:
            raise RefusError("types_absents", partie=partie)
    elements = read_elements(archive.read(_MANIFESTE), _MANIFESTE)
    if any(nom == "encryption-data" for nom, _ in elements):
        raise RefusError("chiffre")
    lecteur = OdsReader()
    walk(archive.read(CONTENU), CONTENU, lecteur.start, lecteur.end, lecteur.add)
    if not lecteur.feuilles:
        raise RefusError("classeur_absent")
    archive.verify_reste()
    meta = _read_meta(archive)
    date = meta.get("date", "").strip()
    return Garde(
        genre="ods",
        feuilles=tuple(lecteur.feuilles),
        avertissements=tuple(archive.avertissements),
        enregistre=date if _DATE.fullmatch(date) else None,
        programme=cite(meta.get("generator", "").partition("$")[0].strip()) or None,
        date1904=lecteur.date1904,
    )


def _read_meta(archive: Archive) -> dict[str, str]:
    """Properties are a decoration: damaged, they are no reason to refuse the workbook."""
    if "meta.xml" not in archive:
        return {}
    octets = archive.read("meta.xml")
    try:
        return read_textes(octets, "meta.xml")
    except RefusError:
        return {}
