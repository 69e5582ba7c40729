"""`plie-xl tableau-de-bord`: the master as one page to look at."""

from pathlib import Path
from typing import Annotated

import typer

from plie_xl.cli.common import ILLISIBLE, check_present, fail, say, suite
from plie_xl.cli.relances import MonMaster


def tableau_de_bord(
    master: MonMaster,
    sortie: Annotated[
        Path, typer.Option("-o", "--sortie", metavar="PAGE.html", help="La page à écrire.")
    ],
) -> None:
    """Écrit une page à regarder, sans réseau, avec ce que montre le classeur maître."""
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
