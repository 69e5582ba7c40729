"""« Financement »: costs and resources, with their sums above the table."""

from plie_xl.model.workbook import FINANCEMENT, NATURES
from plie_xl.sheets import theme
from plie_xl.template.drawing import Drawing, en_nombre


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
            somme = sum(en_nombre(x.get(colonne)) for x in memes)
            criteres = f'financement[Nature],"{nature}",financement[{entete}],">=0"'
            formule = f"=SUMIFS(financement[{entete}],{criteres})"
            f.write_formula(ligne, FINANCEMENT.rang(colonne), formule, style, somme)
