"""An avenant added to a fiche of AGAPE's: which file receives it, and what it then says."""

import re
from pathlib import Path

from plie_xl.model.collection import PROGRAMME, Deposee
from plie_xl.model.content import say_objectif
from plie_xl.model.evidence import phrase_pieces
from plie_xl.model.fiche import Fiche
from plie_xl.model.text import cle

_FOURCHETTE = re.compile(r"(\d+) *(?:à|-) *(\d+)")


def find_fichier(deposee: Deposee) -> Path | None:
    """The file of a fiche of AGAPE's folders; None for one of the program, which is not hers."""
    return None if deposee.origine == PROGRAMME else Path(deposee.origine)


def find_cible(fiche: Fiche, dit: str) -> str:
    """The identifier of a target, by its label; as typed when no label is this one."""
    toutes = (*fiche.instances, *fiche.resultats)
    return next((c.id for c in toutes if cle(c.libelle) == cle(dit)), dit)


def read_nombre(dit: str, fiche: Fiche, cible: str) -> dict[str, str]:
    """« 3 », « 1 à 3 »: the keys of the TOML. A number alone is the number, of a range too."""
    if fourchette := _FOURCHETTE.fullmatch(dit):
        return {"minimum": fourchette[1], "maximum": fourchette[2]}
    en_fourchette = any(c.id == cible and c.maximum is not None for c in fiche.cibles)
    return {"minimum": dit} | ({"genre": "exact"} if en_fourchette else {})


def say_avenant(fiche: Fiche, cible: str, pieces: bool) -> str:
    """« avenant 1, du 01/07/2025 : « Comité de pilotage », 3 (2 jusqu’au 30/06) »."""
    dernier = fiche.avenants[-1]
    amendee = next(c for c in (*fiche.instances, *fiche.resultats) if c.id == cible)
    quoi = [say_objectif(amendee)]
    quoi += [amendee.say(phrase_pieces)] if pieces else []
    dit = f"avenant {dernier.numero}, du {dernier.le:%d/%m/%Y}"
    return f"{dit} : « {amendee.libelle} », {' ; '.join(quoi)}"
