"""A normal user, a screen, and LibreOffice with the toolbar: once for the room."""

import pytest
from hote.bureau import start_screen

from quatre_portes.quelqu_un import quelqu_un


@pytest.fixture(scope="package")
def personne():
    with quelqu_un() as personne:
        yield personne


@pytest.fixture(scope="package")
def ecran():
    with start_screen() as ecran:
        yield ecran


@pytest.fixture(scope="package")
def bureau(personne, ecran):
    """LibreOffice with the toolbar, which the command put there; the command takes it out."""
    rendu = personne.plie_xl("installer", "--libreoffice")
    assert rendu.returncode == 0, rendu.stdout + rendu.stderr
    with personne.desktop(ecran) as bureau:
        yield bureau
        bureau.terminate()
    rendu = personne.plie_xl("desinstaller", "--libreoffice")
    assert rendu.returncode == 0, rendu.stdout + rendu.stderr
    assert "Absente" in personne.plie_xl("diagnostic").stdout
