"""Files that ask for time and memory, each in its own way; what each must give."""

from collections.abc import Callable
from datetime import date, timedelta

from hostile.ods import contenu, write_ods
from hostile.variantes import CLASSEUR, STYLES, SUIVI, TEXTES, parties
from plie_xl.files.parts import read_parts, write_parts
from plie_xl.model.cell import lettres
from plie_xl.reading.guard.xml import CALCEXT

_MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LATIN = b'<?xml version="1.0" encoding="ISO-8859-1"?><worksheet ' + _MAIN + b">"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_LIEN = b'<Relationship Id="rId77" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet77.xml"/>'
COLONNES = [lettres(rang).encode() for rang in range(1, 41)]
Geste = Callable[[bytes], bytes]


def ajoute_feuille(octets: bytes, rangees: bytes, nom: str = "Notes") -> bytes:
    """One more sheet in a workbook, with these rows."""
    toutes = read_parts(octets)
    feuille = f'<sheet name="{nom}" sheetId="77" r:id="rId77"/></sheets>'.encode()
    toutes[CLASSEUR] = toutes[CLASSEUR].replace(b"</sheets>", feuille)
    toutes[_RELATIONS] = toutes[_RELATIONS].replace(
        b"</Relationships>", _LIEN + b"</Relationships>"
    )
    donnees = b"<sheetData>" + rangees + b"</sheetData>"
    toutes["xl/worksheets/sheet77.xml"] = b"<worksheet " + _MAIN + b">" + donnees + b"</worksheet>"
    return write_parts(toutes)


def dense(lignes: int, cellule: bytes = b'<c r="%b%d"><v>45000</v></c>') -> bytes:
    """Rows of forty cells, one after another."""
    une = b"".join(cellule.replace(b"%d", b"\0") % c for c in COLONNES)
    rangee = b'<row r="\0">' + une + b"</row>"
    return b"".join(rangee.replace(b"\0", b"%d" % n) for n in range(1, lignes + 1))


def vides(forme: bytes) -> bytes:
    """A million rows without a value."""
    return b"".join(forme.replace(b"#", b"%d" % n) for n in range(200, 1_048_577))


def _dans(partie: str, avant: bytes, apres: bytes) -> Geste:
    return parties(lambda p: p.update({partie: p[partie].replace(avant, apres, 1)}))


def _partie(nom: str, contenu: bytes) -> Geste:
    return parties(lambda p: p.update({nom: contenu}))


def _notes(rangees: bytes) -> Geste:
    return lambda octets: ajoute_feuille(octets, rangees)


def _ods(rangees: str) -> Geste:
    return lambda _: write_ods(contenu({"Suivi": [["Date"]]}, apres={"Suivi": rangees}))


_LONG = "m" * 32_000
_PROPRIETE = b"<Properties xmlns='http://schemas.openxmlformats.org/officeDocument/2006/extended-properties'>"
_TEXTE_REPETE = f'<table:table-row table:number-rows-repeated="100000"><table:table-cell table:number-columns-repeated="10" office:value-type="string"><text:p>{_LONG}</text:p></table:table-cell></table:table-row>'
_FORMULES = '<table:table-row table:number-rows-repeated="100000"><table:table-cell table:number-columns-repeated="100" table:formula="of:=1"/></table:table-row>'


def _cellule_ods(texte: str, attributs: str = "") -> str:
    dit = f'<table:table-cell office:value-type="string"{attributs}>{texte}</table:table-cell>'
    return f"<table:table-row>{dit}</table:table-row>"


_ESPACES = '<text:s text:c="999999"/>'
_LARGE = ' table:number-columns-repeated="16000"'
# Whatever is noted of a cell takes most where its row and its column are above 256.
_AU_LOIN = (
    '<table:table-row table:number-rows-repeated="1000"><table:table-cell/></table:table-row>'
)
_DROITE = '<table:table-cell table:number-columns-repeated="300"/><table:table-cell'


def _trente_feuilles(_: bytes) -> bytes:
    fois = '<table:table-row table:number-rows-repeated="99"'
    rangee = _cellule_ods(f"<text:p>{_LONG}</text:p>", _LARGE.replace("16000", "30"))
    repetee = rangee.replace("<table:table-row", fois)
    noms = [f"S{n}" for n in range(30)]
    return write_ods(contenu({nom: [["Date"]] for nom in noms}, apres=dict.fromkeys(noms, repetee)))


