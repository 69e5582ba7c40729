"""« Anomalies » and « Registre »: blank until a button fills them."""

from typing import Any

from plie_xl.model.workbook import ANOMALIES, LIGNE_ENTETE, PREMIERE_LIGNE, REGISTRE, Feuille
from plie_xl.sheets import theme
from plie_xl.sheets.pen import plage
from plie_xl.template.drawing import LIMITE_ANOMALIES, Drawing

LIGNES_PRETES = 100  # blank rows; a button adds what it needs


def add_anomalies(c: Drawing) -> None:
    """« Anomalies »: blank until the first « Valider »."""
    f = _add_rapport(c, ANOMALIES, "code")
    c.add_bilan(f, ANOMALIES)
    c.add_boutons(f, ANOMALIES.table)


def add_registre(c: Drawing) -> None:
    """« Registre »: blank until the pieces are looked for."""
    f = _add_rapport(c, REGISTRE, "reference")
    etendue = plage(REGISTRE.rang("etat"), PREMIERE_LIGNE, LIMITE_ANOMALIES)
    c.pen.add_mots(f, etendue, theme.ETATS_PIECES)
    c.add_bilan(f, REGISTRE)
    c.add_boutons(f, REGISTRE.table)


def _add_rapport(c: Drawing, feuille: Feuille, parlante: str) -> Any:
    """A sheet that a button fills, row after row; `parlante` tells which rows it filled."""
    f = c.pen.add_feuille(feuille, c.resume)
    c.pen.print_remplies(feuille, [parlante], LIMITE_ANOMALIES)
    c.pen.add_table(f, feuille, LIGNES_PRETES)
    for n in range(LIGNES_PRETES):
        for rang, colonne in enumerate(feuille.colonnes):
            c.pen.write(f, LIGNE_ENTETE + n, rang, None, c.pen.corps(colonne))
    return f
