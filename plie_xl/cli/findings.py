"""The table that `installer`, `desinstaller` and `diagnostic` end with."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from click.exceptions import Exit

from plie_xl.cli.common import ANOMALIES, RIEN, suite
from plie_xl.model.text import typographie, visible

if TYPE_CHECKING:
    from plie_xl.model.finding import Ligne

# rich ends a line at any blank: those that do not break are letters for it, then themselves again.
_LETTRES = {0xA0: 0xE0A0, 0x202F: 0xE02F}
_BLANCS = {lettre: blanc for blanc, lettre in _LETTRES.items()}
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
        table.add_row(*(Text(_lettres(mot), overflow="fold") for mot in mots))
    with console.capture() as rendu:
        console.print(table)
    console.file.write(rendu.get().translate(_BLANCS))


def _lettres(mot: str) -> str:
    return typographie(visible(mot)).translate(_LETTRES)
