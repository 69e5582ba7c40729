"""What a part of an Office Open XML workbook is related to: other parts, addresses outside."""

import posixpath
from collections.abc import Mapping
from urllib.parse import unquote

from plie_xl.reading.guard.archive import Archive
from plie_xl.reading.guard.refusals import RefusError
from plie_xl.reading.guard.xml import memo, read_elements

Relations = Mapping[str, tuple[str, str]]  # by identifier: kind, part aimed at


def read_relations(archive: Archive, partie: str) -> Relations:
    """Relations of a part by identifier: kind (last word of its type), part aimed at."""
    chemin = _name_relations(partie)
    return _parse_relations(archive.read_xml(chemin), chemin) if chemin in archive else {}


def read_adresses(archive: Archive, partie: str) -> Mapping[str, str]:
    """What a part aims at outside the workbook, by identifier, as written."""
    chemin = _name_relations(partie)
    return _parse_adresses(archive.read_xml(chemin), chemin) if chemin in archive else {}


def _name_relations(partie: str) -> str:
    dossier, nom = posixpath.split(partie)
    return posixpath.join(dossier, "_rels", f"{nom}.rels")


@memo
def _parse_relations(octets: bytes, partie: str) -> Relations:
    dossier = posixpath.dirname(posixpath.dirname(partie))
    relations: dict[str, tuple[str, str]] = {}
    for element, attributs in read_elements(octets, partie):
        if element == "Relationship" and attributs.get("TargetMode") != "External":
            genre = attributs.get("Type", "").rpartition("/")[2]
            cible = unquote(attributs.get("Target", "")).replace("\\", "/")
            cible = posixpath.normpath(posixpath.join("/", dossier, cible)).lstrip("/")
            rang = attributs.get("Id", "")
            if rang in relations:
                raise RefusError("ambigu", partie=cible)
            relations[rang] = (genre, cible)
    return relations


@memo
def _parse_adresses(octets: bytes, partie: str) -> Mapping[str, str]:
    return {
        attributs.get("Id", ""): attributs.get("Target", "")
        for element, attributs in read_elements(octets, partie)
        if element == "Relationship" and attributs.get("TargetMode") == "External"
    }
