"""The cells of an OpenDocument workbook, counted by arithmetic: repetitions stay numbers."""

from dataclasses import dataclass, field

from plie_xl.reading.guard.around import MAX_PLAGES, Alentour, Plage
from plie_xl.reading.guard.cells import name_cellule
from plie_xl.reading.guard.limits import (
    MAX_AIRE,
    MAX_CELLULES,
    MAX_COLONNE,
    MAX_LIGNE,
    MAX_OCTETS_BALISE,
    MAX_TEXTE,
)
from plie_xl.reading.guard.refusals import FeuilleVue, RefusError
from plie_xl.reading.guard.xml import Attributs

CONTENU = "content.xml"
_OBJETS = ("draw:frame", "draw:custom-shape", "draw:rect")
_BLANCS = " \t\r\n"
_ESPACES = {"xmlns:office": "office", "xmlns:table": "table", "xmlns:text": "text"}
_ESPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_CELLULES = ("table:table-cell", "table:covered-table-cell")
_VALEURS = ("value", "date-value", "time-value", "boolean-value", "string-value")


@dataclass(slots=True)
class _Cellule:
    """One cell of the current row, written once for `fois` of them."""

    colonne: int
    fois: int
    genre: str  # its value type, « error », or "" when it announces none
    formule: bool
    texte: str


@dataclass(slots=True)
class _Grille:
    """One sheet, filled row by row; each row is written once for `fois` of them."""

    nom: str
    visible: bool
    ligne: int = 0
    cellules: int = 0
    formules: int = 0
    poids: int = 0
    derniere: tuple[int, int] = (0, 0)
    coin: tuple[int, int] | None = None
    erreurs: dict[tuple[int, int], str] = field(default_factory=dict)
    sans_valeur: list[tuple[int, int]] = field(default_factory=list)
    fusions: list[Plage] = field(default_factory=list)
    objets: list[Plage] = field(default_factory=list)

    @property
    def aire(self) -> int:
        """Cells of the used rectangle, which the reader allocates."""
        haut, gauche = self.coin or (0, 0)
        return (self.derniere[0] - haut + 1) * (self.derniere[1] - gauche + 1)

    def add_rangee(self, cellules: list[_Cellule], fois: int) -> None:
        for cellule in cellules:
            self._require_place(cellule, fois)
            lieux = cellule.fois * fois
            self.formules += lieux * cellule.formule
            if cellule.texte.strip(_BLANCS):
                self._add_pleine(cellule, fois, lieux)
            elif cellule.formule and not cellule.genre:
                self.sans_valeur.extend(self._list_lieux(cellule, fois))
        self.ligne += fois

    def _require_place(self, cellule: _Cellule, fois: int) -> None:
        bas, droite = self.ligne + fois, cellule.colonne + cellule.fois - 1
        trop = self.formules + self.cellules + cellule.fois * fois > 2 * MAX_CELLULES
        if bas > MAX_LIGNE or droite > MAX_COLONNE or trop:
            ecart = name_cellule(bas, droite).decode()
            raise RefusError("cellule_hors_limites", feuille=self.nom, cellule=ecart)

    def _add_pleine(self, cellule: _Cellule, fois: int, lieux: int) -> None:
        self.cellules += lieux
        self.poids += lieux * len(cellule.texte)
        self.derniere = (
            self.ligne + fois,
            max(self.derniere[1], cellule.colonne + cellule.fois - 1),
        )
        haut, gauche = self.coin or (self.ligne + 1, cellule.colonne)
        self.coin = (haut, min(gauche, cellule.colonne))
        if cellule.genre == "error":
            self.erreurs.update(dict.fromkeys(self._list_lieux(cellule, fois), cellule.texte))

    def _list_lieux(self, cellule: _Cellule, fois: int) -> list[tuple[int, int]]:
        return [
            (self.ligne + rang + 1, cellule.colonne + pas)
            for rang in range(fois)
            for pas in range(cellule.fois)
        ]

    def build(self) -> FeuilleVue:
        return FeuilleVue(
            self.nom,
            self.visible,
            self.cellules,
            self.derniere,
            self.erreurs,
            self.sans_valeur,
            self.formules,
            {},
            Alentour(tuple(self.fusions[:MAX_PLAGES]), tuple(self.objets[:MAX_PLAGES])),
        )


