"""The engine on a file, through openpyxl: fast, no calculation, no program to start.

A formula reads as the value saved with it in the file, and as nothing once rewritten. Saving
through openpyxl loses what openpyxl does not know: only ever save a copy for a test to look at.
"""

from __future__ import annotations

import datetime as dt
from copy import copy
from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from galerie.ouvert import open_octets
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.filters import AutoFilter
from xlwings.constants import MAX_ROWS

from plie_xl.host.libreoffice.cells import FeuilleProtegeeError, TableLue, Valeurs, Zone


class Calculees:
    """The values saved with the formulas of a file, a sheet read when one is first looked at."""

    def __init__(self, octets: bytes) -> None:
        self._octets = octets
        self._feuilles: dict[str, dict[tuple[int, int], Any]] = {}

    @cached_property
    def _livre(self) -> Any:
        return openpyxl.load_workbook(BytesIO(self._octets), data_only=True, read_only=True)

    def find(self, feuille: str, ligne: int, colonne: int) -> Any:
        if feuille not in self._feuilles:
            cellules = (c for rangee in self._livre[feuille].iter_rows() for c in rangee)
            self._feuilles[feuille] = {
                (c.row, c.column): c.value for c in cellules if c.value is not None
            }
        return self._feuilles[feuille].get((ligne, colonne))


