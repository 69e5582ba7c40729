"""« Écarts »: what each target lacks, or has beyond its number, and what its PLIE says of it."""

from plie_xl.attainment import CIBLE
from plie_xl.consolidation import Consolidation
from plie_xl.master import contract
from plie_xl.master.batches import Ligne
from plie_xl.master.cells import NON_RECU
from plie_xl.master.page import add_page, lettres_de, sommes_cible
from plie_xl.master.safe_text import en_texte
from plie_xl.model.lecture import records
from plie_xl.model.text import cle
from plie_xl.sheets.pen import Pen

SOMMES = ("tenu", "justifie")


def lignes_ecarts(c: Consolidation, atteinte: list[Ligne]) -> list[Ligne]:
    """One row per target of a territory received; nothing is said of what did not come."""
    dites = {
        (x["fiche"], cle(str(x.get("cible", "")))): x
        for x in records(c.compte.saisie.table("ecarts"))
    }
    lignes = []
    for x in atteinte:
        if x["nature"] == CIBLE and x["statut"] != NON_RECU:
            dite = dites.get((x["fiche"], cle(x["libelle"])), {})
            minimum = x["minimum"]
            lignes.append(
                {
                    **{nom: x[nom] for nom in ("plie", "objectif", *SOMMES, "cle", "indicateurs")},
                    "cible": x["libelle"],
                    "minimum": minimum,
                    "ecart": "" if minimum is None else x["justifie"] - minimum,
                    "motif": en_texte(dite.get("motif")),
                    "mesure": en_texte(dite.get("mesure")),
                    "classeur": x["classeur"],
                }
            )
    return lignes


def add_ecarts(pen: Pen, c: Consolidation, atteinte: list[Ligne], resume: str) -> None:
    """Draw the sheet, its figures live over « Suivi »."""
    add_page(pen, contract.ECARTS, lignes_ecarts(c, atteinte), resume, _formules)


def _formules(n: int, ligne: Ligne) -> dict[str, str]:
    ici = lettres_de(contract.ECARTS)
    minimum, justifie = f"{ici['minimum']}{n}", f"{ici['justifie']}{n}"
    return {
        **sommes_cible(ligne, SOMMES, f"{ici['cle']}{n}"),
        "ecart": f'=IF({minimum}="","",{justifie}-{minimum})',
    }
