"""The OLE document around a protected workbook, an old .xls or another old Office file."""

from collections.abc import Iterator

from plie_xl.reading.guard.implicit import is_implicit

MAGIE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ETIQUETTE = "DRMEncrypted".encode("utf-16-le")  # begins the names of what a label adds
_MOTIFS = {  # what a document holds, by the names of its streams; the first that is there says it
    "\x09DRMContent": "etiquette",
    "EncryptedPackage": "chiffre",
    "EncryptionInfo": "chiffre",
    "Workbook": "xls",
    "Book": "xls",
    "WordDocument": "docx",
    "PowerPoint Document": "pptx",
    "Root Entry": "ole_quelconque",
}


def find_motif_ole(octets: bytes) -> str:
    """The key of the refusal that names what the document is; no such document is read."""
    motif = next(_list_motifs(octets), "tronque")  # its directory, near the end, is not there
    if motif != "chiffre":
        return motif
    if _ETIQUETTE in octets:
        return "etiquette"
    return "structure" if is_implicit(octets) else motif


def _list_motifs(octets: bytes) -> Iterator[str]:
    for nom, motif in _MOTIFS.items():
        texte = (nom + "\0").encode("utf-16-le")
        entree = texte.ljust(64, b"\0") + len(texte).to_bytes(2, "little")
        if entree in octets:
            yield motif
