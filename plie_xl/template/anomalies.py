"""« Anomalies »: blank until the first « Valider »."""

from plie_xl.model.workbook import ANOMALIES, LIGNE_ENTETE
from plie_xl.template.drawing import LIMITE_ANOMALIES, Drawing

LIGNES_ANOMALIES = 100  # blank rows ready for « Valider »; it adds what it needs


def add_anomalies(c: Drawing) -> None:
    """« Anomalies »: blank until the first « Valider »."""
    f = c.pen.add_feuille(ANOMALIES, c.resume)
    c.add_bilan(f, ANOMALIES)
    c.add_boutons(f, "PlieValider")
    c.pen.print_remplies(ANOMALIES, ["code"], LIMITE_ANOMALIES)
    c.pen.add_table(f, ANOMALIES, LIGNES_ANOMALIES)
    for n in range(LIGNES_ANOMALIES):
        for rang, colonne in enumerate(ANOMALIES.colonnes):
            c.pen.write(f, LIGNE_ENTETE + n, rang, None, c.pen.corps(colonne))
