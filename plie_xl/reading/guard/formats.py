"""How numbers are shown in a workbook, which alone tells a day from a number."""

from plie_xl.reading.guard.archive import Archive
from plie_xl.reading.guard.copy import write_formats
from plie_xl.reading.guard.limits import MAX_ELEMENTS, MAX_NOM
from plie_xl.reading.guard.refusals import RefusError
from plie_xl.reading.guard.xml import Attributs, memo, refuse_caches, walk


def read_formats(archive: Archive, partie: str | None) -> bytes:
    """The formats that the part of styles holds, as the reader is given them."""
    if partie is not None:
        return _rewrite_formats(archive.read_xml(partie), partie)
    archive.avertissements.append(
        "les formats de cellule manquent ; les dates peuvent se lire comme des nombres"
    )
    return b""


@memo
def _rewrite_formats(octets: bytes, partie: str) -> bytes:
    nombres: list[tuple[str, str]] = []
    cellules: list[str] = []
    dans: list[str] = []

    def debut(nom: str, attributs: Attributs) -> None:
        dans.append(nom)
        if len(nombres) + len(cellules) > MAX_ELEMENTS:
            raise RefusError("trop_de_balises", partie=partie)
        if dans == ["styleSheet", "numFmts", "numFmt"]:
            code = attributs.get("formatCode", "")
            if len(code) > MAX_NOM:
                raise RefusError("trop_de_balises", partie=partie)
            nombres.append((attributs.get("numFmtId", ""), code))
        elif dans == ["styleSheet", "cellXfs", "xf"]:
            cellules.append(attributs.get("numFmtId", "0"))

    def fin(_: str) -> None:
        dans.pop()

    caches = refuse_caches(partie, "xf", "numFmt", "cellXfs")

    def etranger(nom: str) -> None:
        if "extLst" not in dans:  # there stand the looks that newer programs know
            caches(nom)

    walk(octets, partie, debut, fin, etranger=etranger)
    return write_formats(nombres, cellules)
