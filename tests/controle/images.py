"""The pictures of « Le contrôle », drawn by LibreOffice from the three territories of the tests.

`cd tests && python -m controle.images` draws them again into `docs/images`.
"""

import tempfile
from datetime import date
from functools import partial
from pathlib import Path

from hote.bureau import to_pdf, to_png
from hote.images import DOSSIER, read_page, trim

from controle.atelier import Lignes, consolider, ecrire, lire, remplir, tirer
from controle.test_verdicts import DECISIONS
from plie_xl.control.received import read_controles
from plie_xl.files.inbox import list_depot
from plie_xl.model.settings import Controle, Reglages
from plie_xl.reports.freeze import Demande, close_year
from plie_xl.reports.held import hold
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
        pages = to_png(to_pdf(_change(place, recus), place / "arretes"), resolution=110)
        pdf = next((place / "arretes").glob("*.pdf"))
        titres = [read_page(pdf, n) for n in range(1, len(pages) + 1)]
        rang = next(n for n, titre in enumerate(titres) if titre.startswith("Arrêtés"))
        trim(pages[rang], dossier / "arretes.png")


def _change(place: Path, recus: Path) -> Path:
    """A master that shows a closed year, and two changes since."""
    demande = Demande(list_depot([recus]), lire, date(2025, 3, 1), par="K. L.")
    close_year(demande, place / "ARRETE_2024")

    def change(lignes: Lignes) -> None:
        lignes[0]["date"] = date(2024, 2, 14)
        del lignes[1]

    change_recus = ecrire(place / "changes", technowest=change)
    sortie = place / "maitre.xlsx"
    complete = partial(hold, dossier=place / "ARRETE_2024", read=lire, reglages=Controle())
    consolider(change_recus, sortie, complete=complete)
    return sortie


if __name__ == "__main__":
    draw_images()
