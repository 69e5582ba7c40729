"""« Écarts »: what each target misses, and why, in the coordinator's own words."""

from typing import Any

from plie_xl.model import workbook
from plie_xl.model.cell import lettres
from plie_xl.model.words import NON_ATTEINTE
from plie_xl.model.workbook import ECARTS, LIGNE_ENTETE, PREMIERE_LIGNE
from plie_xl.sheets import theme
from plie_xl.sheets.pen import plage
from plie_xl.template.drawing import Drawing
from plie_xl.template.live.days import say_dernier_jour

_SOURCES = {"objectif": "objectif", "tenu": "tenu", "justifie": "justifie"}


def add_ecarts(c: Drawing) -> None:
    """« Écarts »: one row per target, its figures those of « Atteinte »."""
    f = c.add_saisie(ECARTS, vides=0)
    calculs = c.contenu.calculs["atteinte"]
    for n, cible in enumerate(c.fiche.cibles):
        calcul = {**calculs[n], "objectif": cible.objectif, "ecart": _ecart(calculs[n])}
        for nom, formule in ecart_formules(PREMIERE_LIGNE + n).items():
            style = c.pen.corps(ECARTS.colonne(nom), align="center", indent=0)
            f.write_formula(LIGNE_ENTETE + n, ECARTS.rang(nom), formule, style, calcul[nom])
    _add_manques(c, f, LIGNE_ENTETE + len(c.fiche.cibles))
    f.freeze_panes(LIGNE_ENTETE, 1)


def _add_manques(c: Drawing, f: Any, derniere: int) -> None:
    """Once the operation is over, what is missing in the colour of « Non atteinte »."""
    rang = ECARTS.rang("ecart")
    ici = f"${lettres(rang + 1)}{PREMIERE_LIGNE}"
    fond, encre = theme.STATUTS[NON_ATTEINTE]
    f.conditional_format(
        plage(rang, PREMIERE_LIGNE, derniere),
        {
            "type": "formula",
            "criteria": f"=(N({ici})<0)*(date_reference>={say_dernier_jour(c.fiche)})",
            "format": c.pen.format(bg_color=fond, font_color=encre),
        },
    )


def ecart_formules(ligne: int) -> dict[str, str]:
    """The live figures of the target that « Atteinte » holds in the same row."""
    ou = {c.id: f"{workbook.ATTEINTE.nom}!{lettres(n)}{ligne}" for n, c in _ATTEINTE}
    manque = f'=IF({ou["minimum"]}="","",{ou["justifie"]}-{ou["minimum"]})'
    return {**{nom: f"={ou[source]}" for nom, source in _SOURCES.items()}, "ecart": manque}


_ATTEINTE = [*enumerate(workbook.ATTEINTE.colonnes, start=1)]


def _ecart(calcul: dict[str, object]) -> object:
    minimum, justifie = calcul["minimum"], calcul["justifie"]
    if isinstance(minimum, float) and isinstance(justifie, float):
        return justifie - minimum
    return ""
