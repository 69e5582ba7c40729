"""What seals a workbook is named for what it is: a password, a label, a protected structure.

The seals were made by another program (the library cryptography), from [MS-OFFCRYPTO].
"""

from base64 import b64decode

import pytest

from plie_xl.reading import guard
from plie_xl.reading.guard.aes import decrypt_ecb
from plie_xl.reading.guard.ole import MAGIE

AGILE = (
    b'<p:encryptedKey spinCount="%d" saltSize="16" blockSize="16" keyBits="%d" cipherAlgorithm="AES"'
    b' cipherChaining="ChainingModeCBC" hashAlgorithm="%s" saltValue="%s"'
    b' encryptedVerifierHashInput="%s" encryptedVerifierHashValue="%s" encryptedKeyValue=""/>'
)
SHA1_128 = AGILE % (
    1000,
    128,
    b"SHA1",
    b"3V22K1psxyPKghBduuR+MA==",
    b"XSODgLu/WiyS6oJpmVxeTw==",
    b"KA4MOH6u95EUySBv7KukrmeNcsfdBrmhgTQUs2Axeac=",
)
SHA384_192 = AGILE % (
    2000,
    192,
    b"SHA384",
    b"2HBnbWMy/mfXaQmCZm8npw==",
    b"UYXJHP3k6awv5zmYsQxpJQ==",
    b"whrbqjJYz8smu4olqycqubeCI46EvufbZs8pjc/lZ7l4hHwSqotySpb7DzEq0Z7a",
)
SHA512_256 = AGILE % (
    3000,
    256,
    b"SHA512",
    b"AhZq6DUoA8dJBpT340OSpw==",
    b"ujX1bM7hqfC4/RsqxjN6gA==",
    b"9KXAqhOyhFp2Opl6Zr2XbhoRamKfmToRTjQgfo9PoA/OP3s54ym2CM6AwC9c2/gup2i6O9AUdRx1dZTInN+8tQ==",
)
SECRET = AGILE % (
    1000,
    256,
    b"SHA512",
    b"lirL00N017ZjNwd3NuWI9g==",
    b"GbYw6YCpPLq3isvXvAf2Fw==",
    b"VVijnE23J2k/ASVFyLOMgDkAfSblocnWbgjl8bALck9GXKFinrZwWQqv9sFZR5dPM1ruPGOq3BQbo29cftYAfw==",
)
CSP = "Microsoft Enhanced RSA and AES Cryptographic Provider\0".encode("utf-16-le")


def standard(bits, sel, entree, valeur):
    tete = [0x24, 0, 0x660E, 0x8004, bits, 0x18, 0, 0]
    champs = b"".join(n.to_bytes(4, "little") for n in (0x20003, 0x24, 140, *tete))
    return (
        champs
        + CSP
        + b"\x10\0\0\0"
        + b64decode(sel)
        + b64decode(entree)
        + b"\x14\0\0\0"
        + b64decode(valeur)
    )


STANDARD_128 = standard(
    128,
    "lNeNUjlCIWI3EFtepEgNkQ==",
    "Niuc9P2weiIOKgScaAXUzg==",
    "EqIgt9GYcnAK2A+U2jxC9FhsQCSet7zLgDcMWlvQu2A=",
)
STANDARD_256 = standard(
    256,
    "lNeNUjlCIWI3EFtepEgNkQ==",
    "MfqGMHqDzpnj4IzLoxEdnA==",
    "t/3PoML0fijZWBdY7r0nE/ekvJqDNvpTasfgMHZP290=",
)
STANDARD_SECRET = standard(
    128,
    "yPU48cyyp90uyuzjDzW8Cg==",
    "jGNEilyIRJQSzNm39BKhCQ==",
    "fjRrvk/ofLVfwVKsOxFYyji6u5BisFzTtj/Y6QELfIA=",
)


def ole(*noms, contenu=b""):
    """An OLE document by what the guard looks at: the names of its directory, then its bytes."""
    entrees = b"".join(
        (nom + "\0").encode("utf-16-le").ljust(64, b"\0") + (2 * len(nom) + 2).to_bytes(2, "little")
        for nom in noms
    )
    return MAGIE + bytes(504) + entrees + contenu


SCELLE = ("Root Entry", "EncryptionInfo", "EncryptedPackage")


def motif(octets):
    return guard.inspect(octets).refus.motif


@pytest.mark.parametrize(
    "sceau", [SHA1_128, SHA384_192, SHA512_256, STANDARD_128, STANDARD_256], ids=range(5)
)
def test_le_mot_de_passe_qu_excel_ne_demande_pas_est_une_structure_protegee(sceau):
    refus = guard.inspect(ole(*SCELLE, contenu=sceau)).refus
    assert "structure est protégée" in refus.constat
    assert "mot de passe (" not in refus.remede  # there is none to take away


@pytest.mark.parametrize("sceau", [SECRET, STANDARD_SECRET, b""], ids=["2010", "2007", "inconnu"])
def test_un_vrai_mot_de_passe_est_dit(sceau):
    refus = guard.inspect(ole(*SCELLE, contenu=sceau)).refus
    assert "mot de passe à l’ouverture" in refus.constat


@pytest.mark.parametrize(
    "noms",
    [
        ("Root Entry", "EncryptedPackage", "DRMEncryptedTransform"),
        ("Root Entry", "EncryptedPackage", "DRMEncryptedDataSpace"),
        ("Root Entry", "\x09DRMContent", "Workbook"),
    ],
)
def test_une_etiquette_de_confidentialite_est_nommee(noms):
    refus = guard.inspect(ole(*noms)).refus
    assert "étiquette de confidentialité" in refus.constat
    assert "mot de passe" not in refus.remede


@pytest.mark.parametrize(
    "faux",
    [
        SHA1_128.replace(b'spinCount="1000"', b'spinCount="999999999"'),
        SHA1_128.replace(b"SHA1", b"system"),
        SHA1_128.replace(b'keyBits="128"', b'keyBits="1"'),
        SHA1_128.replace(b"saltValue", b"sel"),
        SHA1_128.replace(b'="3V2', b'="$'),
        STANDARD_128[:60],
        STANDARD_128[:200],
    ],
)
def test_un_sceau_abime_n_arrete_rien(faux):
    assert motif(ole(*SCELLE, contenu=faux)) == "chiffre"


def test_aes_dechiffre_l_exemple_de_sa_norme():
    """FIPS 197, appendix C."""
    clair = bytes.fromhex("00112233445566778899aabbccddeeff")
    for longueur, chiffre in (
        (16, "69c4e0d86a7b0430d8cdb78070b4c55a"),
        (24, "dda97ca4864cdfe06eaf70a0ec0d7191"),
        (32, "8ea2b7ca516745bfeafc49904b496089"),
    ):
        assert decrypt_ecb(bytes(range(longueur)), bytes.fromhex(chiffre)) == clair
