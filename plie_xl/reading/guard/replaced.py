"""The errors that Excel has learnt since 2018, put in words that the reader knows."""

import io
import re
import zipfile

ERREURS_LUES = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))
_CODE = re.compile(rb"( t=\"e\"[^>]*+>(?:<[^v<][^<]*+)*+<(?:\w++:)?v[^<>]*+>)[^<]++")
_LUE = rb"\1#N/A"


def replace_erreurs(octets: bytes) -> bytes:
    """A copy of an inspected workbook in which every error cell says « #N/A ».

    The reader refuses a whole sheet for one « #SPILL! ». What each cell said stays in the
    `erreurs` of the guard.
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
