"""The pictures of the manager's pages, drawn from what the commands write: never by hand.

`cd tests && python -m hote.gestion` draws them again into `docs/images`.
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from patience import at_most

from hote.bureau import to_pdf, to_png
from hote.images import DOSSIER, RACINE, read_page, trim

RECUS = RACINE / "workbooks" / "2024"
CHOISIR = (
    "const p = document.getElementById('p'); p.value = '1';"
    "for (const e of ['change', 'input']) p.dispatchEvent(new Event(e));"
)
LARGEURS = {"page": (1400, 900), "telephone": (390, 900)}


def draw_images(dossier: Path, recus: Path = RECUS) -> Mapping[str, Path]:
    """Write the pictures in a folder: « Priorités », the page twice, a territory's sheet."""
    from plie_xl.consolidation import consolidate
    from plie_xl.master import write_master
    from plie_xl.master.read import read_master
    from plie_xl.reading.read import read_classeur
    from plie_xl.reports.dashboard import build_fiche, build_tableau

    with tempfile.TemporaryDirectory() as brouillon:
        ici = Path(brouillon)
        master = ici / "AGAPE_2024.xlsx"
        write_master(consolidate(map(read_classeur, sorted(recus.glob("plie_*")))), master)
        lu = read_master(master)
        (ici / "page.html").write_bytes(build_tableau(lu))
        (ici / "fiche.html").write_bytes(build_fiche(lu, "PLIE de Bordeaux"))
        images = {n: dossier / f"{n}.png" for n in ("priorites", *LARGEURS, "territoire")}
        _draw_sheet(to_pdf(master, ici), "Qui aider d’abord", images["priorites"])
        with open_browser() as navigateur:
            _draw_pages(navigateur, ici, images)
            pdf = ici / "fiche.pdf"
            navigateur.get((ici / "fiche.html").as_uri())
            pdf.write_bytes(print_pdf(navigateur))
        trim(to_png(pdf, resolution=90)[0], images["territoire"])
        return images


def _draw_sheet(pdf: Path, titre: str, image: Path) -> None:
    pages = to_png(pdf, resolution=110)
    page = next(p for n, p in enumerate(pages, 1) if read_page(pdf, n).startswith(titre))
    trim(page, image)


def _draw_pages(navigateur: Any, ici: Path, images: Mapping[str, Path]) -> None:
    """The page as it looks on a screen and on a phone, a territory chosen."""
    for nom, (largeur, hauteur) in LARGEURS.items():
        taille = {"width": largeur, "height": hauteur, "deviceScaleFactor": 1, "mobile": False}
        navigateur.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", taille)
        navigateur.get((ici / "page.html").as_uri())
        navigateur.execute_script(CHOISIR)
        brute = ici / f"{nom}.png"
        navigateur.save_screenshot(str(brute))
        trim(brute, images[nom])
    navigateur.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def print_pdf(navigateur: Any) -> bytes:
    import base64

    pdf = navigateur.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    return base64.b64decode(pdf["data"])


@contextmanager
def open_browser() -> Iterator[Any]:
    """A headless Chromium, or the running test is skipped with a clear word."""
    selenium = pytest.importorskip("selenium.webdriver", reason="selenium n’est pas installé")
    pilote, chromium = shutil.which("chromedriver"), shutil.which("chromium")
    if not (pilote and chromium):
        pytest.skip("Chromium n’est pas installé")
    options = selenium.ChromeOptions()
    options.binary_location = chromium
    for option in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(option)
    with selenium.Chrome(options, selenium.ChromeService(pilote), keep_alive=False) as navigateur:
        navigateur.command_executor.client_config.timeout = at_most(300)
        yield navigateur


if __name__ == "__main__":
    draw_images(DOSSIER)
