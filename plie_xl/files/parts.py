"""Editing the parts of an Office file without touching the others.

An Office file is a zip of parts. What is written here depends on the parts alone: fixed dates,
fixed system, so that the same parts give the same bytes on any day and any machine.
"""

import io
import zipfile
from collections.abc import Mapping

CONTENT_TYPES = "[Content_Types].xml"
RELATIONS = "_rels/.rels"
PROJET = "xl/vbaProject.bin"
_EPOQUE = (1980, 1, 1, 0, 0, 0)  # the first date a zip can hold


def read_parts(paquet: bytes) -> dict[str, bytes]:
    """Return the parts of an Office file by name, in file order."""
    with zipfile.ZipFile(io.BytesIO(paquet)) as archive:
        return {nom: archive.read(nom) for nom in archive.namelist()}


def write_parts(parties: Mapping[str, bytes]) -> bytes:
    """Return the Office file made of these parts, in this order."""
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as archive:
        for nom, contenu in parties.items():
            entree = zipfile.ZipInfo(nom, _EPOQUE)
            entree.create_system = 0
            entree.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entree, contenu)
    return tampon.getvalue()


def replace_once(contenu: bytes, avant: str, apres: str) -> bytes:
    """Replace a text that must be there exactly once; ValueError names it otherwise."""
    vieux = avant.encode()
    if contenu.count(vieux) != 1:
        raise ValueError(f"expected exactly once in the part: {avant}")
    return contenu.replace(vieux, apres.encode())
