"""A received PDF before any parser: its streams, inflated within the bounds.

The parser inflates a stream whole, and builds an object for each sign of the text that it draws.
Pictures, which it leaves alone, are not looked at.
"""

import base64
import re
import zlib
from collections.abc import Iterator

from plie_xl.reading.guard.limits import MAX_OCTETS_FLUX, MAX_OCTETS_FLUX_TOTAL
from plie_xl.reading.guard.refusals import RefusError

_FLUX = re.compile(rb">>\s*stream\r?\n")
_ENTETE = 2_000  # bytes before a stream in which its dictionary begins
_FILTRES = re.compile(rb"/(?:FlateDecode|Fl|ASCII85Decode|A85|ASCIIHexDecode|AHx)\b")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")


def require_pdf(octets: bytes) -> None:
    """Inflate the streams within the bounds; raises `RefusError` for what is beyond."""
    total = 0
    for filtres, flux in _list_flux(octets):
        taille = _measure(filtres, flux)
        total += taille
        if taille > MAX_OCTETS_FLUX or total > MAX_OCTETS_FLUX_TOTAL:
            raise RefusError("trop_gros", partie="PDF")


def _list_flux(octets: bytes) -> Iterator[tuple[list[bytes], bytes]]:
    """The filters of each stream, in order, and its bytes."""
    for debut in _FLUX.finditer(octets):
        avant = octets[max(0, debut.start() - _ENTETE) : debut.end()]
        dictionnaire = avant[avant.rfind(b" obj") + 1 :]
        if not _IMAGE.search(dictionnaire):
            fin = octets.find(b"endstream", debut.end())
            flux = octets[debut.end() : fin if fin >= 0 else len(octets)]
            yield _FILTRES.findall(dictionnaire), flux


def _measure(filtres: list[bytes], flux: bytes) -> int:
    """The bytes of a stream once inflated, as far as the bound; those that are damaged, as is."""
    for filtre in filtres:
        try:
            flux = _decode(filtre, flux)
        except (ValueError, zlib.error):
            break
        if len(flux) > MAX_OCTETS_FLUX:
            break
    return len(flux)


def _decode(filtre: bytes, flux: bytes) -> bytes:
    if filtre in (b"/FlateDecode", b"/Fl"):
        return zlib.decompressobj().decompress(flux, MAX_OCTETS_FLUX + 1)
    if filtre in (b"/ASCII85Decode", b"/A85"):
        return base64.a85decode(flux.strip().removesuffix(b"~>"), ignorechars=b" \t\n\r\v\0")
    return bytes.fromhex(flux.decode("ascii", "strict").strip().removesuffix(">"))
