"""`plie-xl reglages`: each value in force, and where it comes from."""

from typing import Any

import click
from click.exceptions import Exit

from plie_xl.cli.common import RIEN, USAGE, fail, option_json
from plie_xl.cli.french import commande
from plie_xl.cli.screen import say, show, show_json


@commande
@click.option("--chemin", is_flag=True, help="Où poser le fichier de réglages, et rien d’autre.")
@option_json(help="Les réglages en une liste JSON.")
def reglages(chemin: bool, en_json: bool) -> None:
    from plie_xl.model.settings import ReglageError, find_fichier, load_reglages

    if chemin:
        show(str(find_fichier()))
        raise Exit(RIEN)
    try:
        en_vigueur = load_reglages()
    except ReglageError as erreur:
        fail(str(erreur), USAGE)
    if en_json:
        noms = ("cle", "valeur", "origine", "decide")
        lignes = [dict(zip(noms, ligne, strict=True)) for ligne in en_vigueur.lines()]
        show_json(lignes, 2)
        raise Exit(RIEN)
    for cle, valeur, origine, dit in en_vigueur.lines():
        show(f"{cle} : {_say_valeur(valeur)}    ({origine})")
        show(f"    {dit}")
    if en_vigueur.fichier:
        say(f"Fichier de réglages : « {en_vigueur.fichier} ».")
    else:
        say(f"Aucun fichier de réglages ; pour en poser un : « {find_fichier()} ».")


def _say_valeur(valeur: Any) -> str:
    """A value as a person reads it: « aucun », « 7 », « pdf, jpg »."""
    if valeur is None or valeur in ("", (), {}):
        return "aucun"
    if isinstance(valeur, tuple):
        return ", ".join(map(str, valeur))
    return str(valeur)
