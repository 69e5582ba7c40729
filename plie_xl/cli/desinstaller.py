"""`plie-xl desinstaller`: what `installer` did, undone."""

from plie_xl.cli.findings import conclude
from plie_xl.cli.french import commande


@commande
def desinstaller() -> None:
    from plie_xl.excel.setup.install import desinstaller as uninstall

    conclude(uninstall(), "Rouvrez Excel", "il est comme avant l’installation")
