"""What the engine asks of a workbook, whoever holds it: LibreOffice, or openpyxl in the tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from plie_xl.host.libreoffice.cells import TableLue, Valeurs, Zone


class Adaptateur(Protocol):
    """One open workbook. Sheets are named, cells are a `Zone`, values are rows of a matrix."""

    chemin: Path | None
    natif: Any

    def sheet_names(self) -> list[str]:
        """In the order of the tabs, hidden ones too."""

    def active_sheet(self) -> str:
        """The one in front."""

    def activate(self, feuille: str) -> None:
        """Bring it to the front."""

    def selection(self) -> tuple[str, list[Zone]] | None:
        """Its sheet and its blocks; None where no cell is selected, a picture say."""

    def add_sheet(self, feuille: str, position: int) -> None:
        """An empty one, at this place among the tabs: 0 is the first."""

    def rename_sheet(self, ancien: str, nouveau: str) -> None:
        """Under a name that no other sheet bears; the defined names follow."""

    def delete_sheet(self, feuille: str) -> None:
        """Without asking, even when it is full."""

    def used_zone(self, feuille: str) -> Zone:
        """From the first cell used to the last one; A1 alone on an empty sheet."""

    def read(self, feuille: str, zone: Zone) -> Valeurs:
        """What the cells show: None, a text, a number, a `datetime`, a truth value, « #N/A »."""

    def write(self, feuille: str, zone: Zone, valeurs: Valeurs) -> None:
        """From the first cell of the zone, as many as there are values; « = » begins a formula.

        Raises `FeuilleProtegeeError` on a locked cell of a protected sheet.
        """

    def read_formulas(self, feuille: str, zone: Zone) -> list[list[str]]:
        """As Excel writes them in English; the value as a text where there is none."""

    def is_merged(self, feuille: str, zone: Zone) -> bool:
        """Whether a merge lies among these cells."""

    def merged_zone(self, feuille: str, zone: Zone) -> Zone:
        """The merge that these cells stand in, themselves when there is none."""

    def read_link(self, feuille: str, zone: Zone) -> str:
        """Where the link of the first cell leads, "" without one."""

    def clear(self, feuille: str, zone: Zone, *, contenus: bool, formats: bool) -> None:
        """What is written there, how it looks, or both; refused as `write` is."""

    def read_style(self, feuille: str, zone: Zone, attribut: str) -> Any:
        """« format », a number format; « fond », (red, green, blue) or None: of the first cell."""

    def write_style(self, feuille: str, zone: Zone, attribut: str, valeur: Any) -> None:
        """One of both attributes of `read_style`, on every cell."""

    def drop_validation(self, feuille: str, zone: Zone) -> None:
        """Let anything be typed there."""

    def copy_validation(self, de: tuple[str, Zone], vers: tuple[str, Zone]) -> None:
        """The drop-down of the first cell of `de`, on every cell of `vers`."""

    def tables(self, feuille: str) -> dict[str, TableLue]:
        """The Excel tables of the sheet, by name."""

    def resize_table(self, feuille: str, table: str, zone: Zone) -> None:
        """Its headers and rows are those of the zone; the cells themselves stay."""

    def filter_table(self, feuille: str, table: str, *oui: bool) -> bool:
        """Whether it has the arrows of a filter, once `oui`, if given, has put or taken them."""

    def names(self) -> dict[str, tuple[str, Zone]]:
        """The names that stand for a range: its sheet, its cells."""

    def is_protected(self, feuille: str) -> bool:
        """By a password or not."""

    def protect(self, feuille: str, oui: bool) -> None:
        """Put the protection without a password, or take it off."""

    def recalculate(self) -> None:
        """Every formula, now, where the host computes any."""

    def save(self, chemin: Path | None) -> None:
        """A copy at this path, in the format of its suffix; where it stands with None."""

    def close(self) -> None:
        """Without saving."""
