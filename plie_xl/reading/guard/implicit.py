"""The password that Excel never asks for: a workbook sealed for its structure, not for secrecy.

Excel encrypts with it what is protected but open to all ([MS-OFFCRYPTO] 2.4.2.3); a person sees
no password, and must not be told to take one away.
"""

import hashlib
import re
from base64 import b64decode
from struct import unpack_from

MOT_DE_PASSE = "VelvetSweatshop".encode("utf-16-le")
_MAX_TOURS = 1_000_000  # of the hash, ten times what Excel writes: one second
_HACHAGES = ("SHA1", "SHA256", "SHA384", "SHA512")
# « Agile » (Excel 2010 and later) is XML, « standard » (2007) is binary; both stand in one piece.
_AGILE = re.compile(rb"<(?:\w+:)?encryptedKey\s([^<>]{1,4000})>")
_ATTRIBUT = re.compile(rb"(\w+)\s*=\s*[\"']([^\"']*)[\"']")
_STANDARD = re.compile(rb"[\x02-\x04]\0\x02\0\x24\0\0\0([\x20-\xff][\0-\x03])\0\0", re.S)
_ENTREE, _VALEUR = bytes.fromhex("fea7d2763b4b9e79"), bytes.fromhex("d7aa0f6d3061344e")


def is_implicit(octets: bytes) -> bool:
    """Whether an encrypted document opens with the password that everybody has."""
    try:
        agile = _AGILE.search(octets)
        if agile:
            return _try_agile({nom.decode(): v for nom, v in _ATTRIBUT.findall(agile[1])})
        standard = _STANDARD.search(octets)
        return standard is not None and _try_standard(octets, standard)
    except (ValueError, KeyError, IndexError, ArithmeticError):  # not one that we know
        return False


def _hash(nom: str, sel: bytes, tours: int) -> bytes:
    """The password, salted, and hashed again and again."""
    if nom not in _HACHAGES or not 0 <= tours <= _MAX_TOURS:
        raise ValueError(nom)
    hacher = getattr(hashlib, nom.lower())
    somme: bytes = hacher(sel + MOT_DE_PASSE).digest()
    for n in range(tours):
        somme = hacher(n.to_bytes(4, "little") + somme).digest()
    return somme


def _try_agile(faits: dict[str, bytes]) -> bool:
    from plie_xl.reading.guard.aes import decrypt_cbc

    nom, longueur = faits["hashAlgorithm"].decode(), int(faits["keyBits"]) // 8
    sel = b64decode(faits["saltValue"])
    if longueur not in (16, 24, 32) or faits["cipherChaining"] != b"ChainingModeCBC":
        return False
    somme = _hash(nom, sel, int(faits["spinCount"]))

    def read(champ: str, usage: bytes) -> bytes:
        cle = hashlib.new(nom, somme + usage).digest()[:longueur].ljust(longueur, b"\x36")
        blocs = b64decode(faits[champ])[:64]
        return decrypt_cbc(cle, sel[:16].ljust(16, b"\x36"), blocs)

    entree = read("encryptedVerifierHashInput", _ENTREE)[: len(sel)]
    attendu = hashlib.new(nom, entree).digest()
    return read("encryptedVerifierHashValue", _VALEUR)[: len(attendu)] == attendu


def _try_standard(octets: bytes, trouve: re.Match[bytes]) -> bool:
    from plie_xl.reading.guard.aes import decrypt_ecb

    tete = trouve.end()
    (bits,) = unpack_from("<I", octets, tete + 16)
    verif = tete + int.from_bytes(trouve[1], "little")
    sel, entree = octets[verif + 4 : verif + 20], octets[verif + 20 : verif + 36]
    valeur = octets[verif + 40 : verif + 72]
    if bits not in (128, 192, 256) or len(valeur) < 32:
        return False
    somme = hashlib.sha1(_hash("SHA1", sel, 50_000) + bytes(4)).digest()
    cle = b"".join(
        hashlib.sha1(bytes(signe ^ x for x in somme.ljust(64, b"\0"))).digest()
        for signe in (0x36, 0x5C)
    )[: bits // 8]
    attendu = hashlib.sha1(decrypt_ecb(cle, entree)).digest()
    return decrypt_ecb(cle, valeur)[: len(attendu)] == attendu
