"""What the reader is given: a workbook of our own, with what the guard saw and nothing else.

A part that the guard did not look into, a cell that no spreadsheet program sees, another way of
reading the container: none reaches the reader. What it does not use costs it no time.
"""

import io
import zipfile
from collections.abc import Sequence

from plie_xl.model.markup import write_attribut

_PRINCIPAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PAQUET = "http://schemas.openxmlformats.org/package/2006/relationships"
_LEGER = 32_000_000  # bytes; beyond, compressing costs less than holding them several times


def build_copie(
    feuilles: Sequence[tuple[str, bytes]],
    textes: bytes = b"",
    formats: bytes = b"",
    date1904: bool = False,
) -> bytes:
    """A workbook with these sheets (name, cells in the usual form) and these shared texts.

    `formats` is what `write_formats` gives.
    """
    grilles = list(dict.fromkeys(grille for _, grille in feuilles))
    rangs = {grille: rang for rang, grille in enumerate(grilles, start=1)}
    parties: dict[str, Sequence[bytes]] = {
        "[Content_Types].xml": (b"<Types/>",),
        "_rels/.rels": (_write_relations([("officeDocument", "xl/workbook.xml")]),),
        "xl/_rels/workbook.xml.rels": (
            _write_relations([("worksheet", f"worksheets/sheet{n}.xml") for n in rangs.values()]),
        ),
        "xl/workbook.xml": (
            _write_classeur([(nom, rangs[grille]) for nom, grille in feuilles], date1904),
        ),
        "xl/styles.xml": (_open("styleSheet"), formats, b"</styleSheet>"),
        "xl/sharedStrings.xml": (_open("sst"), textes, b"</sst>"),
    }
    for grille, rang in rangs.items():
        ouverte, fermee = _open("worksheet") + b"<sheetData>", b"</sheetData></worksheet>"
        parties[f"xl/worksheets/sheet{rang}.xml"] = (ouverte, grille, fermee)
    sortie = io.BytesIO()
    leger = len(textes) + sum(map(len, grilles)) < _LEGER
    genre = zipfile.ZIP_STORED if leger else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(sortie, "w", genre, compresslevel=1) as archive:
        for nom, morceaux in parties.items():
            info = zipfile.ZipInfo(nom)
            info.compress_type = genre
            with archive.open(info, "w") as partie:
                for morceau in morceaux:
                    partie.write(morceau)
    return sortie.getvalue()


def write_formats(nombres: Sequence[tuple[str, str]], cellules: Sequence[str]) -> bytes:
    """The number formats of a workbook (identifier, code), then that of each style of cell."""
    codes = "".join(
        f"<numFmt numFmtId={write_attribut(n)} formatCode={write_attribut(code)}/>"
        for n, code in nombres
    )
    styles = "".join(f"<xf numFmtId={write_attribut(n)}/>" for n in cellules)
    return f"<numFmts>{codes}</numFmts><cellXfs>{styles}</cellXfs>".encode()


def _open(nom: str) -> bytes:
    return f'<{nom} xmlns="{_PRINCIPAL}">'.encode()


def _write_relations(cibles: Sequence[tuple[str, str]]) -> bytes:
    dites = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATIONS}/{genre}" Target={write_attribut(cible)}/>'
        for n, (genre, cible) in enumerate(cibles, start=1)
    )
    return f'<Relationships xmlns="{_PAQUET}">{dites}</Relationships>'.encode()


def _write_classeur(feuilles: Sequence[tuple[str, int]], date1904: bool) -> bytes:
    dites = "".join(
        f'<sheet name={write_attribut(nom)} sheetId="{n}" r:id="r{rang}"/>'
        for n, (nom, rang) in enumerate(feuilles, start=1)
    )
    origine = f'<workbookPr date1904="{int(date1904)}"/>'
    return (
        f'<workbook xmlns="{_PRINCIPAL}" xmlns:r="{_RELATIONS}">{origine}'
        f"<sheets>{dites}</sheets></workbook>"
    ).encode()
