"""Whether a file is a coordinator's workbook: such a file is never written over."""

from pathlib import Path

from plie_xl.files.claim import Origine
from plie_xl.reading.many import read_many


def recognize_filled(chemin: Path) -> Origine:
    """Read it as what is received is read: in a child process, with limits."""
    [lecture] = read_many([(chemin.name, chemin)])
    return Origine.REMPLI if lecture.fiche or lecture.tables else Origine.AUTRE
