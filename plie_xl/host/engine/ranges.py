"""Ranges of the engine."""

from __future__ import annotations

from typing import Any

import xlwings as xw
from xlwings import base_classes as bc
from xlwings import utils
from xlwings.constants import MAX_COLUMNS, MAX_ROWS

from plie_xl.host.libreoffice.cells import Zone

_utils: Any = utils  # xlwings declares no types
_PAS = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}


class Plage(bc.Range):
    """A rectangle of cells of one sheet."""

    has_array = None

    def __init__(self, feuille: Any, zone: Zone) -> None:
        self.sheet = feuille
        self.zone = zone
        self.options: dict[str, Any] = {}

    @classmethod
    def locate(cls, feuille: Any, arg1: Any, arg2: Any = None) -> Plage:
        """Return the range of an address, a name, a table, or of two corners."""
        if isinstance(arg1, Plage):
            autre = arg2 or arg1
            coins = (
                *map(min, arg1.zone[:2], autre.zone[:2]),
                *map(max, arg1.zone[2:], autre.zone[2:]),
            )
            return cls(feuille, Zone(*coins))
        if isinstance(arg1, str):
            return cls._named(feuille, arg1)
        if len(arg1) == 4:
            ligne, colonne, hauteur, largeur = arg1
            return cls(feuille, Zone(ligne, colonne, ligne + hauteur - 1, colonne + largeur - 1))
        return cls(feuille, Zone(*arg1, *(arg2 or arg1)))

    @classmethod
    def _named(cls, feuille: Any, texte: str) -> Plage:
        debut, fin = _utils.a1_to_tuples(texte.replace("$", ""))
        if debut:
            return cls(feuille, Zone(*debut, *(fin or debut)))
        adaptateur = feuille.book.adaptateur
        for nom, (ou, zone) in adaptateur.names().items():
            if nom.casefold() == texte.casefold():
                return cls(feuille.book.sheets(ou), zone)
        for nom, table in adaptateur.tables(feuille.name).items():
            if nom.casefold() == texte.casefold():
                return cls(feuille, table.donnees)
        raise xw.NoSuchObjectError(f"neither an address nor a name: {texte}")

    def _ask(self, methode: str, *args: Any, **options: Any) -> Any:
        adaptateur = self.sheet.book.adaptateur
        return getattr(adaptateur, methode)(self.sheet.name, self.zone, *args, **options)

    @property
    def api(self) -> Plage:
        return self

    @property
    def row(self) -> int:
        return self.zone.haut

    @property
    def column(self) -> int:
        return self.zone.gauche

    @property
    def shape(self) -> tuple[int, int]:
        return self.zone.forme

    @property
    def coords(self) -> tuple[Any, ...]:
        """Sheet, row, column, height, width."""
        return self.sheet.name, self.row, self.column, *self.shape

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, arg1: int, arg2: int | None = None) -> Plage:
        if arg2 is None:
            ligne, colonne = divmod(arg1 - 1, self.shape[1])
        else:
            ligne, colonne = arg1 - 1, arg2 - 1
        coin = self.row + ligne, self.column + colonne
        return Plage(self.sheet, Zone(*coin, *coin))

    @property
    def raw_value(self) -> Any:
        """One value of a single cell, else rows of them."""
        valeurs = self._ask("read")
        return valeurs[0][0] if len(self) == 1 else valeurs

    @raw_value.setter
    def raw_value(self, valeur: Any) -> None:
        self._ask("write", self._matrix(valeur))

    @property
    def formula(self) -> Any:
        """As `raw_value`, formulas as Excel writes them in English."""
        formules = self._ask("read_formulas")
        return formules[0][0] if len(self) == 1 else tuple(map(tuple, formules))

    @formula.setter
    def formula(self, valeur: Any) -> None:
        self._ask("write", self._matrix(valeur))

    @property
    def merge_cells(self) -> bool:
        """Whether a merge lies among these cells."""
        return bool(self._ask("is_merged"))

    @property
    def merge_area(self) -> Plage:
        """The merge that these cells stand in, themselves when there is none."""
        return Plage(self.sheet, self._ask("merged_zone"))

    @property
    def hyperlink(self) -> str:
        """Where the link of a single cell leads."""
        adresse: str = self._ask("read_link")
        if not adresse:
            raise xw.NoSuchObjectError("the cell has no link")
        return adresse

    def _matrix(self, valeur: Any) -> list[list[Any]]:
        if not isinstance(valeur, list | tuple):
            return [[valeur] * self.shape[1]] * self.shape[0]
        if not isinstance(valeur[0], list | tuple):
            return [list(valeur)]
        return [list(ligne) for ligne in valeur]

    @property
    def address(self) -> str:
        return self.get_address(True, True, False)

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        def one(ligne: int, colonne: int) -> str:
            lettres = _utils.col_name(colonne)
            return f"{'$' * col_absolute}{lettres}{'$' * row_absolute}{ligne}"

        adresse = one(*self.zone[:2]) + ("" if len(self) == 1 else ":" + one(*self.zone[2:]))
        if not external:
            return adresse
        return f"'[{self.sheet.book.name}]{self.sheet.name}'!{adresse}"

    def end(self, direction: str) -> Plage:
        """Go where Ctrl + arrow goes: the edge of the block, else the next full cell."""
        pas = _PAS[direction]
        utilisee = self.sheet.used_range.zone
        case = min(self.row, utilisee.bas + 1), min(self.column, utilisee.droite + 1)
        suivante = _step(case, pas)
        if self._full(case) and self._full(suivante):
            while self._full(suivante):
                case, suivante = suivante, _step(suivante, pas)
            return Plage(self.sheet, Zone(*case, *case))
        while _inside(suivante, utilisee) and not self._full(suivante):
            suivante = _step(suivante, pas)
        if not self._full(suivante):
            bords = {"down": (MAX_ROWS, case[1]), "up": (1, case[1])}
            bords |= {"right": (case[0], MAX_COLUMNS), "left": (case[0], 1)}
            suivante = bords[direction]
        return Plage(self.sheet, Zone(*suivante, *suivante))

    def _full(self, case: tuple[int, int]) -> bool:
        if not _inside(case, self.sheet.used_range.zone):
            return False
        return Plage(self.sheet, Zone(*case, *case)).raw_value not in (None, "")

    def clear(self) -> None:
        self._ask("clear", contenus=True, formats=True)

    def clear_contents(self) -> None:
        self._ask("clear", contenus=True, formats=False)

    def clear_formats(self) -> None:
        self._ask("clear", contenus=False, formats=True)

    def copy(self, destination: Any = None) -> None:
        """Into the clipboard of the engine, from which only drop-downs are pasted."""
        if destination is not None:
            raise NotImplementedError("copy to a destination: use paste")
        self.sheet.book.app.presse_papiers = self

    def paste(
        self,
        paste: str | None = None,
        operation: Any = None,
        skip_blanks: bool = False,
        transpose: bool = False,
    ) -> None:
        """Paste the drop-downs of the copied row, repeated down; nothing else is known here."""
        source = self.sheet.book.app.presse_papiers
        if paste != "validation" or source is None or source.shape != (1, self.shape[1]):
            raise NotImplementedError("only validation, from one row of the same width")
        for de, vers in zip(source.zone.colonnes(), self.zone.colonnes(), strict=True):
            self.sheet.book.adaptateur.copy_validation(
                (source.sheet.name, de), (self.sheet.name, vers)
            )

    @property
    def color(self) -> Any:
        """(red, green, blue) of the first cell; None where it has no fill."""
        return self._ask("read_style", "fond")

    @color.setter
    def color(self, valeur: Any) -> None:
        if isinstance(valeur, str):
            valeur = _utils.hex_to_rgb(valeur)
        elif isinstance(valeur, int):
            valeur = _utils.int_to_rgb(valeur)
        self._ask("write_style", "fond", valeur)

    @property
    def number_format(self) -> Any:
        return self._ask("read_style", "format")

    @number_format.setter
    def number_format(self, valeur: str) -> None:
        self._ask("write_style", "format", valeur)

    def autofit(self, axis: str | None = None) -> None:
        """Widths are the template's business."""

    def select(self) -> None:
        self.sheet.activate()


class Selection(Plage):
    """Blocks of cells, chosen together: a range whose address names them all."""

    def __init__(self, feuille: Any, zones: list[Zone]) -> None:
        super().__init__(feuille, zones[0])
        self.zones = zones

    @property
    def address(self) -> str:
        return ",".join(Plage(self.sheet, zone).address for zone in self.zones)


def _step(case: tuple[int, int], pas: tuple[int, int]) -> tuple[int, int]:
    return case[0] + pas[0], case[1] + pas[1]


def _inside(case: tuple[int, int], zone: Zone) -> bool:
    return 1 <= case[0] <= zone.bas and 1 <= case[1] <= zone.droite
