"""The pictures of « Une nouvelle année » and « Le programme », drawn by LibreOffice.

`cd tests && python -m annees.images` draws them again into `docs/images`.
"""

import os
import tempfile
import time
from pathlib import Path

from click.testing import CliRunner
from hote.bureau import start_screen, to_pdf, to_png, write_profile
from hote.clic import capture, enlarge
from hote.images import DOSSIER, read_page, trim
from hote.pont import live_desktop, open_document

from annees.fusionnees import FICHES, move, vallee
from plie_xl.cli.annee_suivante import annee_suivante
from plie_xl.cli.consolider import consolider
from plie_xl.cli.demo import demo
from plie_xl.cli.programme import programme
from plie_xl.excel.deliver import build_modeles

RECUS = Path(__file__).parents[2] / "workbooks" / "2024"
IMAGES = {  # picture → workbook, and how the title of its sheet begins
    "programme": ("P.xlsx", "Le programme"),
    "succession": ("AGAPE_2025.xlsx", "Succession"),
    "a_reprendre": ("2025/plie_vallee_2025.xlsm", "À reprendre"),
}

AVENANT = {
    "annee_a_preparer": "2025",
    "avenant_fiche": "agenais",
    "avenant_cible": "Comités de pilotage du PLIE",
    "avenant_le": "01/07/2025",
    "avenant_nombre": "3",
    "avenant_motif": "Avenant du 12 juin 2025",
}

ECRAN = (1400, 900)


def draw_images(dossier: Path = DOSSIER) -> None:
    """« Années », « Succession », « À reprendre » and « Nouvelle année », Graves and Sources having merged in 2025."""
    with tempfile.TemporaryDirectory() as brouillon:
        place = Path(brouillon)
        _make(place)
        for nom, (fichier, titre) in IMAGES.items():
            pdf = to_pdf(place / fichier, place / nom)
            pages = to_png(pdf, resolution=90)
            rang = next(n for n in range(len(pages)) if read_page(pdf, n + 1).startswith(titre))
            trim(pages[rang], dossier / f"{nom}.png")
        _draw_nouvelle_annee(place, dossier / "nouvelle_annee.png")


def _make(place: Path) -> None:
    """Fiches of 2025, both years' workbooks and masters, the programme."""
    fiches = place / "fiches" / "2025"
    fiches.mkdir(parents=True)
    textes = {nom: move(nom) for nom in FICHES if nom not in ("graves", "sources")}
    for nom, texte in {**textes, "vallee": vallee()}.items():
        (fiches / f"{nom}.toml").write_text(texte, "utf-8")
    os.environ["PLIE_XL_FICHES"] = str(place / "fiches")
    masters = [place / f"AGAPE_{annee}.xlsx" for annee in (2024, 2025)]
    lancer = CliRunner().invoke
    lancer(demo, [str(place / "r25"), "--annee", "2025"])
    for recus, master in zip((RECUS, place / "r25"), masters, strict=True):
        lancer(consolider, [str(recus), "-o", str(master)])
    lancer(annee_suivante, [str(RECUS), "--annee", "2025", "-o", str(place / "2025")])
    lancer(programme, [*map(str, masters), "-o", str(place / "P.xlsx")])


def _draw_nouvelle_annee(place: Path, image: Path) -> None:
    """The sheet as AGAPE sees it on a screen, its buttons above: on paper they are not drawn."""
    profil = write_profile(place / "profil")
    with start_screen(*ECRAN) as ecran, live_desktop(profil, ecran) as bureau:
        [octets] = [build for nom, build in build_modeles({}) if nom == "AGAPE.xlsm"]
        (place / "AGAPE.xlsm").write_bytes(octets)
        document = open_document(bureau, place / "AGAPE.xlsm", cache=False)
        feuille = document.Sheets.getByName("Nouvelle année")
        document.CurrentController.setActiveSheet(feuille)
        for nom, valeur in AVENANT.items():
            case = document.NamedRanges.getByName(nom).ReferredCells.getCellByPosition(0, 0)
            case.FormulaLocal = valeur
        enlarge(document, *ECRAN)
        time.sleep(3)  # until all is drawn
        trim(capture(ecran, place / "ecran.png"), image)
        document.close(True)


if __name__ == "__main__":
    draw_images()
