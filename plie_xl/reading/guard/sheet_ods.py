"""The cells of an OpenDocument workbook, written again in the form of an .xlsx sheet.

There rows and cells are repeated by a number, dates are words, and a text is made of paragraphs,
spaces, tabs and line breaks that are tags.
"""

import re
from collections.abc import Sequence

from plie_xl.reading.guard.around import MAX_PLAGES, Plage
from plie_xl.reading.guard.cells_ods import (
    BLANCS,
    CONTENU,
    Cellule,
    Forme,
    read_fois,
    read_forme,
)
from plie_xl.reading.guard.grid_ods import Compteur, Grille
from plie_xl.reading.guard.limits import (
    MAX_COLONNE,
    MAX_OCTETS_BALISE,
    MAX_PARTIES,
)
from plie_xl.reading.guard.links import MAX_LIENS
from plie_xl.reading.guard.refusals import RefusError
from plie_xl.reading.guard.rows_ods import MARQUE, read_rangee
from plie_xl.reading.guard.xml import Attributs

_OBJETS = ("draw:frame", "draw:custom-shape", "draw:rect")
# What is written there is no text of the cell.
_A_COTE = ("office:annotation", "draw:", "text:note", "text:ruby-text", "table:dde-links")
_EXTERNE = re.compile(r"'file:.+'#.+")  # what LibreOffice keeps of another workbook, unseen
# Where rows stand; elsewhere LibreOffice does not see them.
_GROUPES = ("table:table-header-rows", "table:table-rows", "table:table-row-group")
_DE_RANGEES = ("table:table", *_GROUPES)
_RANGEE = "table:table-row"
_SUITE = re.compile(f"[{BLANCS}]+")
_LACHE = re.compile(r"[\t\r\n]|  |\A ")  # a text that `_SUITE` would change
_CELLULES = ("table:table-cell", "table:covered-table-cell")
_DU_TABLEAU = frozenset((*_CELLULES, *_DE_RANGEES, _RANGEE))
# What a tag of a text stands for.
_ADRESSE = "{}href"  # « xlink:href », of a namespace that nothing else is read from
_SIGNES = {"text:tab": "\t", "text:line-break": "\n"}


