"""Bytes gone wrong, at random but repeatable: what fuzzing feeds to the reader."""

import random

from plie_xl.files.parts import read_parts, write_parts

Parties = dict[str, bytes]
MORCEAUX = (
    b"<", b">", b"/>", b'"', b"&", b"&#0;", b"\x00", b"\xff", b"<!DOCTYPE x>", b"<![CDATA[x]]>",
    b"XFD1048576", b"999999999999", b"-1", b"1e999", b"NaN", b"t=\"s\"", b"t=\"e\"", b"#SPILL!",
    b"</row>", b"<row r=\"7\">", b"<c r=\"B7\"/>", b"</sheetData>", b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
)  # fmt: skip


def mutate(octets: bytes, graine: int) -> bytes:
    """One mutated file: half of the time in the raw bytes, else inside one part of the zip."""
    hasard = random.Random(graine)
    return _bruts(octets, hasard) if graine % 2 else _partie(octets, hasard)


def _bruts(octets: bytes, hasard: random.Random) -> bytes:
    copie = bytearray(octets)
    geste = hasard.randrange(4)
    if geste == 0:
        return bytes(copie[: hasard.randrange(len(copie))])
    if geste == 1:
        place = hasard.randrange(len(copie))
        del copie[place : place + hasard.randrange(1, 200)]
    else:
        for _ in range(1 << hasard.randrange(7)):
            copie[hasard.randrange(len(copie))] = hasard.randrange(256)
    return bytes(copie)


def _partie(octets: bytes, hasard: random.Random) -> bytes:
    parties = read_parts(octets)
    nom = hasard.choice(sorted(parties))
    if hasard.random() < 0.6:  # sheets are where values are
        nom = hasard.choice([n for n in sorted(parties) if "sheet" in n.lower()] or [nom])
    for _ in range(hasard.randrange(1, 5)):
        parties[nom] = _abime(parties[nom], hasard)
    return write_parts(parties)


def _abime(contenu: bytes, hasard: random.Random) -> bytes:
    place, longueur = hasard.randrange(len(contenu) + 1), hasard.randrange(1, 60)
    geste = hasard.randrange(5)
    if geste == 0:
        return contenu[:place] + contenu[place + longueur :]
    if geste == 1:
        return contenu[:place] + contenu[place : place + longueur] * 2 + contenu[place:]
    if geste == 2:
        return contenu[:place] + hasard.choice(MORCEAUX) + contenu[place:]
    if geste == 3:
        return contenu[:place] + hasard.choice(MORCEAUX) + contenu[place + longueur :]
    chiffres = [n for n, c in enumerate(contenu) if 48 <= c <= 57]
    if not chiffres:
        return contenu
    place = hasard.choice(chiffres)
    return (
        contenu[:place]
        + b"%d" % hasard.randrange(10 ** hasard.randrange(1, 12))
        + contenu[place + 1 :]
    )
