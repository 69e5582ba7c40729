"""Where a master may be written: what one of ours looks like, for `files.claim`."""

import re
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from plie_xl.files.claim import Origine, claim
from plie_xl.master import est_un_master
from plie_xl.reading.filled import recognize_filled

_PROPRIETES = 100_000  # bytes looked at
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
