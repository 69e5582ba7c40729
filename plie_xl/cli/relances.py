"""`plie-xl relances`: one text per territory, to paste into a mail."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from plie_xl.cli.common import (
    ILLISIBLE,
    check_present,
    fail,
    jour,
    say,
    suite,
    write_all,
)
from plie_xl.model.text import pluriel

MonMaster = Annotated[
    Path, typer.Argument(metavar="MASTER", help="Le classeur écrit par « consolider ».")
]


def relances(
    master: MonMaster,
    dossier: Annotated[
        Path, typer.Option("-o", "--dossier", metavar="DOSSIER", help="Où écrire les textes.")
    ],
    avant: Annotated[
        datetime | None,
        typer.Option(
            "--avant",
            formats=["%Y-%m-%d"],
            metavar="AAAA-MM-JJ",
            help="Échéance demandée ; par défaut quinze jours après la date du classeur maître.",
        ),
    ] = None,
) -> None:
    """Écrit pour chaque territoire ce qu’il lui reste à fournir, prêt à coller dans un courriel."""
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
