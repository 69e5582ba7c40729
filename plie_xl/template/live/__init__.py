"""The live columns of « Suivi »: for each, its formula, and the value that Python caches beside it.

A formula names the cells of its own row by the columns they stand in (`ici_date`, `ici_statut`):
whatever is sorted, cut or pasted, it stays right. What several formulas need stands once, in a
hidden column. Only functions that Excel 2016 and LibreOffice 7.4 both know, and no formula of more
than 300 characters: a person can read each of them.
"""

from collections.abc import Iterator, Mapping
from math import nan
from typing import Any

from plie_xl.model.fiche import Fiche
from plie_xl.model.words import A_VENIR, JUSTIFIEE, TENUE
from plie_xl.model.workbook import feuille_suivi
from plie_xl.template.live.cells import (
    FIN,
    LONGUEUR,
    Ligne,
    Vivante,
    formule_remplie,
    ici,
    list_lues,
    motif,
    un_de,
)
from plie_xl.template.live.days import list_dates
from plie_xl.template.live.evidence import formule_pieces, list_pieces
from plie_xl.template.live.lists import list_periodes, list_preuves, list_rangs
from plie_xl.template.live.repeated import find_seul, formule_compte, list_cles, list_repetees
from plie_xl.template.live.verdict import formule_compte_seul, list_motifs

__all__ = [
    "FIN",
    "LONGUEUR",
    "Vivante",
    "calcul_suivi",
    "calcul_vierge",
    "list_cles",
    "list_noms",
    "list_vivantes",
]


def list_vivantes(fiche: Fiche) -> dict[str, Vivante]:
    """The live columns of « Suivi » by identifier, each after those that it reads."""
    return {
        **list_lues(),
        "ligne_remplie": Vivante(formule_remplie(fiche), lambda _: 1),
        **list_dates(),
        **list_periodes(fiche),
        **list_rangs(fiche),
        **list_preuves(fiche),
        **list_pieces(fiche),
        **list_motifs(fiche),
        "etat_pieces": Vivante(formule_pieces(fiche), lambda x: x["etat_pieces"]),
        "compte_seul": Vivante(formule_compte_seul(), find_seul),
        **list_repetees(fiche),
        "compte": Vivante(formule_compte(fiche), lambda x: x["compte"]),
        "unites": Vivante(
            f"=IF(OR({un_de('compte', TENUE, JUSTIFIEE, A_VENIR)}),{ici('nombre')},0)",
            lambda x: x["unites"],
        ),
    }


def calcul_suivi(ligne: Ligne, vivantes: Mapping[str, Vivante]) -> dict[str, Any]:
    """What the live columns of a row show, from its row of `Compte.rangees`."""
    return {nom: vivante.valeur(ligne) for nom, vivante in vivantes.items()} if ligne else {}


def calcul_vierge(vivantes: Mapping[str, Vivante]) -> dict[str, Any]:
    """The same of a row where nobody wrote; its keys are its number."""
    rien = {"compte": "", "etat_pieces": "", "cible": None, "forme": None, "unites": 0, "ligne": 0}
    calcul = calcul_suivi({**rien, "jour": nan, "nombre": 1}, vivantes)
    motifs = (nom for nom in vivantes if nom.startswith("motif_"))
    return {**calcul, **dict.fromkeys(motifs, motif("SUI-01")), "ligne_remplie": 0}


def list_noms(fiche: Fiche) -> Iterator[tuple[str, str]]:
    """The name by which formulas call each column of « Suivi », and the column."""
    pieces = {p: f"piece_{n}" for n, p in enumerate(fiche.kinds, start=1)}
    for colonne in feuille_suivi(fiche).colonnes:
        yield ici(pieces.get(colonne.id, colonne.id)), colonne.id
