"""What stands around the cells of an open table: merges, links, and dates that read the clock.

Asked of whole ranges, for each question to the program costs as much as a cell; links, of the
cells where one matters.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from plie_xl.model.lecture import Place
from plie_xl.model.text import cle_entete
from plie_xl.reading.guard.around import Alentour, Plage, reads_clock

if TYPE_CHECKING:
    import xlwings as xw

MAX_FUSIONS = 200  # of one table: enough to name those of the cells that a person looks at
MAX_LIENS = 300  # cells of a sheet of which one is asked for
TABLE_SUIVIE, _DATE = "suivi", "date"


class Links(Mapping[Place, str]):
    """Where the links of a sheet lead, each asked of the program when it is looked for."""

    def __init__(self, feuille: "xw.Sheet") -> None:
        self._feuille = feuille
        self._lus: dict[Place, str] = {}

    def __getitem__(self, place: Place) -> str:
        if place not in self._lus:
            if len(self._lus) >= MAX_LIENS:
                raise KeyError(place)
            self._lus[place] = self._read(place)
        return self._lus[place]

    def _read(self, place: Place) -> str:
        cellule = self._feuille.range(place)
        if str(cellule.formula).startswith("="):  # xlwings would take any text of it for a link
            return ""
        try:
            return cellule.hyperlink or ""
        except Exception:  # xlwings raises no other where there is none
            return ""

    def __iter__(self) -> Iterator[Place]:
        return iter(self._lus)

    def __len__(self) -> int:
        return MAX_LIENS


def look_around(table: "xw.main.Table") -> Alentour:
    """The merges of the table of « Suivi », its dates that change by themselves, its links."""
    return Alentour(
        fusions=tuple(islice(dict.fromkeys(find_fusions(table.range)), MAX_FUSIONS)),
        volatiles=tuple(_find_volatiles(table.range)),
        liens=Links(table.parent),
    )


def find_fusions(plage: "xw.Range") -> Iterator[Plage]:
    """The merged ranges among these cells, halved until each is met."""
    if plage.merge_cells is False:
        return
    trouvee = _corners(plage[0, 0].merge_area)
    haut, gauche, bas, droite = _corners(plage)
    if trouvee[2] >= bas and trouvee[3] >= droite:
        if trouvee[:2] != trouvee[2:]:
            yield trouvee
        return
    hauteur, largeur = bas - haut + 1, droite - gauche + 1
    if hauteur >= largeur:
        moities = plage[: hauteur // 2, :], plage[hauteur // 2 :, :]
    else:
        moities = plage[:, : largeur // 2], plage[:, largeur // 2 :]
    for moitie in moities:
        yield from find_fusions(moitie)


def _find_volatiles(plage: "xw.Range") -> Iterator[Plage]:
    haut, gauche, bas, _ = _corners(plage)
    entetes = [cle_entete(str(x)) for x in plage[0, :].options(ndim=1).value]
    if _DATE not in entetes or bas == haut:
        return
    rang = entetes.index(_DATE)
    formules = plage[1:, rang].formula
    lignes = formules if isinstance(formules, tuple) else ((formules,),)
    for n, (formule,) in enumerate(lignes, start=haut + 1):
        if reads_clock(str(formule)):
            yield n, gauche + rang, n, gauche + rang


def _corners(plage: "xw.Range") -> Plage:
    fin = plage.last_cell
    return plage.row, plage.column, fin.row, fin.column
