"""« Financement »: costs and resources, with their sums above the table."""

from plie_xl.model.text import INSTANTS
from plie_xl.model.words import NON_SAISIES
from plie_xl.model.workbook import FINANCEMENT, NATURES
from plie_xl.sheets import theme
from plie_xl.template.drawing import Drawing, en_nombre

NOMBRES = (int, float, *INSTANTS)  # what SUM adds


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
            saisis = [
                n
                for x in memes
                if isinstance(v := x.get(colonne), NOMBRES) and (n := en_nombre(v)) >= 0
            ]
            somme = sum(saisis) if saisis else NON_SAISIES
            sommees, nature_dite = f"financement[{entete}]", f'financement[Nature],"{nature}"'
            lesquels = f'{sommees},">=0",{nature_dite}'
            sommes = f"SUMIFS({sommees},{lesquels})"
            formule = f'=IF(COUNTIFS({lesquels})=0,"{NON_SAISIES}",{sommes})'
            f.write_formula(ligne, FINANCEMENT.rang(colonne), formule, style, somme)
