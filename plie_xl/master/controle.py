"""« Contrôle »: the verdicts of AGAPE's control, and what they are worth of these rows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from plie_xl.checks.accepted import Retenus
from plie_xl.consolidation import Consolidation
from plie_xl.control.contract import ECARTEE, RETENUE
from plie_xl.control.identity import as_sortable
from plie_xl.control.judge import judge
from plie_xl.control.received import Controle
from plie_xl.control.verdicts import read_verdicts, select_controles
from plie_xl.master import contract
from plie_xl.master.batches import Ligne
from plie_xl.master.page import LIEN, add_page, add_statuts
from plie_xl.master.safe_text import en_texte
from plie_xl.master.suivi import lignes_suivi
from plie_xl.model import settings
from plie_xl.model.anomaly import find_ordre
from plie_xl.model.text import cle
from plie_xl.sheets import theme
from plie_xl.sheets.pen import Pen

_COULEURS = {RETENUE: theme.STATUTS["Atteinte"], ECARTEE: theme.STATUTS["En retard"]}
_NOMBRES = ("unites", "retenu")


def bring_verdicts(
    c: Consolidation, controles: Sequence[Controle], reglages: settings.Controle, jour: date
) -> Consolidation:
    """The same consolidation with the verdicts of its control; those that do not serve are said."""
    annee = next(iter(c.fiches.values())).annee
    servent, ecartes = select_controles(controles, annee, c.fiches)
    verdicts, fautes = read_verdicts(servent, reglages.motifs)
    retenus, changees = judge(verdicts, lignes_suivi(c), reglages, jour)
    toutes = sorted([*c.anomalies, *ecartes, *fautes, *changees], key=find_ordre)
    return replace(c, anomalies=toutes, controle=retenus if servent else None)


def lignes_controle(retenus: Retenus) -> list[Ligne]:
    """One row per row drawn; what somebody wrote points at nobody."""
    return [
        {c.id: _say(x.get(c.id), c.id) for c in contract.CONTROLE.colonnes}
        | {"rangee": x["rangee"]}
        for x in sorted(retenus.lignes, key=_order)
    ]


def _order(x: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return cle(x["plie"]), cle(x["libelle"]), as_sortable(x["date"]), str(x["cle"])


def _say(valeur: object, colonne: str) -> object:
    if isinstance(valeur, date) or (colonne in _NOMBRES and isinstance(valeur, int | float)):
        return valeur
    return None if valeur is None else en_texte(valeur)


def add_controle(pen: Pen, retenus: Retenus, resume: str) -> None:
    """Draw the sheet, its decisions in colour."""
    lignes = lignes_controle(retenus)
    f = add_page(
        pen,
        contract.CONTROLE,
        lignes,
        resume,
        allures=lambda x: {"numero": LIEN if x.get("rangee") else {}},
    )
    for colonne in ("definitive", "provisoire"):
        add_statuts(pen, f, contract.CONTROLE, len(lignes), colonne, _COULEURS)
