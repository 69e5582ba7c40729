"""`plie-xl installer`: what Excel needs to reach our Python."""

from plie_xl.cli.findings import conclude
from plie_xl.cli.french import commande


@commande
def installer() -> None:
    from plie_xl.excel.setup.install import installer as install

    conclude(install(), "Ouvrez Excel", "l’onglet « PLIE » y est")
