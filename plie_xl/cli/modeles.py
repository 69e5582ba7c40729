"""`plie-xl modeles`: the blank workbooks, with and without macros, and the add-in."""

from pathlib import Path

import click

from plie_xl.cli.common import check_dossiers, suite, write_ours
from plie_xl.cli.french import commande
from plie_xl.cli.screen import say
from plie_xl.model.text import pluriel


@commande
@click.option(
    "-o",
    "--dossier",
    type=Path,
    default=Path("templates"),
    metavar="DOSSIER",
    help="Où écrire les classeurs vierges.",
)
def modeles(dossier: Path) -> None:
    from plie_xl.excel import deliver

    check_dossiers(dossier)
    nombre = write_ours(dossier, dict(deliver.build_modeles()))
    say(f"{pluriel(nombre, 'fichier')} dans {dossier}.")
    suite(
        "Envoyez à chaque PLIE son classeur .xlsm",
        "c’est le seul fichier dont il a besoin ; là où les macros sont bloquées,"
        " son jumeau .xlsx suffit",
    )
