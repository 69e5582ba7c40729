"""« Livrables », « Indicateurs », « Financement », « Anomalies »."""

from typing import Any

from plie_xl.model.cell import lettres
from plie_xl.model.workbook import (
    ANOMALIES,
    FINANCEMENT,
    INDICATEURS,
    LIGNE_ENTETE,
    LIVRABLES,
    MOIS,
    NATURES,
)
from plie_xl.sheets import theme
from plie_xl.template.drawing import LIMITE_ANOMALIES, Drawing

LIGNES_ANOMALIES = 100  # blank rows ready for « Valider »; it adds what it needs


def add_livrables(c: Drawing) -> None:
    """« Livrables »: what the fiche asks to hand in, and room for more."""
    c.add_saisie(LIVRABLES, vides=15)


def add_indicateurs(c: Drawing) -> None:
    """« Indicateurs »: counts by month, with their totals."""
    f, feuille = c.add_saisie(INDICATEURS, vides=0), INDICATEURS
    rang, premier = feuille.rang("total"), feuille.rang("m01")
    style = c.pen.corps(feuille.colonnes[rang])
    mois = [feuille.colonnes[premier + n].id for n in range(len(MOIS))]
    for n, saisie in enumerate(c.lignes(feuille), start=LIGNE_ENTETE):
        etendue = f"{lettres(premier + 1)}{n + 1}:{lettres(premier + len(MOIS))}{n + 1}"
        somme = sum(_nombre(saisie.get(m)) for m in mois)
        f.write_formula(n, rang, f"=SUM({etendue})", style, somme)
    f.freeze_panes(LIGNE_ENTETE, 1)


def add_financement(c: Drawing) -> None:
    """« Financement »: costs and resources, with their sums above the table."""
    f = c.add_saisie(FINANCEMENT, vides=12)
    f.set_row(3, 42)  # the line of « Valider » takes three here
    petit = c.pen.texte(align="right", valign="vcenter", indent=1, font_color=theme.DOUX)
    style = c.pen.texte(
        num_format=theme.FORMATS["euros"],
        bold=True,
        align="right",
        valign="vcenter",
        indent=1,
        font_color=theme.ARDOISE,
    )
    for ligne, nature in enumerate(NATURES, start=2):
        f.write_string(ligne, 1, f"{nature}s :", petit)
        for colonne in ("prevu", "realise"):
            entete = FINANCEMENT.colonne(colonne).entete
            memes = (x for x in c.lignes(FINANCEMENT) if x.get("nature") == nature)
            somme = sum(_nombre(x.get(colonne)) for x in memes)
            formule = f'=SUMIFS(financement[{entete}],financement[Nature],"{nature}")'
            f.write_formula(ligne, FINANCEMENT.rang(colonne), formule, style, somme)


def _nombre(valeur: Any) -> float:
    """What SUM adds: numbers, and nothing else."""
    return valeur if isinstance(valeur, int | float) else 0


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
