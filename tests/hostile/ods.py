"""The cells of a workbook as an OpenDocument file, in the many ways in which programs write one."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from xml.sax.saxutils import escape, quoteattr

from plie_xl.files.parts import write_parts

MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
ESPACES = " ".join(
    f'xmlns:{mot}="{_ODF}{nom}:1.0"'
    for mot, nom in {
        "office": "office",
        "table": "table",
        "text": "text",
        "draw": "drawing",
    }.items()
)
MANIFESTE = (
    f'<manifest:manifest xmlns:manifest="{_ODF}manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE.decode()}"/>'
    "</manifest:manifest>"
).encode()

Grilles = Mapping[str, Sequence[Sequence[object]]]


def paragraphe(texte: str) -> str:
    """A text as LibreOffice writes it: runs of blanks are tags."""
    lignes = [
        re.sub(" {2,}", lambda m: f' <text:s text:c="{len(m[0]) - 1}"/>', escape(ligne)).replace(
            "\t", "<text:tab/>"
        )
        for ligne in texte.split("\n")
    ]
    return "".join(f"<text:p>{ligne}</text:p>" for ligne in lignes)


def cellule(valeur: object, texte: Callable[[str], str] = paragraphe) -> str:
    if valeur == "":
        return "<table:table-cell/>"
    if isinstance(valeur, bool):
        dit = f'office:value-type="boolean" office:boolean-value="{str(valeur).lower()}"'
        return f"<table:table-cell {dit}/>"
    if isinstance(valeur, date | datetime):
        dit = f'office:value-type="date" office:date-value="{valeur.isoformat()}"'
        return f"<table:table-cell {dit}><text:p>{valeur:%d/%m/%y}</text:p></table:table-cell>"
    if isinstance(valeur, int | float):
        dit = f'office:value-type="float" office:value="{valeur}"'
        return f"<table:table-cell {dit}><text:p>{valeur}</text:p></table:table-cell>"
    dit = texte(str(valeur))
    return f'<table:table-cell office:value-type="string">{dit}</table:table-cell>'


def contenu(
    grilles: Grilles,
    texte: Callable[[str], str] = paragraphe,
    apres: Mapping[str, str] | None = None,
) -> str:
    """The part of the cells; `apres` gives rows to write at the end of some sheets."""
    feuilles = []
    for nom, grille in grilles.items():
        rangees = "".join(
            f"<table:table-row>{''.join(cellule(v, texte) for v in rangee)}</table:table-row>"
            for rangee in grille
        )
        fin = (apres or {}).get(nom, "")
        feuilles.append(f"<table:table table:name={quoteattr(nom)}>{rangees}{fin}</table:table>")
    return (
        f"<office:document-content {ESPACES}><office:body><office:spreadsheet>"
        f"{''.join(feuilles)}</office:spreadsheet></office:body></office:document-content>"
    )


def write_ods(dit: str, sans: Sequence[str] = (), **parties: bytes) -> bytes:
    toutes = {
        "mimetype": MIMETYPE,
        "META-INF/manifest.xml": MANIFESTE,
        "content.xml": dit.encode(),
        **parties,
    }
    return write_parts({nom: octets for nom, octets in toutes.items() if nom not in sans})
