"""« Indicateurs »: counts by month, with their totals."""

from typing import Any

from plie_xl.checks.indicateurs import MOIS, find_mois_comptes
from plie_xl.checks.indicateurs import build_indicateurs as build_effectifs
from plie_xl.consolidation import Consolidation
from plie_xl.master import contract
from plie_xl.master.batches import Ligne
from plie_xl.master.cells import add_nombres, by_place, find_valeur
from plie_xl.master.page import add_page, lettres_de
from plie_xl.master.safe_text import en_texte
from plie_xl.model.lecture import records
from plie_xl.model.text import cle
from plie_xl.sheets import theme
from plie_xl.sheets.pen import Pen

GRIS = {"font_color": theme.DOUX, "bg_color": theme.CALCUL}


def lignes_indicateurs(c: Consolidation) -> list[Ligne]:
    """One row per indicator typed; a count that no check accepts is kept as text in brackets."""
    effectifs = build_effectifs(c.compte)
    bons = effectifs.take((effectifs["nombre"] >= 0) & ~effectifs["id"].est(None))
    nombres, mois_comptes = by_place(bons), find_mois_comptes(c.compte.saisie)
    libelles = {(f.id, cle(i.libelle)): i for f in c.fiches.values() for i in f.indicateurs}
    lignes = []
    for x in records(c.compte.saisie.table("indicateurs")):
        indicateur = libelles.get((x["fiche"], cle(x["indicateur"])))
        comptes = MOIS[: max(0, mois_comptes[x["classeur"]])]
        mois = {m: find_valeur(nombres, x, m) for m in MOIS}
        lignes.append(
            {
                "plie": c.fiches[x["fiche"]].plie,
                "indicateur": en_texte(x["indicateur"]),
                "nature": indicateur.nature if indicateur else "inconnu",
                **mois,
                "total": add_nombres(mois[m] for m in comptes),
                "comptes": comptes,
                "classeur": x["classeur"],
                "ligne": x["ligne"],
                "cle": f"{x['fiche']}/{indicateur.id}" if indicateur else "",
            }
        )
    return lignes


def add_indicateurs(pen: Pen, c: Consolidation, resume: str) -> None:
    """Counts by month, with their totals; months after the reference are grey, and not counted."""
    add_page(
        pen, contract.INDICATEURS, lignes_indicateurs(c), resume, _formules_total, _grise_a_venir
    )


def _formules_total(n: int, ligne: Ligne) -> dict[str, str]:
    if not ligne["comptes"]:
        return {"total": "=0"}
    ici = lettres_de(contract.INDICATEURS)
    return {"total": f"=SUM({ici['m01']}{n}:{ici[ligne['comptes'][-1]]}{n})"}


def _grise_a_venir(ligne: Ligne) -> dict[str, dict[str, Any]]:
    a_venir = [m for m in MOIS if m not in ligne.get("comptes", MOIS)]
    return dict.fromkeys(a_venir, GRIS)
