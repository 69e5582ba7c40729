"""The guard: one bounded look at a received file, before any reader opens it.

Standard library only. `inspect` tells what the file is, why it must not be read, and how
many cells a right reading must give.
"""

from plie_xl.reading.guard.archive import Archive, open_archive
from plie_xl.reading.guard.around import Alentour, Plage
from plie_xl.reading.guard.ods import inspect_odf, is_odf
from plie_xl.reading.guard.ole import MAGIE, find_motif_ole
from plie_xl.reading.guard.refusals import FeuilleVue, Garde, Refus, RefusError
from plie_xl.reading.guard.signatures import find_motif
from plie_xl.reading.guard.xlsx import TYPES, inspect_ooxml

__all__ = [
    "Alentour",
    "FeuilleVue",
    "Garde",
    "Plage",
    "Refus",
    "inspect",
]

_CLASSEURS = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb")
# The first part that is there names what is no workbook for us.
_AUTRES = (
    ("xl/workbook.bin", "xlsb"),
    ("word/document.xml", "docx"),
    ("ppt/presentation.xml", "pptx"),
    ("Index/Document.iwa", "numbers"),
)


def inspect(octets: bytes) -> Garde:
    """What the guard knows of a file, given its bytes; never raises, whatever they are.

    Time and memory are bounded by `plie_xl.reading.guard.limits`: some seconds and some hundreds
    of megabytes for the worst file, a few milliseconds for an ordinary one.
    """
    genre = ""
    try:
        if octets.startswith(MAGIE):
            raise RefusError(find_motif_ole(octets))
        archive = None if octets[:1_024].find(b"%PDF-") >= 0 else open_archive(octets)
        if archive is None:
            raise RefusError(find_motif(octets))
        if is_odf(archive):
            genre = "ods"
            return inspect_odf(archive)
        _require_ooxml(archive)
        genre = "xlsx"
        return inspect_ooxml(archive)
    except RefusError as erreur:
        return Garde(genre, erreur.refus)


def _require_ooxml(archive: Archive) -> None:
    """Refuse a container that is not, even damaged, an Office Open XML workbook."""
    for nom, motif in _AUTRES:
        if nom in archive:
            raise RefusError(motif)
    if TYPES in archive or any(nom.startswith("xl/") for nom in archive.parties):
        return
    if any(nom.endswith(_CLASSEURS) for nom in archive.parties):
        raise RefusError("zip_de_classeurs")
    raise RefusError("zip_quelconque")
