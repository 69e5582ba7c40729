"""Every check a workbook goes through: one small function per rule, its sentences beside it.

    rule → rules, sheet by sheet → count (which rows count)
         → tables (what rules look at) → schemas (pandera) → check (our own sentences)

pandera runs the rules (`checks.schemas`); `check` alone loads it: counting does not need it.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from plie_xl.checks.causes import add_cause, list_cachantes
from plie_xl.checks.cells import CLES
from plie_xl.checks.count import Compte, as_compte, count, split
from plie_xl.checks.groups import GROUPES
from plie_xl.checks.interpret import Saisie
from plie_xl.checks.received import say_fermees
from plie_xl.checks.rule import REGLES, Regle
from plie_xl.checks.structure import STRUCTURE, structure_anomalies
from plie_xl.model.anomaly import Anomalie, Anomalies, find_ordre
from plie_xl.model.cell import Cellule
from plie_xl.model.collection import Fiches
from plie_xl.model.frames import Row, Rows, Vector
from plie_xl.model.lecture import Lecture

__all__ = ["REGLES", "STRUCTURE", "Compte", "as_compte", "check", "count"]


def check(
    lectures: Lecture | Iterable[Lecture] | Compte,
    au: date | None = None,
    fiches: Fiches | None = None,
) -> Anomalies:
    """Find what is wrong in any number of workbooks at once.

    Parameters
    ----------
    lectures
        What `read_classeur` gave, for one workbook or many; or what `count` made of it.
    au
        Date of reference; by default the one written in each workbook, else today.
    fiches
        The fiches to check against; by default those of the year.

    Returns
    -------
    Anomalies
        A list of Anomalie in the order of the cells, file by file; one per fault; empty when all
        is well. Its `frame` is the same as a DataFrame.
    """
    compte = as_compte(lectures, au, fiches)
    saisie = compte.saisie
    trouvees = [a for part in split(compte) for a in _echecs(part)]
    trouvees.extend(say_fermees(saisie.lectures, saisie.fiches))
    for lecture in saisie.lectures:
        trouvees.extend(structure_anomalies(lecture))
    uniques = {(a.code, a.cellule, a.constat): a for a in trouvees}
    return Anomalies(sorted(uniques.values(), key=find_ordre))


def _echecs(compte: Compte) -> Iterator[Anomalie]:
    """One pandera pass over each table; sentences are built for the failing rows only."""
    from plie_xl.checks.schemas import find_failures
    from plie_xl.checks.tables import build_tables

    places = _Places(compte.saisie)
    for nom, rows in build_tables(compte).items():
        for regle, ou in find_failures(nom, rows):
            yield from places.list_anomalies(regle, rows, ou)


class _Places:
    """Finds the cell of each failing row in its own workbook, and writes the anomaly."""

    def __init__(self, saisie: Saisie) -> None:
        self.fiches = saisie.fiches
        self.lectures = {lecture.classeur: lecture for lecture in saisie.lectures}
        self.cachantes = {(x.classeur, f) for x in saisie.lectures for f in list_cachantes(x)}

    def list_anomalies(self, regle: Regle, rows: Rows, ou: Vector) -> Iterator[Anomalie]:
        """One for each of the rows of a table, at these places, for which a rule does not hold."""
        from plie_xl.checks.messages import Mots

        groupe = GROUPES.get(regle.code, "")
        cles = (rows[nom][ou].tolist() for nom in CLES)
        for place, classeur, nom, ligne in zip(ou.tolist(), *cles, strict=True):
            faute = rows.row(place)
            mots = Mots(regle.sur, faute, self.fiches[nom])
            dite = Anomalie(
                regle.code,
                regle.gravite,
                self._find_cellule(regle, faute, classeur, int(ligne)),
                regle.constat.format_map(mots),
                regle.attendu.format_map(mots),
                regle.remede.format_map(mots),
                groupe.format_map(mots),
            )
            cachee = (classeur, dite.cellule.feuille) in self.cachantes
            yield add_cause(dite, self.lectures[classeur]) if cachee else dite

    def _find_cellule(self, regle: Regle, faute: Row, classeur: str, ligne: int) -> Cellule:
        nom = faute["table"] if "table" in faute else _TABLES.get(regle.sur, regle.sur)
        table = self.lectures[classeur].tables.get(nom)
        if table is None:
            return Cellule(classeur)
        colonne = table.colonnes.get(regle.find_colonne(faute), 0)
        return Cellule(classeur, table.feuille, ligne, colonne)


_TABLES = {
    "references": "suivi",
    "sommes": "financement",
    "ventilations": "indicateurs",
    "classeurs": "suivi",
    "depassements": "cibles",
}
