"""A .xlsx or .xlsm workbook, in the strict form too: its sheets, its tables, its dates."""

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from plie_xl.reading.guard.archive import Archive
from plie_xl.reading.guard.areas import settle_aires
from plie_xl.reading.guard.cells import Releve, build_feuille, find_double, measure
from plie_xl.reading.guard.copy import build_copie, write_formats
from plie_xl.reading.guard.limits import (
    MAX_CELLULES,
    MAX_OCTETS_BALISE,
    MAX_PARTIES,
    MAX_TEXTE,
)
from plie_xl.reading.guard.refusals import Garde, RefusError, cite
from plie_xl.reading.guard.shared_strings import Textes, read_textes_partages
from plie_xl.reading.guard.sheet import scan_feuille
from plie_xl.reading.guard.xml import (
    Attributs,
    decode_partie,
    memo,
    read_elements,
    read_racine,
    read_textes,
    verify,
    walk,
)

TYPES = "[Content_Types].xml"
RELATIONS = "_rels/.rels"
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?")


@dataclass(slots=True)
class _Feuille:
    """A sheet as the workbook announces it, then what was found in it."""

    nom: str
    visible: bool
    partie: str
    releve: Releve = field(default_factory=Releve)
    tables: dict[str, str] = field(default_factory=dict)


def inspect_ooxml(archive: Archive) -> Garde:
    """What the guard says of an Office Open XML workbook.

    Raises `RefusError` when it must not be read.
    """
    for nom in (TYPES, RELATIONS):
        if nom not in archive:
            raise RefusError("types_absents", partie=nom)
    verify(archive.read_xml(TYPES), TYPES)
    classeur = _find_classeur(archive)
    relations = _read_relations(archive, classeur)
    elements = read_elements(archive.read_xml(classeur), classeur)
    feuilles = _list_feuilles(archive, elements, relations)
    textes = _read_textes(archive, relations)
    _scan_feuilles(archive, feuilles, textes)
    formats = _read_formats(archive, relations)
    annexes = archive.verify_reste()
    loin, dits = settle_aires([(vue.nom, vue.releve) for vue in feuilles], textes)
    if loin:
        annexes["loin"] = loin
    date1904 = _has_date1904(elements)
    calcule = any(feuille.releve.calculees for feuille in feuilles)
    return Garde(
        genre="xlsx",
        feuilles=tuple(
            build_feuille(vue.releve, vue.nom, vue.visible, calcule, vue.tables) for vue in feuilles
        ),
        avertissements=(*archive.avertissements, *dits),
        enregistre=_read_date(archive),
        programme=_read_programme(archive),
        date1904=date1904,
        annexes=annexes,
        copie=build_copie(
            [(vue.nom, vue.releve.grille) for vue in feuilles],
            textes.partie if textes else b"",
            formats,
            date1904,
        ),
    )


def find_parties(archive: Archive) -> tuple[dict[str, str], str | None]:
    """The part of each sheet, by the sheet's name, and that of the shared texts.

    Raises `RefusError` when the container does not say it.
    """
    classeur = _find_classeur(archive)
    relations = _read_relations(archive, classeur)
    elements = read_elements(archive.read_xml(classeur), classeur)
    feuilles = _list_feuilles(archive, elements, relations)
    return {f.nom: f.partie for f in feuilles}, _find_partie(archive, relations, "sharedStrings")


def _find_classeur(archive: Archive) -> str:
    """Name of the workbook part, as the package declares it."""
    for genre, cible in _read_relations(archive, "").values():
        if genre == "officeDocument" and cible in archive:
            return cible
    raise RefusError("classeur_absent")


def _read_relations(archive: Archive, partie: str) -> dict[str, tuple[str, str]]:
    """Relations of a part by identifier: kind (last word of its type), part aimed at."""
    dossier, nom = posixpath.split(partie)
    chemin = posixpath.join(dossier, "_rels", f"{nom}.rels")
    if chemin not in archive:
        return {}
    relations = {}
    for element, attributs in read_elements(archive.read_xml(chemin), chemin):
        if element == "Relationship" and attributs.get("TargetMode") != "External":
            genre = attributs.get("Type", "").rpartition("/")[2]
            cible = unquote(attributs.get("Target", "")).replace("\\", "/")
            cible = posixpath.normpath(posixpath.join("/", dossier, cible)).lstrip("/")
            relations[attributs.get("Id", "")] = (genre, cible)
    return relations


def _list_feuilles(
    archive: Archive,
    elements: Sequence[tuple[str, Attributs]],
    relations: dict[str, tuple[str, str]],
) -> list[_Feuille]:
    feuilles = []
    for element, attributs in elements:
        if element == "sheet":
            nom, rang = attributs.get("name", ""), attributs.get("r:id", "")
            if not rang:  # a module of Excel 5, which has no part
                continue
            _, partie = relations.get(rang, ("", ""))
            if partie not in archive:
                raise RefusError("feuille_absente", feuille=nom)
            visible = attributs.get("state", "visible") == "visible"
            feuilles.append(_Feuille(nom, visible, partie))
    if not feuilles:
        raise RefusError("classeur_absent")
    if len(feuilles) > MAX_PARTIES:
        raise RefusError("trop_de_parties", nombre=len(feuilles))
    return feuilles


