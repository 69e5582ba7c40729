"""The last two of the four figures: a number where somebody looked, « non contrôlé » elsewhere."""

from collections.abc import Iterable

from plie_xl.master.batches import Ligne
from plie_xl.model.words import NON_CONTROLE

REGARDEES = ("au_dossier", "retenu_csf")  # figures that exist only once somebody has looked


def sum_regardees(valeurs: Iterable[object]) -> object:
    """Their sum; « non contrôlé » as soon as one of them is, or when there is none."""
    lues = list(valeurs)
    nombres = [v for v in lues if isinstance(v, int | float)]
    return sum(nombres) if nombres and len(nombres) == len(lues) else NON_CONTROLE


def sum_connues(lignes: Iterable[Ligne], colonne: str) -> object:
    """The same over territories: what is known is summed, the others being said beside."""
    nombres = [x[colonne] for x in lignes if isinstance(x[colonne], int | float)]
    return sum(nombres) if nombres else NON_CONTROLE


def somme_connue(etendue: str) -> str:
    """The formula of `sum_connues`."""
    return f'=IF(COUNT({etendue})=0,"{NON_CONTROLE}",SUM({etendue}))'
