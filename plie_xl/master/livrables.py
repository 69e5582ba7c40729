"""« Livrables »: what each fiche asks to hand in, and what was."""

from plie_xl.checks.whole import build_livrables
from plie_xl.consolidation import Consolidation
from plie_xl.master import contract
from plie_xl.master.batches import Ligne
from plie_xl.master.cells import NON_RECU, find_manquantes
from plie_xl.master.page import add_page, add_statuts
from plie_xl.master.safe_text import en_texte
from plie_xl.model.lecture import records
from plie_xl.model.text import read_jour
from plie_xl.sheets import theme
from plie_xl.sheets.pen import Pen

REMIS, A_REMETTRE = "Remis", "À remettre"
COULEURS = {
    REMIS: theme.STATUTS["Atteinte"],
    A_REMETTRE: theme.STATUTS["Tenue, pièces à compléter"],
    NON_RECU: theme.STATUTS["Non reçu"],
}


def lignes_livrables(c: Consolidation) -> list[Ligne]:
    """One row per deliverable typed, or asked by the fiche of a territory not received."""
    dits = build_livrables(c.compte)
    remis = {(x["classeur"], x["ligne"]) for x in dits.take(dits["remis"]).lignes()}
    lignes = [
        {
            "plie": c.fiches[x["fiche"]].plie,
            "livrable": en_texte(x.get("livrable")),
            "etat": REMIS if (x["classeur"], x["ligne"]) in remis else A_REMETTRE,
            "remis_le": read_jour(x.get("remis_le")) or en_texte(x.get("remis_le")),
            "reference": en_texte(x.get("reference")),
            "commentaire": en_texte(x.get("commentaire")),
            "classeur": x["classeur"],
            "ligne": x["ligne"],
        }
        for x in records(c.compte.saisie.table("livrables"))
    ]
    absents = [
        {"plie": f.plie, "livrable": livrable, "etat": NON_RECU}
        for f in find_manquantes(c)
        for livrable in f.livrables
    ]
    return lignes + absents


def add_livrables(pen: Pen, c: Consolidation, resume: str) -> None:
    """Draw the sheet, its states in colour."""
    lignes = lignes_livrables(c)
    f = add_page(pen, contract.LIVRABLES, lignes, resume)
    add_statuts(pen, f, contract.LIVRABLES, len(lignes), "etat", COULEURS)