def _scan_feuilles(archive: Archive, feuilles: list[_Feuille], textes: Textes | None) -> None:
    """Scan each sheet once, even when two sheets of the workbook share a part."""
    vues: dict[str, _Feuille] = {}
    for feuille in feuilles:
        premiere = vues.setdefault(feuille.partie, feuille)
        if premiere is feuille:
            feuille.releve = _scan(archive, feuille, textes)
            feuille.tables = _read_tables(archive, feuille.partie)
        feuille.releve, feuille.tables = premiere.releve, premiere.tables
        if sum(vue.releve.cellules for vue in vues.values()) > MAX_CELLULES:
            raise RefusError("trop_de_cellules", feuille=feuille.nom)


def _scan(archive: Archive, feuille: _Feuille, textes: Textes | None) -> Releve:
    releve = scan_feuille(archive.read_xml(feuille.partie), feuille.partie, feuille.nom)
    if textes is None and b' t="s"' in releve.grille:
        raise RefusError("textes_absents", feuille=feuille.nom)
    if textes and textes.settle(releve) > MAX_TEXTE:
        raise RefusError("textes_demesures")
    measure(releve, feuille.nom)
    if releve.cellules < len(releve.pleines):
        archive.avertissements.append(
            f"la feuille « {cite(feuille.nom)} » écrit plusieurs fois la cellule "
            f"{find_double(releve.pleines)} ; la dernière écriture est lue"
        )
    return releve


def _find_partie(archive: Archive, relations: dict[str, tuple[str, str]], genre: str) -> str | None:
    for autre, cible in relations.values():
        if autre == genre and cible in archive:
            return cible
    return None


def _read_textes(archive: Archive, relations: dict[str, tuple[str, str]]) -> Textes | None:
    partie = _find_partie(archive, relations, "sharedStrings")
    return None if partie is None else read_textes_partages(archive.read_xml(partie), partie)


def _read_formats(archive: Archive, relations: dict[str, tuple[str, str]]) -> bytes:
    """How numbers are shown, which alone tells a day from a number."""
    partie = _find_partie(archive, relations, "styles")
    if partie is not None:
        return _rewrite_formats(archive.read_xml(partie), partie)
    archive.avertissements.append(
        "les formats de cellule manquent ; les dates peuvent se lire comme des nombres"
    )
    return b""


@memo
def _rewrite_formats(octets: bytes, partie: str) -> bytes:
    nombres: list[tuple[str, str]] = []
    cellules: list[str] = []
    dans: list[str] = []

    def debut(nom: str, attributs: Attributs) -> None:
        dans.append(nom)
        if dans == ["styleSheet", "numFmts", "numFmt"]:
            nombres.append((attributs.get("numFmtId", ""), attributs.get("formatCode", "")))
        elif dans == ["styleSheet", "cellXfs", "xf"]:
            cellules.append(attributs.get("numFmtId", "0"))

    def fin(_: str) -> None:
        dans.pop()

    walk(octets, partie, debut, fin)
    return write_formats(nombres, cellules)


def _read_tables(archive: Archive, partie: str) -> dict[str, str]:
    """Excel tables of a sheet: name, then the range it covers."""
    tables = {}
    for genre, cible in _read_relations(archive, partie).values():
        if genre == "table" and cible in archive:
            attributs = read_racine(archive.read_xml(cible), cible)
            tables[attributs.get("displayName", attributs.get("name", ""))] = attributs.get(
                "ref", ""
            )
    return tables


def _has_date1904(elements: Sequence[tuple[str, Attributs]]) -> bool:
    return any(
        element == "workbookPr" and attributs.get("date1904") in ("1", "true", "on")
        for element, attributs in elements
    )


def _read_date(archive: Archive) -> str | None:
    """When the workbook was last saved, if its properties say so in ISO form."""
    date = _read_proprietes(archive, "docProps/core.xml").get("modified", "").strip()
    return date if _DATE.fullmatch(date) else None


def _read_programme(archive: Archive) -> str | None:
    proprietes = _read_proprietes(archive, "docProps/app.xml")
    nom, version = proprietes.get("Application", ""), proprietes.get("AppVersion", "")
    return cite(f"{nom} {version}".strip()) or None


def _read_proprietes(archive: Archive, partie: str) -> dict[str, str]:
    """Properties are a decoration: damaged, they are no reason to refuse the workbook."""
    if partie not in archive:
        return {}
    octets = archive.read(partie)
    if len(octets) > MAX_OCTETS_BALISE:
        return {}
    try:
        return read_textes(decode_partie(octets, partie), partie)
    except RefusError:
        return {}
