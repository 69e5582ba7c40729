"""`plie-xl expliquer --historique`: a target back through the years, predecessors included."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plie_xl.cli.common import ILLISIBLE, USAGE, check_local, check_master, fail, simple
from plie_xl.cli.screen import show, show_json
from plie_xl.model.text import en_clair

if TYPE_CHECKING:
    from plie_xl.master.read import Master
    from plie_xl.reports.lineage import Etape

NOMS = {"tenu": "tenu", "justifie": "justifié", "au_dossier": "au dossier",
        "retenu_csf": "retenu au CSF"}  # fmt: skip


def read_years(chemins: Sequence[Path]) -> dict[int, "Master"]:
    """These masters, one a year; a French sentence and an end for anything else."""
    from plie_xl.files.inbox import keep_once
    from plie_xl.master.read import MasterError, read_master
    from plie_xl.reports.lineage import DoubleError, sort_years

    check_local(*chemins)
    for chemin in chemins:
        check_master(chemin)
    try:
        return sort_years(map(read_master, keep_once(chemins)))
    except MasterError as erreur:
        fail(str(erreur), ILLISIBLE)
    except DoubleError as erreur:
        fail(str(erreur), USAGE)


def show_historique(chemins: Sequence[Path], fiche: str, cible: str, en_json: bool) -> None:
    """Print the target year by year, the newest first."""
    from plie_xl.reports.lineage import trace

    etapes = trace(read_years(chemins), f"{fiche}/{cible}")
    if en_json:
        annees = [en_dict(etape) for etape in etapes]
        show_json({"fiche": fiche, "cible": cible, "annees": annees})
        return
    for etape in etapes:
        for ligne in en_lignes(etape):
            show(ligne)


def en_dict(etape: "Etape") -> dict[str, Any]:
    """A year as `expliquer --json` gives it."""
    colonnes = ("plie", "libelle", "cle", "objectif", "minimum", *NOMS)
    lignes = [{c: simple(x[c]) for c in colonnes} for x in etape.lignes]
    sommes = {c: simple(v) for c, v in etape.sommes.items()}
    return {"annee": etape.annee, "etat": etape.etat, **sommes, "lignes": lignes}


def en_lignes(etape: "Etape") -> list[str]:
    """« 2024 : 3 tenu, 2 justifié… (PLIE des Graves et PLIE des Sources) », then each of them."""
    from plie_xl.reports.lineage import SANS_FICHE, say_noms

    noms = say_noms(etape.lignes)
    ou = f" ({noms})" if noms else ""
    if etape.etat == SANS_FICHE:
        return [f"{etape.annee} : cette cible n’existait pas."]
    if etape.sommes["tenu"] is None:
        return [f"{etape.annee} : {etape.etat}{ou}."]
    tete = f"{etape.annee} : {say_figures(etape.sommes)}{ou}"
    plusieurs = etape.lignes if len(etape.lignes) > 1 else ()
    return [tete, *(f"    {_say_ligne(x)}" for x in plusieurs)]


def _say_ligne(x: Mapping[str, Any]) -> str:
    figures = say_figures({c: x[c] for c in NOMS}) if x["tenu"] is not None else "non reçu"
    return f"{x['plie']}, « {x['libelle']} » ({x['objectif']}) : {figures}"


def say_figures(figures: Mapping[str, Any]) -> str:
    """« 2 tenu, 2 justifié, au dossier non contrôlé »: always in this order."""
    return ", ".join(
        f"{en_clair(valeur)} {NOMS[nom]}"
        if isinstance(valeur, int | float)
        else f"{NOMS[nom]} {valeur or 'non contrôlé'}"
        for nom, valeur in figures.items()
    )
