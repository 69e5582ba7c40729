"""« Arrêtés »: how a year was closed and opened again, and what changed since."""

from collections.abc import Iterable, Mapping
from datetime import date

from plie_xl.master import contract
from plie_xl.master.page import LIEN, add_page
from plie_xl.master.safe_text import en_texte
from plie_xl.sheets.pen import Pen


def add_arretes(pen: Pen, arretes: Iterable[Mapping[str, object]], resume: str) -> None:
    """Draw the sheet; what somebody wrote points at nobody."""
    lignes = [
        {c.id: _say(x.get(c.id)) for c in contract.ARRETES.colonnes} | {"rangee": x.get("rangee")}
        for x in arretes
    ]
    add_page(
        pen,
        contract.ARRETES,
        lignes,
        resume,
        allures=lambda x: {"code": LIEN if x.get("rangee") else {}},
    )


def _say(valeur: object) -> object:
    if valeur is None or isinstance(valeur, int | float | date):
        return valeur
    return en_texte(valeur)
