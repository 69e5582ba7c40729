"""`plie-xl tableau-de-bord`: the master as one page to look at."""

from pathlib import Path

import click

from plie_xl.cli.common import (
    ILLISIBLE,
    USAGE,
    argument_master,
    check_local,
    check_master,
    fail,
    option_remplacer,
    refusing,
    suite,
)
from plie_xl.cli.french import commande
from plie_xl.cli.screen import say


@commande
@argument_master
@click.option(
    "-o", "--sortie", type=Path, required=True, metavar="PAGE.html", help="La page à écrire."
)
@click.option(
    "--fiche",
    default="",
    metavar="ID",
    help="Un seul territoire, sur deux pages à imprimer ; « plie-xl fiches » dit son identifiant.",
)
@option_remplacer
def tableau_de_bord(master: Path, sortie: Path, fiche: str, remplacer: bool) -> None:
    from plie_xl.files.atomic import write_atomic
    from plie_xl.files.claim import Origine, claim, is_sealed, seal, with_ending
    from plie_xl.master.read import MasterError
    from plie_xl.reading.filled import recognize_filled
    from plie_xl.reports.explain import InconnuError

    check_local(sortie)
    check_master(master)

    def recognize(chemin: Path) -> Origine:
        return Origine.NOUS if is_sealed(chemin) else recognize_filled(chemin)

    with refusing():
        sortie = with_ending(sortie, ".html")
        garde = claim(sortie, recognize, lus=[master], remplacer=remplacer)
        try:
            page = seal(_build(master, fiche))
        except InconnuError as erreur:
            fail(str(erreur), USAGE)
        except MasterError as erreur:
            fail(str(erreur), ILLISIBLE)
        ecrit = write_atomic(sortie, page, copie=garde)
    if ecrit.avis:
        say(ecrit.avis)
    suite(f"Ouvrez {ecrit.chemin} dans un navigateur", "la page se trie, s’imprime, s’envoie")


def _build(master: Path, fiche: str) -> bytes:
    """The page of a master, or of one of its territories."""
    from plie_xl.master.read import read_master
    from plie_xl.reports.dashboard import build_fiche, build_tableau
    from plie_xl.reports.explain import find_fiche

    lu = read_master(master)
    return build_fiche(lu, find_fiche(fiche, lu.fiches).plie) if fiche else build_tableau(lu)
