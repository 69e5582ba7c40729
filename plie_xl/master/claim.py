"""Where a master may be written: what one of ours looks like, for `files.claim`."""

import re
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from plie_xl.files.claim import Origine, claim
from plie_xl.files.container import read_part
from plie_xl.reading.filled import recognize_filled

MARQUE = "plie_xl master"  # in the document's properties: how we know our own work
_PROPRIETES = 100_000  # bytes of properties looked at: a received file may hide a bomb there
_JOUR = r"<dcterms:{} [^>]*>([^<]*)</dcterms:{}>"
_CREE, _MODIFIE = (re.compile(_JOUR.format(n, n).encode()) for n in ("created", "modified"))


def claim_master(
    chemin: Path,
    lus: Iterable[Path] = (),
    ancien: Path | None = None,
    remplacer: bool | None = None,
) -> bool:
    """Whether what stands there must be kept beside the new master. Raises as `claim`."""
    return claim(chemin, recognize_master, lus=lus, ancien=ancien, remplacer=remplacer)


def est_un_master(chemin: Path) -> bool:
    """Whether a file was written by `write_master`: such a file may be replaced unasked."""
    return MARQUE.encode() in read_part(chemin, "docProps/core.xml", _PROPRIETES)


def recognize_master(chemin: Path) -> Origine:
    """Ours, and still as we wrote it: a program that saves it anew dates it."""
    if not est_un_master(chemin):
        return recognize_filled(chemin)
    with suppress(Exception), zipfile.ZipFile(chemin) as archive:
        with archive.open("docProps/core.xml") as ouvert:
            proprietes = ouvert.read(_PROPRIETES)
        cree, modifie = _CREE.search(proprietes), _MODIFIE.search(proprietes)
        if cree and modifie and cree[1] == modifie[1]:
            return Origine.NOUS
    return Origine.RETOUCHE
