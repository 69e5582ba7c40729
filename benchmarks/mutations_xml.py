"""Files written in another way, which say the same: namespaces of .xlsx, structure of .ods.

What is added is seen by no spreadsheet program, and what is changed means the same: each mutant
must be read with the values of the clean file, or refused.
"""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from plie_xl.files.parts import read_parts, write_parts

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
ESPACES = ("urn:x", MAIN + "/", MC, "http://purl.org/dc/elements/1.1/")
RACINE = Path(__file__).parent.parent
ODS = sorted((RACINE / "tests" / "hostile" / "enregistres").glob("*.ods"))
_BALISE = re.compile(rb"<(?![?!])")
_OUVRANTE = re.compile(rb"<(?![?!/])[\w:]+")
_CELLULE = re.compile(rb"<c [^>]*?(?:/>|>.*?</c>)", re.DOTALL)
_CHOSE = re.compile(
    rb"<(?:c|sheet|numFmt|xf) [^>]*/>|<(c|xf) [^>]*[^/]>.*?</\1>|<si>.*?</si>",
    re.DOTALL,
)
_RANGEE_ODS = re.compile(
    rb"<table:table-row(?: [^<>]*)?(?:/>|(?<!/)>.*?</table:table-row>)", re.DOTALL
)
_P = re.compile(rb"(<text:p>)([^<]+)(</text:p>)")
_FIN_CELLULE = b"</table:table-cell>"

Hasard = random.Random
Geste = Callable[[bytes, Hasard], bytes]


def mutate_espaces(octets: bytes, graine: int) -> bytes:
    """An .xlsx file in which some elements are in a foreign namespace, or under other prefixes."""
    hasard = Hasard(graine)
    parties = read_parts(octets)
    feuilles = [nom for nom in sorted(parties) if re.search(r"worksheets/sheet\d+\.xml$", nom)]
    autres = ["xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"]
    nom = hasard.choice(feuilles if hasard.random() < 0.7 else autres)
    for _ in range(hasard.randrange(1, 4)):
        parties[nom] = hasard.choice(_GESTES_XLSX)(parties[nom], hasard)
    return write_parts(parties)


def mutate_ods(octets: bytes, graine: int) -> bytes:
    """An .ods file whose cells are the same, written in another way."""
    hasard = Hasard(graine)
    parties = read_parts(octets)
    for _ in range(hasard.randrange(1, 4)):
        geste = hasard.choice(_GESTES_ODS)
        parties["content.xml"] = geste(parties["content.xml"], hasard)
    if hasard.random() < 0.2:
        parties.pop("mimetype", None)
    if hasard.random() < 0.2:
        parties["Basic/script-lc.xml"] = b'<!DOCTYPE library:libraries PUBLIC "a" "b"><a/>'
    return write_parts(parties)


def _place(contenu: bytes, forme: re.Pattern[bytes], hasard: Hasard) -> re.Match[bytes] | None:
    """One of the places where a form occurs, after the root of the part."""
    debut = _OUVRANTE.search(contenu)
    trouvees = list(forme.finditer(contenu, debut.end() if debut else 0))
    return hasard.choice(trouvees) if trouvees else None


def _insert(contenu: bytes, forme: re.Pattern[bytes], ajout: bytes, hasard: Hasard) -> bytes:
    place = _place(contenu, forme, hasard)
    return contenu[: place.start()] + ajout + contenu[place.start() :] if place else contenu


def _etranger(contenu: bytes, hasard: Hasard) -> bytes:
    """An element that looks like ours, of another namespace, anywhere."""
    espace, ref = hasard.choice(ESPACES), f"{hasard.choice('BCEHJ')}{hasard.randrange(6, 60)}"
    nom, dedans = hasard.choice(
        [
            ("c", "<{p}v>9</{p}v>"),
            ("row", f'<{{p}}c r="{ref}"><{{p}}v>9</{{p}}v></{{p}}c>'),
            ("v", "9"),
            ("t", "ailleurs"),
            ("si", "<{p}t>ailleurs</{p}t>"),
            ("xf", ""),
            ("sheet", ""),
            ("sheetData", '<{p}row r="6"><{p}c r="H6"><{p}v>9</{p}v></{p}c></{p}row>'),
        ]
    )  # fmt: skip
    prefixe, lien = hasard.choice([("q:", "xmlns:q"), ("", "xmlns")])
    attributs = f'{lien}="{espace}" r="{ref}" name="Suivi" numFmtId="14"'
    ajout = f"<{prefixe}{nom} {attributs}>{dedans.format(p=prefixe)}</{prefixe}{nom}>"
    return _insert(contenu, _BALISE, ajout.encode(), hasard)


def _au_choix(contenu: bytes, hasard: Hasard) -> bytes:
    """A cell, a text or a format that only programs of the future, or of the past, would see."""
    place = _place(contenu, _CHOSE, hasard)
    if place is None:
        return contenu
    voie = hasard.choice(["Choice", "Fallback"])
    avant = f'<m:AlternateContent xmlns:m="{MC}"><m:{voie} Requires="q">'.encode()
    apres = f"</m:{voie}></m:AlternateContent>".encode()
    return contenu[: place.start()] + avant + place[0] + apres + contenu[place.end() :]


def _exile(contenu: bytes, hasard: Hasard) -> bytes:
    """A true cell sent to another namespace."""
    place = _place(contenu, _CELLULE, hasard)
    if place is None:
        return contenu
    espace = hasard.choice((*ESPACES, "")).encode()
    cellule = place[0].replace(b"<c ", b'<c xmlns="' + espace + b'" ', 1)
    return contenu[: place.start()] + cellule + contenu[place.end() :]