def _differentes(lignes: int = 9_000) -> Geste:
    """Rows of forty cells, all different, as LibreOffice writes them."""
    texte = 'office:value-type="string" calcext:value-type="string"><text:p>réunion n° {n} à L’Isle'
    nombre = (
        'office:value-type="float" office:value="{n}.5" calcext:value-type="float"><text:p>{n},5'
    )
    jour = (
        'table:style-name="ce1" office:value-type="date" office:date-value="{j}"'
        ' calcext:value-type="date"><text:p>{j}'
    )
    quatre = "".join(
        f"<table:table-cell {dit}</text:p></table:table-cell>"
        for dit in (nombre, texte, jour, texte.replace("réunion n°", "mot"))
    )
    jours = [(date(1950, 1, 1) + timedelta(n)).isoformat() for n in range(30_000)]
    rangees = (
        "".join(quatre.format(n=10 * n + k, j=jours[(10 * n + k) % 30_000]) for k in range(10))
        for n in range(lignes)
    )
    dit = "".join(f'<table:table-row table:style-name="ro1">{x}</table:table-row>' for x in rangees)
    lien = f'xmlns:calcext="{CALCEXT}" xmlns:office'
    return lambda _: write_ods(
        contenu({"Notes": [["a"]]}, apres={"Notes": dit}).replace("xmlns:office", lien, 1)
    )


