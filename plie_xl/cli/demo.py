"""`plie-xl demo`: a fictitious year in eleven workbooks."""

from pathlib import Path

from plie_xl.cli.common import (
    argument,
    check_dossiers,
    choose_fiches,
    option_annee,
    suite,
)
from plie_xl.cli.french import commande
from plie_xl.cli.screen import say
from plie_xl.cli.writing import write_ours
from plie_xl.model.text import pluriel


@commande
@argument(
    "dossier",
    type=Path,
    default=Path("demo"),
    metavar="DOSSIER",
    help="Où écrire les classeurs fictifs.",
)
@option_annee
def demo(dossier: Path, annee: int | None) -> None:
    from plie_xl.template.demo import build_demo

    check_dossiers(dossier)
    fiches = choose_fiches(annee)
    (choisie,) = {f.annee for f in fiches.values()}
    nombre = write_ours(dossier, build_demo(fiches))
    say(f"{pluriel(nombre, 'classeur fictif', 'classeurs fictifs')} dans {dossier}.")
    suite(f"plie-xl consolider {dossier} -o AGAPE_{choisie}.xlsx", "pour les réunir")
