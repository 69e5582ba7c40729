"""Whether a file is a register that we wrote: such a file may be replaced."""

import re
from pathlib import Path

from plie_xl.files.claim import Origine
from plie_xl.files.container import read_part
from plie_xl.reading.filled import recognize_filled

_SCEAU = re.compile(rb"<cp:keywords>registre ([0-9a-f]{64})</cp:keywords>")
_MAX = 65_536


def read_empreinte(chemin: Path) -> str:
    """The digest of the workbook that a register speaks of; "" when it is no register of ours."""
    trouve = _SCEAU.search(read_part(chemin, "docProps/core.xml", _MAX))
    return trouve[1].decode() if trouve else ""


def recognize_registre(chemin: Path) -> Origine:
    """A register may have been changed since: it is kept beside."""
    return Origine.RETOUCHE if read_empreinte(chemin) else recognize_filled(chemin)
