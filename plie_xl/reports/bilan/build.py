"""One bilan, in AGAPE's model when the settings name one, in ours otherwise; and its name."""

import os
from itertools import count
from pathlib import Path

from plie_xl.files.errors import DestinationError
from plie_xl.model.fiche import Fiche
from plie_xl.model.settings import Reglages
from plie_xl.reports.bilan.facts import Faits
from plie_xl.reports.bilan.model import fill_modele
from plie_xl.reports.bilan.write import write_bilan


def name_bilan(fiche: Fiche) -> str:
    """The name of its file."""
    return f"bilan_{fiche.id}_{fiche.annee}.docx"


def build_bilan(faits: Faits, reglages: Reglages, modele: Path | None = None) -> bytes:
    """The document; raises `ModeleError` when AGAPE's model cannot be filled."""
    nomme = modele or (Path(reglages.bilan.modele) if reglages.bilan.modele else None)
    if nomme:
        return fill_modele(nomme, faits, reglages)
    return write_bilan(faits, reglages)


def require_libre(chemin: Path) -> None:
    """A bilan that exists may be the signed one: never written over. Raises DestinationError."""
    if os.path.lexists(chemin):
        libre = next(
            essai
            for n in count(2)
            if not os.path.lexists(essai := chemin.with_name(f"{chemin.stem}_v{n}.docx"))
        )
        raise DestinationError(
            f"« {chemin.name} » existe déjà : rien n’a été écrasé ; « {libre.name} » est libre"
        )