class AdaptateurFichier:
    """A workbook held by openpyxl."""

    def __init__(self, chemin: Path | None = None) -> None:
        self.chemin = chemin
        if chemin is None:
            self.natif = openpyxl.Workbook()
            self._calculees, self._origines = Calculees(b""), {}
        else:
            octets = chemin.read_bytes()
            if chemin.suffix == ".xlsm":
                self.natif = openpyxl.load_workbook(BytesIO(octets), keep_vba=True)
            else:
                self.natif = open_octets(octets)
            self._calculees = Calculees(octets)
            self._origines = {nom: nom for nom in self.natif.sheetnames}  # before any renaming
        self.choisies: tuple[str, list[Zone]] | None = None
        self._ecrites: set[tuple[str, int, int]] = set()

    def sheet_names(self) -> list[str]:
        return list(self.natif.sheetnames)

    def active_sheet(self) -> str:
        return self.natif.active.title

    def activate(self, feuille: str) -> None:
        self.natif.active = self.natif[feuille]

    def selection(self) -> tuple[str, list[Zone]] | None:
        return self.choisies

    def add_sheet(self, feuille: str, position: int) -> None:
        self.natif.create_sheet(feuille, position)

    def rename_sheet(self, ancien: str, nouveau: str) -> None:
        self.natif[ancien].title = nouveau
        for nom in self.natif.defined_names.values():  # they follow their sheet, as in Excel
            nom.attr_text = nom.attr_text.replace(f"{ancien}!", f"'{nouveau}'!")
        if ancien in self._origines:
            self._origines[nouveau] = self._origines.pop(ancien)

    def delete_sheet(self, feuille: str) -> None:
        del self.natif[feuille]

    def used_zone(self, feuille: str) -> Zone:
        onglet = self.natif[feuille]
        return Zone(onglet.min_row, onglet.min_column, onglet.max_row, onglet.max_column)

    def read(self, feuille: str, zone: Zone) -> Valeurs:
        lignes = self.natif[feuille].iter_rows(zone.haut, zone.bas, zone.gauche, zone.droite)
        return [[self._value(feuille, cellule) for cellule in ligne] for ligne in lignes]

    def _value(self, feuille: str, cellule: Any) -> Any:
        valeur = cellule.value
        if cellule.data_type == "f":
            if (feuille, cellule.row, cellule.column) in self._ecrites:
                return None
            valeur = self._calculees.find(self._origines[feuille], cellule.row, cellule.column)
        if isinstance(valeur, dt.time):
            return (valeur.hour * 3600 + valeur.minute * 60 + valeur.second) / 86400
        if isinstance(valeur, dt.date) and not isinstance(valeur, dt.datetime):
            return dt.datetime.combine(valeur, dt.time())
        return valeur

    def write(self, feuille: str, zone: Zone, valeurs: Valeurs) -> None:
        onglet = self.natif[feuille]
        for ligne, contenus in enumerate(valeurs, start=zone.haut):
            for colonne, valeur in enumerate(contenus, start=zone.gauche):
                cellule = onglet.cell(ligne, colonne)
                self._refuse_locked(onglet, cellule)
                cellule.value = None if valeur == "" else valeur
                if isinstance(valeur, str) and valeur.startswith("'"):
                    cellule.value, cellule.data_type = valeur[1:], "s"
                self._ecrites.add((feuille, ligne, colonne))

    def read_formulas(self, feuille: str, zone: Zone) -> list[list[str]]:
        onglet = self.natif[feuille]
        return [
            ["" if cellule.value is None else str(cellule.value) for cellule in ligne]
            for ligne in onglet.iter_rows(zone.haut, zone.bas, zone.gauche, zone.droite)
        ]

    def _merges(self, feuille: str, zone: Zone) -> list[Zone]:
        plages = (
            Zone(m.min_row, m.min_col, m.max_row, m.max_col)
            for m in self.natif[feuille].merged_cells.ranges
        )
        return [plage for plage in plages if plage.intersect(zone)]

    def is_merged(self, feuille: str, zone: Zone) -> bool:
        return bool(self._merges(feuille, zone))

    def merged_zone(self, feuille: str, zone: Zone) -> Zone:
        return next(iter(self._merges(feuille, zone)), zone)

    def read_link(self, feuille: str, zone: Zone) -> str:
        lien = self.natif[feuille].cell(zone.haut, zone.gauche).hyperlink
        return (lien.target if lien else None) or ""

    def clear(self, feuille: str, zone: Zone, *, contenus: bool, formats: bool) -> None:
        for cellule in self._used_cells(feuille, zone):
            self._refuse_locked(self.natif[feuille], cellule)
            if contenus:
                cellule.value = None
            if formats:
                cellule.style = "Normal"

    def read_style(self, feuille: str, zone: Zone, attribut: str) -> Any:
        cellule = self.natif[feuille].cell(zone.haut, zone.gauche)
        if attribut == "format":
            return cellule.number_format
        if cellule.fill.fill_type != "solid":
            return None
        return tuple(bytes.fromhex(cellule.fill.fgColor.rgb[-6:]))

    def write_style(self, feuille: str, zone: Zone, attribut: str, valeur: Any) -> None:
        for ligne in self.natif[feuille].iter_rows(zone.haut, zone.bas, zone.gauche, zone.droite):
            for cellule in ligne:
                if attribut == "format":
                    cellule.number_format = valeur
                else:
                    fond = {"fgColor": bytes(valeur).hex().upper(), "fill_type": "solid"}
                    cellule.fill = PatternFill(**fond) if valeur else PatternFill()

    def drop_validation(self, feuille: str, zone: Zone) -> None:
        regles = self.natif[feuille].data_validations
        for regle in regles.dataValidation:
            restes = [reste for ou in _zones(regle) for reste in ou.without(zone)]
            regle.sqref = MultiCellRange([_address(reste) for reste in restes])
        regles.dataValidation = [regle for regle in regles.dataValidation if regle.sqref.ranges]

    def copy_validation(self, de: tuple[str, Zone], vers: tuple[str, Zone]) -> None:
        regles = self.natif[de[0]].data_validations.dataValidation
        copiees = [
            copy(regle) for regle in regles if any(ou.intersect(de[1]) for ou in _zones(regle))
        ]
        self.drop_validation(*vers)
        for regle in copiees:
            regle.sqref = MultiCellRange([_address(vers[1])])
            self.natif[vers[0]].data_validations.append(regle)

    def tables(self, feuille: str) -> dict[str, TableLue]:
        return {
            table.name: TableLue(
                zone := _zone(table.ref),
                zone._replace(bas=zone.haut),
                zone._replace(haut=zone.haut + 1, bas=zone.bas - (table.totalsRowCount or 0)),
            )
            for table in self.natif[feuille].tables.values()
        }

    def resize_table(self, feuille: str, table: str, zone: Zone) -> None:
        native = self.natif[feuille].tables[table]
        native.ref = _address(zone)
        if native.autoFilter:
            native.autoFilter.ref = native.ref

    def filter_table(self, feuille: str, table: str, *oui: bool) -> bool:
        """Whether a table has the arrows of a filter, once put on or taken off."""
        onglet = self.natif[feuille]
        native = onglet.tables[table]
        if oui == (False,):
            native.autoFilter = None
            for ligne in range(_zone(native.ref).haut, _zone(native.ref).bas + 1):
                onglet.row_dimensions[ligne].hidden = False
        elif oui:
            native.autoFilter = AutoFilter(ref=native.ref)
        return native.autoFilter is not None

    def names(self) -> dict[str, tuple[str, Zone]]:
        lieux = {n: _find_lieu(d.attr_text) for n, d in self.natif.defined_names.items()}
        return {nom: lieu for nom, lieu in lieux.items() if lieu}

    def is_protected(self, feuille: str) -> bool:
        return bool(self.natif[feuille].protection.sheet)

    def protect(self, feuille: str, oui: bool) -> None:
        self.natif[feuille].protection.sheet = oui

    def recalculate(self) -> None:
        """openpyxl does not calculate."""

    def save(self, chemin: Path | None) -> None:
        self.natif.save(chemin or self.chemin)

    def close(self) -> None:
        self.natif.close()

    def _used_cells(self, feuille: str, zone: Zone) -> list[Any]:
        """The cells of a zone that exist: a whole column is asked for as a million rows."""
        utile = zone.intersect(self.used_zone(feuille))
        if utile is None:
            return []
        lignes = self.natif[feuille].iter_rows(utile.haut, utile.bas, utile.gauche, utile.droite)
        return [cellule for ligne in lignes for cellule in ligne]

    @staticmethod
    def _refuse_locked(onglet: Any, cellule: Any) -> None:
        if onglet.protection.sheet and cellule.protection.locked:
            raise FeuilleProtegeeError(f"{onglet.title}!{cellule.coordinate}")


def _zones(regle: Any) -> list[Zone]:
    return [_zone(ou.coord) for ou in regle.sqref.ranges]


@lru_cache(maxsize=1_024)
def _find_lieu(texte: str) -> tuple[str, Zone] | None:
    """The sheet and the cells that a name stands for, None for another formula."""
    defini = DefinedName("nom", attr_text=texte)
    if defini.type != "RANGE":
        return None
    feuille, adresse = next(iter(defini.destinations))
    return feuille, _zone(adresse)


def _zone(adresse: str) -> Zone:
    gauche, haut, droite, bas = range_boundaries(adresse.replace("$", ""))
    return Zone(haut or 1, gauche, bas or MAX_ROWS, droite)  # « $B:$B » is a whole column


def _address(zone: Zone) -> str:
    debut = f"{get_column_letter(zone.gauche)}{zone.haut}"
    return f"{debut}:{get_column_letter(zone.droite)}{zone.bas}"
