"""« Financement »: costs and resources, with their sums above the table."""

from plie_xl.model.text import INSTANTS
from plie_xl.model.words import NON_SAISIES, find_listed
from plie_xl.model.workbook import FINANCEMENT, NATURES
from plie_xl.sheets import theme
from plie_xl.template.drawing import Drawing, Lignes, en_nombre
from plie_xl.template.live.cells import BLANCS, substitute

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
            somme = _sum(c.lignes(FINANCEMENT), nature, colonne)
            formule = _say_somme(nature, FINANCEMENT.colonne(colonne).entete)
            f.write_formula(ligne, FINANCEMENT.rang(colonne), formule, style, somme)


def _sum(lignes: Lignes, nature: str, colonne: str) -> float | str:
    """What the formula shows: the numbers from 0 of the rows of a nature."""
    memes = (x.get(colonne) for x in lignes if find_listed(NATURES, x.get("nature")) == nature)
    nombres = [en_nombre(v) for v in memes if isinstance(v, NOMBRES) and not isinstance(v, bool)]
    saisis = [n for n in nombres if n >= 0]
    return sum(saisis) if saisis else NON_SAISIES


def _say_somme(nature: str, entete: str) -> str:
    """The formula of a sum: SUMIFS would leave out « Dépense » followed by a blank."""
    montants, lue = f"financement[{entete}]", "financement[Nature]"
    combien = f'COUNTIFS({montants},">=0",{lue},"*{nature}*")'
    for blanc in BLANCS[:2]:
        lue = substitute(lue, blanc, " ")
    voulues = f'(TRIM({lue})="{nature}")*({montants}>=0)'
    return f'=IF({combien}=0,"{NON_SAISIES}",SUMPRODUCT({voulues},{montants}))'
