"""What the reader is given: the parts that the guard has read, as it has read them.

A part that the guard did not look into, or a second way of reading the container, never reaches
the reader; and what it does not use (deflated bytes, the text of formulas) costs it no time.
"""

import io
import zipfile
from collections.abc import Mapping


def build_copie(parties: Mapping[str, bytes]) -> bytes:
    """A container that holds these parts, by name, stored as they are."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_STORED) as archive:
        for nom, contenu in parties.items():
            archive.writestr(zipfile.ZipInfo(nom), contenu)
    return sortie.getvalue()
