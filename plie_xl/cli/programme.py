"""`plie-xl programme`: one master a year, the years of the programme side by side."""

from pathlib import Path
from typing import Any

import click
from click.exceptions import Exit

from plie_xl.cli.common import (
    RIEN,
    argument_masters,
    check_local,
    option_json,
    option_remplacer,
    simple,
    suite,
)
from plie_xl.cli.french import commande
from plie_xl.cli.lineage import NOMS, read_years, say_figures
from plie_xl.cli.screen import say, show, show_json
from plie_xl.cli.writing import write_one
from plie_xl.model.text import enumere


@commande
@argument_masters(help="Un classeur maître par année, dans n’importe quel ordre.")
@click.option("-o", "--sortie", type=Path, metavar="PROGRAMME.xlsx", help="Le classeur à écrire.")
@option_json(help="Un objet JSON par année.")
@option_remplacer
@click.option("--essai", is_flag=True, help="Dire les chiffres, sans rien écrire.")
def programme(
    masters: tuple[Path, ...], sortie: Path | None, en_json: bool, remplacer: bool, essai: bool
) -> None:
    from plie_xl.model.settings import load_reglages
    from plie_xl.reports.programme import Programme, build_programme, recognize_programme

    check_local(sortie)
    p = Programme(read_years(masters), load_reglages().reglages.programme)
    for ligne in p.lignes_annees:
        if en_json:
            show_json(_en_dict(ligne, p.lignes_plies, p.lignes_categories))
        else:
            show(_say(ligne))
    if p.dehors:
        say(f"{enumere(map(str, p.dehors))} : hors du programme, montré quand même.")
    if sortie is not None and not essai:
        octets = build_programme(p)
        ou = write_one(sortie, octets, recognize_programme, lus=masters, remplacer=remplacer)
        suite(f"Ouvrez {ou}", "les années, puis chaque PLIE, puis chaque catégorie")

    raise Exit(RIEN)


def _en_dict(
    annee: dict[str, Any], plies: list[dict[str, Any]], categories: list[dict[str, Any]]
) -> dict[str, Any]:
    """A year, its lines and its categories."""
    jour = annee.get("reference")
    return {
        "annee": annee["annee"],
        "etat": annee["etat"],
        "reference": jour.isoformat() if jour else None,
        "version": annee.get("version"),
        "master": annee.get("master"),
        **{c: simple(annee.get(c)) for c in NOMS},
        "plies": _list(plies, annee["annee"], "plie", "noms"),
        "categories": _list(categories, annee["annee"], "categorie"),
    }


def _list(lignes: list[dict[str, Any]], annee: int, *noms: str) -> list[dict[str, Any]]:
    colonnes = (*noms, "etat", *NOMS)
    return [{c: simple(x[c]) for c in colonnes} for x in lignes if x["annee"] == annee]


def _say(ligne: dict[str, Any]) -> str:
    """« 2024 : 297 tenu, 287 justifié, au dossier non contrôlé… (AGAPE_2024.xlsx) »."""
    if "master" not in ligne:
        return f"{ligne['annee']} : {ligne['etat']}."
    version = f", arrêté, version {ligne['version']}" if ligne["version"] else ""
    figures = say_figures({c: ligne.get(c) for c in NOMS})
    return f"{ligne['annee']} : {figures}{version} ({ligne['master']})"
