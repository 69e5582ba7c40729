"""A master too large for the guard of received files, read piece by piece.

The guard holds a sheet whole in memory, and the reader allocates what the sheet says it needs:
right for a workbook of two hundred rows, impossible for a million. Here a sheet is inflated,
counted and read as it comes; what is kept is one code per cell and each value once. Nothing is
believed: sizes, places and numbers of cells are bounded, and a cell of an unusual form is an error,
never a cell less.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import Any, Protocol

import numpy as np

from plie_xl.reading.guard.archive import open_archive
from plie_xl.reading.guard.cells import find_colonne, name_cellule
from plie_xl.reading.guard.limits import MAX_OCTETS_PARTIE, MAX_PARTIES
from plie_xl.reading.guard.patterns import MARQUE, PARTAGES, RESTE, has_double, is_sain
from plie_xl.reading.guard.refusals import RefusError
from plie_xl.reading.guard.shared_strings import read_textes_partages
from plie_xl.reading.guard.sheet_slow import has_donnees
from plie_xl.reading.guard.xlsx import find_parties

Mo = 1_000_000
MAX_LIGNES = 1_048_576  # of Excel
MAX_COLONNES = 64  # three times our widest sheet: what an array of codes is made of
MAX_OCTETS_FEUILLE = 2_000 * Mo  # « Suivi » full to its last row is 1 300 MB
MAX_OCTETS_TEXTES = 1_000 * Mo  # a million rows whose pieces, names and remarks all differ
MAX_OCTETS_RANGEE = 16 * Mo  # a row of 22 cells is 1 300 bytes; a text is 130 kB at most
MAX_DISTINCTES = 5 * Mo  # numbers and texts that are not shared; an honest master has thousands

# A cell: column, row, type, value, text written in place. Formulas are passed over.
_CELLULE = re.compile(
    rb'<c r="([A-Z]{1,3}+)([0-9]{1,7}+)"(?: s="[0-9]++")?+(?: t="([A-Za-z]++)")?+'
    rb'(?: cm="[0-9]++")?+(?: vm="[0-9]++")?+(?: ph="[0-9]++")?+(?:/>|>'
    rb"(?:<f(?: [a-z0-9]++=\"[^\"<>]*+\")*+(?:/>|>[^<]*+</f>))?+"
    rb"(?:<v(?: xml:space=\"preserve\")?+>([^<]*+)</v>|<v/>"
    rb"|<is><t(?: xml:space=\"preserve\")?+>([^<]*+)</t></is>)?+</c>)"
)
_PAS = 1 + _CELLULE.groups  # of what `split` gives: what stands before a cell, then its groups
_T = re.compile(rb"<t(?: [^<>]*+)?+>([^<]*+)</t>")
# How Excel says that a text is pronounced. Atomic groups, not possessive ones: before 3.11.5,
# Python mends no failed possessive round.
_PHONETIQUE = re.compile(
    rb"<rPh(?: [a-z]++=\"[0-9]*+\"){2}><t(?: xml:space=\"preserve\")?+>[^<]*+</t></rPh>"
    rb"|<phoneticPr(?>(?: [A-Za-z]++=\"[A-Za-z0-9]*+\"){1,3}) ?/>"
)
_ECHAPPE = re.compile(
    r"_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_"
)  # how Excel writes what XML cannot hold


class _Archive(Protocol):
    def stream(self, nom: str, permis: int) -> Iterator[bytes]: ...


Colonnes = Sequence[Any]  # one array of objects per column, None for nothing


def announces_grand(octets: bytes) -> bool:
    """Whether a workbook says of itself that the guard will refuse it: a way to lose no time."""
    try:
        if octets.count(b"PK\x01\x02") > MAX_PARTIES:  # zipfile builds one object for each
            return False
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            return any(info.file_size > MAX_OCTETS_PARTIE for info in archive.infolist())
    except Exception:  # whatever is wrong with it, who reads it says so
        return False


def read_colonnes(octets: bytes, noms: Iterable[str]) -> Mapping[str, Colonnes]:
    """The columns of these sheets, those that the workbook has; rows from the first.

    Numbers are floats, days too: the workbook's looks are not read.

    Raises
    ------
    RefusError
        The workbook is damaged, beyond the bounds above, or written in another way than Excel,
        LibreOffice and we do.
    """
    archive = open_archive(octets)
    if archive is None:
        raise RefusError("archive")
    parties, partagees = find_parties(archive)
    textes = _read_textes(archive, partagees) if partagees else []
    return {
        nom: _Feuille(nom, textes).read(archive, parties[nom]) for nom in noms if nom in parties
    }


def _cut(archive: _Archive, partie: str, permis: int, fin: bytes) -> Iterator[bytes]:
    """A part in pieces that each end with `fin`; what follows the last one comes last."""
    reste = b""
    for morceau in archive.stream(partie, permis):
        reste += morceau
        place = reste.rfind(fin) + len(fin)
        if place >= len(fin):
            yield reste[:place]
            reste = reste[place:]
        elif len(reste) > MAX_OCTETS_RANGEE:
            raise RefusError("trop_de_balises", partie=partie)
    yield reste


class _Blocs:
    """A part in blocks of whole rows, or texts; then `alentour` is what stands around them."""

    def __init__(self, ouvre: bytes, ferme: bytes, fin: bytes) -> None:
        self._ouvre, self._ferme, self._fin = re.compile(ouvre), ferme, fin
        self.alentour = bytearray()

    def cut(self, archive: _Archive, partie: str, permis: int) -> Iterator[bytes]:
        """Raises `RefusError` for what no XML holds, or a part that hides something."""
        avant = dedans = True
        for morceau in _cut(archive, partie, permis, self._fin):
            _verify_octets(morceau, partie, avant)
            bloc = morceau
            if avant and (ouvre := self._ouvre.search(morceau)):
                self.alentour += morceau[: ouvre.end()]
                bloc, avant = morceau[ouvre.end() :], False
            if not avant and dedans:
                bloc, ferme, apres = bloc.partition(self._ferme)
                yield bloc
                bloc, dedans = ferme + apres, not ferme
            self.alentour += bloc
            if len(self.alentour) > 2 * MAX_OCTETS_RANGEE:
                raise RefusError("trop_de_balises", partie=partie)


def _verify_octets(morceau: bytes, partie: str, debut: bool) -> None:
    """Sound characters, and nothing that a program passes over: a comment, an instruction."""
    if b"<!DOCTYPE" in morceau:
        raise RefusError("doctype", partie=partie)
    if b"<!" in morceau or morceau.find(b"<?", 5 if debut else 0) >= 0 or not is_sain(morceau):
        raise RefusError("xml_invalide", partie=partie)


def _read_textes(archive: _Archive, partie: str) -> list[str]:
    textes: list[str] = []
    blocs = _Blocs(rb"<sst(?: [^<>]*+)?+(?<!/)>", b"</sst>", b"</si>")
    for bloc in blocs.cut(archive, partie, MAX_OCTETS_TEXTES):
        bloc = bloc.replace(b"<si/>", b"<si><t/></si>")
        if b"<rPh" in bloc or b"<phonetic" in bloc:
            bloc = _PHONETIQUE.sub(b"", bloc)
        if not PARTAGES.fullmatch(bloc):
            raise RefusError("cdata", partie=partie)
        textes += [_decode(b"".join(_T.findall(si))) for si in bloc.split(b"</si>")[:-1]]
    if textes:  # in the namespace of sheets
        racine = bytes(blocs.alentour).replace(b"</sst>", b"<si><t>x</t></si></sst>")
        if len(read_textes_partages(racine, partie).longueurs) != 1:
            raise RefusError("cdata", partie=partie)
    return textes


def _decode(octets: bytes) -> str:
    texte = octets.decode("utf-8", "replace")
    if "&" in texte:
        texte = unescape(texte)
    if "_x" in texte:
        texte = _ECHAPPE.sub(lambda code: chr(int(code[1], 16)), texte)
    return texte


def _find_pas(lettres: list[bytes], rangees: list[bytes]) -> int:
    """How many cells each row has, when all have the same columns; 1 when they do not."""
    pas = rangees.index(rangees[-1]) if rangees[0] != rangees[-1] else 0
    pas = len(rangees) - pas
    if len(lettres) % pas or lettres != lettres[:pas] * (len(lettres) // pas):
        return 1
    memes = all(rangees[n::pas] == rangees[::pas] for n in range(1, pas))
    return pas if memes else 1


class _Feuille:
    """One sheet as its cells come: a shared text is its rank from 1, another value is below 0."""

    def __init__(self, nom: str, textes: Sequence[str]) -> None:
        self._nom, self._textes = nom, textes
        self._autres: dict[tuple[bytes, bytes], int] = {}
        self._derniere = 0  # row
        self._blocs: list[tuple[int, Any]] = []

    def read(self, archive: _Archive, partie: str) -> Colonnes:
        blocs = _Blocs(rb"<sheetData>", b"</sheetData>", b"</row>")
        for bloc in blocs.cut(archive, partie, MAX_OCTETS_FEUILLE):
            morceaux = _CELLULE.split(bloc)
            reste = MARQUE.join(morceaux[::_PAS])
            if not RESTE.fullmatch(reste) or has_double(reste):
                raise RefusError("cdata", partie=partie)
            if len(morceaux) > 1:
                self._add([morceaux[n::_PAS] for n in range(1, _PAS)])
        alentour = bytes(blocs.alentour)
        if alentour.count(b"sheetData") > 2 or not has_donnees(alentour, partie):
            raise RefusError("cdata", partie=partie)
        return self._build()

    def _add(self, cellules: Sequence[list[bytes]]) -> None:
        """One more block of codes: rows that follow those already read."""
        lettres, rangees, genres, valeurs, internes = cellules
        genres = [genre or b"" for genre in genres]
        valeurs = [a or b or b"" for a, b in zip(valeurs, internes, strict=True)]
        pas = _find_pas(lettres, rangees)
        lignes = np.array(rangees[::pas], "S7").astype(np.int64)
        colonnes = np.array(list(map(find_colonne, lettres[:pas] if pas > 1 else lettres)))
        debut, fin, droite = int(lignes.min()), int(lignes.max()), int(colonnes.max())
        coin = {"feuille": self._nom, "cellule": name_cellule(fin, droite).decode()}
        if fin > MAX_LIGNES or droite > MAX_COLONNES:
            raise RefusError("cellule_hors_limites", **coin)
        if debut <= self._derniere or (np.diff(lignes) < 0).any():
            raise RefusError("reference_invalide", **coin)
        bloc = np.zeros((fin - debut + 1, droite), np.int32)
        if pas > 1:
            for n, colonne in enumerate(colonnes):
                bloc[lignes - debut, colonne - 1] = self._list_codes(
                    genres[n::pas], valeurs[n::pas]
                )
        else:
            bloc[lignes - debut, colonnes - 1] = self._list_codes(genres, valeurs)
        self._blocs.append((debut, bloc))
        self._derniere = fin

    def _list_codes(self, genres: Sequence[bytes], valeurs: Sequence[bytes]) -> Any:
        if genres.count(b"s") == len(genres):
            return self._verify_rangs(list(map(int, valeurs)))
        paires = list(zip(genres, valeurs, strict=True))
        codes = {paire: self._code(*paire) for paire in set(paires)}
        return list(map(codes.__getitem__, paires))

    def _code(self, genre: bytes, valeur: bytes) -> int:
        if genre == b"s":
            return int(self._verify_rangs([int(valeur)])[0])
        if not valeur or genre == b"e":
            return 0
        if len(self._autres) > MAX_DISTINCTES:
            raise RefusError("textes_demesures")
        return -1 - self._autres.setdefault((genre, valeur), len(self._autres))

    def _verify_rangs(self, rangs: list[int]) -> Any:
        """Codes of shared texts, all of them there."""
        if min(rangs) < 0 or max(rangs) >= len(self._textes):
            raise RefusError("texte_mal_designe", feuille=self._nom, cellule=f"texte {max(rangs)}")
        return np.array(rangs) + 1

    def _build(self) -> Colonnes:
        largeur = max((bloc.shape[1] for _, bloc in self._blocs), default=0)
        codes = np.zeros((self._derniere, largeur), np.int32)
        for debut, bloc in self._blocs:
            codes[debut - 1 : debut - 1 + len(bloc), : bloc.shape[1]] = bloc
        self._blocs.clear()
        nombre = len(self._textes)
        # nothing, then the shared texts, then the others
        autres = [_read_valeur(*autre) for autre in self._autres]
        valeurs = np.empty(1 + nombre + len(autres), object)
        valeurs[1 : nombre + 1], valeurs[nombre + 1 :] = self._textes, autres
        return [valeurs[np.where(colonne < 0, nombre - colonne, colonne)] for colonne in codes.T]


def _read_valeur(genre: bytes, valeur: bytes) -> object:
    if genre in (b"str", b"inlineStr", b"d"):
        return _decode(valeur)
    try:
        return valeur == b"1" if genre == b"b" else float(valeur)
    except ValueError:
        return _decode(valeur)
