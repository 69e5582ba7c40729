"""The button « Calculer »: Python's figures beside the live ones, and whether they agree."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plie_xl.excel.buttons.valider import build_refus, count_ouvert
from plie_xl.excel.open_workbook import Ouvert, as_texte, suites, zone
from plie_xl.excel.report import announce
from plie_xl.model.errors import ActionError
from plie_xl.model.lecture import Table, records
from plie_xl.model.text import cle, en_clair, pluriel, read_nombre
from plie_xl.model.workbook import ATTEINTE
from plie_xl.reading.tables import Sheets, find_table

if TYPE_CHECKING:
    import pandas as pd
    import xlwings as xw

IDENTIQUES = "identiques"
_VERIFIEES = {"tenu": "tenu_verifie", "justifie": "justifie_verifie"}  # live column: Python's
_NOMS = {"tenu": "tenu", "justifie": "justifié"}


@dataclass(frozen=True)
class Calcul:
    """What a click on « Calculer » found: the attainment, and what differs, by target."""

    atteinte: "pd.DataFrame"
    ecarts: Mapping[str, str]
    phrase: str


def calculer(book: "xw.Book") -> Calcul:
    """Count again what « Atteinte » counts live, write it beside, and say whether it is the same.

    ActionError when the workbook is not one of ours, or has lost its fiche or « Atteinte ».
    """
    from plie_xl.attainment import compute_atteinte

    ouvert, compte = count_ouvert(book)
    table = _find_table(ouvert)
    if compte.saisie.classeurs.empty:
        raise build_refus(ouvert.lecture)
    atteinte = compute_atteinte(compte)
    ecarts = _write(ouvert, table, {cle(x["libelle"]): x for x in records(atteinte)})
    reference = compte.saisie.classeurs["reference"].iloc[0]
    constat = f"{pluriel(len(ecarts), 'différence')}, voir « Contrôle »" if ecarts else IDENTIQUES
    phrase = f"Vérifié au {reference:%d/%m/%Y} : {constat}."
    announce(book, phrase, "bilan_atteinte", "bilan_suivi")
    return Calcul(atteinte, ecarts, phrase)


def _find_table(ouvert: Ouvert) -> Table:
    table, _ = find_table(Sheets(ouvert.grilles), ATTEINTE)
    ecrites = {*_VERIFIEES, *_VERIFIEES.values(), "controle", "libelle"}
    if table is None or not ecrites <= table.colonnes.keys():
        raise ActionError("la feuille « Atteinte » manque. Reprenez-la dans un modèle neuf.")
    return table


def _write(ouvert: Ouvert, table: Table, justes: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Fill the three columns of the check; the differences, by label of target."""
    ecarts: dict[str, str] = {}
    lignes: dict[int, dict[str, object]] = {}
    for n, ligne in enumerate(table.lignes):
        libelle = str(table.valeurs["libelle"][n])
        juste = justes.get(cle(libelle))
        if juste is None:
            lignes[ligne] = {"controle": "cible inconnue de la fiche"}
            ecarts[libelle] = "cible inconnue de la fiche"
            continue
        ecart = _ecart({c: table.valeurs[c][n] for c in _VERIFIEES}, juste)
        ecarts |= {libelle: ecart} if ecart else {}
        verifiees = {colonne: juste[vivante] for vivante, colonne in _VERIFIEES.items()}
        lignes[ligne] = {**verifiees, "controle": as_texte(ecart or IDENTIQUES)}
    feuille = ouvert.book.sheets[table.feuille]
    for colonne in (*_VERIFIEES.values(), "controle"):
        k = table.colonnes[colonne]
        for haut, bas in suites(lignes):
            valeurs = [[lignes[x].get(colonne)] for x in range(haut, bas + 1)]
            zone(feuille, haut, k, bas, k).value = valeurs
    return ecarts


def _ecart(vivants: Mapping[str, object], juste: Mapping[str, Any]) -> str:
    """« tenu : 5 affiché, 6 vérifié », empty when the figures agree."""
    return " ; ".join(
        f"{_NOMS[c]} : {en_clair(vivant) or 'rien'} affiché, {en_clair(juste[c])} vérifié"
        for c, vivant in vivants.items()
        if read_nombre(vivant) != juste[c]
    )
