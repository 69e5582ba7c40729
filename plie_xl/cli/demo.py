"""`plie-xl demo`: a fictitious year in eleven workbooks."""

from pathlib import Path
from typing import Annotated

import typer

from plie_xl.cli.common import say, suite, write_all
from plie_xl.model.text import pluriel


def demo(
    dossier: Annotated[
        Path, typer.Argument(metavar="DOSSIER", help="Où écrire les classeurs fictifs.")
    ] = Path("workbooks/2024"),
) -> None:
    """Écrit onze classeurs remplis, entièrement fictifs, pour essayer l’outil."""
    from plie_xl.template.demo import build_demo
    from plie_xl.template.stories import HISTOIRES

    nombre = write_all(dossier, build_demo().items(), len(HISTOIRES))
    say(f"{pluriel(nombre, 'classeur fictif', 'classeurs fictifs')} dans {dossier}.")
    suite(f"plie-xl consolider {dossier} -o AGAPE_2024.xlsx", "pour les réunir")
