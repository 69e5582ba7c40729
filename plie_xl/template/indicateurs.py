"""« Indicateurs »: counts by month, with their totals."""

from plie_xl.model.cell import lettres
from plie_xl.model.workbook import INDICATEURS, LIGNE_ENTETE, MOIS
from plie_xl.template.drawing import Drawing, en_nombre


def add_indicateurs(c: Drawing) -> None:
    """Counts by month; their totals stop at the month of the reference."""
    f, feuille = c.add_saisie(INDICATEURS, vides=0), INDICATEURS
    rang, premier = feuille.rang("total"), feuille.rang("m01")
    style = c.pen.corps(feuille.colonnes[rang])
    reference = c.contenu.globaux["date_reference"]
    connus = 0 if reference < c.fiche.debut else reference.month
    mois = [feuille.colonnes[premier + n].id for n in range(len(MOIS))]
    for n, saisie in enumerate(c.lignes(feuille), start=LIGNE_ENTETE):
        debut = f"{lettres(premier + 1)}{n + 1}"
        etendue = f"{debut}:{lettres(premier + len(MOIS))}{n + 1}"
        comptes = f'SUMIF({debut}:INDEX({etendue},MONTH(date_reference)),">=0")'
        somme = sum(max(0, en_nombre(saisie.get(m))) for m in mois[:connus])
        f.write_formula(n, rang, f"=IF(date_reference<debut,0,{comptes})", style, somme)
    f.freeze_panes(LIGNE_ENTETE, 1)
