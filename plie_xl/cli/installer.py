"""`plie-xl installer`: what Excel, or LibreOffice, needs to reach our Python."""

import click

from plie_xl.cli.findings import conclude
from plie_xl.cli.french import commande


@commande
@click.option("--libreoffice", is_flag=True, help="La barre et le menu « PLIE » de LibreOffice.")
def installer(libreoffice: bool) -> None:
    if libreoffice:
        from plie_xl.host.install import install as add

        conclude(add(), "Ouvrez un classeur dans LibreOffice", "la barre « PLIE » y est")
        return
    from plie_xl.excel.setup.install import install

    conclude(install(), "Ouvrez Excel", "l’onglet « PLIE » y est")
