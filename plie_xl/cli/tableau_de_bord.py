"""`plie-xl tableau-de-bord`: the master as one page to look at."""

from pathlib import Path

import click

from plie_xl.cli.common import ILLISIBLE, argument_master, check_present, fail, say, suite
from plie_xl.cli.french import commande


@commande
@argument_master
@click.option(
    "-o", "--sortie", type=Path, required=True, metavar="PAGE.html", help="La page à écrire."
)
def tableau_de_bord(master: Path, sortie: Path) -> None:
    from plie_xl.files.atomic import write_atomic
    from plie_xl.files.errors import EcritureError
    from plie_xl.master.read import MasterError, read_master
    from plie_xl.reports.dashboard import build_tableau

    check_present([master])
    try:
        ecrit = write_atomic(sortie, build_tableau(read_master(master)))
    except (EcritureError, MasterError) as erreur:
        fail(str(erreur), ILLISIBLE)
    if ecrit.avis:
        say(ecrit.avis)
    suite(f"Ouvrez {ecrit.chemin} dans un navigateur", "la page se trie, s’imprime, s’envoie")
