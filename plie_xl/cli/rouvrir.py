"""`plie-xl rouvrir`: a closed year is open again, and says why."""

from datetime import date
from pathlib import Path

import click
from click.exceptions import Exit

from plie_xl.cli.common import (
    RIEN,
    USAGE,
    argument,
    check_local,
    fail,
    option_jour,
    refusing,
    suite,
)
from plie_xl.cli.french import commande
from plie_xl.cli.screen import say


@commande
@argument("dossier", type=Path, metavar="ARRETE", help="Le dossier écrit par « plie-xl arreter ».")
@click.option("--motif", required=True, metavar="PHRASE", help="Pourquoi l’année est rouverte.")
@option_jour("--le", help="Le jour de la réouverture ; par défaut aujourd’hui.")
@click.option("--essai", is_flag=True, help="Dire ce qui serait fait, n’écrire rien.")
def rouvrir(dossier: Path, motif: str, le: date | None, essai: bool) -> None:
    from plie_xl.control.frozen import ArreteError, read_arrete
    from plie_xl.reports.freeze import reopen

    check_local(dossier)
    if not motif.strip():
        fail("le motif est vide : dites pourquoi l’année est rouverte", USAGE)
    try:
        with refusing():
            if essai:
                arrete = read_arrete(dossier)
            else:
                arrete = reopen(dossier, motif.strip(), le or date.today())
    except ArreteError as erreur:
        fail(str(erreur), USAGE)
    fait = "serait rouverte" if essai else "est rouverte"
    say(f"L’année {arrete.annee} {fait} ; la version {arrete.derniere.numero} est gardée entière.")
    suite("Réunissez ce qui a changé", "puis « plie-xl arreter » fait la version suivante")
    raise Exit(RIEN)
