"""What a file is by its first bytes, when it is neither a zip nor an OLE document."""

import re

_MAGIES = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\x09\x00\x04\x00", "xls"),
    (b"\x09\x02\x06\x00", "xls"),
    (b"\x09\x04\x06\x00", "xls"),
    (b"\x09\x08\x08\x00", "xls"),
)
_DEBUT = 4_096  # what is enough to tell a text from another
# What a cloud leaves in the place of a file: iCloud, Windows and macOS links, Google Drive.
_RACCOURCI = re.compile(
    r"\s*\[internetshortcut\]|\s*\{[^{]*docs\.google\.com|.*<key>url</key>", re.S
)
_HTML = re.compile(r"<!doctype html|<html|<table|<body|^mime-version:", re.M)
_NATURE_ODF = re.compile(r"application/vnd\.oasis\.opendocument\.(\w+)")
_SEPARATEURS = (";", "\t", ",")


def find_motif(octets: bytes) -> str:
    """The key of the refusal that names what `octets` is; « inconnu » when nothing fits."""
    if not octets:
        return "vide"
    if not octets.strip(b"\0"):
        return "zeros"
    if b"%PDF-" in octets[:1_024]:
        return "pdf"
    if octets.startswith(b"bplist00") and b"NSURL" in octets[:_DEBUT]:
        return "absent"
    for magie, motif in _MAGIES:
        if octets.startswith(magie):
            return motif
    texte = _decode(octets[:_DEBUT])
    return "inconnu" if texte is None else _find_texte(texte)


def _decode(octets: bytes) -> str | None:
    """The text in any of the encodings of an office; None when it is no text."""
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        return octets.decode("utf-16", "replace")
    if any(signe < 32 and signe not in b"\t\n\r\f" for signe in octets):
        return None
    return octets.decode("utf-8", "ignore").lstrip("\ufeff")


def _find_texte(texte: str) -> str:
    debut = texte.lstrip().lower()
    if _RACCOURCI.match(debut):
        return "absent"
    if _HTML.search(debut):
        return "html"
    if debut.startswith("<"):
        return _find_xml(debut)
    lignes = [ligne for ligne in debut.splitlines() if ligne.strip()]
    if any(separateur in lignes[0] for separateur in _SEPARATEURS if lignes):
        return "csv"
    return "texte"


def _find_xml(debut: str) -> str:
    """A workbook that LibreOffice wrote in one piece, another document of it, or neither."""
    if "<office:document" not in debut:
        return "xml"
    nature = _NATURE_ODF.search(debut)
    return "odf_autre" if nature and nature[1] != "spreadsheet" else "fods"
