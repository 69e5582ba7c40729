"""What becomes of a workbook on its way: each variant is a gesture and what it must give.

`REFUSE`: one LEC anomaly on the file, which gives no row. `PAREIL`: the same rows as the clean
file, without a word. Otherwise the codes that reading adds, on the same rows.
"""

import io
import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from plie_xl.files.parts import read_parts, write_parts

REFUSE, PAREIL = "refusé", "pareil"
SUIVI = "xl/worksheets/sheet4.xml"
TYPES, CLASSEUR, STYLES = "[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml"
TEXTES = "xl/sharedStrings.xml"
Parties = dict[str, bytes]


@dataclass(frozen=True)
class Variante:
    nom: str
    geste: Callable[[bytes], bytes]
    issue: str
    mot: str = ""  # a word of the sentence, for a refusal


def parties(geste: Callable[[Parties], None]) -> Callable[[bytes], bytes]:
    """A change of the parts of a workbook, as a change of its bytes."""

    def appliquer(octets: bytes) -> bytes:
        lues = read_parts(octets)
        geste(lues)
        return write_parts(lues)

    return appliquer


def _sans(nom: str) -> Callable[[bytes], bytes]:
    return parties(lambda parties: parties.pop(nom))


def change(nom: str, avant: str, apres: str, fois: int = 0) -> Callable[[bytes], bytes]:
    """Replace a pattern in a part, everywhere; a gesture that changes nothing is a mistake."""

    def geste(toutes: Parties) -> None:
        neuf = re.sub(avant.encode(), apres.encode(), toutes[nom], count=fois)
        assert neuf != toutes[nom], avant
        toutes[nom] = neuf

    return parties(geste)


def _ajoute(nom: str, contenu: bytes) -> Callable[[bytes], bytes]:
    return parties(lambda parties: parties.update({nom: contenu}))


def _texte(contenu: str) -> Callable[[bytes], bytes]:
    return lambda _: contenu.encode()


def _zip(**parties: bytes) -> Callable[[bytes], bytes]:
    return lambda _: write_parts(parties)


def _en_double(octets: bytes) -> bytes:
    """The sheet twice, under the same name: readers do not agree on which one counts."""
    parties = read_parts(octets)
    parties["xl/worksheets/sheetX.xml"] = parties[SUIVI]
    return write_parts(parties).replace(b"xl/worksheets/sheetX.xml", SUIVI.encode())