def _redit(contenu: bytes, hasard: Hasard) -> bytes:
    """The right namespace, said once more."""
    place = _place(contenu, _OUVRANTE, hasard)
    if place is None or b":" in place[0] or b"xmlns" in contenu[place.end() : place.end() + 300]:
        return contenu
    return contenu[: place.end()] + f' xmlns="{MAIN}"'.encode() + contenu[place.end() :]


def _prefixe(contenu: bytes, hasard: Hasard) -> bytes:
    """Every tag of the part under a prefix of its own."""
    propre = f'xmlns="{MAIN}"'.encode()
    if (
        contenu.count(propre) != 1
        or b"<x:" in contenu
        or b'xmlns="' in contenu.replace(propre, b"")
    ):
        return contenu
    contenu = contenu.replace(propre, f'xmlns:x="{MAIN}"'.encode())
    return re.sub(rb"<(/?)(\w+)(?=[\s/>])", rb"<\1x:\2", contenu)


_GESTES_XLSX: tuple[Geste, ...] = (*[_etranger] * 3, _au_choix, _exile, _redit, _prefixe)


def _indente(contenu: bytes, hasard: Hasard) -> bytes:
    blancs = b"\n" + b" " * hasard.randrange(4)
    entre = rb"(<(?:/?table:|/?office:)[^<>]*>)(?=<(?:/?table:|/?office:|text:p))"
    return re.sub(entre, rb"\1" + blancs, contenu)


def _groupe(contenu: bytes, hasard: Hasard) -> bytes:
    place = _place(contenu, _RANGEE_ODS, hasard)
    if place is None:
        return contenu
    nom = hasard.choice([b"table-row-group", b"table-rows"])
    groupe = b"<table:%b>%b</table:%b>" % (nom, place[0], nom)
    return contenu[: place.start()] + groupe + contenu[place.end() :]


def _coupe(contenu: bytes, hasard: Hasard) -> bytes:
    """Cells repeated by a number become two runs."""
    repetees = re.compile(
        rb'<table:table-cell([^<>]*?) table:number-columns-repeated="(\d+)"([^<>]*?)/>'
    )
    place = _place(contenu, repetees, hasard)
    if place is None or int(place[2]) < 2:
        return contenu
    premiere = hasard.randrange(1, int(place[2]))
    runs = b"".join(
        b'<table:table-cell%b table:number-columns-repeated="%d"%b/>' % (place[1], n, place[3])
        for n in (premiere, int(place[2]) - premiere)
    )
    return contenu[: place.start()] + runs + contenu[place.end() :]


def _note(contenu: bytes, hasard: Hasard) -> bytes:
    """A comment in a cell: no program counts its text."""
    ajout = b"<office:annotation><text:p>06 pas la valeur</text:p></office:annotation>"
    return _insert(contenu, re.compile(re.escape(_FIN_CELLULE)), ajout, hasard)


def _phrase(contenu: bytes, hasard: Hasard) -> bytes:
    """A text whose blanks are tags, or part of which has a look of its own."""
    place = _place(contenu, _P, hasard)
    if place is None:
        return contenu
    texte = place[2]
    if b"&" not in texte and hasard.random() < 0.5:
        milieu = hasard.randrange(len(texte.decode()) + 1)
        avant, apres = texte.decode()[:milieu].encode(), texte.decode()[milieu:].encode()
        texte = avant + b"<text:span>" + apres + b"</text:span>"
    elif not texte.startswith(b" ") and not texte.endswith(b" ") and b"  " not in texte:
        texte = re.sub(rb"(?<=\S) (?=\S)", b"<text:s/>", texte)
    return contenu[: place.start(2)] + texte + contenu[place.end(2) :]


def _etranger_ods(contenu: bytes, hasard: Hasard) -> bytes:
    espace = hasard.choice(("urn:x", "urn:oasis:names:tc:opendocument:xmlns:chart:1.0"))
    nom = hasard.choice(["table-cell", "table-row", "table", "p"])
    dedans = '<q:p>ailleurs</q:p><q:table-cell q:value="9"/>'
    ajout = f'<q:{nom} xmlns:q="{espace}" q:value-type="float" q:value="9">{dedans}</q:{nom}>'
    return _insert(contenu, _BALISE, ajout.encode(), hasard)


def _renomme(contenu: bytes, _: Hasard) -> bytes:
    """Other prefixes for the same namespaces."""
    if b"xmlns:tb=" in contenu:
        return contenu
    contenu = contenu.replace(b"xmlns:table=", b"xmlns:tb=")
    return re.sub(rb"(</?|\s)table:(?=[\w-]+[\s=/>])", rb"\1tb:", contenu)


def _vides(contenu: bytes, hasard: Hasard) -> bytes:
    """Thousands of formatted rows under each table."""
    fois = hasard.choice([1, 100, 900_000])
    cellules = '<table:table-cell table:number-columns-repeated="900"/>'
    rangees = f'<table:table-row table:number-rows-repeated="{fois}">'
    ajout = f"{rangees}{cellules}</table:table-row>"
    return contenu.replace(b"</table:table>", ajout.encode() + b"</table:table>", 1)


_GESTES_ODS: tuple[Geste, ...] = (
    _indente,
    _groupe,
    _coupe,
    _note,
    *[_phrase] * 2,
    _etranger_ods,
    _renomme,
    _vides,
)
XLSX = sorted((RACINE / "workbooks" / "2024").glob("*.xlsx"))
# What each family is called, its files, how one of them is mutated.
FAMILLES: Mapping[str, tuple[Sequence[Path], Callable[[bytes, int], bytes]]] = {
    "espaces de noms d’un .xlsx": (XLSX, mutate_espaces),
    "structure d’un .ods": (ODS, mutate_ods),
}
