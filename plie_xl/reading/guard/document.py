"""A received .docx before any parser: its parser builds a tree that its size alone bounds."""

from plie_xl.reading.guard.archive import open_archive
from plie_xl.reading.guard.limits import MAX_OCTETS_DOCUMENT
from plie_xl.reading.guard.refusals import RefusError


def require_document(octets: bytes) -> None:
    """Inflate and verify each part within the bounds; raises `RefusError` for what is beyond."""
    archive = open_archive(octets)
    if archive is None:
        raise RefusError("archive")
    for info in archive.parties.values():
        if info.filename.endswith((".xml", ".rels")) and info.file_size > MAX_OCTETS_DOCUMENT:
            raise RefusError("trop_gros", partie=info.filename)
    archive.verify_reste()
