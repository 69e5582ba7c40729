"""The pictures of « Le contrôle », drawn by LibreOffice from the three territories of the tests.

`cd tests && python -m controle.images` draws them again into `docs/images`.
"""

import tempfile
from pathlib import Path

from hote.bureau import to_pdf, to_png
from hote.images import DOSSIER, trim

from controle.atelier import consolider, ecrire, remplir, tirer
from controle.test_verdicts import DECISIONS
from plie_xl.control.received import read_controles
from plie_xl.model.settings import Reglages
from plie_xl.reports.letters import build_lettres

LETTRE = "lettre_sud-perigord_2024.docx"


def draw_images(dossier: Path = DOSSIER) -> None:
    """« Verdicts » filled, one letter, « Contrôle » of the master."""
    with tempfile.TemporaryDirectory() as brouillon:
        place = Path(brouillon)
        recus = ecrire(place / "recus")
        consolider(recus, place / "AGAPE_2024.xlsx")
        controle = remplir(tirer(place / "AGAPE_2024.xlsx", place / "controle.xlsx"), DECISIONS)
        [lu] = read_controles([(controle.name, controle)])
        lettre = place / LETTRE
        lettre.write_bytes(build_lettres(lu, Reglages()).fichiers[LETTRE])
        for nom, source in (("verdicts", controle), ("lettre", lettre)):
            trim(to_png(to_pdf(source, place / nom), resolution=110)[0], dossier / f"{nom}.png")


if __name__ == "__main__":
    draw_images()