class OdsReader:
    """Handlers for `walk` over content.xml; afterwards, `feuilles` and `date1904`."""

    def __init__(self) -> None:
        self.feuilles: list[FeuilleVue] = []
        self.date1904 = False
        self._caches: set[str] = set()  # styles of hidden sheets
        self._style = ""
        self._tables = self._notes = 0  # depth: a table in a cell, a comment in a cell
        self._grille = _Grille("", True)
        self._rangee: list[_Cellule] = []
        self._lignes = self._colonne = 1
        self._cellule: _Cellule | None = None
        self._dans_texte = False
        self._morceaux: list[str] = []
        self._cellules = self._aire = self._poids = 0

    def start(self, nom: str, attributs: Attributs) -> None:
        if nom in _CELLULES:
            self._start_cellule(attributs)
        elif nom == "text:p":
            self._dans_texte = self._cellule is not None and not self._notes
        elif nom == "text:s":
            self._add_espaces(_read_fois(attributs, "text:c"))
        elif nom == "table:table-row" and self._tables == 1:
            self._lignes = _read_fois(attributs, "table:number-rows-repeated")
            self._rangee, self._colonne = [], 1
        elif nom == "table:table":
            self._start_table(attributs)
        elif nom == "office:annotation":
            self._notes += 1
        elif nom in _OBJETS and self._cellule is not None and not self._notes:
            place = self._grille.ligne + 1, self._cellule.colonne
            self._grille.objets.append((*place, *place))
        else:
            self._start_reglage(nom, attributs)

    def _start_reglage(self, nom: str, attributs: Attributs) -> None:
        if nom == "style:style":
            self._style = attributs.get("style:name", "")
        elif nom == "table:table-properties":
            if attributs.get("table:display") == "false":
                self._caches.add(self._style)
        elif nom == "table:null-date":
            self.date1904 = attributs.get("table:date-value", "").startswith("1904")
        elif nom == "office:document-content":
            for cle, mot in _ESPACES.items():  # the reader knows only the usual prefixes
                if attributs.get(cle) != _ESPACE.format(mot):
                    raise RefusError("xml_invalide", partie=CONTENU)

    def _start_table(self, attributs: Attributs) -> None:
        self._tables += 1
        if self._tables == 1:
            visible = attributs.get("table:style-name") not in self._caches
            self._grille = _Grille(attributs.get("table:name", ""), visible)

    def _start_cellule(self, attributs: Attributs) -> None:
        if self._tables != 1:
            return
        fois = _read_fois(attributs, "table:number-columns-repeated")
        genre = attributs.get("office:value-type", "")
        if attributs.get("calcext:value-type") == "error":
            genre = "error"
        valeurs = [attributs.get(f"office:{valeur}", "") for valeur in _VALEURS]
        formule = "table:formula" in attributs
        if "table:number-rows-spanned" in attributs:
            bas = self._grille.ligne + _read_fois(attributs, "table:number-rows-spanned")
            large = _read_fois(attributs, "table:number-columns-spanned")
            droite = self._colonne + large - 1
            self._grille.fusions.append((self._grille.ligne + 1, self._colonne, bas, droite))
        self._cellule = _Cellule(self._colonne, fois, genre, formule, "".join(valeurs))
        self._colonne += fois
        self._morceaux.clear()

    def add(self, morceau: str) -> None:
        if self._dans_texte:
            self._morceaux.append(morceau)

    def _add_espaces(self, fois: int) -> None:
        """Spaces are written as a number: never believed beyond the bound."""
        if fois > MAX_OCTETS_BALISE:
            raise RefusError("textes_demesures")
        self.add(" " * fois)

    def end(self, nom: str) -> None:
        if nom in _CELLULES and self._tables == 1:
            self._end_cellule()
        elif nom == "text:p":
            self._dans_texte = False
        elif nom == "table:table-row" and self._tables == 1:
            self._grille.add_rangee(self._rangee, self._lignes)
            self._require_bornes()
        elif nom == "office:annotation":
            self._notes -= 1
        elif nom == "table:table":
            self._tables -= 1
            if self._tables == 0:
                self._end_table()

    def _end_cellule(self) -> None:
        cellule, self._cellule = self._cellule, None
        if cellule is None:
            return
        cellule.texte += "".join(self._morceaux)
        if cellule.texte or cellule.formule:
            self._rangee.append(cellule)

    def _require_bornes(self) -> None:
        """The reader expands every sheet as soon as it opens the file: bounds hold for all."""
        grille = self._grille
        if self._cellules + grille.cellules > MAX_CELLULES:
            raise RefusError("trop_de_cellules", feuille=grille.nom)
        if self._poids + grille.poids > MAX_TEXTE:
            raise RefusError("textes_demesures")
        if self._aire + grille.aire > MAX_AIRE:
            ecart = name_cellule(*grille.derniere).decode()
            raise RefusError("cellule_hors_limites", feuille=grille.nom, cellule=ecart)

    def _end_table(self) -> None:
        self._cellules += self._grille.cellules
        self._aire += self._grille.aire
        self._poids += self._grille.poids
        self.feuilles.append(self._grille.build())


def _read_fois(attributs: Attributs, cle: str) -> int:
    nombre = attributs.get(cle, "1")
    if not (nombre.isascii() and nombre.isdigit() and len(nombre) <= 10):
        raise RefusError("xml_invalide", partie=CONTENU)
    return int(nombre)
