"""What the reader is given: the parts that the guard has read, as it has read them.

A part that the guard did not look into, or a second way of reading the container, never reaches
the reader; and what it does not use (deflated bytes, the text of formulas) costs it no time.
"""

import io
import re
import zipfile
from collections.abc import Mapping

# The reader knows these errors, and refuses a whole sheet for one that Excel has learnt since 2018.
ERREURS_LUES = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))
_CODE = re.compile(rb"( t=\"e\"[^>]*+>(?:<[^v<][^<]*+)*+<(?:\w++:)?v[^<>]*+>)[^<]++")
_LUE = rb"\1#N/A"


def build_copie(parties: Mapping[str, bytes]) -> bytes:
    """A container that holds these parts, by name, stored as they are."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_STORED) as archive:
        for nom, contenu in parties.items():
            archive.writestr(zipfile.ZipInfo(nom), contenu)
    return sortie.getvalue()


def replace_erreurs(octets: bytes) -> bytes:
    """A copy of an inspected workbook in which every error cell says « #N/A ».

    What each cell said stays in the `erreurs` of the guard.
    """
    sortie = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(octets)) as lue,
        zipfile.ZipFile(sortie, "w", zipfile.ZIP_STORED) as ecrite,
    ):
        for info in lue.infolist():
            contenu = lue.read(info)
            if b' t="e"' in contenu:
                contenu = _CODE.sub(_LUE, contenu)
            ecrite.writestr(info.filename, contenu)
    return sortie.getvalue()
