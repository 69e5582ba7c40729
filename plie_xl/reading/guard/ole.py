"""The OLE document around a protected workbook, an old .xls or another old Office file."""

from collections.abc import Iterator

MAGIE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOTIFS = {  # what a document holds, by the names of its streams; the first that is there says it
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
    return next(_list_motifs(octets), "tronque")  # its directory, near the end, is not there


def _list_motifs(octets: bytes) -> Iterator[str]:
    for nom, motif in _MOTIFS.items():
        texte = (nom + "\0").encode("utf-16-le")
        entree = texte.ljust(64, b"\0") + len(texte).to_bytes(2, "little")
        if entree in octets:
            yield motif
