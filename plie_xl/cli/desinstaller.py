"""`plie-xl desinstaller`: what `installer` did, undone."""

import click

from plie_xl.cli.findings import conclude
from plie_xl.cli.french import commande


@commande
@click.option("--libreoffice", is_flag=True, help="La barre et le menu « PLIE » de LibreOffice.")
def desinstaller(libreoffice: bool) -> None:
    if libreoffice:
        from plie_xl.host.install import uninstall as remove

        conclude(remove(), "Rouvrez LibreOffice", "la barre « PLIE » n’y est plus")
        return
    from plie_xl.excel.setup.install import uninstall

    conclude(uninstall(), "Rouvrez Excel", "il est comme avant l’installation")
