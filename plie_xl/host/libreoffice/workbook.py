"""A workbook open in LibreOffice, as the engine asks it: through UNO.

Formulas are written and read in Excel's own English grammar; what LibreOffice makes of them is
what a coordinator who opens the file there would see.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .cells import FeuilleProtegeeError, TableLue, Valeurs, Zone
from .formulas import Formules, runs
from .values import FORMAT_LOGIQUE, as_data, is_formula, say_error, typed

_CONTENUS = 1 | 2 | 4 | 16  # values, dates, texts, formulas
_FORMATS = 32 | 64 | 256  # direct formatting, styles, edit attributes
_FORMAT_DATE = 2
_RESULTAT_ERREUR = 4  # com.sun.star.sheet.FormulaResult.ERROR
_FILTRES = {".xlsx": "Calc MS Excel 2007 XML", ".xlsm": "Calc MS Excel 2007 VBA XML"}


class AdaptateurLibreOffice:
    """A workbook open in LibreOffice.

    `annulable`: what is written can be undone whole. LibreOffice undoes a block but for what it
    wrote where nothing stood: it is then written cell by cell, those that change.
    """

    def __init__(self, document: Any, annulable: bool = False) -> None:
        import uno

        self.uno = uno
        self.natif = document
        self.annulable = annulable
        self._genres: dict[int, int] = {}
        self._formules = Formules(document)
        self.chemin = Path(self.uno.fileUrlToSystemPath(document.URL)) if document.URL else None

    def sheet_names(self) -> list[str]:
        return list(self.natif.Sheets.ElementNames)

    def active_sheet(self) -> str:
        return str(self.natif.CurrentController.ActiveSheet.Name)

    def activate(self, feuille: str) -> None:
        self.natif.CurrentController.setActiveSheet(self._sheet(feuille))

    def selection(self) -> tuple[str, list[Zone]] | None:
        """The blocks of cells that are selected, None for a picture."""
        choix = self.natif.CurrentSelection
        if hasattr(choix, "RangeAddresses"):
            adresses = list(choix.RangeAddresses)
        else:
            adresses = [choix.RangeAddress] if hasattr(choix, "RangeAddress") else []
        return (self.active_sheet(), list(map(_zone, adresses))) if adresses else None

    def add_sheet(self, feuille: str, position: int) -> None:
        self.natif.Sheets.insertNewByName(feuille, position)

    def rename_sheet(self, ancien: str, nouveau: str) -> None:
        self._sheet(ancien).Name = nouveau

    def delete_sheet(self, feuille: str) -> None:
        self.natif.Sheets.removeByName(feuille)

    def used_zone(self, feuille: str) -> Zone:
        curseur = self._sheet(feuille).createCursor()
        curseur.gotoStartOfUsedArea(False)
        curseur.gotoEndOfUsedArea(True)
        return _zone(curseur.RangeAddress)

    def read(self, feuille: str, zone: Zone) -> Valeurs:
        plage = self._range(feuille, zone)
        valeurs = [[None if v == "" else v for v in ligne] for ligne in plage.getDataArray()]
        for bloc, genre in self._formatted(plage):
            for ligne in range(bloc.haut - zone.haut, bloc.bas - zone.haut + 1):
                for colonne in range(bloc.gauche - zone.gauche, bloc.droite - zone.gauche + 1):
                    valeur = valeurs[ligne][colonne]
                    if isinstance(valeur, float):
                        valeurs[ligne][colonne] = typed(valeur, genre)
        for cellule in self._errors(plage):
            ou = cellule.CellAddress
            valeurs[ou.Row - zone.haut + 1][ou.Column - zone.gauche + 1] = say_error(cellule.Error)
        return valeurs

    def write(self, feuille: str, zone: Zone, valeurs: Valeurs) -> None:
        lignes, colonnes = len(valeurs), len(valeurs[0])
        zone = zone._replace(bas=zone.haut + lignes - 1, droite=zone.gauche + colonnes - 1)
        plage = self._range(feuille, zone)
        self._refuse_locked(feuille, plage)
        if self.annulable:
            _write_cells(plage, valeurs)
        elif not all(is_formula(valeur) for ligne in valeurs for valeur in ligne):
            plage.setDataArray(tuple(tuple(map(as_data, ligne)) for ligne in valeurs))
        for colonne, haut, bas in runs(valeurs, seules=self.annulable):
            self._finish(plage.getCellByPosition(colonne, haut), valeurs[haut][colonne])
            if bas > haut:
                self._formules.repeat(plage.getCellRangeByPosition(colonne, haut, colonne, bas))

    def _finish(self, cellule: Any, valeur: Any) -> None:
        """Give a cell what a bare value does not say: a formula, a date, a truth value."""
        if isinstance(valeur, str):
            self._formules.write(cellule, valeur)
        elif isinstance(valeur, bool):
            cellule.NumberFormat = self._format_key("BOOLEAN")
        elif not self._kind(cellule) & _FORMAT_DATE:
            cellule.NumberFormat = self._format_key("dd/mm/yyyy")

    def read_formulas(self, feuille: str, zone: Zone) -> list[list[str]]:
        plage = self._range(feuille, zone)
        formules = [list(ligne) for ligne in plage.getFormulaArray()]
        for ligne, contenus in enumerate(formules):
            for colonne, texte in enumerate(contenus):
                if texte.startswith("="):
                    contenus[colonne] = self._formules.read(plage.getCellByPosition(colonne, ligne))
        return formules

    def is_merged(self, feuille: str, zone: Zone) -> bool:
        return bool(self._range(feuille, zone).getIsMerged())

    def merged_zone(self, feuille: str, zone: Zone) -> Zone:
        curseur = self._sheet(feuille).createCursorByRange(self._range(feuille, zone))
        curseur.collapseToMergedArea()
        return _zone(curseur.RangeAddress)

    def read_link(self, feuille: str, zone: Zone) -> str:
        champs = self._range(feuille, zone).getCellByPosition(0, 0).getTextFields()
        adresses = (getattr(champ, "URL", "") for champ in iter(champs.createEnumeration()))
        return next(filter(None, adresses), "")

    def clear(self, feuille: str, zone: Zone, *, contenus: bool, formats: bool) -> None:
        self._refuse_locked(feuille, plage := self._range(feuille, zone))
        plage.clearContents(_CONTENUS * contenus | _FORMATS * formats)

    def read_style(self, feuille: str, zone: Zone, attribut: str) -> Any:
        cellule = self._range(feuille, zone).getCellByPosition(0, 0)
        if attribut == "format":
            return self.natif.NumberFormats.getByKey(cellule.NumberFormat).FormatString
        fond = cellule.CellBackColor
        return None if fond == -1 else tuple(fond.to_bytes(3, "big"))

    def write_style(self, feuille: str, zone: Zone, attribut: str, valeur: Any) -> None:
        plage = self._range(feuille, zone)
        if attribut == "format":
            plage.NumberFormat = self._format_key(valeur)
        else:
            plage.CellBackColor = int.from_bytes(bytes(valeur), "big") if valeur else -1

    def drop_validation(self, feuille: str, zone: Zone) -> None:
        plage = self._range(feuille, zone)
        regle = plage.Validation
        regle.setPropertyValue("Type", self.uno.Enum("com.sun.star.sheet.ValidationType", "ANY"))
        plage.Validation = regle

    def copy_validation(self, de: tuple[str, Zone], vers: tuple[str, Zone]) -> None:
        regle = self._range(*de).getCellByPosition(0, 0).Validation
        plage = self._range(*vers)
        if not self._has_rule(plage, regle):  # to write it again costs ten times as much
            plage.Validation = regle

    def _has_rule(self, plage: Any, regle: Any) -> bool:
        ambigu = self.uno.Enum("com.sun.star.beans.PropertyState", "AMBIGUOUS_VALUE")
        if plage.getPropertyState("Validation") == ambigu:
            return False
        return _rule(plage.Validation) == _rule(regle)

    def tables(self, feuille: str) -> dict[str, TableLue]:
        trouvees, rang = {}, self._sheet(feuille).RangeAddress.Sheet
        plages = self.natif.DatabaseRanges
        for plage in map(plages.getByName, plages.ElementNames):
            ou = plage.DataArea
            if ou.Sheet == rang:
                zone = _zone(ou)
                entetes, donnees = zone._replace(bas=zone.haut), zone._replace(haut=zone.haut + 1)
                trouvees[plage.Name] = TableLue(zone, entetes, donnees)
        return trouvees

    def resize_table(self, feuille: str, table: str, zone: Zone) -> None:
        plage = self.natif.DatabaseRanges.getByName(table)
        plage.DataArea = self._range(feuille, zone).RangeAddress

    def filter_table(self, feuille: str, table: str, *oui: bool) -> bool:
        """Whether a table has the arrows of a filter; taking them off shows every row."""
        plage = self.natif.DatabaseRanges.getByName(table)
        if oui:
            cellules = self._range(feuille, _zone(plage.DataArea))
            if not oui[0]:
                cellules.filter(cellules.createFilterDescriptor(True))
            plage.AutoFilter = oui[0]
        return bool(plage.AutoFilter)

    def names(self) -> dict[str, tuple[str, Zone]]:
        trouves = {}
        for nom in self.natif.NamedRanges.ElementNames:
            plage = self.natif.NamedRanges.getByName(nom).getReferredCells()
            if plage is not None:
                trouves[nom] = plage.Spreadsheet.Name, _zone(plage.RangeAddress)
        return trouves

    def is_protected(self, feuille: str) -> bool:
        return bool(self._sheet(feuille).isProtected())

    def protect(self, feuille: str, oui: bool) -> None:
        (self._sheet(feuille).protect if oui else self._sheet(feuille).unprotect)("")

    def recalculate(self) -> None:
        self.natif.calculateAll()

    def save(self, chemin: Path | str | None) -> None:
        if chemin is None:
            self.natif.store()
            return
        copie = Path(chemin).absolute()  # over the line, a path is a text
        url = self.uno.systemPathToFileUrl(str(copie))
        self.natif.storeToURL(url, properties(FilterName=_FILTRES[copie.suffix]))

    def close(self) -> None:
        self.natif.close(True)

    def _sheet(self, feuille: str) -> Any:
        return self.natif.Sheets.getByName(feuille)

    def _range(self, feuille: str, zone: Zone) -> Any:
        onglet = self._sheet(feuille)
        droite = min(zone.droite, onglet.Columns.Count)
        return onglet.getCellRangeByPosition(
            zone.gauche - 1, zone.haut - 1, droite - 1, zone.bas - 1
        )

    def _errors(self, plage: Any) -> Iterator[Any]:
        """The cells whose formula gives an error, which a bare value does not say."""
        cellules = plage.queryFormulaCells(_RESULTAT_ERREUR).Cells.createEnumeration()
        while cellules.hasMoreElements():
            yield cellules.nextElement()

    def _formatted(self, plage: Any) -> Iterator[tuple[Zone, int]]:
        """The blocks whose numbers stand for something else: dates and truth values."""
        formats = plage.UniqueCellFormatRanges
        for rang in range(formats.Count):
            blocs = formats.getByIndex(rang)
            if genre := self._kind(blocs) & (_FORMAT_DATE | FORMAT_LOGIQUE):
                yield from ((_zone(bloc), genre) for bloc in blocs.RangeAddresses)

    def _kind(self, plage: Any) -> int:
        cle = plage.NumberFormat  # asked once of each: a question costs a millisecond
        if cle not in self._genres:
            self._genres[cle] = int(self.natif.NumberFormats.getByKey(cle).Type)
        return self._genres[cle]

    def _format_key(self, code: str) -> int:
        langue = self.uno.createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")
        cle = self.natif.NumberFormats.queryKey(code, langue, False)
        return int(cle if cle != -1 else self.natif.NumberFormats.addNew(code, langue))

    def _refuse_locked(self, feuille: str, plage: Any) -> None:
        if self.is_protected(feuille) and plage.CellProtection.IsLocked:
            raise FeuilleProtegeeError(f"{feuille}!{plage.AbsoluteName}")


def properties(**valeurs: Any) -> tuple[Any, ...]:
    """Return UNO's named arguments."""
    import uno

    proprietes = []
    for nom, valeur in valeurs.items():
        propriete = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        propriete.Name, propriete.Value = nom, valeur
        proprietes.append(propriete)
    return tuple(proprietes)


def _rule(regle: Any) -> tuple[Any, ...]:
    """All that a drop-down says."""
    proprietes = regle.getPropertySetInfo().getProperties()
    dites = (regle.getPropertyValue(p.Name) for p in proprietes)
    return (*dites, regle.getOperator(), regle.getFormula1(), regle.getFormula2())


def _write_cells(plage: Any, valeurs: Valeurs) -> None:
    """Those that change; a formula takes the place of what stands there, which is not emptied."""
    avant, formules = plage.getDataArray(), plage.getFormulaArray()
    for ligne, contenus in enumerate(valeurs):
        for colonne, valeur in enumerate(contenus):
            if is_formula(valeur):
                continue
            contenu = as_data(valeur)
            calcule = formules[ligne][colonne].startswith("=")
            if calcule or avant[ligne][colonne] != contenu:
                cellule = plage.getCellByPosition(colonne, ligne)
                (cellule.setString if isinstance(contenu, str) else cellule.setValue)(contenu)


def _zone(adresse: Any) -> Zone:
    return Zone(
        adresse.StartRow + 1, adresse.StartColumn + 1, adresse.EndRow + 1, adresse.EndColumn + 1
    )
