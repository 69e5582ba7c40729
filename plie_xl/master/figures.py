"""The last two of the four figures: a number where somebody looked, « non contrôlé » elsewhere."""

from collections.abc import Iterable

from plie_xl.consolidation import Consolidation
from plie_xl.master.batches import Ligne
from plie_xl.model.fiche import Fiche
from plie_xl.model.target import Cible
from plie_xl.model.words import NON_CONTROLE

REGARDEES = ("au_dossier", "retenu_csf")  # figures that exist only once somebody has looked


def find_au_dossier(c: Consolidation, fiche: Fiche, cible: Cible, justifie: object) -> object:
    """Units whose files were found; what « Indicateurs » counts has no file to look for."""
    if fiche.id not in c.fiches_deposees:
        return NON_CONTROLE
    return justifie if cible.indicateurs else c.deposes.sommes.get((fiche.id, cible.id), 0.0)


def find_controle(c: Consolidation, cle: str) -> Ligne:
    """Units that the control retains, and how many rows it looked at."""
    if c.controle is None:
        return {"retenu_csf": NON_CONTROLE, "controle": NON_CONTROLE}
    return {"retenu_csf": c.controle.retenu(cle), "controle": c.controle.controle(cle)}


def sum_regardees(valeurs: Iterable[object]) -> object:
    """Their sum; « non contrôlé » as soon as one of them is, or when there is none."""
    lues = list(valeurs)
    nombres = [v for v in lues if isinstance(v, int | float)]
    return sum(nombres) if nombres and len(nombres) == len(lues) else NON_CONTROLE


def sum_connues(lignes: Iterable[Ligne], colonne: str, sinon: str = NON_CONTROLE) -> object:
    """The same over territories: what is known is summed, the others being said beside."""
    nombres = [x[colonne] for x in lignes if isinstance(x.get(colonne), int | float)]
    return sum(nombres) if nombres else sinon


def somme_connue(etendue: str, sinon: str = NON_CONTROLE) -> str:
    """The formula of `sum_connues`."""
    return f'=IF(COUNT({etendue})=0,"{sinon}",SUM({etendue}))'
