"""`plie-xl relances`: one text per territory, to paste into a mail."""

from datetime import datetime
from pathlib import Path

import click

from plie_xl.cli.common import (
    ILLISIBLE,
    argument_master,
    check_present,
    fail,
    jour,
    option_jour,
    say,
    suite,
    write_all,
)
from plie_xl.cli.french import commande
from plie_xl.model.text import pluriel


@commande
@argument_master
@click.option(
    "-o",
    "--dossier",
    type=Path,
    required=True,
    metavar="DOSSIER",
    help="Où écrire les textes.",
)
@option_jour(
    "--avant",
    help="Échéance demandée ; par défaut quinze jours après la date du classeur maître.",
)
def relances(master: Path, dossier: Path, avant: datetime | None) -> None:
    from plie_xl.master.read import MasterError, read_master
    from plie_xl.reports.reminders import build_relances

    check_present([master])
    try:
        textes = build_relances(read_master(master), jour(avant))
    except MasterError as erreur:
        fail(str(erreur), ILLISIBLE)
    octets = ((f"relance_{fiche}.txt", texte.encode()) for fiche, texte in textes.items())
    nombre = write_all(dossier, octets, len(textes))
    say(f"{pluriel(nombre, 'texte')} dans {dossier}.")
    suite("Relisez chaque texte avant de l’envoyer", "rien ne part tout seul")
