"""A VBA project as Microsoft's documents ask it of a writer that compiled nothing.

pyOpenVBA starts from a blank workbook of Excel's and leaves three things of it: the cache of
compiled code, made for other sources; four bytes after the end of `VBA/dir`; and the colours of
the directory, a red-black tree that it balances again. Excel's refusal would cost every macro.
"""

import struct
from collections.abc import Iterator

_SANS_CACHE = bytes.fromhex("cc61ffff000000")  # [MS-OVBA] 2.3.4.1: version 0xFFFF, no cache
_VERSION, _FLUX, _DEBUT, _FIN = 0x09, 0x1A, 0x31, 0x10  # records of VBA/dir
_SECTEUR, _ENTREE = 512, 128
_AUCUNE = 0xFFFFFFFF
_COULEUR, _GAUCHE, _DROITE, _ENFANT = 67, 68, 72, 76  # inside a directory entry
_ROUGE, _NOIR = 0, 1


def clean_project(projet: bytes) -> bytes:
    """The same project: sources alone, nothing after the end, a directory of legal colours."""
    from pyopenvba.cfb import CFB
    from pyopenvba.vba import compress, decompress

    cfb = CFB.from_bytes(projet)
    repertoire = bytearray(decompress(cfb.get_stream_in_storage("VBA", "dir")))
    flux, fin = "", len(repertoire)
    for genre, place, taille in _list_records(repertoire):
        contenu = repertoire[place : place + taille]
        if genre == _FLUX:
            flux = contenu.decode("cp1252")
        elif genre == _DEBUT:
            source = cfb.get_stream_in_storage("VBA", flux)[int.from_bytes(contenu, "little") :]
            cfb.write_stream_in_storage("VBA", flux, source)
            repertoire[place : place + taille] = bytes(taille)
        elif genre == _FIN:
            fin = place + taille
            break
    cfb.write_stream_in_storage("VBA", "dir", compress(bytes(repertoire[:fin])))
    cfb.write_stream_in_storage("VBA", "_VBA_PROJECT", _SANS_CACHE)
    return _recolour(cfb.to_bytes())


def _list_records(repertoire: bytes | bytearray) -> Iterator[tuple[int, int, int]]:
    """Kind, place and size of each record."""
    place = 0
    while place + 6 <= len(repertoire):
        genre, taille = struct.unpack_from("<HI", repertoire, place)
        taille = 6 if genre == _VERSION else taille  # it counts but the first four
        yield genre, place + 6, taille
        place += 6 + taille


def _recolour(projet: bytes) -> bytes:
    """Black but for the deepest entries of each tree, which splitting by the middle allows."""
    (premier,) = struct.unpack_from("<I", projet, 48)
    debut = (premier + 1) * _SECTEUR  # pyOpenVBA writes the directory in one piece
    peint = bytearray(projet)
    racines = [0]
    while racines:
        niveaux = list(_list_levels(projet, debut, racines.pop()))
        profond = max(niveau for _, niveau in niveaux)
        for entree, niveau in niveaux:
            rouge = niveau == profond > 0
            peint[debut + entree * _ENTREE + _COULEUR] = _ROUGE if rouge else _NOIR
            enfant = _follow(projet, debut, entree, _ENFANT)
            racines += [enfant] if enfant != _AUCUNE else []
    return bytes(peint)


def _list_levels(projet: bytes, debut: int, racine: int) -> Iterator[tuple[int, int]]:
    """Each entry of a tree and how deep it stands."""
    suivantes = [(racine, 0)]
    while suivantes:
        entree, niveau = suivantes.pop()
        yield entree, niveau
        for cote in (_GAUCHE, _DROITE):
            voisine = _follow(projet, debut, entree, cote)
            suivantes += [(voisine, niveau + 1)] if voisine != _AUCUNE else []


def _follow(projet: bytes, debut: int, entree: int, lien: int) -> int:
    (ou,) = struct.unpack_from("<I", projet, debut + entree * _ENTREE + lien)
    return int(ou)
