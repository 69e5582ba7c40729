"""A .xlsx or .xlsm workbook, in the strict form too: its sheets, its tables, its dates."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from plie_xl.reading.guard.archive import Archive
from plie_xl.reading.guard.areas import settle_aires
from plie_xl.reading.guard.around import Alentour, Plage, find_fusions, find_objets, find_volatiles
from plie_xl.reading.guard.cells import (
    Releve,
    build_feuille,
    find_double,
    measure,
    require_noms,
)
from plie_xl.reading.guard.copy import build_copie
from plie_xl.reading.guard.formats import read_formats
from plie_xl.reading.guard.limits import (
    MAX_CELLULES,
    MAX_OCTETS_BALISE,
    MAX_PARTIES,
    MAX_TEXTE,
)
from plie_xl.reading.guard.links import find_liens
from plie_xl.reading.guard.refusals import FeuilleVue, Garde, RefusError, cite
from plie_xl.reading.guard.relations import Relations, read_adresses, read_relations
from plie_xl.reading.guard.shared_strings import Textes, read_textes_partages
from plie_xl.reading.guard.sheet import find_alentour, scan_feuille
from plie_xl.reading.guard.xml import (
    Attributs,
    decode_partie,
    read_elements,
    read_racine,
    read_textes,
    verify,
)

TYPES = "[Content_Types].xml"
RELATIONS = "_rels/.rels"
_SANS_CELLULES = ("chartsheet", "dialogsheet")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?")


@dataclass(slots=True)
class _Feuille:
    """A sheet as the workbook announces it, then what was found in it."""

    nom: str
    visible: bool
    partie: str
    sans_cellules: bool = False  # a sheet of charts, or of buttons
    releve: Releve = field(default_factory=Releve)
    tables: dict[str, str] = field(default_factory=dict)
    alentour: Alentour = field(default_factory=Alentour)
    dessins: tuple[str, ...] = ()  # the parts that draw over its cells


def inspect_ooxml(archive: Archive) -> Garde:
    """What the guard says of an Office Open XML workbook.

    Raises `RefusError` when it must not be read.
    """
    for nom in (TYPES, RELATIONS):
        if nom not in archive:
            raise RefusError("types_absents", partie=nom)
    verify(archive.read_xml(TYPES), TYPES)
    classeur = _find_classeur(archive)
    relations = read_relations(archive, classeur)
    elements = read_elements(archive.read_xml(classeur), classeur)
    feuilles = _list_feuilles(archive, elements, relations)
    textes = _read_textes(archive, relations)
    _scan_feuilles(archive, feuilles, textes)
    formats = read_formats(archive, _find_partie(archive, relations, "styles"))
    annexes = archive.verify_reste()
    loin, dits = settle_aires([(vue.nom, vue.releve) for vue in feuilles], textes)
    if loin:
        annexes["loin"] = loin
    date1904 = _has_date1904(elements)
    return Garde(
        genre="xlsx",
        feuilles=_build_feuilles(feuilles, annexes),
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


def _build_feuilles(
    feuilles: Sequence[_Feuille], annexes: Mapping[str, bytes]
) -> tuple[FeuilleVue, ...]:
    calcule = any(feuille.releve.calculees for feuille in feuilles)
    return tuple(
        build_feuille(
            vue.releve,
            vue.nom,
            vue.visible,
            calcule,
            vue.tables,
            replace(vue.alentour, objets=_list_objets(vue, annexes)),
        )
        for vue in feuilles
    )


def find_parties(archive: Archive) -> tuple[dict[str, str], str | None]:
    """The part of each sheet, by the sheet's name, and that of the shared texts.

    Raises `RefusError` when the container does not say it.
    """
    classeur = _find_classeur(archive)
    relations = read_relations(archive, classeur)
    elements = read_elements(archive.read_xml(classeur), classeur)
    feuilles = _list_feuilles(archive, elements, relations)
    return {f.nom: f.partie for f in feuilles}, _find_partie(archive, relations, "sharedStrings")


def _find_classeur(archive: Archive) -> str:
    """Name of the workbook part, as the package declares it."""
    classeur = _find_partie(archive, read_relations(archive, ""), "officeDocument")
    if classeur is None:
        raise RefusError("classeur_absent")
    return classeur


def _list_feuilles(
    archive: Archive,
    elements: Sequence[tuple[str, Attributs]],
    relations: Relations,
) -> list[_Feuille]:
    feuilles = []
    for element, attributs in elements:
        if element == "sheet":
            nom, rang = attributs.get("name", ""), attributs.get("r:id", "")
            if not rang:  # a module of Excel 5, which has no part
                continue
            genre, partie = relations.get(rang, ("", ""))
            if partie not in archive:
                raise RefusError("feuille_absente", feuille=nom)
            visible = attributs.get("state", "visible") == "visible"
            feuilles.append(_Feuille(nom, visible, partie, genre in _SANS_CELLULES))
    if not feuilles:
        raise RefusError("classeur_absent")
    require_noms([feuille.nom for feuille in feuilles])
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
            _read_autour(archive, feuille)
        feuille.releve, feuille.tables = premiere.releve, premiere.tables
        feuille.alentour, feuille.dessins = premiere.alentour, premiere.dessins
        if sum(vue.releve.cellules for vue in vues.values()) > MAX_CELLULES:
            raise RefusError("trop_de_cellules", feuille=feuille.nom)
        if sum(vue.releve.poids for vue in vues.values()) > MAX_TEXTE:
            raise RefusError("textes_demesures")


def _scan(archive: Archive, feuille: _Feuille, textes: Textes | None) -> Releve:
    octets = archive.read_xml(feuille.partie)
    releve = scan_feuille(octets, feuille.partie, feuille.nom)
    autour = find_alentour(octets)
    feuille.alentour = Alentour(
        find_fusions(autour),
        find_objets([autour]),
        volatiles=find_volatiles(octets),
        liens=find_liens(autour, partial(read_adresses, archive, feuille.partie)),
    )
    del octets  # what follows takes as much memory
    if textes is None and releve.partagees:
        raise RefusError("textes_absents", feuille=feuille.nom)
    if feuille.sans_cellules and releve.nombre:
        raise RefusError("cellule_egaree", partie=feuille.partie)
    if textes:
        textes.settle(releve)
    measure(releve, feuille.nom)
    double = "" if releve.ordre else find_double(releve.pleines)
    if double:
        archive.avertissements.append(
            f"la feuille « {cite(feuille.nom)} » écrit plusieurs fois la cellule "
            f"{double} ; la dernière écriture est lue"
        )
    return releve


def _find_partie(archive: Archive, relations: Relations, genre: str) -> str | None:
    """The part of a kind; programs would not agree on which of two counts."""
    cibles = {cible for autre, cible in relations.values() if autre == genre and cible in archive}
    if len(cibles) > 1:
        raise RefusError("ambigu", partie=max(cibles))
    return next(iter(cibles), None)


def _read_textes(archive: Archive, relations: Relations) -> Textes | None:
    partie = _find_partie(archive, relations, "sharedStrings")
    return None if partie is None else read_textes_partages(archive.read_xml(partie), partie)


def _read_autour(archive: Archive, feuille: _Feuille) -> None:
    """The Excel tables of a sheet with the range that each covers; what is drawn on it."""
    sans_entete: dict[str, tuple[str, ...]] = {}
    for genre, cible in read_relations(archive, feuille.partie).values():
        if genre == "drawing":
            feuille.dessins += (cible.casefold(),)
        elif genre == "table" and cible in archive:
            octets = archive.read_xml(cible)
            attributs = read_racine(octets, cible)
            nom = attributs.get("displayName", attributs.get("name", ""))
            feuille.tables[nom] = attributs.get("ref", "")
            colonnes = _read_colonnes(octets, cible)
            if colonnes:
                sans_entete[nom] = colonnes
    feuille.alentour = replace(feuille.alentour, sans_entete=sans_entete)


def _read_colonnes(table: bytes, partie: str) -> tuple[str, ...]:
    """The names of the columns of an Excel table whose header row was unticked; else nothing."""
    if read_racine(table, partie).get("headerRowCount") != "0":
        return ()
    elements = read_elements(table, partie)
    return tuple(a.get("name", "") for element, a in elements if element == "tableColumn")


def _list_objets(feuille: _Feuille, annexes: Mapping[str, bytes]) -> tuple[Plage, ...]:
    """Those embedded in the sheet itself, and those of its drawings."""
    dessins = [annexes[nom] for nom in feuille.dessins if nom in annexes]
    return feuille.alentour.objets + find_objets(dessins)


def _has_date1904(elements: Sequence[tuple[str, Attributs]]) -> bool:
    return any(
        element == "workbookPr" and attributs.get("date1904", "").strip() in ("1", "true", "on")
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
