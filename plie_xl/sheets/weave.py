"""Long plain sheets, column by column: their rows are woven into what XlsxWriter has drawn.

XlsxWriter keeps an object for each cell, which costs more than reading the workbooks. Titles,
tables, formats and charts stay its own. Below the headers of a long sheet the rows are ours: a
value is made XML once, however many cells hold it, and a sheet is deflated while it is written,
in a thread, so that it is never whole in memory.

    Colonne (distinct values, which cell holds which) → Lot (some rows) → Weave (those of a sheet)
    weave: sheet by sheet, the XML that XlsxWriter wrote, cut where the rows go
    → _weave → _lignes → _cellules (each distinct cell once) → _contenu
"""

import re
import zipfile
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import chain
from typing import Any

from plie_xl.model.cell import lettres
from plie_xl.model.markup import write_texte

_ORIGINE = date(1899, 12, 30).toordinal()
_TEXTES = "xl/sharedStrings.xml"
_COMPTES = re.compile(r'count="(\d+)" uniqueCount="(\d+)"')
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')
_RANGEE = re.compile(r'<row r="(\d+)"')
_LITTERAL = re.compile(r"(?=_x[0-9A-Fa-f]{4}_)")  # what Excel would take for an escape of its own
_RARES = re.compile(
    r"[&<>_\x00-\x08\x0b-\x1f\ufffe\uffff]"
)  # what XML or Excel would not read as is
_INTERDITS = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")  # of XML; Excel spells them
_PIXEL = 0.75  # points: a row is as high as so many whole pixels
_PAR_MORCEAU = 1 << 20  # characters deflated at once
_EN_ATTENTE = 16  # such pieces
_TEXTES_PAR_LOT = 4_096
_NIVEAU = 3  # of deflation: half the time of the usual 6, for a file larger by a twelfth
LIGNE = "\x01"  # stands for the number of the row: no text of a workbook may hold it
_FIN = "</sheetData>"


@dataclass(frozen=True, slots=True)
class Formule:
    """A live cell, and the value that a program which does not recalculate shows."""

    texte: str
    valeur: str | float


@dataclass(frozen=True, slots=True)
class Colonne:
    """The n-th cell holds `distinctes[codes[n]]`, with the XlsxWriter format of that place."""

    styles: Sequence[Any]
    codes: Any  # array of integers
    distinctes: Sequence[object]


@dataclass(frozen=True, slots=True)
class Lot:
    """Some rows that follow each other, their heights in points."""

    colonnes: Sequence[Colonne]
    hauteurs: Any  # array of floats


@dataclass(frozen=True, slots=True)
class Weave:
    """`nombre` rows of a sheet from `premiere` (1-based) down, made lot by lot as they are written.

    Their `largeur` columns go at least as far as those in which the sheet itself writes.
    """

    premiere: int
    nombre: int
    largeur: int
    lots: Iterable[Lot]


class _Textes:
    """Texts of the rows woven in: they follow those of XlsxWriter in the table of the workbook.

    A text that one cell of a lot holds is written and forgotten: references and remarks are
    nearly all different, and would fill the memory to save a few bytes.
    """

    def __init__(self, deja: int) -> None:
        self.nombre = deja
        self.emplois = 0
        self._rangs: dict[str, int] = {}
        self._ecrits: list[bytes] = []
        self._lot: list[str] = []

    def rang(self, texte: str, emplois: int) -> int:
        self.emplois += emplois
        rang = self._rangs.get(texte)
        if rang is None:
            rang = self._add(texte)
            if emplois > 1:
                self._rangs[texte] = rang
        return rang

    def _add(self, texte: str) -> int:
        garde = ' xml:space="preserve"' if texte != texte.strip() or "\n" in texte else ""
        self._lot.append(f"<si><t{garde}>{_protect(texte)}</t></si>")
        if len(self._lot) == _TEXTES_PAR_LOT:
            self._ecrits.append(zlib.compress("".join(self._lot).encode(), 1))
            self._lot.clear()
        self.nombre += 1
        return self.nombre - 1

    def xml(self) -> Iterator[str]:
        for ecrit in self._ecrits:
            yield zlib.decompress(ecrit).decode()
        yield from self._lot


def _protect(texte: str) -> str:
    """A text as a part of a workbook may hold it; Excel reads it as it was."""
    if not _RARES.search(texte):
        return texte
    if "_x" in texte:
        texte = _LITTERAL.sub("_x005F", texte)
    return write_texte(spell(texte))


def spell(texte: str) -> str:
    """The text where a sign that XML forbids is written by its number, as Excel does."""
    return _INTERDITS.sub(lambda c: f"_x{ord(c[0]):04X}_", texte)


def weave(classeur: bytes, woven: dict[str, Weave]) -> bytes:
    """The workbook with these rows in each of these sheets, named by their parts.

    A text stays text, None is a blank cell, a day is a number with the format of its column.
    """
    sortie = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(classeur)) as lu,
        zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED, compresslevel=_NIVEAU) as ecrit,
        ThreadPoolExecutor(1) as fil,
    ):
        tete, base, comptes = _open_textes(lu)
        textes = _Textes(comptes[1])
        for info in lu.infolist():
            if info.filename in woven:
                feuille = lu.read(info).decode()
                _write_partie(ecrit, info, _weave(feuille, woven[info.filename], textes), fil)
            elif info.filename != _TEXTES:
                ecrit.writestr(info, lu.read(info), zipfile.ZIP_DEFLATED)
        info = lu.getinfo(_TEXTES)
        emplois = comptes[0] + textes.emplois
        tete = _COMPTES.sub(f'count="{emplois}" uniqueCount="{textes.nombre}"', tete, 1)
        _write_partie(ecrit, info, chain((tete, base), textes.xml(), ("</sst>",)), fil)
    return sortie.getvalue()


