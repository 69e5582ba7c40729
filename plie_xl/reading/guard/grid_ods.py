"""One sheet of an OpenDocument workbook, as it is written again in the form of an .xlsx sheet."""

from dataclasses import dataclass, field

from plie_xl.reading.guard.around import Alentour, Plage
from plie_xl.reading.guard.cells import name_cellule, name_colonne
from plie_xl.reading.guard.cells_ods import Cellule
from plie_xl.reading.guard.limits import MAX_CELLULES, MAX_LIGNE, MAX_OCTETS_PARTIE
from plie_xl.reading.guard.refusals import RefusError


@dataclass(slots=True)
class Compteur:
    """What the sheets of one workbook hold together, however often it is repeated."""

    cellules: int = 0
    octets: int = 0


@dataclass(slots=True)
class Grille:
    """One sheet, filled row by row; each row is written once for `fois` of them."""

    nom: str
    visible: bool
    compte: Compteur
    ligne: int = 0
    octets: bytearray = field(default_factory=bytearray)
    fusions: list[Plage] = field(default_factory=list)
    objets: list[Plage] = field(default_factory=list)
    volatiles: list[Plage] = field(default_factory=list)
    liens: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def alentour(self) -> Alentour:
        """What stands beside its cells: merges, objects, formulas that change by themselves."""
        fusions, objets, volatiles = map(tuple, (self.fusions, self.objets, self.volatiles))
        return Alentour(fusions, objets, volatiles=volatiles, liens=self.liens)

    def add_rangee(self, cellules: list[Cellule], fois: int) -> None:
        """One row, `fois` times; refused when a value is not of its type, or beyond the bounds."""
        if cellules:
            for x in cellules:
                if not x.est_lisible:
                    self._refuse("cellule_illisible", self.ligne + 1, x.colonne)
            ecrites = [(x.colonne, x.forme.fois, x.write()) for x in cellules]
            self._require_place(ecrites, fois)
            places = [
                (name_colonne(colonne), suite)
                for premiere, nombre, suite in ecrites
                if suite
                for colonne in range(premiere, premiere + nombre)
            ]
            for rang in range(self.ligne + 1, self.ligne + fois + 1):
                dites = b"".join([b'<c r="%b%d"%b' % (nom, rang, suite) for nom, suite in places])
                self.octets += b"<row>%b</row>" % dites
        self.ligne += fois

    def _require_place(self, ecrites: list[tuple[int, int, bytes]], fois: int) -> None:
        """Refuse rows beyond the bounds before they are written."""
        if self.ligne + fois > MAX_LIGNE:
            self.refuse_place(self.ligne + fois, ecrites[-1][0])
        compte = self.compte
        compte.cellules += fois * sum([nombre for _, nombre, _ in ecrites])
        if compte.cellules > MAX_CELLULES:
            raise RefusError("trop_de_cellules", feuille=self.nom)
        compte.octets += fois * sum([nombre * len(suite) for _, nombre, suite in ecrites])
        if compte.octets > MAX_OCTETS_PARTIE:
            raise RefusError("textes_demesures")

    def refuse_place(self, ligne: int, colonne: int) -> None:
        """Raise the refusal of a cell where no sheet of Excel has one (both from 1)."""
        self._refuse("cellule_hors_limites", ligne, colonne)

    def _refuse(self, motif: str, ligne: int, colonne: int) -> None:
        nom = name_cellule(ligne, colonne).decode()
        raise RefusError(motif, feuille=self.nom, cellule=nom)
