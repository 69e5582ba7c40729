"""A LibreOffice workbook (.ods): one part, where cells and rows are repeated by a number."""

import re

from plie_xl.reading.guard.archive import Archive
from plie_xl.reading.guard.areas import settle_aires
from plie_xl.reading.guard.cells import Releve, build_feuille, measure, require_noms
from plie_xl.reading.guard.cells_ods import CONTENU
from plie_xl.reading.guard.copy import build_copie
from plie_xl.reading.guard.grid_ods import Grille
from plie_xl.reading.guard.limits import MAX_OCTETS_BALISE, MAX_TEXTE
from plie_xl.reading.guard.refusals import Garde, RefusError, cite
from plie_xl.reading.guard.rows_ods import take_rangees
from plie_xl.reading.guard.sheet import scan_grille
from plie_xl.reading.guard.sheet_ods import OdsReader
from plie_xl.reading.guard.xml import decode_partie, read_elements, read_textes, walk

TYPES = "[Content_Types].xml"
_MIMETYPE = "mimetype"
_MANIFESTE = "META-INF/manifest.xml"
# What OpenOffice.org 2 writes at the head of it: this, and no other, declares nothing at all.
_DTD = (
    b'<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">'
)
_ODF = b"application/vnd.oasis.opendocument."
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?)?")


def is_odf(archive: Archive) -> bool:
    """Whether the container is that of LibreOffice; refused when it is no workbook."""
    if _MIMETYPE not in archive:
        return CONTENU in archive and TYPES not in archive
    genre = archive.read(_MIMETYPE).strip()
    if not genre.startswith(_ODF):
        raise RefusError("zip_quelconque")
    if not genre.startswith(_ODF + b"spreadsheet"):
        raise RefusError("odf_autre")
    if TYPES in archive:  # Excel would show the other one
        raise RefusError("deux_classeurs")
    return True


def inspect_odf(archive: Archive) -> Garde:
    """What the guard says of an OpenDocument workbook.

    Raises `RefusError` when it must not be read.
    """
    if CONTENU not in archive:
        raise RefusError("types_absents", partie=CONTENU)
    if _MANIFESTE in archive:
        manifeste = archive.read_xml(_MANIFESTE).replace(_DTD, b"", 1)
        elements = read_elements(manifeste, _MANIFESTE)
        if any(nom == "manifest:encryption-data" for nom, _ in elements):
            raise RefusError("chiffre")
    contenu, rangees = take_rangees(archive.read_xml(CONTENU))
    lecteur = OdsReader(rangees)
    walk(contenu, CONTENU, lecteur.start, lecteur.end, lecteur.add, lecteur.pass_etranger)
    if not lecteur.grilles:
        raise RefusError("classeur_absent")
    require_noms([grille.nom for grille in lecteur.grilles])
    releves = [(grille, _scan(grille)) for grille in lecteur.grilles]
    if sum(releve.poids for _, releve in releves) > MAX_TEXTE:
        raise RefusError("textes_demesures")
    archive.verify_reste(avec_doctype=True)  # those of LibreOffice's own libraries and menus
    loin, dits = settle_aires([(grille.nom, releve) for grille, releve in releves])
    meta = _read_meta(archive)
    date = meta.get("date", "").strip()
    return Garde(
        genre="ods",
        feuilles=tuple(
            build_feuille(releve, grille.nom, grille.visible, True, {}, grille.alentour)
            for grille, releve in releves
        ),
        avertissements=(*archive.avertissements, *dits),
        enregistre=date if _DATE.fullmatch(date) else None,
        programme=cite(meta.get("generator", "").partition("$")[0].strip()) or None,
        date1904=lecteur.date1904,
        annexes={"loin": loin} if loin else {},
        copie=build_copie([(grille.nom, releve.grille) for grille, releve in releves]),
    )


def _scan(grille: Grille) -> Releve:
    releve = scan_grille(memoryview(grille.octets), grille.nom)
    if releve is None:
        raise RefusError("xml_invalide", partie=CONTENU)
    grille.octets.clear()
    measure(releve, grille.nom)
    return releve


def _read_meta(archive: Archive) -> dict[str, str]:
    """Properties are a decoration: damaged, they are no reason to refuse the workbook."""
    if "meta.xml" not in archive:
        return {}
    octets = archive.read("meta.xml")
    if len(octets) > MAX_OCTETS_BALISE:
        return {}
    try:
        return read_textes(decode_partie(octets, "meta.xml"), "meta.xml")
    except RefusError:
        return {}
