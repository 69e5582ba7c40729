"""The pages of a Parquet file, before any is inflated: how large each says it will be.

The directory of the file says it too, and may lie: what is allocated is what the pages say. Their
headers are structures of the compact protocol of Thrift, of which only whole numbers are kept.
"""

from plie_xl.model.errors import PlieError

_COMPRIMEE, _GONFLEE = 3, 2  # fields of the header of a page: its sizes, in bytes
_IMBRICATION = 8  # honest headers nest to 3
_BOOLEENS, _ENTIERS = (1, 2), (4, 5, 6)
_FIXES = {3: 1, 7: 8}  # bytes of a small number, of a decimal one
_TEXTE, _STRUCTURE = 8, 12
_LISTES = (9, 10)


class PagesError(PlieError, ValueError):
    """Pages that no program writes."""


def sum_pages(octets: bytes, debut: int, longueur: int) -> int:
    """Bytes that the pages of one column ask for, dictionary included.

    Raises
    ------
    PagesError
        They do not follow one another to the very end of what the directory gives them.
    """
    lecteur, fin, somme = _Lecteur(octets, debut), debut + longueur, 0
    if not 0 <= debut <= fin <= len(octets):
        raise PagesError("pages out of the file")
    while lecteur.place < fin:
        champs = lecteur.read_structure()
        comprimee, gonflee = champs.get(_COMPRIMEE, -1), champs.get(_GONFLEE, -1)
        if comprimee < 0 or gonflee < 0:
            raise PagesError("a page without a size")
        lecteur.place += comprimee
        somme += gonflee
    if lecteur.place != fin:
        raise PagesError("a page beyond its column")
    return somme


class _Lecteur:
    """A place in the bytes, that only moves forward."""

    def __init__(self, octets: bytes, place: int) -> None:
        self._octets, self.place = octets, place

    def read_structure(self, profondeur: int = 0) -> dict[int, int]:
        """The whole numbers of a structure by field; the rest is passed over."""
        if profondeur > _IMBRICATION:
            raise PagesError("nested too deep")
        champs: dict[int, int] = {}
        rang = 0
        while octet := self._read_octet():
            ecart, genre = octet >> 4, octet & 15
            rang = rang + ecart if ecart else self._read_entier()
            if genre in _ENTIERS:
                champs[rang] = self._read_entier()
            elif genre not in _BOOLEENS:
                self._pass(genre, profondeur)
        return champs

    def _pass(self, genre: int, profondeur: int) -> None:
        if genre in _ENTIERS:
            self._read_entier()
        elif genre in (*_BOOLEENS, *_FIXES):  # in a list, a boolean takes a byte
            self.place += _FIXES.get(genre, 1)
        elif genre == _TEXTE:
            longueur = self._read_naturel()  # moves the place
            self.place += longueur
        elif genre == _STRUCTURE:
            self.read_structure(profondeur + 1)
        elif genre in _LISTES:
            self._pass_liste(profondeur + 1)
        else:
            raise PagesError("a kind that no header has")

    def _pass_liste(self, profondeur: int) -> None:
        octet = self._read_octet()
        nombre = octet >> 4 if octet >> 4 < 15 else self._read_naturel()
        if profondeur > _IMBRICATION:
            raise PagesError("nested too deep")
        for _ in range(nombre):
            self._pass(octet & 15, profondeur)

    def _read_octet(self) -> int:
        if self.place >= len(self._octets):
            raise PagesError("the file ends there")
        self.place += 1
        return self._octets[self.place - 1]

    def _read_naturel(self) -> int:
        nombre = decalage = 0
        while (octet := self._read_octet()) >> 7:
            nombre |= (octet & 127) << decalage
            decalage += 7
            if decalage > 63:
                raise PagesError("a number without end")
        return nombre | octet << decalage

    def _read_entier(self) -> int:
        nombre = self._read_naturel()
        return -(nombre >> 1) - 1 if nombre & 1 else nombre >> 1
