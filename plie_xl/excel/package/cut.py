"""Cutting elements out of an XML part by their bytes: what stays is not written again."""

from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat

Marque = Callable[[str, dict[str, str]], bool]


@dataclass
class _Ouvert:
    """A candidate element whose end is not yet read."""

    debut: int
    marque: bool = False
    coupe_dedans: bool = False


def cut_elements(xml: bytes, nom: str, marque: Marque) -> tuple[bytes, list[bytes]]:
    """Cut the innermost elements called `nom` that hold a marked one.

    Parameters
    ----------
    nom
        Of the elements to cut, without prefix.
    marque
        Given the name (without prefix) and the attributes of an element, whether it condemns
        the candidate that holds it.

    Returns
    -------
    The rest, byte for byte, and what was cut; everything and nothing when the XML is not
    well-formed, as old drawings may be.
    """
    try:
        coupes = _find(xml, nom, marque)
    except expat.ExpatError:
        return xml, []
    reste, debut = [], 0
    for de, vers in coupes:
        reste.append(xml[debut:de])
        debut = vers
    return b"".join([*reste, xml[debut:]]), [xml[de:vers] for de, vers in coupes]


def _find(xml: bytes, nom: str, marque: Marque) -> list[tuple[int, int]]:
    lecteur = expat.ParserCreate()
    ouverts: list[_Ouvert] = []
    coupes: list[tuple[int, int]] = []

    def start(balise: str, attributs: dict[str, str]) -> None:
        if _bare(balise) == nom:
            ouverts.append(_Ouvert(lecteur.CurrentByteIndex))
        elif ouverts and marque(_bare(balise), attributs):
            ouverts[-1].marque = True

    def end(balise: str) -> None:
        if _bare(balise) != nom:
            return
        fini = ouverts.pop()
        if fini.marque and not fini.coupe_dedans:
            coupes.append((fini.debut, xml.index(b">", lecteur.CurrentByteIndex) + 1))
        if ouverts and (fini.marque or fini.coupe_dedans):
            ouverts[-1].coupe_dedans = True

    lecteur.StartElementHandler = start
    lecteur.EndElementHandler = end
    lecteur.Parse(xml, True)
    return coupes


def _bare(balise: str) -> str:
    return balise.rpartition(":")[2]
