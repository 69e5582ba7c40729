"""What Excel for Windows does and a kinder engine would not, all on unless a test says otherwise.

    colonne   the first formula of a block written in a table becomes its column's formula
    decimal   a number under a currency format is read as a `Decimal`
    erreur    an error is read as COM's integer, which xlwings turns to its text when it knows it
    verrou    a locked cell of a protected sheet answers with COM's error 1004
    frappe    a text is taken as if typed: « mars 2024 », « VRAI », « (12) », « 12 % », « 007 »

It also keeps broken names, and neither shows nor pastes in the rows that a filter hides, as every
Excel does.

The first and the second were reported of xlwings (#2383, #65), the others are read in its sources
and Microsoft's; none was seen here. `docs/verification-windows.md` waits for who will.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter

from hote.fichier import AdaptateurFichier
from plie_xl.excel.open_workbook import suites
from plie_xl.host.engine.application import Moteur
from plie_xl.host.libreoffice.cells import FeuilleProtegeeError, Valeurs, Zone

COMPORTEMENTS = frozenset({"colonne", "decimal", "erreur", "verrou", "frappe"})
CODES = {
    "#NULL!": -2146826288,
    "#DIV/0!": -2146826281,
    "#VALUE!": -2146826273,
    "#REF!": -2146826265,
    "#NAME?": -2146826259,
    "#NUM!": -2146826252,
    "#N/A": -2146826246,
}
RECENTES = {"#SPILL!": -2146826243, "#CALC!": -2146826238}  # xlwings leaves these as they are
TOUS_LES_CODES = {**CODES, **RECENTES}
_MOIS = ["janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc"]
_REFUS = -2146827284  # 1004, as COM gives it: 0x800A03EC


class com_error(FeuilleProtegeeError):  # noqa: N801, N818 the name that pywin32 gives it
    """What pywin32 raises when Excel refuses."""


class Erreur(int):
    """An error cell, on its way to xlwings."""


class MoteurWindows(Moteur):
    """xlwings' own cleaning of what COM gives: `_clean_value_data_element` of `_xlwindows`."""

    @staticmethod
    def clean_value_data(
        donnees: Valeurs, date: Any, vide: Any, nombre: Any, en_texte: bool
    ) -> Valeurs:
        textes = {code: texte if en_texte else None for texte, code in CODES.items()}
        return [
            [
                textes.get(v, int(v))
                if isinstance(v, Erreur)
                else v
                if isinstance(v, Decimal)
                else Moteur.clean_value_data([[v]], date, vide, nombre, en_texte)[0][0]
                for v in ligne
            ]
            for ligne in donnees
        ]


