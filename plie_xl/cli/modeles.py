"""`plie-xl modeles`: the blank workbooks, with and without macros, and the add-in."""

from pathlib import Path

import click

from plie_xl.cli.common import say, suite, write_all
from plie_xl.cli.french import commande
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

    livres = deliver.modeles()
    nombre = write_all(dossier, deliver.build_modeles(), len(livres))
    say(f"{pluriel(nombre, 'fichier')} dans {dossier}.")
    suite(
        "Envoyez à chaque PLIE son classeur .xlsm",
        "c’est le seul fichier dont il a besoin ; là où les macros sont bloquées,"
        " son jumeau .xlsx suffit",
    )