class OdsReader:
    """Handlers for `walk` over content.xml; afterwards, `grilles` and `date1904`."""

    def __init__(self, prises: Sequence[bytes] = ()) -> None:
        self._prises = prises  # rows taken out of the part, by rank
        self.grilles: list[Grille] = []
        self._compte = Compteur()
        self.date1904 = False
        self._caches: set[str] = set()  # styles of hidden sheets
        self._style = ""
        self._dans: list[str] = []
        self._tables = self._notes = 0  # depth: a table, a comment or a shape in a cell
        self._rangee: list[Cellule] = []
        self._lignes = self._colonne = 1
        self._cellule: Cellule | None = None
        self._morceaux: list[str] | None = None  # of the paragraph being read
        self._espaces = 0  # that the current row asks for by a number

    def start(self, nom: str, attributs: Attributs) -> None:
        """A tag opens; « table:table » as the part writes it."""
        if nom.startswith(_A_COTE):
            self._start_a_cote(nom)
        elif self._notes:
            pass
        elif nom in _CELLULES:
            self._start_cellule(attributs)
        elif nom == "text:p":
            self._start_paragraphe()
        elif nom == "text:s":
            self._add_espaces(read_fois(attributs, "text:c"))
        elif nom == "text:a" and self._morceaux is not None:
            self._note_lien(attributs.get(_ADRESSE, ""))
        elif nom in _SIGNES:
            self._add_signe(_SIGNES[nom])
        elif nom == "table:table":
            self._start_table(attributs)
        elif self._tables == 1 and nom in (_RANGEE, *_GROUPES):
            self._start_rangees(nom, attributs)
        else:
            self._start_reglage(nom, attributs)
        self._dans.append(nom)

    def _start_paragraphe(self) -> None:
        if self._morceaux is not None:  # one paragraph in another
            raise RefusError("cellule_egaree", partie=CONTENU)
        cellule = self._cellule
        if cellule is not None and self._tables == 1 and self._dans[-1] in _CELLULES:
            self._morceaux = None if cellule.est_dite else []

    def _start_a_cote(self, nom: str) -> None:
        if nom in _OBJETS and self._cellule is not None and not self._notes and self._tables == 1:
            self._note_place(self.grilles[-1].objets, self._cellule.colonne)
        self._notes += 1

    def _start_reglage(self, nom: str, attributs: Attributs) -> None:
        if nom == "style:style":
            self._style = attributs.get("style:name", "")
        elif nom == "style:table-properties":
            if attributs.get("table:display") == "false":
                self._caches.add(self._style)
        elif nom == "table:scenario" and self._tables == 1:
            self.grilles[-1].visible = False
        elif nom == "table:null-date":
            self.date1904 = attributs.get("table:date-value", "").startswith("1904")

    def _start_table(self, attributs: Attributs) -> None:
        self._tables += 1
        if self._tables == 1:
            if self._dans[-1:] != ["office:spreadsheet"]:
                raise RefusError("cellule_egaree", partie=CONTENU)
            if len(self.grilles) >= MAX_PARTIES:
                raise RefusError("trop_de_parties", nombre=len(self.grilles))
            visible = attributs.get("table:style-name") not in self._caches
            nom = attributs.get("table:name", "")
            self.grilles.append(Grille(nom, visible, self._compte))

    def _start_rangees(self, nom: str, attributs: Attributs) -> None:
        if self._dans[-1] not in _DE_RANGEES:
            raise RefusError("cellule_egaree", partie=CONTENU)
        if nom == _RANGEE:
            self._start_rangee(attributs)

    def _start_rangee(self, attributs: Attributs) -> None:
        """A row to walk, or one that was taken out whole."""
        self._rangee, self._colonne, self._espaces = [], 1, 0
        marque = attributs.get(MARQUE)
        if marque is not None:
            attributs, cellules = read_rangee(self._prises[int(marque)])
            for forme, valeur, texte in cellules:
                cellule = self._add_cellule(forme, valeur)
                if texte is not None and not cellule.est_dite:
                    serre = _SUITE.sub(" ", texte).lstrip(" ") if _LACHE.search(texte) else texte
                    cellule.paragraphes.append(serre)
                self._keep(cellule)
        self._lignes = read_fois(attributs, "table:number-rows-repeated")

    def _start_cellule(self, attributs: Attributs) -> None:
        if self._tables != 1:
            return
        if self._dans[-1:] != [_RANGEE]:
            raise RefusError("cellule_egaree", partie=CONTENU)
        if "table:number-rows-spanned" in attributs:
            haut = read_fois(attributs, "table:number-rows-spanned")
            large = read_fois(attributs, "table:number-columns-spanned")
            self._note_place(self.grilles[-1].fusions, self._colonne, haut, large)
        forme = read_forme(attributs)
        self._cellule = self._add_cellule(forme, attributs.get(forme.attribut, ""))

    def _add_cellule(self, forme: Forme, valeur: str) -> Cellule:
        # LibreOffice takes « true » between blanks for false; what is not read so is refused
        dite = valeur if forme.genre == "boolean" else valeur.strip(BLANCS)
        cellule = Cellule(self._colonne, forme, dite)
        if forme.volatile:
            self._note_place(self.grilles[-1].volatiles, self._colonne)
        self._colonne += forme.fois
        return cellule

    def _note_place(self, plages: list[Plage], colonne: int, haut: int = 1, large: int = 1) -> None:
        """One more range that begins on the current row."""
        if len(plages) < MAX_PLAGES:
            ligne = self.grilles[-1].ligne
            plages.append((ligne + 1, colonne, ligne + haut, colonne + large - 1))

    def _note_lien(self, adresse: str) -> None:
        """The first link of the current cell, to an address outside."""
        if (
            self._cellule
            and not adresse.startswith("#")
            and len(self.grilles[-1].liens) < MAX_LIENS
        ):
            place = self.grilles[-1].ligne + 1, self._cellule.colonne
            self.grilles[-1].liens.setdefault(place, adresse)

    def add(self, morceau: str) -> None:
        """A piece of text: blanks of the file count for one, as in a page."""
        if self._morceaux is not None and not self._notes:
            morceau = _SUITE.sub(" ", morceau)
            if not self._morceaux or self._morceaux[-1][-1:] in (" ", "\n", "\t"):
                morceau = morceau.lstrip(" ")
            if morceau:
                self._morceaux.append(morceau)

    def pass_etranger(self, nom: str) -> None:
        """LibreOffice reads what stands in an element that it does not know; others do not."""
        vue = (
            nom in _DU_TABLEAU or self._morceaux is not None or (self._cellule and nom == "text:p")
        )
        if vue and not self._notes:
            raise RefusError("cellule_egaree", partie=CONTENU)

    def _add_signe(self, signe: str) -> None:
        if self._morceaux is not None:
            self._morceaux.append(signe)

    def _add_espaces(self, fois: int) -> None:
        """Spaces are written as a number: never believed beyond the bound."""
        self._espaces += fois
        if self._espaces > MAX_OCTETS_BALISE:
            raise RefusError("textes_demesures")
        self._add_signe(" " * fois)

    def end(self, nom: str) -> None:
        """A tag closes: a cell, a row or a sheet is whole."""
        self._dans.pop()
        if nom.startswith(_A_COTE):
            self._notes -= 1
        elif self._notes:
            pass
        elif nom in _CELLULES and self._tables == 1:
            self._end_cellule()
        elif nom == "text:p" and self._morceaux is not None:
            if self._cellule is not None:
                self._cellule.paragraphes.append("".join(self._morceaux))
            self._morceaux = None
        elif nom == _RANGEE and self._tables == 1:
            self.grilles[-1].add_rangee(self._rangee, self._lignes)
        elif nom == "table:table":
            self._end_table()

    def _end_table(self) -> None:
        self._tables -= 1
        if not self._tables and _EXTERNE.fullmatch(self.grilles[-1].nom):
            self.grilles.pop()

    def _end_cellule(self) -> None:
        cellule, self._cellule = self._cellule, None
        if cellule is not None:
            self._keep(cellule)

    def _keep(self, cellule: Cellule) -> None:
        if cellule.valeur or cellule.forme.formule or any(cellule.paragraphes):
            droite = cellule.colonne + cellule.forme.fois - 1
            if droite > MAX_COLONNE:
                self.grilles[-1].refuse_place(self.grilles[-1].ligne + 1, droite)
            self._rangee.append(cellule)
