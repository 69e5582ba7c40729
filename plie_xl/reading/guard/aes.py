"""AES (FIPS 197), decryption of a few blocks: enough to try one password that everybody knows.

Weighed: msoffcrypto-tool and cryptography, two dependencies and a compiled one, for five blocks.
"""

from collections.abc import Iterator


def decrypt_ecb(cle: bytes, blocs: bytes) -> bytes:
    """Whole blocks, each for itself."""
    tours = list(_expand(cle))
    return b"".join(_decrypt(tours, blocs[n : n + 16]) for n in range(0, len(blocs), 16))


def decrypt_cbc(cle: bytes, depart: bytes, blocs: bytes) -> bytes:
    """Whole blocks, each mixed with the one before."""
    clair = decrypt_ecb(cle, blocs)
    return bytes(a ^ b for a, b in zip(clair, depart + blocs, strict=False))


def _double(n: int) -> int:
    return (n << 1) ^ (0x11B if n & 0x80 else 0)


def _multiply(a: int, b: int) -> int:
    """In the field of 256 elements."""
    produit = 0
    while b:
        produit ^= a if b & 1 else 0
        a, b = _double(a), b >> 1
    return produit


def _build_boite() -> bytes:
    """The substitution: the inverse in the field, then an affine map."""
    boite = bytearray(256)
    for n in range(256):
        inverse = next((m for m in range(256) if _multiply(n, m) == 1), 0)
        boite[n] = 0x63
        for rang in range(5):
            boite[n] ^= (inverse << rang | inverse >> (8 - rang)) & 0xFF
    return bytes(boite)


_BOITE = _build_boite()
_INVERSE = bytes(_BOITE.index(n) for n in range(256))
_MELANGE = [[_multiply(n, facteur) for n in range(256)] for facteur in (14, 11, 13, 9)]
_DECALE = [(n - 4 * (n % 4)) % 16 for n in range(16)]  # row by row, to the right


def _expand(cle: bytes) -> Iterator[bytes]:
    """The keys of the rounds, last first."""
    mots = [cle[n : n + 4] for n in range(0, len(cle), 4)]
    longueur, constante = len(mots), 1
    for n in range(longueur, 4 * (longueur + 7)):
        mot = mots[-1]
        if n % longueur == 0:
            mot = (mot[1:] + mot[:1]).translate(_BOITE)
            mot = bytes((mot[0] ^ constante, *mot[1:]))
            constante = _double(constante)
        elif longueur > 6 and n % longueur == 4:
            mot = mot.translate(_BOITE)
        mots.append(bytes(a ^ b for a, b in zip(mot, mots[-longueur], strict=True)))
    for n in range(len(mots) - 4, -1, -4):
        yield b"".join(mots[n : n + 4])


def _decrypt(tours: list[bytes], bloc: bytes) -> bytes:
    etat = _add(bloc, tours[0])
    for tour in tours[1:-1]:
        etat = _unmix(_add(_unshift(etat), tour))
    return _add(_unshift(etat), tours[-1])


def _add(a: bytes, b: bytes) -> bytes:
    return bytes(x ^ y for x, y in zip(a, b, strict=True))


def _unshift(etat: bytes) -> bytes:
    return bytes(etat[n] for n in _DECALE).translate(_INVERSE)


def _unmix(etat: bytes) -> bytes:
    quatorze, onze, treize, neuf = _MELANGE
    sortie = bytearray()
    for n in range(0, 16, 4):
        a, b, c, d = etat[n : n + 4]
        sortie += bytes(
            quatorze[w] ^ onze[x] ^ treize[y] ^ neuf[z]
            for w, x, y, z in ((a, b, c, d), (b, c, d, a), (c, d, a, b), (d, a, b, c))
        )
    return bytes(sortie)
