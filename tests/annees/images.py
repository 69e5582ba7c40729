"""The pictures of « Une nouvelle année » and « Le programme », drawn by LibreOffice.

`cd tests && python -m annees.images` draws them again into `docs/images`.
"""

import os
import tempfile
from datetime import date
from pathlib import Path

from click.testing import CliRunner
from hote.bureau import to_pdf, to_png
from hote.images import DOSSIER, read_page, trim
from openpyxl import load_workbook

from annees.fusionnees import FICHES, move, vallee
from plie_xl.cli.annee_suivante import annee_suivante
from plie_xl.cli.consolider import consolider
from plie_xl.cli.demo import demo
from plie_xl.cli.programme import programme
from plie_xl.excel.agape import build_agape

RECUS = Path(__file__).parents[2] / "workbooks" / "2024"
IMAGES = {  # picture → workbook, and how the title of its sheet begins
    "programme": ("P.xlsx", "Le programme"),
    "succession": ("AGAPE_2025.xlsx", "Succession"),
    "a_reprendre": ("2025/plie_vallee_2025.xlsm", "À reprendre"),
    "nouvelle_annee": ("AGAPE.xlsx", "Une nouvelle année"),
}

AVENANT = {
    "annee_a_preparer": 2025,
    "avenant_fiche": "agenais",
    "avenant_cible": "Comités de pilotage du PLIE",
    "avenant_le": date(2025, 7, 1),
    "avenant_nombre": "3",
    "avenant_motif": "Avenant du 12 juin 2025",
}


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


def _make(place: Path) -> None:
    """Fiches of 2025, both years' workbooks and masters, the programme."""
    fiches = place / "fiches" / "2025"
    fiches.mkdir(parents=True)
    textes = {nom: move(nom) for nom in FICHES if nom not in ("graves", "sources")}
    for nom, texte in {**textes, "vallee": vallee()}.items():
        (fiches / f"{nom}.toml").write_text(texte, "utf-8")
    os.environ["PLIE_XL_FICHES"] = str(place / "fiches")
    _fill_agape(place / "AGAPE.xlsx")
    masters = [place / f"AGAPE_{annee}.xlsx" for annee in (2024, 2025)]
    lancer = CliRunner().invoke
    lancer(demo, [str(place / "r25"), "--annee", "2025"])
    for recus, master in zip((RECUS, place / "r25"), masters, strict=True):
        lancer(consolider, [str(recus), "-o", str(master)])
    lancer(annee_suivante, [str(RECUS), "--annee", "2025", "-o", str(place / "2025")])
    lancer(programme, [*map(str, masters), "-o", str(place / "P.xlsx")])


def _fill_agape(chemin: Path) -> None:
    """AGAPE's workbook, an avenant typed."""
    chemin.write_bytes(build_agape(boutons=True))
    classeur = load_workbook(chemin)
    for nom, valeur in AVENANT.items():
        classeur["Nouvelle année"][
            classeur.defined_names[nom].value.rpartition("!")[2].replace("$", "")
        ] = valeur
    classeur.save(chemin)


if __name__ == "__main__":
    draw_images()
