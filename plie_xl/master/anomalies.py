"""« Anomalies »: what every check says of every file."""

from collections.abc import Mapping

from plie_xl.consolidation import Consolidation
from plie_xl.master import contract
from plie_xl.master.batches import TOUTES, Ligne, Longue, build_rows
from plie_xl.master.page import add_longue, add_statuts
from plie_xl.master.safe_text import en_texte
from plie_xl.model.anomaly import Anomalie
from plie_xl.model.text import typographie
from plie_xl.model.workbook import Feuille
from plie_xl.sheets import theme
from plie_xl.sheets.pen import Pen

GRAVITES = {
    "BLOQUANTE": theme.STATUTS["En retard"],
    "À VÉRIFIER": theme.STATUTS["Tenue, pièces à compléter"],
}


_DITS = ("constat", "attendu", "remede")  # our sentences; the rest names a place


def _clean(anomalie: Anomalie) -> dict[str, str]:
    return {k: en_texte(v) for k, v in anomalie.to_dict().items()}


def lignes_anomalies(c: Consolidation, tranche: slice = TOUTES) -> list[Ligne]:
    """Anomalies of every file, neighbours at once, text masked where it points at a person."""
    plies = dict(zip(c.sources["classeur"], c.sources["plie"], strict=True))
    return [
        {"plie": plies.get(a.cellule.classeur, "")}
        | {k: typographie(v) if k in _DITS else v for k, v in _clean(a).items()}
        for a in c.groupees[tranche]
    ]


def list_anomalies(c: Consolidation) -> Longue:
    """All of them, made lot by lot."""
    return Longue(len(c.groupees), lambda t: build_rows(contract.ANOMALIES, lignes_anomalies(c, t)))


def add_anomalies(pen: Pen, longues: Mapping[Feuille, Longue], resume: str) -> None:
    """Draw the sheet, its gravities in colour."""
    f, nombre = add_longue(pen, contract.ANOMALIES, longues, resume)
    add_statuts(pen, f, contract.ANOMALIES, nombre, "gravite", GRAVITES)