def _open_textes(lu: zipfile.ZipFile) -> tuple[str, str, tuple[int, int]]:
    """Head and texts of XlsxWriter's table, how many cells use them, how many they are."""
    xml = lu.read(_TEXTES).decode().removesuffix("</sst>")
    debut = xml.index(">", xml.index("<sst")) + 1
    trouve = _COMPTES.search(xml)
    if trouve is None:
        raise ValueError("the table of texts has no count")
    return xml[:debut], xml[debut:], (int(trouve[1]), int(trouve[2]))


def _write_partie(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    morceaux: Iterable[str],
    fil: ThreadPoolExecutor,
) -> None:
    """Deflate in the thread what is made here; a few pieces wait, while the next lot is made."""
    neuf = zipfile.ZipInfo(info.filename, info.date_time)
    neuf.compress_type, neuf.external_attr = zipfile.ZIP_DEFLATED, info.external_attr
    neuf._compresslevel = _NIVEAU  # type: ignore[attr-defined]  # of the archive, open() forgets it
    attendus: deque[Future[int]] = deque()
    with archive.open(neuf, "w") as partie:
        for lot in _group(morceaux):
            if len(attendus) == _EN_ATTENTE:
                attendus.popleft().result()
            attendus.append(fil.submit(partie.write, lot))
        while attendus:
            attendus.popleft().result()


def _group(morceaux: Iterable[str]) -> Iterator[bytes]:
    """The same text in larger pieces."""
    lot, longueur = [], 0
    for morceau in morceaux:
        lot.append(morceau)
        longueur += len(morceau)
        if longueur >= _PAR_MORCEAU:
            yield "".join(lot).encode()
            lot, longueur = [], 0
    yield "".join(lot).encode()


def _weave(feuille: str, woven: Weave, textes: _Textes) -> Iterator[str]:
    """The XML of a sheet with these rows between its own."""
    derniere = woven.premiere + woven.nombre - 1
    propres = list(_RANGEE.finditer(feuille))
    suite = next((x.start() for x in propres if int(x[1]) > derniere), feuille.index(_FIN))
    bas = max(derniere, *(int(x[1]) for x in propres))
    droite = lettres(woven.largeur)
    tete = _DIMENSION.sub(f'<dimension ref="A1:{droite}{bas}"/>', feuille[:suite], 1)
    yield tete
    premiere = woven.premiere
    for lot in woven.lots:
        yield from _lignes(lot, premiere, textes)
        premiere += len(lot.hauteurs)
    yield feuille[suite:]


def _lignes(lot: Lot, premiere: int, textes: _Textes) -> Iterator[str]:
    """Each row as XML; its number is put in last, in all its cells at once."""
    hauteurs = (
        f'<row r="{LIGNE}" ht="{h // _PIXEL * _PIXEL:g}" customHeight="1">'
        for h in lot.hauteurs.tolist()
    )
    cellules = (
        _cellules(lettres(rang), colonne, textes)[colonne.codes].tolist()
        for rang, colonne in enumerate(lot.colonnes, start=1)
    )
    rangees = map("".join, zip(hauteurs, *cellules, strict=True))
    for n, rangee in enumerate(rangees, start=premiere):
        yield f"{rangee}</row>".replace(LIGNE, str(n))


def _cellules(lettre: str, colonne: Colonne, textes: _Textes) -> Any:
    """The XML of each distinct cell of a column."""
    import numpy as np

    debut = f'<c r="{lettre}{LIGNE}" s="'
    tetes = {style: f'{debut}{style._get_xf_index()}"' for style in set(colonne.styles)}
    emplois = np.bincount(colonne.codes, minlength=len(colonne.distinctes)).tolist()
    xml = np.empty(len(colonne.distinctes), object)
    xml[:] = [
        tetes[style] + _contenu(valeur, n, textes)
        for valeur, style, n in zip(colonne.distinctes, colonne.styles, emplois, strict=True)
    ]
    return xml


def _contenu(valeur: Any, emplois: int, textes: _Textes) -> str:
    """What follows `<c r="…" s="…"`: its type, its formula, its value, or nothing."""
    if valeur is None or valeur == "" or not emplois:  # a word of no row is no text of the file
        return "/>"
    if isinstance(valeur, str):
        return f' t="s"><v>{textes.rang(valeur, emplois)}</v></c>'
    if isinstance(valeur, Formule):
        formule, lue = write_texte(valeur.texte.removeprefix("=")), valeur.valeur
        if isinstance(lue, str):
            return f' t="str"><f>{formule}</f><v>{_protect(lue)}</v></c>'
        return f"><f>{formule}</f><v>{lue:.16G}</v></c>"
    if isinstance(valeur, date):
        return f"><v>{valeur.toordinal() - _ORIGINE}</v></c>"
    return f"><v>{valeur:.16G}</v></c>"
