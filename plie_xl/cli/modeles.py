"""`plie-xl modeles`: the blank workbooks, with and without macros, and the add-in."""

from pathlib import Path

import click

from plie_xl.cli.common import check_dossiers, choose_fiches, option_annee, suite
from plie_xl.cli.french import commande
from plie_xl.cli.screen import say
from plie_xl.cli.writing import write_ours
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
@option_annee
def modeles(dossier: Path, annee: int | None) -> None:
    from plie_xl.excel import deliver

    check_dossiers(dossier)
    fiches = choose_fiches(annee)
    nombre = write_ours(dossier, dict(deliver.build_modeles(fiches)))
    (choisie,) = {f.annee for f in fiches.values()}
    say(f"{choisie} : {pluriel(nombre, 'fichier')} dans {dossier}.")
    suite(
        "Envoyez à chaque PLIE son classeur .xlsm",
        "c’est le seul fichier dont il a besoin ; là où les macros sont bloquées,"
        " son jumeau .xlsx suffit",
    )
