"""The cells of an OpenDocument workbook, written again in the form of an .xlsx sheet.

There rows and cells are repeated by a number, dates are words, and a text is made of paragraphs,
spaces, tabs and line breaks that are tags.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from plie_xl.reading.guard.around import MAX_PLAGES, Alentour, Plage, reads_clock
from plie_xl.reading.guard.cells import name_cellule
from plie_xl.reading.guard.limits import (
    MAX_CELLULES,
    MAX_COLONNE,
    MAX_LIGNE,
    MAX_OCTETS_BALISE,
    MAX_OCTETS_PARTIE,
    MAX_PARTIES,
)
from plie_xl.reading.guard.refusals import RefusError
from plie_xl.reading.guard.rows_ods import MARQUE, read_rangee
from plie_xl.reading.guard.sheet_slow import write_cellule
from plie_xl.reading.guard.xml import Attributs

CONTENU = "content.xml"
_OBJETS = ("draw:frame", "draw:custom-shape", "draw:rect")
_A_COTE = ("office:annotation", "draw:")  # what is written there is no text of the cell
_BLANCS = " \t\r\n"
_SUITE = re.compile(f"[{_BLANCS}]+")
_LACHE = re.compile(r"[\t\r\n]|  |\A ")  # a text that `_SUITE` would change
_CELLULES = ("table:table-cell", "table:covered-table-cell")
_VALEURS = {
    genre: f"office:{genre}-value" for genre in ("date", "time", "boolean", "string")
}  # the attribute that holds a value, by its type; « office:value » for numbers
_NOMBRES = frozenset(("float", "percentage", "currency"))
_HEURE = re.compile(r"PT(\d{1,6})H(\d{1,2})M(\d{1,2}(?:[.,]\d+)?)S")
# What a tag of a text stands for.
_SIGNES = {"text:tab": "\t", "text:line-break": "\n"}


@dataclass(slots=True)
class _Cellule:
    """One cell of the current row, written once for `fois` of them."""

    colonne: int
    fois: int
    genre: str  # its value type, « error », or "" when it announces none
    formule: bool
    valeur: str
    paragraphes: list[str] = field(default_factory=list)

    @property
    def est_dite(self) -> bool:
        """Whether its value is written whole as an attribute."""
        return bool(self.valeur) and self.genre != "error"

    @property
    def texte(self) -> str:
        return "\n".join(self.paragraphes)

    def write(self) -> tuple[str, str]:
        """Its type and its value, as an .xlsx sheet would say them."""
        if self.genre == "error":
            return "e", self.texte or "#N/A"
        if self.genre in _NOMBRES and self.valeur:
            return "n", self.valeur
        if self.genre == "date" and self.valeur:
            return "d", self.valeur
        if self.genre == "time" and self.valeur:
            return _write_heure(self.valeur)
        if self.genre == "boolean" and self.valeur:
            return "b", str(int(self.valeur == "true"))
        return ("str" if self.formule else "inlineStr"), self.valeur or self.texte


def _write_heure(duree: str) -> tuple[str, str]:
    lue = _HEURE.fullmatch(duree)
    if lue is None:
        return "str", duree
    heures, minutes, secondes = int(lue[1]), int(lue[2]), float(lue[3].replace(",", "."))
    if heures > 23:
        return "n", repr(heures / 24 + minutes / 1_440 + secondes / 86_400)
    return "d", f"{heures:02}:{minutes:02}:{int(secondes):02}"


@dataclass(slots=True)
class Grille:
    """One sheet, filled row by row; each row is written once for `fois` of them."""

    nom: str
    visible: bool
    ligne: int = 0
    octets: bytearray = field(default_factory=bytearray)
    cellules: int = 0
    fusions: list[Plage] = field(default_factory=list)
    objets: list[Plage] = field(default_factory=list)
    volatiles: list[Plage] = field(default_factory=list)

    @property
    def alentour(self) -> Alentour:
        return Alentour(
            tuple(self.fusions[:MAX_PLAGES]),
            tuple(self.objets[:MAX_PLAGES]),
            volatiles=tuple(self.volatiles[:MAX_PLAGES]),
        )

    def add_rangee(self, cellules: list[_Cellule], fois: int) -> None:
        if cellules:
            self._require_place(cellules, fois)
            ecrites = [(cellule, *cellule.write()) for cellule in cellules]
            for rang in range(self.ligne + 1, self.ligne + fois + 1):
                self.octets += b"<row>"
                for ecrite in ecrites:
                    self._write(rang, *ecrite)
                self.octets += b"</row>"
        self.ligne += fois

    def _write(self, rang: int, cellule: _Cellule, genre: str, texte: str) -> None:
        formule = "<f/>" if cellule.formule else ""
        for colonne in range(cellule.colonne, cellule.colonne + cellule.fois):
            ref = name_cellule(rang, colonne)
            if texte.strip(_BLANCS):
                self.octets += write_cellule(ref, genre, texte, "", formule)
            elif cellule.formule and not cellule.genre:
                self.octets += b'<c r="%b"><f/></c>' % ref
            elif cellule.formule:
                self.octets += b'<c r="%b" t="str"><f/><v></v></c>' % ref
        if len(self.octets) > MAX_OCTETS_PARTIE:
            raise RefusError("textes_demesures")

    def _require_place(self, cellules: list[_Cellule], fois: int) -> None:
        bas = self.ligne + fois
        droite = max(cellule.colonne + cellule.fois - 1 for cellule in cellules)
        if bas > MAX_LIGNE or droite > MAX_COLONNE:
            ecart = name_cellule(bas, droite).decode()
            raise RefusError("cellule_hors_limites", feuille=self.nom, cellule=ecart)
        self.cellules += fois * sum(cellule.fois for cellule in cellules)
        if self.cellules > MAX_CELLULES:
            raise RefusError("trop_de_cellules", feuille=self.nom)


class OdsReader:
    """Handlers for `walk` over content.xml; afterwards, `grilles` and `date1904`."""

    def __init__(self, prises: Sequence[bytes] = ()) -> None:
        self._prises = prises  # rows taken out of the part, by rank
        self.grilles: list[Grille] = []
        self.date1904 = False
        self._caches: set[str] = set()  # styles of hidden sheets
        self._style = ""
        self._dans: list[str] = []
        self._tables = self._notes = 0  # depth: a table, a comment or a shape in a cell
        self._rangee: list[_Cellule] = []
        self._lignes = self._colonne = 1
        self._cellule: _Cellule | None = None
        self._morceaux: list[str] | None = None  # of the paragraph being read

    def start(self, nom: str, attributs: Attributs) -> None:
        if nom in _CELLULES:
            self._start_cellule(attributs)
        elif nom == "text:p":
            self._start_paragraphe()
        elif nom == "text:s":
            self._add_espaces(_read_fois(attributs, "text:c"))
        elif nom in _SIGNES:
            self._add_signe(_SIGNES[nom])
        elif nom == "table:table-row" and self._tables == 1:
            self._start_rangee(attributs)
        elif nom == "table:table":
            self._start_table(attributs)
        elif nom.startswith(_A_COTE):
            self._start_a_cote(nom)
        else:
            self._start_reglage(nom, attributs)
        self._dans.append(nom)

    def _start_paragraphe(self) -> None:
        cellule = self._cellule
        if cellule is not None and not self._notes:
            self._morceaux = None if cellule.est_dite else []

    def _start_a_cote(self, nom: str) -> None:
        if nom in _OBJETS and self._cellule is not None and not self._notes:
            place = self.grilles[-1].ligne + 1, self._cellule.colonne
            self.grilles[-1].objets.append((*place, *place))
        self._notes += 1

    def _start_reglage(self, nom: str, attributs: Attributs) -> None:
        if nom == "style:style":
            self._style = attributs.get("style:name", "")
        elif nom == "style:table-properties":
            if attributs.get("table:display") == "false":
                self._caches.add(self._style)
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
            self.grilles.append(Grille(attributs.get("table:name", ""), visible))

    def _start_rangee(self, attributs: Attributs) -> None:
        """A row to walk, or one that was taken out whole."""
        self._rangee, self._colonne = [], 1
        marque = attributs.get(MARQUE)
        if marque is not None:
            attributs, cellules = read_rangee(self._prises[int(marque)])
            for siens, texte in cellules:
                cellule = self._add_cellule(siens)
                if texte and not cellule.est_dite:
                    serre = _SUITE.sub(" ", texte).lstrip(" ") if _LACHE.search(texte) else texte
                    cellule.paragraphes.append(serre)
                self._keep(cellule)
        self._lignes = _read_fois(attributs, "table:number-rows-repeated")

    def _start_cellule(self, attributs: Attributs) -> None:
        if self._tables != 1:
            return
        if self._dans[-1:] != ["table:table-row"]:
            raise RefusError("cellule_egaree", partie=CONTENU)
        if "table:number-rows-spanned" in attributs:
            ligne = self.grilles[-1].ligne
            bas = ligne + _read_fois(attributs, "table:number-rows-spanned")
            droite = self._colonne + _read_fois(attributs, "table:number-columns-spanned") - 1
            self.grilles[-1].fusions.append((ligne + 1, self._colonne, bas, droite))
        self._cellule = self._add_cellule(attributs)

    def _add_cellule(self, attributs: Attributs) -> _Cellule:
        repetee = "table:number-columns-repeated"
        fois = _read_fois(attributs, repetee) if repetee in attributs else 1
        genre = attributs.get("office:value-type", "")
        if attributs.get("calcext:value-type") == "error":
            genre = "error"
        valeur = attributs.get(_VALEURS.get(genre, "office:value"), "").strip(_BLANCS)
        formule = attributs.get("table:formula")
        cellule = _Cellule(self._colonne, fois, genre, formule is not None, valeur)
        if formule and reads_clock(formule):
            place = self.grilles[-1].ligne + 1, self._colonne
            self.grilles[-1].volatiles.append((*place, *place))
        self._colonne += fois
        return cellule

    def add(self, morceau: str) -> None:
        """A piece of text: blanks of the file count for one, as in a page."""
        if self._morceaux is not None:
            morceau = _SUITE.sub(" ", morceau)
            if not self._morceaux or self._morceaux[-1][-1:] in (" ", "\n", "\t"):
                morceau = morceau.lstrip(" ")
            if morceau:
                self._morceaux.append(morceau)

    def _add_signe(self, signe: str) -> None:
        if self._morceaux is not None:
            self._morceaux.append(signe)

    def _add_espaces(self, fois: int) -> None:
        """Spaces are written as a number: never believed beyond the bound."""
        if fois > MAX_OCTETS_BALISE:
            raise RefusError("textes_demesures")
        self._add_signe(" " * fois)

    def end(self, nom: str) -> None:
        self._dans.pop()
        if nom in _CELLULES and self._tables == 1:
            self._end_cellule()
        elif nom == "text:p" and self._morceaux is not None:
            if self._cellule is not None:
                self._cellule.paragraphes.append("".join(self._morceaux))
            self._morceaux = None
        elif nom == "table:table-row" and self._tables == 1:
            self.grilles[-1].add_rangee(self._rangee, self._lignes)
        elif nom.startswith(_A_COTE):
            self._notes -= 1
        elif nom == "table:table":
            self._tables -= 1

    def _end_cellule(self) -> None:
        cellule, self._cellule = self._cellule, None
        if cellule is not None:
            self._keep(cellule)

    def _keep(self, cellule: _Cellule) -> None:
        if cellule.valeur or cellule.formule or any(cellule.paragraphes):
            self._rangee.append(cellule)


def _read_fois(attributs: Attributs, cle: str) -> int:
    nombre = attributs.get(cle)
    if nombre is None:
        return 1
    if not (nombre.isascii() and nombre.isdigit() and len(nombre) <= 10):
        raise RefusError("xml_invalide", partie=CONTENU)
    return int(nombre)
