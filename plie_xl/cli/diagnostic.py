"""`plie-xl diagnostic`: why the buttons do not answer."""

from pathlib import Path

from plie_xl.cli.common import argument, check_present
from plie_xl.cli.findings import conclude
from plie_xl.cli.french import commande


@commande
@argument(
    "fichier",
    type=Path,
    required=False,
    metavar="[FICHIER]",
    help="Un classeur dont les boutons ne répondent pas.",
)
def diagnostic(fichier: Path | None) -> None:
    from plie_xl.excel.setup.diagnose import diagnostic as examine
    from plie_xl.host.install import diagnostic as examine_libreoffice

    check_present([fichier] if fichier is not None else [])
    lignes = [*examine(fichier), *examine_libreoffice()]
    conclude(lignes, "Cliquez sur « Valider » dans un classeur", "tout est en place")