# Legitimate, only large: each is read.
HONNETES: dict[str, Callable[[], Geste]] = {
    "360 000 nombres": lambda: _notes(dense(9_000)),
    "360 000 textes": lambda: _notes(
        dense(9_000, b'<c r="%b%d" t="inlineStr"><is><t>mot</t></is></c>')
    ),
    "un .ods de 360 000 cellules": _differentes,
    "un million de lignes mises en forme": lambda: _dans(
        SUIVI,
        b"</sheetData>",
        vides(b'<row r="#" spans="1:19" s="4" customFormat="1" ht="44.25" customHeight="1"/>')
        + b"</sheetData>",
    ),
    "un million de cellules mises en forme": lambda: _dans(
        SUIVI, b"</sheetData>", vides(b'<row r="#"><c r="A#" s="4"/></row>') + b"</sheetData>"
    ),
}
# The others are refused or read, never at the cost of the machine.
HOSTILES: dict[str, Callable[[], Geste]] = {
    "bombe de zéros": lambda: _partie("xl/media/image1.bin", bytes(101_000_000)),
    "bombe juste sous la limite": lambda: _partie("xl/media/image1.bin", bytes(99_000_000)),
    "commentaires de 99 Mo": lambda: _partie("xl/comments1.xml", b"<c>" + b"06 12 34 " * 11_000_000 + b"</c>"),
    "propriétés de 90 Mo": lambda: _partie("docProps/app.xml", _PROPRIETE + b"<Application>x</Application>" * 3_200_000 + b"</Properties>"),
    "deux millions de cellules": lambda: _notes(dense(49_000)),
    "trois millions de cellules": lambda: _notes(dense(75_000)),
    "texte long, répété": lambda: _notes(dense(20_000, b'<c r="%b%d" t="s"><v>3</v></c>')),
    "textes en place de 95 Mo": lambda: _notes(dense(2_500, b'<c r="%b%d" t="inlineStr"><is><t>' + "’".encode() * 300 + b"</t></is></c>")),
    "textes en place, sous la limite": lambda: _notes(dense(3_500, b'<c r="%b%d" t="inlineStr"><is><t>' + "’".encode() * 65 + b"</t></is></c>")),
    "texte de 32 000, répété": lambda: _long,
    "textes partagés vides": lambda: _dans(TEXTES, b"</sst>", b"<si/>" * 15_000_000 + b"</sst>"),
    "styles par millions": lambda: _dans(STYLES, b"</cellXfs>", b'<xf numFmtId="1"/>' * 4_000_000 + b"</cellXfs>"),
    "styles aux formats démesurés": lambda: _dans(STYLES, b"<cellXfs", b"<numFmts>" + b'<numFmt numFmtId="170" formatCode="%b"/>' % (b"z" * 900_000) * 90 + b"</numFmts><cellXfs"),
    "fusions par millions": lambda: _dans(SUIVI, b"</sheetData>", b"</sheetData><mergeCells>" + b'<mergeCell ref="AAA999:ZZZ999"/>' * 2_000_000 + b"</mergeCells>"),
    "dessin sans fin": lambda: _partie("xl/drawings/drawing1.xml", b"<from><col>1<row>1<" * 900_000),
    "prénoms sans fin": lambda: _partie("xl/comments1.xml", b"<c>" + b"Jean " * 3_800_000 + b"</c>"),
    "noms et santé sans fin": lambda: _notes(dense(23, b'<c r="%b%d" t="inlineStr"><is><t>' + b"Jean; malade; " * 2_000 + "😀".encode() + b"</t></is></c>")),
    "latin-1 de 95 Mo": lambda: _partie(SUIVI, _LATIN + b"\xe9" * 95_000_000 + b"</worksheet>"),
    "feuilles par millions": lambda: _dans(CLASSEUR, b"<sheets>", b"<sheets>" + b"<x/>" * 4_000_000),
    "espace de noms démesuré": lambda: _dans(SUIVI, b"<worksheet ", b'<worksheet xmlns:q="' + b"u" * 400_000 + b'" ' + b" ".join(b'q:a%d=""' % n for n in range(30_000)) + b" "),
    "entités en cascade": lambda: _partie("docProps/app.xml", _cascade()),
    "un seul blanc de 90 Mo": lambda: _dans(SUIVI, b"</sheetData>", b" " * 90_000_000 + b"</sheetData>"),
    "indentation sans fin": lambda: _dans(SUIVI, b"</sheetData>", b"<row>\n</row>\n" * 2_000_000 + b"</sheetData>"),
    "cellules sans adresse": lambda: _notes(b"<row>" + b"<c><v>1</v></c>" * 16_384 + b"</row>" + b"<row><c><v>1</v></c></row>" * 30_000),
    "ods, texte répété": lambda: _ods(_TEXTE_REPETE),
    "ods, formules répétées": lambda: _ods(_FORMULES),
    "ods, espaces répétés": lambda: _ods('<table:table-row table:number-rows-repeated="1000"><table:table-cell office:value-type="string"><text:p>a<text:s text:c="999999"/>b</text:p></table:table-cell></table:table-row>'),
    "ods, cellule répétée": lambda: _ods(_TEXTE_REPETE.replace(_LONG, "a").replace('"100000"', '"1048576"')),
    "ods, deux millions de cellules": lambda: _ods(_TEXTE_REPETE.replace(_LONG, "a").replace('"10"', '"19"')),
    "ods, texte long, répété dans sa ligne": lambda: _ods(_cellule_ods("<text:p>" + "m" * 900_000 + "</text:p>", _LARGE)),
    "ods, neuf millions de signes": lambda: _ods(_cellule_ods("<text:p>" + "m" * 9_000_000 + "</text:p>") * 10),
    "ods, trente feuilles de textes répétés": lambda: _trente_feuilles,
    "ods, tirades d’espaces": lambda: _ods(_cellule_ods("<text:p>a" + _ESPACES * 1_000 + "b</text:p>")),
    "ods, noms de feuilles démesurés": lambda: lambda _: write_ods(contenu({"n" * 900_000 + str(n): [["a"]] for n in range(90)})),
    "ods, cadres par millions": lambda: _ods(_AU_LOIN + _cellule_ods("<draw:frame/>" * 2_700_000).replace("<table:table-cell", _DROITE, 1)),
    "ods, horloges par millions": lambda: _ods("<table:table-row>" + '<table:table-cell table:formula="of:=NOW()"/>' * 1_900_000 + "</table:table-row>"),
    "ods, feuilles par milliers": lambda: lambda _: write_ods(contenu({f"F{n}": [["a"]] for n in range(60_000)})),
}  # fmt: skip


def _long(octets: bytes) -> bytes:
    toutes = read_parts(octets)
    compte = toutes[TEXTES].count(b"<si>")
    long = f"<si><t>{_LONG}</t></si></sst>".encode()
    toutes[TEXTES] = toutes[TEXTES].replace(b"</sst>", long)
    cellule = b'<c r="%%b%%d" t="s"><v>%d</v></c>' % compte
    return ajoute_feuille(write_parts(toutes), dense(20_000, cellule))


def _cascade() -> bytes:
    entites = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE x [<!ENTITY a0 "lol">{entites}]><x>&a11;</x>'.encode()
