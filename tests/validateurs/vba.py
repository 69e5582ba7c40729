"""A VBA project against Microsoft's documents: keys, end, cache, sources, code names, directory."""

import io
import re
import struct
import warnings
from collections.abc import Iterator

import olefile

from validateurs.paquet import M, Paquet

with warnings.catch_warnings():  # its parser uses old names of pyparsing
    warnings.simplefilter("ignore", DeprecationWarning)
    from oletools.olevba import decompress_stream

_AUCUNE = 0xFFFFFFFF
_SANS_CACHE = bytes.fromhex("cc61ffff")
_FLUX, _STANDARD, _DEBUT, _NOM, _FIN = 0x1A, 0x21, 0x31, 0x19, 0x10


def check_vba(p: Paquet) -> Iterator[str]:
    """Nothing for a file without macros."""
    if "xl/vbaProject.bin" not in p.noms:
        return
    octets = p.octets("xl/vbaProject.bin")
    with olefile.OleFileIO(io.BytesIO(octets)) as ole:
        projet = ole.openstream("PROJECT").read().decode("cp1252")
        if ole.openstream("VBA/_VBA_PROJECT").read()[:4] != _SANS_CACHE:
            yield "vba : cache d’un autre projet"
        yield from _check_cles(projet)
        yield from _check_modules(p, ole, projet)
        yield from _check_arbres(octets, ole.fat)


def _check_cles(projet: str) -> Iterator[str]:
    identifiant = re.search(r'ID="(\{[^"]*\})"', projet)
    attendue = sum(identifiant[1].encode("ascii")) & 0xFF if identifiant else None
    for cle in ("CMG", "DPB", "GC"):
        dite = re.search(rf'{cle}="([0-9A-F]*)"', projet)
        brute = bytes.fromhex(dite[1]) if dite else b"\0\0\0"
        if brute[0] ^ brute[2] != attendue:
            yield f"vba : clé {cle}"


def _check_modules(p: Paquet, ole: olefile.OleFileIO, projet: str) -> Iterator[str]:
    repertoire = bytes(decompress_stream(bytearray(ole.openstream("VBA/dir").read())))
    standards, documents, nom, flux, debut, fin = [], [], "", "", 0, False
    place = 0
    while place + 6 <= len(repertoire):
        genre, taille = struct.unpack_from("<HI", repertoire, place)
        taille = 6 if genre == 0x09 else taille
        contenu = repertoire[place + 6 : place + 6 + taille]
        place += 6 + taille
        nom = contenu.decode("cp1252") if genre == _NOM else nom
        flux = contenu.decode("cp1252") if genre == _FLUX else flux
        debut = int.from_bytes(contenu, "little") if genre == _DEBUT else debut
        if genre in (_STANDARD, 0x22):
            (standards if genre == _STANDARD else documents).append(nom)
            if debut:
                yield f"vba : code compilé d’un autre projet devant {nom}"
            source = ole.openstream(f"VBA/{flux}").read()[debut:]
            if b"\n" in bytes(decompress_stream(bytearray(source))).replace(b"\r\n", b""):
                yield f"vba : fins de ligne de {nom}"
        fin = genre == _FIN
    if not fin or place != len(repertoire):
        yield "vba : octets après la fin de VBA/dir"
    if sorted(standards) != sorted(re.findall(r"^Module=(\w+)", projet, re.M)):
        yield "vba : modules"
    dits = re.findall(r"^Document=(\w+)/", projet, re.M)
    if sorted(dits) != sorted(documents) or sorted(dits) != sorted(_list_codes(p)):
        yield "vba : noms de code"


def _list_codes(p: Paquet) -> Iterator[str]:
    for partie, element in (
        ("xl/workbook.xml", "workbookPr"),
        *((f, "sheetPr") for f in p.feuilles.values()),
    ):
        for x in p.xml(partie).iter(f"{M}{element}"):
            if x.get("codeName"):
                yield x.get("codeName", "")


def _check_arbres(octets: bytes, fat: list[int]) -> Iterator[str]:
    """[MS-CFB] 2.6.4: each storage is a red-black tree."""
    taille = 1 << struct.unpack_from("<H", octets, 30)[0]
    secteur = struct.unpack_from("<I", octets, 48)[0]
    entrees: list[int] = []
    while secteur < 0xFFFFFFFA:
        entrees += range((secteur + 1) * taille, (secteur + 2) * taille, 128)
        secteur = fat[secteur]
    fautes: list[str] = []

    def follow(n: int, lien: int) -> int:
        return int(struct.unpack_from("<I", octets, entrees[n] + lien)[0])

    def descend(n: int, rouge_avant: bool) -> int:
        """How many black entries lie below, the same on both sides."""
        if n == _AUCUNE:
            return 1
        rouge = octets[entrees[n] + 67] == 0
        if rouge and rouge_avant:
            fautes.append("deux entrées rouges l’une sous l’autre")
        gauche, droite = descend(follow(n, 68), rouge), descend(follow(n, 72), rouge)
        if gauche != droite:
            fautes.append("hauteurs noires inégales")
        return gauche + (not rouge)

    for n, place in enumerate(entrees):
        if octets[place + 66] in (1, 5) and (racine := follow(n, 76)) != _AUCUNE:
            if octets[entrees[racine] + 67] == 0:
                fautes.append("racine rouge")
            descend(racine, rouge_avant=False)
    yield from (f"vba : répertoire, {faute}" for faute in dict.fromkeys(fautes))
