"""The table that `installer`, `desinstaller` and `diagnostic` end with."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from click.exceptions import Exit

from plie_xl.cli.common import ANOMALIES, RIEN, suite
from plie_xl.model.text import typographie, visible

if TYPE_CHECKING:
    from plie_xl.model.finding import Ligne

ETATS = {"ok": "en place", "a_faire": "à faire", "sans_objet": "sans objet"}


def conclude(lignes: Iterable["Ligne"], geste: str, pourquoi: str) -> None:
    """Show the table; exit code 1 when something is left to do."""
    lignes = list(lignes)
    _show(lignes)
    etats = {ligne.etat for ligne in lignes}
    if etats == {"ok"}:
        suite(geste, pourquoi)
    raise Exit(ANOMALIES if "a_faire" in etats else RIEN)


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
        table.add_row(*(Text(typographie(visible(mot)), overflow="fold") for mot in mots))
    console.print(table)
