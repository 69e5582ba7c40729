"""`plie-xl installer`, `desinstaller`, `diagnostic`: what Excel needs to reach our Python."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plie_xl.cli.common import ANOMALIES, RIEN, suite

if TYPE_CHECKING:
    from plie_xl.excel.setup.line import Ligne

ETATS = {"ok": "en place", "a_faire": "à faire", "sans_objet": "sans objet"}


def installer() -> None:
    """Met en place dans Excel l’onglet « PLIE » et ce que les boutons appellent."""
    from plie_xl.excel.setup.install import installer as install

    _conclude(install(), "Ouvrez Excel", "l’onglet « PLIE » y est")


def desinstaller() -> None:
    """Retire d’Excel ce que « plie-xl installer » y a mis, et rend ce qu’il y avait avant."""
    from plie_xl.excel.setup.install import desinstaller as uninstall

    _conclude(uninstall(), "Rouvrez Excel", "il est comme avant l’installation")


def diagnostic(
    fichier: Annotated[
        Path | None,
        typer.Argument(metavar="[FICHIER]", help="Un classeur dont les boutons ne répondent pas."),
    ] = None,
) -> None:
    """Dit ce qui est en place pour les boutons, et le remède de chaque manque."""
    from plie_xl.excel.setup.diagnose import diagnostic as examine

    _conclude(examine(fichier), "Cliquez sur « Valider » dans un classeur", "tout est en place")


def _conclude(lignes: Iterable["Ligne"], geste: str, pourquoi: str) -> None:
    """Show the table; exit code 1 when something is left to do."""
    lignes = list(lignes)
    _show(lignes)
    etats = {ligne.etat for ligne in lignes}
    if etats == {"ok"}:
        suite(geste, pourquoi)
    raise typer.Exit(ANOMALIES if "a_faire" in etats else RIEN)


def _show(lignes: Iterable["Ligne"]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    table = Table(
        "Quoi", "État", "Constat", "Remède", box=None, pad_edge=False, header_style="bold"
    )
    for ligne in lignes:
        mots = (ligne.sujet, ETATS[ligne.etat], ligne.constat, ligne.remede)
        table.add_row(*(Text(mot, overflow="fold") for mot in mots))
    console.print(table)