def _crc(octets: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        info = archive.getinfo(SUIVI)
    copie = bytearray(octets)
    place = info.header_offset + 30 + len(SUIVI) + info.compress_size // 2
    copie[place] ^= 0xFF
    return bytes(copie)


def _taille_fausse(octets: bytes) -> bytes:
    """The size that the directory announces is wrong."""
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        taille = archive.getinfo(SUIVI).file_size
    fin = octets.rfind(b"PK\x01\x02" + b"", 0, octets.rfind(SUIVI.encode()))
    assert struct.unpack_from("<I", octets, fin + 24)[0] == taille
    return octets[: fin + 24] + struct.pack("<I", 10) + octets[fin + 28 :]


def _chiffre(octets: bytes) -> bytes:
    fin = octets.rfind(b"PK\x01\x02")
    copie = bytearray(octets)
    copie[fin + 8] |= 1
    return bytes(copie)


def _bombe(parties: Parties) -> None:
    parties["xl/media/image1.bin"] = bytes(101_000_000)


def _utf16(parties: Parties) -> None:
    texte = parties[SUIVI].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    parties[SUIVI] = texte.encode("utf-16")


def _latin1(parties: Parties) -> None:
    """Excel's own words are in the shared texts: accents are what an encoding changes."""
    for nom in (TEXTES, CLASSEUR):
        texte = parties[nom].decode().replace("UTF-8", "ISO-8859-1", 1)
        parties[nom] = texte.encode("latin-1", "xmlcharrefreplace")


def _majuscules(parties: Parties) -> None:
    parties["XL/SharedStrings.xml"] = parties.pop(TEXTES)


def _prefixe(parties: Parties) -> None:
    """The same sheet with every tag under a prefix, as some programs write it."""
    feuille = parties[SUIVI].replace(b"<worksheet xmlns=", b"<worksheet xmlns:x=", 1)
    feuille = re.sub(rb"<(/?)([A-Za-z]+)", rb"<\1x:\2", feuille)
    parties[SUIVI] = feuille


def _million_de_lignes(parties: Parties) -> None:
    vides = b"".join(b'<row r="%d" s="4" customFormat="1"/>' % n for n in range(200, 300_000))
    parties[SUIVI] = parties[SUIVI].replace(b"</sheetData>", vides + b"</sheetData>")


def _cellule_loin(cellule: str) -> Callable[[bytes], bytes]:
    ligne = re.sub("[A-Z]", "", cellule)
    loin = f'<row r="{ligne}"><c r="{cellule}"><v>1</v></c></row></sheetData>'
    return change(SUIVI, "</sheetData>", loin)


def _fusions(parties: Parties) -> None:
    plages = b"".join(b'<mergeCell ref="CA%d:CB%d"/>' % (n, n) for n in range(1, 10_001))
    fusions = b'<mergeCells count="10000">' + plages + b"</mergeCells>"
    parties[SUIVI] = parties[SUIVI].replace(b"</sheetData>", b"</sheetData>" + fusions, 1)


def _sans_adresses(parties: Parties) -> None:
    """The cells of a sheet without their reference: those of a row follow one another."""
    parties[SUIVI] = re.sub(rb'<c r="[A-Z]+\d+"', b"<c", parties[SUIVI])


def _rompre_tables(octets: bytes) -> bytes:
    parties = read_parts(octets)
    for nom in [n for n in parties if n.startswith("xl/tables/")]:
        parties[nom] = re.sub(rb' ref="[^"]*"', b' ref="ZZ9"', parties[nom])
    return write_parts(parties)


_DOCTYPE = r'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet '
_ENTITE = r'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet '

CONTENEUR = (
    Variante("vide", _texte(""), REFUSE, "vide"),
    Variante("zéros", lambda octets: bytes(5_000), REFUSE, "zéros"),
    Variante("coupé au milieu", lambda octets: octets[: len(octets) // 2], REFUSE, "incomplet"),
    Variante("coupé à la fin", lambda octets: octets[:-30], REFUSE, "incomplet"),
    Variante("début perdu", lambda octets: octets[2_000:], REFUSE),
    Variante("somme de contrôle fausse", _crc, REFUSE, "abîmé"),
    Variante("taille fausse", _taille_fausse, REFUSE),
    Variante("chiffré", _chiffre, REFUSE, "mot de passe"),
    Variante("texte", _texte("bonjour"), REFUSE, "texte"),
    Variante("HTML", _texte("<html><table><tr><td>1</td></tr></table></html>"), REFUSE, "web"),
    Variante("CSV", _texte("Date;Statut\n01/02/2024;Réalisée\n"), REFUSE, "CSV"),
    Variante("PDF", _texte("%PDF-1.7\n…"), REFUSE, "PDF"),
    Variante("Word", _zip(**{TYPES: b"<x/>", "word/document.xml": b"<x/>"}), REFUSE, "Word"),
    Variante("zip quelconque", _zip(**{"notes.txt": b"x"}), REFUSE, "ZIP"),
    Variante("zip de classeurs", _zip(**{"a.xlsx": b"x"}), REFUSE, "décompress"),
    Variante("partie en double", _en_double, REFUSE, "deux fois"),
    Variante("chemin qui sort", _ajoute("../../evil.xml", b"<x/>"), REFUSE, "sort du fichier"),
    Variante("chemin absolu", _ajoute("/etc/evil.xml", b"<x/>"), REFUSE, "sort du fichier"),
    Variante(
        "trop de parties",
        parties(lambda p: p.update({f"xl/x{n}.xml": b"<x/>" for n in range(2_100)})),
        REFUSE,
        "trop de parties",
    ),
    Variante("bombe", parties(_bombe), REFUSE, "taille"),
    Variante("sans types", _sans(TYPES), REFUSE, "manque"),
    Variante("sans classeur", _sans(CLASSEUR), REFUSE),
    Variante("sans feuille", _sans(SUIVI), REFUSE, "Suivi"),
    Variante("sans textes", _sans(TEXTES), REFUSE, "textes"),
    Variante("octets après", lambda octets: octets + b"\0" * 50, "LEC-20", "suivent"),
    Variante("casse des parties", parties(_majuscules), PAREIL),
)

XML = (
    Variante("DOCTYPE", change(SUIVI, "<worksheet ", _DOCTYPE), REFUSE, "DOCTYPE"),
    Variante("entité externe", change(SUIVI, "<worksheet ", _ENTITE), REFUSE, "DOCTYPE"),
    Variante(
        "attribut en double sur une ligne",
        change(SUIVI, r'<row r="(\d+)"', r'<row r="\1" r="\1"'),
        REFUSE,
        "XML",
    ),
    Variante(
        "attribut en double sur une formule",
        change(SUIVI, r"(<c r=\"D7\"[^>]*>)", r'\1<f ca="0" ca="0">1</f>', 1),
        REFUSE,
        "XML",
    ),
    Variante(
        "attribut en double dans un texte",
        change(
            TEXTES, "<si><t>([^<]+)</t>", r'<si><r><rPr><sz val="1" val="1"/></rPr><t>\1</t></r>', 1
        ),
        REFUSE,
        "XML",
    ),
    Variante("XML coupé", change(SUIVI, r"</worksheet>", ""), REFUSE, "XML"),
    Variante("caractère interdit", change(SUIVI, r"</row>", "</row>\x01"), REFUSE),
    Variante("UTF-16", parties(_utf16), PAREIL),
    Variante(
        "imbrication",
        change(
            SUIVI, "</worksheet>", "<extLst>" + "<a>" * 90 + "</a>" * 90 + "</extLst></worksheet>"
        ),
        PAREIL,
    ),
    Variante("préfixes", parties(_prefixe), PAREIL),
    Variante(
        "extension inconnue",
        change(SUIVI, "</worksheet>", "<extLst><ext/></extLst></worksheet>"),
        PAREIL,
    ),
    Variante("styles abîmés", change(STYLES, "</styleSheet>", ""), REFUSE, "XML"),
)

GEOMETRIE = (
    Variante("dimension géante", change(SUIVI, 'dimension ref="[^"]*"', 'dimension ref="A1:XFD1048576"'), PAREIL),
    Variante("dimension trop petite", change(SUIVI, 'dimension ref="[^"]*"', 'dimension ref="A1"'), PAREIL),
    Variante("sans dimension", change(SUIVI, "<dimension[^>]*>", ""), PAREIL),
    Variante("cellule en XFD1048576", _cellule_loin("XFD1048576"), "LEC-20", "XFD1048576"),
    Variante("cellule hors d’Excel", _cellule_loin("A1048577"), REFUSE),
    Variante("300 000 lignes vides", parties(_million_de_lignes), PAREIL),
    Variante("10 000 fusions", parties(_fusions), PAREIL),
    Variante("cellules sans adresse", change(SUIVI, r'<c r="[A-Z]+\d+"', "<c"), PAREIL),
    Variante("plage du tableau fausse", _rompre_tables, PAREIL),
)  # fmt: skip

ISO = "http://purl.oclc.org/ooxml"
MICROSOFT = "http://schemas.openxmlformats.org"
DATE = rb'(<c r="B\d+" s="\d+")><v>(\d{5})</v>'


def _strict(toutes: Parties) -> None:
    """Excel's « Classeur Open XML strict » : other namespaces, dates in ISO form."""
    espaces = {
        f"{MICROSOFT}/spreadsheetml/2006/main": f"{ISO}/spreadsheetml/main",
        f"{MICROSOFT}/officeDocument/2006/relationships": f"{ISO}/officeDocument/relationships",
    }
    for nom, contenu in toutes.items():
        for avant, apres in espaces.items():
            contenu = contenu.replace(avant.encode(), apres.encode())
        toutes[nom] = contenu
    toutes[SUIVI] = re.sub(DATE, _iso, toutes[SUIVI])


def _iso(trouve: re.Match[bytes]) -> bytes:
    jour = date.fromordinal(int(trouve[2]) + 693_594)
    return trouve[1] + f' t="d"><v>{jour}</v>'.encode()


def en_1904(toutes: Parties) -> None:
    """« Suivi » with the other origin of dates."""
    toutes[CLASSEUR] = toutes[CLASSEUR].replace(b"<workbookPr ", b'<workbookPr date1904="1" ', 1)
    toutes[SUIVI] = re.sub(
        DATE, lambda m: m[1] + b"><v>%d</v>" % (int(m[2]) - 1_462), toutes[SUIVI]
    )


def _desordre(toutes: Parties) -> None:
    """Rows from the last to the first, and their cells too."""

    def retourner(trouve: re.Match[bytes]) -> bytes:
        cellules = re.findall(rb"<c .*?</c>|<c [^>]*/>", trouve[2], re.S)
        return trouve[1] + b"".join(reversed(cellules)) + b"</row>"

    avant, milieu, apres = re.split(rb"(?<=<sheetData>)|(?=</sheetData>)", toutes[SUIVI])
    lignes = re.findall(rb"<row [^>]*/>|<row .*?</row>", milieu, re.S)
    lignes = [re.sub(rb"(<row [^>]*[^/]>)(.*?)</row>", retourner, x, flags=re.S) for x in lignes]
    toutes[SUIVI] = avant + b"".join(reversed(lignes)) + apres


def _autre_zip(methode: int, renommer: Callable[[str], str] = str, **options: bool):
    """The same parts in another kind of zip."""

    def appliquer(octets: bytes) -> bytes:
        sortie = io.BytesIO()
        with zipfile.ZipFile(sortie, "w", methode) as archive:
            for nom, contenu in read_parts(octets).items():
                info = zipfile.ZipInfo("x")
                info.filename, info.compress_type = renommer(nom), methode
                with archive.open(info, "w", **options) as partie:
                    partie.write(contenu)
        return sortie.getvalue()

    return appliquer


def _commente(octets: bytes) -> bytes:
    tampon = io.BytesIO(octets)
    with zipfile.ZipFile(tampon, "a") as archive:
        archive.comment = b"bonjour"
    return tampon.getvalue()


def _objet(cellule: str) -> Callable[[bytes], bytes]:
    """A blank cell of « Suivi », the first one, replaced."""
    return change(SUIVI, r'<c r="([A-Z]+\d+)" s="\d+"/>', cellule, 1)


def _indente(toutes: Parties) -> None:
    """Every part with a tag a line, as many libraries write XML."""
    for nom in [nom for nom in toutes if nom.endswith((".xml", ".rels"))]:
        balises = re.sub(rb"(<(?:/[\w:]+|[\w:]+(?: [^<>]*)?/)>)(?=<)", rb"\1\n  ", toutes[nom])
        ouvertes = rb"(<(?:row|c|is|si|sst|sheets|Types|worksheet|sheetData)(?: [^<>]*[^/])?>)(?=<)"
        toutes[nom] = re.sub(ouvertes, rb"\1\n    ", balises)


MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_SPILL = change(SUIVI, "</sheetData>", '<row r="400"><c r="W400" t="e"><v>#SPILL!</v></c></row></sheetData>')  # fmt: skip
_XML2003 = '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000)
EGAREES = (
    Variante(
        "second sheetData",
        change(
            SUIVI,
            "</sheetData>",
            '</sheetData><sheetData><row r="300"><c r="B300"><v>45000</v></c></row></sheetData>',
        ),
        REFUSE,
        "ne les voient pas",
    ),
    Variante(
        "texte en ligne mal balisé",
        _objet(r'<c r="\1" t="inlineStr"><v>abc</v></c>'),
        REFUSE,
        "ne se laisse pas lire",
    ),
    Variante(
        "cellule d’un autre préfixe",
        _objet(r'<q:c xmlns:q="urn:x" r="\1"><q:v>9</q:v></q:c>'),
        REFUSE,
        "ne les voient pas",
    ),
    Variante(
        "cellule d’un autre espace",
        _objet(r'<c xmlns="urn:x" r="\1"><v>9</v></c>'),
        REFUSE,
        "ne les voient pas",
    ),
    Variante(
        "cellule sans espace",
        _objet(r'<c xmlns="" r="\1"><v>9</v></c>'),
        REFUSE,
        "ne les voient pas",
    ),
    Variante(
        "valeur d’un autre espace",
        _objet(r'<c r="\1"><v xmlns="urn:x">9</v></c>'),
        REFUSE,
        "ne les voient pas",
    ),
    Variante(
        "rangée d’un autre espace",
        change(
            SUIVI,
            "</sheetData>",
            '<row xmlns="urn:x" r="300"><c r="B300"><v>45000</v></c></row></sheetData>',
        ),
        REFUSE,
        "ne les voient pas",
    ),
    Variante(
        "rangée au choix",
        change(
            SUIVI,
            "</sheetData>",
            f'<m:AlternateContent xmlns:m="{MC}"><m:Fallback><row r="300"><c r="B300"><v>45000</v></c></row></m:Fallback></m:AlternateContent></sheetData>',
        ),
        REFUSE,
        "ne les voient pas",
    ),
    Variante(
        "données au choix",
        change(
            SUIVI,
            "<sheetData>(.*)</sheetData>",
            rf'<m:AlternateContent xmlns:m="{MC}"><m:Choice Requires="m"><sheetData>\1</sheetData></m:Choice></m:AlternateContent>',
        ),
        REFUSE,
        "ne les voient pas",
    ),
    Variante(
        "rangée dans une cellule",
        _objet(r'<c r="\1"><row r="300"><c r="B300"><v>45000</v></c></row></c>'),
        REFUSE,
        "ne les voient pas",
    ),
    Variante(
        "cellule vide dans une autre ligne",
        change(SUIVI, r'(<row r="9" [^>]*>)', r'\1<c r="B7"/>'),
        REFUSE,
        "B7 de la feuille « Suivi » est écrite dans une autre ligne que la sienne",
    ),
    Variante(
        "cellule remplie dans une autre ligne",
        change(SUIVI, r'(<row r="9" [^>]*>)', r'\1<c r="W700"><v>1</v></c>'),
        REFUSE,
        "autre ligne",
    ),
    Variante(
        "cellule dans une autre ligne, préfixes inhabituels",
        lambda octets: parties(_prefixe)(
            change(SUIVI, r'(<row r="9" [^>]*>)', r'\1<c r="B7"/>')(octets)
        ),
        REFUSE,
        "autre ligne",
    ),
    Variante(
        "cellule dans une autre ligne, rangées sans rang",
        change(SUIVI, r'<row r="9"([^>]*>.*?)</row>', r'<row\1<c r="B7"/></row>'),
        REFUSE,
        "autre ligne",
    ),
    Variante(
        "cellule remplie, puis vide",
        change(SUIVI, r'(<c r="B7"[^>]*><v>)', r'<c r="B7" s="3"/>\1'),
        REFUSE,
        "B7 de la feuille « Suivi » est écrite deux fois",
    ),
    Variante(
        "cellule remplie, puis vide dans sa ligne redite",
        change(SUIVI, "</sheetData>", '<row r="7"><c r="B7"/></row></sheetData>'),
        REFUSE,
        "écrite deux fois",
    ),
    Variante(
        "cellule remplie, puis vide, préfixes inhabituels",
        lambda octets: parties(_prefixe)(
            change(SUIVI, "</sheetData>", '<row r="7"><c r="B7"/></row></sheetData>')(octets)
        ),
        REFUSE,
        "écrite deux fois",
    ),
    Variante(
        "rangées sans rang, cellules à leur adresse",
        change(SUIVI, r'<row r="\d+"', "<row"),
        PAREIL,
    ),
    Variante(
        "cellule dans une extension",
        change(
            SUIVI,
            "</worksheet>",
            '<extLst><ext><c r="B300"><v>45000</v></c></ext></extLst></worksheet>',
        ),
        REFUSE,
        "ne les voient pas",
    ),
    Variante(
        "préfixe lié aux tableurs",
        _objet(
            r'<q:c xmlns:q="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="\1"/>'
        ),
        PAREIL,
    ),
    Variante(
        "attribut étranger",
        change(SUIVI, '<row r="7"', '<row xmlns:q="urn:x" q:r="300" r="7"', 1),
        PAREIL,
    ),
    Variante(
        "extension étrangère",
        change(
            SUIVI,
            "</worksheet>",
            '<extLst><ext><q:c xmlns:q="urn:x" r="B300"><q:v>1</q:v></q:c></ext></extLst></worksheet>',
        ),
        PAREIL,
    ),
    Variante(
        "texte partagé étranger",
        change(TEXTES, "</sst>", '<q:si xmlns:q="urn:x"><q:t>ailleurs</q:t></q:si></sst>'),
        PAREIL,
    ),
    Variante(
        "premier texte partagé étranger",
        change(TEXTES, "<si>", '<q:si xmlns:q="urn:x"><q:t>ailleurs</q:t></q:si><si>', 1),
        PAREIL,
    ),
    Variante(
        "feuille étrangère",
        change(
            CLASSEUR,
            "<sheets>",
            '<sheets><q:sheet xmlns:q="urn:x" name="Suivi" sheetId="99" r:id="rId1"/>',
        ),
        PAREIL,
    ),
    Variante(
        "format étranger",
        change(STYLES, "<cellXfs([^>]*)>", r'<cellXfs\1><q:xf xmlns:q="urn:x" numFmtId="2"/>'),
        PAREIL,
    ),
)
_RELATIONS = "xl/_rels/workbook.xml.rels"
_BUREAU = f"{MICROSOFT}/officeDocument/2006/relationships"


def _seconde(nom: str, retirees: str = "", ajoutee: str = "") -> Callable[[bytes], bytes]:
    """A second sheet first, with the cells of « Suivi » without some rows, or with one more."""

    def geste(toutes: Parties) -> None:
        cellules = re.search(rb"<sheetData>.*</sheetData>", toutes[SUIVI], re.S)
        assert cellules is not None
        autres = re.sub(rb'<row r="(?:%b)".*?</row>' % retirees.encode(), b"", cellules[0])
        autres = autres.replace(b"</sheetData>", ajoutee.encode() + b"</sheetData>")
        racine = f'<worksheet xmlns="{MICROSOFT}/spreadsheetml/2006/main">'.encode()
        toutes["xl/worksheets/sheet77.xml"] = racine + autres + b"</worksheet>"
        lien = (
            f'<Relationship Id="rId77" Type="{_BUREAU}/worksheet" Target="worksheets/sheet77.xml"/>'
        )
        toutes[_RELATIONS] = re.sub(
            rb"(?=<Relationship )", lien.encode(), toutes[_RELATIONS], count=1
        )
        feuille = f'<sheets><sheet name="{nom}" sheetId="77" r:id="rId77"/>'
        toutes[CLASSEUR] = toutes[CLASSEUR].replace(b"<sheets>", feuille.encode())

    return parties(geste)


def _relation(partie: str, genre: str, cible: str, rang: str = "rId88") -> Callable[[bytes], bytes]:
    """One more relation of a part, first, towards a copy of what the true one aims at."""

    def geste(toutes: Parties) -> None:
        lien = f'<Relationship Id="{rang}" Type="{_BUREAU}/{genre}" Target="{cible}"/>'
        toutes[partie] = re.sub(rb"(?=<Relationship )", lien.encode(), toutes[partie], count=1)
        toutes["xl/double.xml"] = toutes[
            {"worksheet": SUIVI, "officeDocument": CLASSEUR}.get(genre, TEXTES)
        ]

    return parties(geste)


def _nom_local(octets: bytes) -> bytes:
    """A part under another name in its own header than in the directory."""
    return octets.replace(SUIVI.encode(), SUIVI.replace("4", "9").encode(), 1)


def _deux_classeurs(toutes: Parties) -> None:
    """A workbook of LibreOffice around: Excel shows one, LibreOffice may show the other."""
    toutes["mimetype"] = b"application/vnd.oasis.opendocument.spreadsheet"
    toutes["content.xml"] = b"<x/>"


_ENCORE = '<row r="300"><c r="B300"><v>45350</v></c><c r="D300" t="inlineStr"><is><t>Autre</t></is></c></row>'
_UTF32 = parties(lambda p: p.update({SUIVI: p[SUIVI].decode().replace("UTF-8", "UTF-32").encode("utf-32")}))  # fmt: skip
_DEMESURE = "S" * 1_001
AMBIGUES = (
    Variante("deux feuilles du même nom", _seconde("SUIVI", "[678]"), REFUSE, "le même nom"),
    Variante("nom de feuille démesuré", change(CLASSEUR, 'name="Suivi"', f'name="{_DEMESURE}"'), REFUSE, "démesuré"),
    Variante("relation écrite deux fois", _relation(_RELATIONS, "worksheet", "double.xml", "rId4"), REFUSE, "même rôle"),
    Variante("deux parties de textes", _relation(_RELATIONS, "sharedStrings", "double.xml"), REFUSE, "même rôle"),
    Variante("deux parties de classeur", _relation("_rels/.rels", "officeDocument", "xl/double.xml"), REFUSE, "même rôle"),
    Variante("feuille de graphique remplie", change(_RELATIONS, 'worksheet" Target="worksheets/sheet4', 'chartsheet" Target="worksheets/sheet4'), REFUSE, "ne les voient pas"),
    Variante("nom local différent", _nom_local, REFUSE, "ne se relit pas"),
    Variante("classeur dans un classeur", parties(_deux_classeurs), REFUSE, "deux classeurs"),
    Variante("UTF-32", _UTF32, REFUSE, "XML"),
    Variante("codage écrit loin", change(SUIVI, 'encoding="UTF-8"', " " * 300 + 'encoding="cp037"'), REFUSE, "UTF-8"),
    Variante("fin de CDATA dans un texte", _objet(r'<c r="\1" t="str"><v>A]]&gt;B</v></c>'.replace("&gt;", ">")), REFUSE, "XML"),
    Variante("rangée d’adresse négative", lambda octets: change(SUIVI, '<row r="7"', '<row r="-7"')(parties(_sans_adresses)(octets)), REFUSE, "adresse"),
    Variante("1904 dans une extension", change(CLASSEUR, "</workbook>", '<extLst><ext uri="u"><workbookPr date1904="1"/></ext></extLst></workbook>'), PAREIL),
    Variante("« Suivi » suivi d’un blanc, en moins", _seconde("Suivi ", "[678]"), PAREIL),
    Variante("« SUIVI » suivi d’un blanc, en plus", _seconde("SUIVI ", "", _ENCORE), "LEC-18", "ressemble"),
)  # fmt: skip
HONNETES = (
    Variante(
        "module d’Excel 5",
        change(
            CLASSEUR,
            "</sheets>",
            '<sheet name="Module1" sheetId="99" state="veryHidden" r:id=""/></sheets>',
        ),
        PAREIL,
    ),
    Variante(
        "partie vide, comprimée",
        parties(lambda p: p.update({"docProps/thumbnail.wmf": b""})),
        PAREIL,
    ),
    Variante("tout indenté", parties(_indente), PAREIL),
    Variante("indenté, erreur récente", lambda octets: parties(_indente)(_SPILL(octets)), PAREIL),
    Variante(
        "blanc dans un rang de texte", change(SUIVI, r'(t="s"><v>\d+)</v>', r"\1 </v>"), PAREIL
    ),
    Variante("blanc dans un nombre", change(SUIVI, r"<v>(\d{5})</v>", "<v>\n  \\1\n</v>"), PAREIL),
    Variante("valeurs en CDATA", change(SUIVI, r"<v>(\d+)</v>", r"<v><![CDATA[\1]]></v>"), PAREIL),
)
BIZARRES = (
    Variante("octets avant", lambda octets: b"MZ" * 10 + octets, "LEC-20", "précèdent"),
    Variante("barres inversées", _autre_zip(8, lambda n: n.replace("/", "\\")), "LEC-20", "barres"),
    Variante("ligne écrite deux fois", change(SUIVI, r'(<row r="6" .*?</row>)', r"\1\1", 1), "LEC-20", "plusieurs fois"),
    Variante("téléphone dans une zone de texte", _ajoute("xl/drawings/drawing9.xml", b"<a>06 12 34 56 78</a>"), "LEC-19", "zone de texte"),
    Variante("téléphone au bout d’un long commentaire", _ajoute("xl/comments9.xml", b"<a>" + b"x " * 49_995 + b"06 12 34 56 78" + b" x" * 60_000 + b"</a>"), "LEC-19", "commentaire"),
    Variante("NIR dans un tableau croisé", _ajoute("xl/pivotCache/pivotCacheRecords9.xml", b'<r><s v="2850533063123"/></r>'), "LEC-19", "tableau croisé"),
    Variante("tout en minuscules", _autre_zip(8, str.lower), PAREIL),
    Variante("sans compression", _autre_zip(0), PAREIL),
    Variante("zip64", _autre_zip(8, force_zip64=True), PAREIL),
    Variante("bzip2", _autre_zip(12), REFUSE, "compressée"),
    Variante("lzma", _autre_zip(14), REFUSE, "compressée"),
    Variante("zip commenté", _commente, PAREIL),
    Variante("dossiers explicites", parties(lambda p: p.update({"xl/": b"", "docProps/": b""})), PAREIL),
    Variante("liens absolus", change("xl/_rels/workbook.xml.rels", 'Target="worksheets', 'Target="/xl/worksheets'), PAREIL),
    Variante("feuille ailleurs", change("xl/_rels/workbook.xml.rels", 'Target="worksheets/sheet4.xml"', 'Target="http://exemple.invalid/a.xml" TargetMode="External"'), REFUSE, "Suivi"),
    Variante("xlsb", _zip(**{TYPES: b"<x/>", "xl/workbook.bin": b"x"}), REFUSE, "xlsb"),
    Variante("XML de 2003", _texte(_XML2003), REFUSE, "XML"),
    Variante("vieux format abîmé", lambda _: _OLE, REFUSE, "incomplet"),
    Variante("courriel", _texte("From: a\nTo: b\n\nbonjour"), REFUSE, "texte"),
    Variante("strict, dates ISO", parties(_strict), PAREIL),
    Variante("lignes et cellules en désordre", parties(_desordre), PAREIL),
    Variante("adresses en minuscules", change(SUIVI, '<c r="B', '<c r="b'), PAREIL),
    Variante("adresses figées", change(SUIVI, '<c r="B6"', '<c r="$B$6"'), REFUSE, "adresse"),
    Variante("marque d’octets", change(SUIVI, r"^<\?xml", "\ufeff<?xml", 1), PAREIL),
    Variante("sans déclaration", change(SUIVI, r"<\?xml.*?\?>", ""), PAREIL),
    Variante("latin-1", parties(_latin1), PAREIL),
    Variante("commentaires", change(SUIVI, "<sheetData>", "<sheetData><!-- a -->"), PAREIL),
    Variante("cellule en commentaire", change(SUIVI, '<row r="7"', '<!-- <c r="B7"><v>1</v></c> --><row r="7"', 1), PAREIL),
    Variante("instruction", change(SUIVI, "<sheetData>", "<sheetData><?mso a?>"), PAREIL),
    Variante("entité inconnue", _objet(r'<c r="\1" t="inlineStr"><is><t>&eacute;</t></is></c>'), REFUSE, "XML"),
    Variante("texte mal désigné", _objet(r'<c r="\1" t="s"><v>-1</v></c>'), REFUSE, "mal désigné"),
    Variante("texte hors de la liste", _objet(r'<c r="\1" t="s"><v>999999</v></c>'), REFUSE, "ne se laisse pas lire"),
    Variante("type inconnu", _objet(r'<c r="\1" t="zz"><v>1</v></c>'), REFUSE, "ne se laisse pas lire"),
    Variante("imbrication sans fin", change(SUIVI, "</worksheet>", "<extLst>" + "<a>" * 200_000 + "</a>" * 200_000 + "</extLst></worksheet>"), REFUSE, "imbrique"),
    Variante("cellule en A1048576", _cellule_loin("A1048576"), "LEC-20", "A1048576"),
    Variante("blanc très loin", change(SUIVI, "</sheetData>", '<row r="900000"><c r="ZZ900000" t="inlineStr"><is><t> </t></is></c></row></sheetData>'), PAREIL),
    Variante("erreur récente hors saisie", _SPILL, PAREIL),
)  # fmt: skip

_TOUTES = (*CONTENEUR, *XML, *GEOMETRIE, *EGAREES, *AMBIGUES, *HONNETES, *BIZARRES)
VARIANTES = {v.nom: v for v in _TOUTES}
