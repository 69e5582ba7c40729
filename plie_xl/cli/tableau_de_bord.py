"""`plie-xl tableau-de-bord`: the master as one page to look at."""

from pathlib import Path

import click

from plie_xl.cli.common import (
    ILLISIBLE,
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
@option_remplacer
def tableau_de_bord(master: Path, sortie: Path, remplacer: bool) -> None:
    from plie_xl.files.atomic import write_atomic
    from plie_xl.files.claim import Origine, claim, is_sealed, seal, with_ending
    from plie_xl.master.read import MasterError, read_master
    from plie_xl.reading.filled import recognize_filled
    from plie_xl.reports.dashboard import build_tableau

    check_local(sortie)
    check_master(master)

    def recognize(chemin: Path) -> Origine:
        return Origine.NOUS if is_sealed(chemin) else recognize_filled(chemin)

    with refusing():
        sortie = with_ending(sortie, ".html")
        garde = claim(sortie, recognize, lus=[master], remplacer=remplacer)
        try:
            page = seal(build_tableau(read_master(master)))
        except MasterError as erreur:
            fail(str(erreur), ILLISIBLE)
        ecrit = write_atomic(sortie, page, copie=garde)
    if ecrit.avis:
        say(ecrit.avis)
    suite(f"Ouvrez {ecrit.chemin} dans un navigateur", "la page se trie, s’imprime, s’envoie")
