"""The same document, the same bytes: dates of the archive fixed, parts in one order."""

import zipfile
from io import BytesIO

_DATE = (1980, 1, 1, 0, 0, 0)
_PREMIER = "[Content_Types].xml"


def freeze(octets: bytes) -> bytes:
    """An archive zipped again, so that when it was made leaves no trace in it."""
    rendu = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(octets)) as lu,
        zipfile.ZipFile(rendu, "w", zipfile.ZIP_DEFLATED) as ecrit,
    ):
        for nom in sorted(lu.namelist(), key=lambda nom: (nom != _PREMIER, nom)):
            ecrit.writestr(zipfile.ZipInfo(nom, _DATE), lu.read(nom), zipfile.ZIP_DEFLATED)
    return rendu.getvalue()
