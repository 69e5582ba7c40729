"""What the screen shows over a cell that is blank, added to the anomaly that names the cell."""

from dataclasses import replace

from plie_xl.model.anomaly import Anomalie
from plie_xl.model.cell import lettres
from plie_xl.model.lecture import Lecture, Place, Table
from plie_xl.model.vocabulary import load_pieces

SANS_PIECE = "PIE-01"


def list_cachantes(lecture: Lecture) -> list[str]:
    """The sheets on which a merge or an object covers a cell of a table."""
    return [t.feuille for t in lecture.tables.values() if t.fusionnees or t.recouvertes]


def add_cause(anomalie: Anomalie, lecture: Lecture) -> Anomalie:
    """The same, with what the screen shows over a cell that is blank: a merge, an object."""
    place = anomalie.cellule.ligne, anomalie.cellule.colonne
    for table in lecture.tables.values():
        if table.feuille != anomalie.cellule.feuille:
            continue
        if fusion := table.fusionnees.get(place):
            return replace(
                anomalie,
                constat=f"{anomalie.constat} : la cellule est fusionnée avec une autre ({fusion})",
                remede=f"défusionnez {fusion}, puis {anomalie.remede}",
                groupe="",
            )
        if anomalie.code == SANS_PIECE and (objet := _find_objet(table, place)):
            return replace(
                anomalie,
                constat=f"{anomalie.constat} ; un objet est posé sur {objet}, et ne se lit pas",
                remede=f"écrivez dans {objet} le nom de cet objet, puis validez de nouveau",
                groupe="",
            )
    return anomalie


def _find_objet(table: Table, place: Place) -> str:
    """The cell under an object where evidence may be named: this one, else another of its row."""
    ligne, colonne = place
    rangs = (colonne, *(r for c, r in table.colonnes.items() if c in load_pieces()))
    couverte = next((r for r in rangs if (ligne, r) in table.recouvertes), None)
    return f"{lettres(couverte)}{ligne}" if couverte else ""
