"""An avenant added to a fiche of AGAPE's: which file receives it, and what it then says."""

from pathlib import Path

from plie_xl.model.collection import PROGRAMME, Deposee
from plie_xl.model.content import say_objectif
from plie_xl.model.evidence import phrase_pieces
from plie_xl.model.fiche import Fiche


def find_fichier(deposee: Deposee) -> Path | None:
    """The file of a fiche of AGAPE's folders; None for one of the program, which is not hers."""
    return None if deposee.origine == PROGRAMME else Path(deposee.origine)


def say_avenant(fiche: Fiche, cible: str, pieces: bool) -> str:
    """« avenant 1, du 01/07/2025 : « Comité de pilotage », 3 (2 jusqu’au 30/06) »."""
    dernier = fiche.avenants[-1]
    amendee = next(c for c in (*fiche.instances, *fiche.resultats) if c.id == cible)
    quoi = [say_objectif(amendee)]
    quoi += [amendee.say(phrase_pieces)] if pieces else []
    dit = f"avenant {dernier.numero}, du {dernier.le:%d/%m/%Y}"
    return f"{dit} : « {amendee.libelle} », {' ; '.join(quoi)}"
