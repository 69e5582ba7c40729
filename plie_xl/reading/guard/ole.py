"""The OLE document around an old .xls, a protected workbook or another old Office file."""

import struct

from plie_xl.reading.guard.refusals import RefusError

MAGIE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EN_TETE = struct.Struct("<30xHH10xII4xIIIII")
_FIN = 0xFFFFFFFA  # from here on, a sector number is a mark: end, free, table
_CHIFFRES = ("EncryptedPackage", "EncryptionInfo")
_CLASSEURS = ("Workbook", "Book")


def open_ole(octets: bytes) -> bytes:
    """The stream that holds the .xls workbook; raises `RefusError` when there is none."""
    document = _Document(octets)
    if any(nom in document.flux for nom in _CHIFFRES):
        raise RefusError("chiffre")
    for nom in _CLASSEURS:
        if nom in document.flux:
            return document.read(*document.flux[nom])
    if "WordDocument" in document.flux:
        raise RefusError("docx")
    if "PowerPoint Document" in document.flux:
        raise RefusError("pptx")
    raise RefusError("ole_quelconque")


class _Document:
    """Chains of sectors; each is followed within the length of the file."""

    def __init__(self, octets: bytes) -> None:
        if len(octets) < 512:
            raise RefusError("tronque")
        self._octets = octets
        champs = _EN_TETE.unpack_from(octets)
        puissance, mini, _, annuaire, seuil, mini_table, _, suite, _ = champs
        if puissance not in (9, 12) or mini != 6:
            raise RefusError("xls_illisible", raison="son en-tête est faux")
        self._taille = 1 << puissance
        self._seuil = seuil
        self._table = self._read_table(suite)
        entrees = self._read_flux(annuaire)
        self.flux: dict[str, tuple[int, int]] = {}
        racine = (_FIN, 0)
        for debut in range(0, len(entrees) - 127, 128):
            nom, genre, secteur, longueur = _read_entree(entrees[debut : debut + 128])
            if genre == 5:
                racine = (secteur, longueur)
            elif genre == 2:
                self.flux.setdefault(nom, (secteur, longueur))
        self._racine, self._mini_table = racine, mini_table

    def _read_table(self, suite: int) -> list[int]:
        """The table that gives the sector after each sector."""
        secteurs = list(struct.unpack_from("<109I", self._octets, 76))
        vus = 0
        while suite < _FIN and vus * self._taille < len(self._octets):
            bloc = self._unpack(suite)
            secteurs += bloc[:-1]
            suite, vus = bloc[-1], vus + 1
        table: list[int] = []
        for secteur in secteurs:
            if secteur < _FIN and len(table) * self._taille < len(self._octets):
                table += self._unpack(secteur)
        return table

    def _unpack(self, secteur: int) -> list[int]:
        debut = (secteur + 1) * self._taille
        bloc = self._octets[debut : debut + self._taille]
        if len(bloc) < self._taille:
            raise RefusError("tronque")
        return list(struct.unpack(f"<{self._taille // 4}I", bloc))

    def _list_chaine(self, secteur: int, table: list[int], besoin: int) -> list[int]:
        """The sectors of a chain, `besoin` at most; a loop is refused."""
        chaine: list[int] = []
        while secteur < _FIN and len(chaine) < besoin:
            if secteur >= len(table) or len(chaine) > len(table):
                raise RefusError("xls_illisible", raison="ses secteurs ne se suivent pas")
            chaine.append(secteur)
            secteur = table[secteur]
        return chaine

    def _read_flux(self, secteur: int, besoin: int | None = None) -> bytes:
        taille, octets = self._taille, self._octets
        chaine = self._list_chaine(secteur, self._table, besoin or len(self._table) + 2)
        return b"".join(octets[(rang + 1) * taille : (rang + 2) * taille] for rang in chaine)

    def read(self, secteur: int, longueur: int) -> bytes:
        """A stream; the small ones live inside the stream of the root."""
        if longueur > len(self._octets):
            raise RefusError("tronque")
        if longueur >= self._seuil:
            flux = self._read_flux(secteur, -(-longueur // self._taille))
        else:
            reserve = self._read_flux(self._racine[0])
            octets = self._read_flux(self._mini_table)
            table = list(struct.unpack(f"<{len(octets) // 4}I", octets[: len(octets) // 4 * 4]))
            chaine = self._list_chaine(secteur, table, -(-longueur // 64))
            flux = b"".join(reserve[rang * 64 : (rang + 1) * 64] for rang in chaine)
        if len(flux) < longueur:
            raise RefusError("tronque")
        return flux[:longueur]


def _read_entree(entree: bytes) -> tuple[str, int, int, int]:
    """Name, kind, first sector and length of one entry of the directory."""
    longueur_nom, genre = struct.unpack_from("<HB", entree, 64)
    secteur, longueur = struct.unpack_from("<II", entree, 116)
    nom = entree[: max(0, min(longueur_nom, 64) - 2)].decode("utf-16-le", "replace")
    return nom, genre, secteur, longueur
