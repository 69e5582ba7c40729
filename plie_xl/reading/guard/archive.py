"""The zip around a workbook: its names, its sizes, its checksums, all bounded."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from plie_xl.reading.guard.limits import (
    MAX_OCTETS_ECRITS,
    MAX_OCTETS_PARTIE,
    MAX_OCTETS_TOTAL,
    MAX_PARTIES,
)
from plie_xl.reading.guard.refusals import RefusError
from plie_xl.reading.guard.xml import decode_partie

_NOMS_UTF8 = 0x800  # flag of an entry
_FIN = b"PK\x05\x06"
_EN_TETE = struct.Struct("<26xHH")  # local header: length of the name, of the extra field
_DOCTYPE, _PROLOGUE = b"<!DOCTYPE", 2_048
# The charts of a template are drawings too, but nobody writes in them.
_ECRITES = ("xl/comments", "xl/threadedcomments", "xl/drawings/drawing", "xl/pivotcache/")
_XML = (".xml", ".rels", ".vml", ".rdf")
_TROP_ECRIT = "ses commentaires ou ses dessins sont démesurés ; les noms n’y ont pas été cherchés"
_GROSSE = 1 << 23  # bytes announced by a part that is inflated piece by piece
_MORCEAU = 1 << 20  # bytes inflated at once when a part is streamed


@dataclass(slots=True)
class Archive:
    """An opened container; `read` inflates a part, within the bounds of `limits`."""

    octets: bytes
    parties: dict[str, zipfile.ZipInfo]
    avertissements: list[str] = field(default_factory=list)
    _lues: set[str] = field(default_factory=set)
    _inflate: int = 0  # bytes, each part counted once

    def __contains__(self, nom: str) -> bool:
        return nom.casefold() in self.parties

    def read(self, nom: str) -> bytes:
        """The bytes of a part, whatever the case of its name; the part must exist."""
        info = self.parties[nom.casefold()]
        if info.file_size > _GROSSE:
            tampon = io.BytesIO()  # grows in place: a big part is never there twice
            for morceau in self.stream(nom, self._find_permis()):
                tampon.write(morceau)
            contenu = tampon.getvalue()
        else:
            contenu = _inflate(self.octets, info, self._find_permis())
        self._count(nom.casefold(), len(contenu))
        return contenu

    def read_xml(self, nom: str) -> bytes:
        """The same in UTF-8, however it is written."""
        return decode_partie(self.read(nom), self.parties[nom.casefold()].filename)

    def _find_permis(self) -> int:
        return min(MAX_OCTETS_PARTIE, MAX_OCTETS_TOTAL - self._inflate)

    def _count(self, nom: str, octets: int) -> None:
        if nom not in self._lues:
            self._lues.add(nom)
            self._inflate += octets

    def stream(self, nom: str, permis: int) -> Iterator[bytes]:
        """The bytes of a part, piece by piece and at most `permis`; they count once all are read.

        For the parts of our own long workbooks, which `read` would not hold.
        """
        info = self.parties[nom.casefold()]
        lus, somme = 0, 0
        for morceau in _list_morceaux(self.octets, info):
            lus, somme = lus + len(morceau), zlib.crc32(morceau, somme)
            if lus > permis:
                raise RefusError("trop_gros", partie=info.filename)
            yield morceau
        if somme != info.CRC:
            raise RefusError("crc", partie=info.filename)
        if lus != info.file_size:
            raise RefusError("taille_fausse", partie=info.filename)

    def verify_reste(self, avec_doctype: bool = False) -> dict[str, bytes]:
        """Inflate what nobody asked for: a bomb or a wrong checksum hides anywhere.

        Returns the parts in which people write, under their names in lower case. No reader opens
        the others: their DOCTYPE is harmless where honest programs write one.
        """
        ecrites: dict[str, bytes] = {}
        permis = MAX_OCTETS_ECRITS
        for nom in [nom for nom in self.parties if nom not in self._lues]:
            entier = nom.startswith(_ECRITES) and self.parties[nom].file_size <= permis
            morceaux = list(self._list_reste(nom, entier))
            if not avec_doctype and nom.endswith(_XML) and _has_doctype(morceaux[:1]):
                raise RefusError("doctype", partie=self.parties[nom].filename)
            if entier:
                ecrites[nom] = b"".join(morceaux)
                permis -= len(ecrites[nom])
            elif nom.startswith(_ECRITES):
                self.avertissements.append(_TROP_ECRIT)
        return ecrites

    def _list_reste(self, nom: str, entier: bool) -> Iterator[bytes]:
        """A part that nobody reads, or its first bytes only."""
        lus = 0
        for morceau in self.stream(nom, self._find_permis()):
            if entier or not lus:
                yield morceau
            lus += len(morceau)
        self._count(nom, lus)


def open_archive(octets: bytes) -> Archive | None:
    """The container of `octets`, its names checked; None when there is no zip at all.

    Raises `RefusError` for a container that must not be read.
    """
    nombre = octets.count(b"PK\x01\x02")  # before zipfile builds one object for each
    if nombre > MAX_PARTIES:
        raise RefusError("trop_de_parties", nombre=nombre)
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            infos = archive.infolist()
    except Exception as erreur:  # zipfile raises an open set of types on hostile bytes
        if octets.startswith(b"PK"):
            raise RefusError("tronque") from erreur
        return None
    parties: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        nom = normalise(info)
        if nom.endswith("/"):
            continue
        if nom.casefold() in parties:
            raise RefusError("parties_en_double", partie=nom)
        parties[nom.casefold()] = info
    return Archive(octets, parties, _find_bizarreries(octets, infos))


def normalise(info: zipfile.ZipInfo) -> str:
    """The name of a part with forward slashes; refused when it leaves the container."""
    nom = info.orig_filename.replace("\\", "/")
    segments = nom.split("/")
    if nom.startswith("/") or ".." in segments or ":" in segments[0] or "\0" in nom:
        raise RefusError("chemin_hors_archive", partie=nom)
    return nom


def _find_bizarreries(octets: bytes, infos: list[zipfile.ZipInfo]) -> list[str]:
    vus = []
    if min((info.header_offset for info in infos), default=0) > 0:
        vus.append("des octets étrangers précèdent le classeur ; ils sont ignorés")
    fin = octets.rfind(_FIN)
    if fin + 22 + int.from_bytes(octets[fin + 20 : fin + 22], "little") < len(octets):
        vus.append("des octets étrangers suivent le classeur ; ils sont ignorés")
    if any("\\" in info.orig_filename for info in infos):
        vus.append("les parties du fichier sont nommées avec des barres inversées")
    return vus


def _has_doctype(morceaux: list[bytes]) -> bool:
    """Whether the first bytes announce a DOCTYPE; the parser looks further where it reads."""
    return any(_DOCTYPE in morceau[:_PROLOGUE].replace(b"\0", b"") for morceau in morceaux)


def _inflate(octets: bytes, info: zipfile.ZipInfo, permis: int) -> bytes:
    """The content of one part, at most `permis` bytes, its size and checksum verified."""
    nom = info.filename
    if info.flag_bits & 1:
        raise RefusError("chiffre")
    brut = _find_brut(octets, info)
    if info.compress_type == zipfile.ZIP_STORED or not len(brut):  # empty, whatever it says
        contenu, fini, reste = bytes(brut[: permis + 1]), True, len(brut) > permis
    elif info.compress_type == zipfile.ZIP_DEFLATED:
        contenu, fini, reste = _decompress(brut, nom, permis)
    else:
        raise RefusError("compression", partie=nom)
    if reste or len(contenu) > permis:
        raise RefusError("trop_gros", partie=nom)
    if not fini or zlib.crc32(contenu) != info.CRC:
        raise RefusError("crc", partie=nom)
    if len(contenu) != info.file_size:
        raise RefusError("taille_fausse", partie=nom)
    return contenu


def _find_brut(octets: bytes, info: zipfile.ZipInfo) -> memoryview:
    debut = info.header_offset
    if debut < 0 or octets[debut : debut + 4] != b"PK\x03\x04" or debut + 30 > len(octets):
        raise RefusError("tronque")
    longueur_nom, longueur_extra = _EN_TETE.unpack_from(octets, debut)
    if octets[debut + 30 : debut + 30 + longueur_nom] != _encode_nom(info):
        raise RefusError("crc", partie=info.filename)  # programs would not agree on what it is
    debut += 30 + longueur_nom + longueur_extra
    brut = memoryview(octets)[debut : debut + info.compress_size]
    if len(brut) < info.compress_size:
        raise RefusError("tronque")
    return brut


def _encode_nom(info: zipfile.ZipInfo) -> bytes:
    """The name of a part as the directory writes it."""
    return info.orig_filename.encode("utf-8" if info.flag_bits & _NOMS_UTF8 else "cp437")


def _decompress(brut: memoryview, nom: str, permis: int) -> tuple[bytes, bool, bool]:
    """Inflated bytes (one more than `permis` at most), reached the end, more was to come."""
    decompresseur = zlib.decompressobj(-15)
    try:
        contenu = decompresseur.decompress(brut, permis + 1)
    except zlib.error as erreur:
        raise RefusError("crc", partie=nom) from erreur
    return contenu, decompresseur.eof, len(contenu) > permis


def _list_morceaux(octets: bytes, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part inflated piece by piece; nothing is verified yet."""
    if info.flag_bits & 1:
        raise RefusError("chiffre")
    brut = _find_brut(octets, info)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise RefusError("compression", partie=info.filename)
    decompresseur = zlib.decompressobj(-15)
    for n in range(0, len(brut), _MORCEAU):
        reste = bytes(brut[n : n + _MORCEAU])
        if info.compress_type == zipfile.ZIP_STORED:
            yield reste
            continue
        try:
            while reste and (morceau := decompresseur.decompress(reste, _MORCEAU)):
                yield morceau
                reste = decompresseur.unconsumed_tail
        except zlib.error as erreur:
            raise RefusError("crc", partie=info.filename) from erreur
