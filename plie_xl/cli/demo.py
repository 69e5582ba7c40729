"""`plie-xl demo`: a fictitious year in eleven workbooks."""

from pathlib import Path

from plie_xl.cli.common import argument, check_dossiers, suite, write_ours
from plie_xl.cli.french import commande
from plie_xl.cli.screen import say
from plie_xl.model.text import pluriel


@commande
@argument(
    "dossier",
    type=Path,
    default=Path("demo"),
    metavar="DOSSIER",
    help="Où écrire les classeurs fictifs.",
)
def demo(dossier: Path) -> None:
    from plie_xl.template.demo import build_demo

    check_dossiers(dossier)
    nombre = write_ours(dossier, build_demo())
    say(f"{pluriel(nombre, 'classeur fictif', 'classeurs fictifs')} dans {dossier}.")
    suite(f"plie-xl consolider {dossier} -o AGAPE_2024.xlsx", "pour les réunir")
