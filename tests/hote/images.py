"""The pictures of the guide, drawn from real workbooks by LibreOffice: never by hand.

`cd tests && python -m hote.images` draws them again into `docs/images`.
"""

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from hote.bureau import find_program, to_pdf, to_png

RACINE = Path(__file__).parents[2]
DOSSIER = RACINE / "docs" / "images"
CLASSEUR = RACINE / "workbooks" / "2024" / "plie_technowest_2024.xlsx"
TITRES = {  # name of the picture → what the first page of its sheet says at the top
    "mode-emploi": "Suivi 2024 du PLIE",
    "fiche": "Fiche opération",
    "cibles": "Cibles de la fiche",
    "suivi": "Suivi des réunions",
    "atteinte": "Atteinte des cibles",
}


def draw_images(dossier: Path, classeur: Path = CLASSEUR) -> Mapping[str, Path]:
    """Write the picture of each page of `TITRES` in a folder; the files by name."""
    with tempfile.TemporaryDirectory() as brouillon:
        pdf = to_pdf(classeur, Path(brouillon))
        pages = to_png(pdf, resolution=110)
        textes = [read_page(pdf, n) for n in range(1, len(pages) + 1)]
        images = {}
        for nom, titre in TITRES.items():
            page = next(
                p for p, texte in zip(pages, textes, strict=True) if texte.startswith(titre)
            )
            images[nom] = dossier / f"{nom}.png"
            trim(page, images[nom])
    return images


def draw_premiere(classeur: Path, image: Path) -> None:
    """Write the picture of the first page of a workbook."""
    with tempfile.TemporaryDirectory() as brouillon:
        trim(to_png(to_pdf(classeur, Path(brouillon)), resolution=110)[0], image)


def read_page(pdf: Path, page: int) -> str:
    programme = find_program("pdftotext", "poppler-utils")
    commande = [programme, "-f", str(page), "-l", str(page), "-layout", str(pdf), "-"]
    rendu = subprocess.run(commande, check=True, capture_output=True)
    return " ".join(rendu.stdout.decode("utf-8").split())


def trim(page: Path, image: Path) -> None:
    """Cut the white margins, keep few colours: a page of some tens of kilobytes."""
    image.parent.mkdir(parents=True, exist_ok=True)
    programme = find_program("convert", "imagemagick")
    soin = ["-trim", "-bordercolor", "white", "-border", "12", "-colors", "64", "-strip"]
    subprocess.run([programme, str(page), *soin, str(image)], check=True)


if __name__ == "__main__":
    draw_images(DOSSIER)