class AdaptateurWindows(AdaptateurFichier):
    """A file held by openpyxl that answers as Excel for Windows would."""

    comportements = COMPORTEMENTS

    def __init__(self, chemin: Path | None = None) -> None:
        super().__init__(chemin)
        self._colonnes: dict[tuple[str, str, int], str] = {}  # formulas that fill columns

    @classmethod
    def over(cls, lu: AdaptateurFichier) -> AdaptateurWindows:
        """The same open file, seen through Windows: to open it again costs half a second."""
        autre = cls.__new__(cls)
        autre.__dict__ |= {**vars(lu), "_colonnes": {}}
        return autre

    def _value(self, feuille: str, cellule: Any) -> Any:
        valeur = super()._value(feuille, cellule)
        if "erreur" in self.comportements and cellule.data_type != "s" and valeur in TOUS_LES_CODES:
            return Erreur(TOUS_LES_CODES[valeur])
        monnaie = "decimal" in self.comportements and "€" in cellule.number_format
        if monnaie and isinstance(valeur, int | float) and not isinstance(valeur, bool):
            return Decimal(str(valeur))
        return valeur

    def write(self, feuille: str, zone: Zone, valeurs: Valeurs) -> None:
        if "frappe" in self.comportements:
            valeurs = self._typed(feuille, zone, valeurs)
        try:
            super().write(feuille, zone, valeurs)
        except FeuilleProtegeeError as refus:
            if "verrou" not in self.comportements:
                raise
            detail = (0, "Microsoft Excel", f"cellule protégée : {refus}", None, 0, _REFUS)
            raise com_error(-2147352567, "Exception occurred.", detail, None) from None
        if "colonne" in self.comportements:
            self._fill_columns(feuille, zone, valeurs)

    def copy_validation(self, de: tuple[str, Zone], vers: tuple[str, Zone]) -> None:
        """A paste skips the rows that a filter hides."""
        cachees = {n for n, rangee in self.natif[vers[0]].row_dimensions.items() if rangee.hidden}
        for haut, bas in suites(
            n for n in range(vers[1].haut, vers[1].bas + 1) if n not in cachees
        ):
            super().copy_validation(de, (vers[0], vers[1]._replace(haut=haut, bas=bas)))

    def resize_table(self, feuille: str, table: str, zone: Zone) -> None:
        super().resize_table(feuille, table, zone)
        for (ou, nom, colonne), formule in self._colonnes.items():
            if (ou, nom) == (feuille, table):
                self._fill(feuille, self.tables(feuille)[table].donnees, colonne, formule)

    def names(self) -> dict[str, Any]:
        """Broken names too: Excel has them, and refuses their cells."""
        definis = self.natif.defined_names.items()
        casses = {nom: ("", None) for nom, defini in definis if "#REF!" in defini.attr_text}
        return {**super().names(), **casses}

    def _typed(self, feuille: str, zone: Zone, valeurs: Valeurs) -> Valeurs:
        onglet = self.natif[feuille]
        return [
            [
                valeur
                if not isinstance(valeur, str) or onglet.cell(ligne, colonne).number_format == "@"
                else as_if_typed(valeur)
                for colonne, valeur in enumerate(rangee, start=zone.gauche)
            ]
            for ligne, rangee in enumerate(valeurs, start=zone.haut)
        ]

    def _fill_columns(self, feuille: str, zone: Zone, valeurs: Valeurs) -> None:
        for nom, table in self.tables(feuille).items():
            commun = zone.intersect(table.donnees)
            for colonne in range(commun.gauche, commun.droite + 1) if commun else ():
                ecrites = [
                    (ligne, rangee[colonne - zone.gauche])
                    for ligne, rangee in enumerate(valeurs, start=zone.haut)
                    if str(rangee[colonne - zone.gauche]).startswith("=")
                ]
                if ecrites:
                    ligne, formule = ecrites[0]
                    premiere = f"{get_column_letter(colonne)}{table.donnees.haut}"
                    origine = f"{get_column_letter(colonne)}{ligne}"
                    formule = Translator(formule, origine).translate_formula(premiere)
                    self._colonnes[feuille, nom, colonne] = formule
                    self._fill(feuille, table.donnees, colonne, formule)

    def _fill(self, feuille: str, donnees: Zone, colonne: int, formule: str) -> None:
        lettre = get_column_letter(colonne)
        traduite = Translator(formule, f"{lettre}{donnees.haut}")
        for ligne in range(donnees.haut, donnees.bas + 1):
            cellule = self.natif[feuille].cell(ligne, colonne)
            cellule.value = traduite.translate_formula(f"{lettre}{ligne}")
            self._ecrites.add((feuille, ligne, colonne))


def as_if_typed(texte: str) -> Any:
    """What a text becomes in a cell of format « General », in a French Excel."""
    nu = texte.strip()
    if nu.startswith(("'", "=")) or not nu:
        return texte
    if nu.upper() in ("VRAI", "FAUX", "TRUE", "FALSE"):
        return nu.upper() in ("VRAI", "TRUE")
    if trouve := re.fullmatch(r"\(([\d\s]+(?:,\d+)?)\)", nu):
        return -_nombre(trouve[1])
    if trouve := re.fullmatch(r"([+-]?[\d\s]+(?:[.,]\d+)?)\s*(%|€)?", nu):
        return _nombre(trouve[1]) / (100 if trouve[2] == "%" else 1)
    if trouve := re.fullmatch(r"(?:(\d{1,2})[ -])?([a-zéû]+)\.?[ -](\d{2,4})", nu.lower()):
        mois = next((n for n, m in enumerate(_MOIS, start=1) if trouve[2].startswith(m)), 0)
        annee = int(trouve[3]) + (2000 if len(trouve[3]) == 2 else 0)
        return dt.datetime(annee, mois, int(trouve[1] or 1)) if mois and annee > 1899 else texte
    if trouve := re.fullmatch(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})", nu):
        return dt.datetime(int(trouve[3]), int(trouve[2]), int(trouve[1]))
    return texte


def _nombre(texte: str) -> float:
    return float(re.sub(r"\s", "", texte).replace(",", "."))
