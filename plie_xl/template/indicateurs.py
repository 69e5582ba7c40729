"""« Indicateurs »: counts by month, with their totals."""

from plie_xl.model.cell import lettres
from plie_xl.model.workbook import INDICATEURS, LIGNE_ENTETE, MOIS
from plie_xl.template.drawing import Drawing, en_nombre


def add_indicateurs(c: Drawing) -> None:
    """« Indicateurs »: counts by month, with their totals."""
    f, feuille = c.add_saisie(INDICATEURS, vides=0), INDICATEURS
    rang, premier = feuille.rang("total"), feuille.rang("m01")
    style = c.pen.corps(feuille.colonnes[rang])
    mois = [feuille.colonnes[premier + n].id for n in range(len(MOIS))]
    for n, saisie in enumerate(c.lignes(feuille), start=LIGNE_ENTETE):
        etendue = f"{lettres(premier + 1)}{n + 1}:{lettres(premier + len(MOIS))}{n + 1}"
        somme = sum(en_nombre(saisie.get(m)) for m in mois)
        f.write_formula(n, rang, f"=SUM({etendue})", style, somme)
    f.freeze_panes(LIGNE_ENTETE, 1)
