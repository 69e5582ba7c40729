"""The zip around a workbook: its names, its sizes, its checksums, all bounded."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from plie_xl.reading.guard.limits import MAX_OCTETS_PARTIE, MAX_OCTETS_TOTAL, MAX_PARTIES
from plie_xl.reading.guard.refusals import RefusError

_FIN = b"PK\x05\x06"
_EN_TETE = struct.Struct("<26xHH")  # local header: length of the name, of the extra field
_DOCTYPE, _PROLOGUE = b"<!DOCTYPE", 2_048
# The charts of a template are drawings too, but nobody writes in them.
_ECRITES = ("xl/comments", "xl/threadedcomments", "xl/drawings/drawing", "xl/pivotcache/")
_XML = (".xml", ".rels", ".vml", ".rdf")
_MORCEAU = 1 << 20  # bytes inflated at once when a part is streamed


@dataclass(slots=True)
class Archive:
    """An opened container; `read` inflates a part once, within the bounds of `bornes`.

    `lues` keeps what was read, by name: what the reader will be given.
    """

    octets: bytes
    parties: dict[str, zipfile.ZipInfo]
    avertissements: list[str] = field(default_factory=list)
    lues: dict[str, bytes] = field(default_factory=dict)
    _inflate: int = 0

    def __contains__(self, nom: str) -> bool:
        return nom.casefold() in self.parties

    def read(self, nom: str) -> bytes:
        """The bytes of a part, whatever the case of its name; the part must exist."""
        info = self.parties[nom.casefold()]
        contenu = self.lues[normalise(info)] = self._inflate_partie(info)
        return contenu

    def replace(self, nom: str, contenu: bytes) -> None:
        """Give the reader something else for a part that was read."""
        self.lues[normalise(self.parties[nom.casefold()])] = contenu

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

    def verify_reste(self) -> dict[str, bytes]:
        """Inflate what nobody asked for: a bomb or a wrong checksum hides anywhere.

        Returns the parts in which people write, under their names in lower case.
        """
        infos = {
            nom: info for nom, info in self.parties.items() if normalise(info) not in self.lues
        }
        reste = ((nom, self._inflate_partie(info)) for nom, info in infos.items())
        return {nom: contenu for nom, contenu in reste if nom.startswith(_ECRITES)}

    def _inflate_partie(self, info: zipfile.ZipInfo) -> bytes:
        permis = min(MAX_OCTETS_PARTIE, MAX_OCTETS_TOTAL - self._inflate)
        contenu = _inflate(self.octets, info, permis)
        self._inflate += len(contenu)
        if info.filename.casefold().endswith(_XML) and _has_doctype(contenu):
            raise RefusError("doctype", partie=info.filename)
        return contenu


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


def _has_doctype(contenu: bytes) -> bool:
    """Whether the first bytes announce a DOCTYPE; the parser looks further where it reads."""
    return _DOCTYPE in contenu[:_PROLOGUE].replace(b"\0", b"")


def _inflate(octets: bytes, info: zipfile.ZipInfo, permis: int) -> bytes:
    """The content of one part, at most `permis` bytes, its size and checksum verified."""
    nom = info.filename
    if info.flag_bits & 1:
        raise RefusError("chiffre")
    brut = _find_brut(octets, info)
    if info.compress_type == zipfile.ZIP_STORED:
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
    debut += 30 + longueur_nom + longueur_extra
    brut = memoryview(octets)[debut : debut + info.compress_size]
    if len(brut) < info.compress_size:
        raise RefusError("tronque")
    return brut


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
