"""The pictures of « Mes pièces », drawn from a demo workbook whose folder has some faults.

`cd tests && python -m pieces.images` draws them again into `docs/images`.
"""

import tempfile
from pathlib import Path

from hote.bureau import to_pdf, to_png
from hote.images import DOSSIER, trim

from pieces.atelier import CLASSEURS, build_dossier, sow_absent, sow_ambigu, sow_faux
from plie_xl.model.settings import Reglages
from plie_xl.pieces.judge import judge_registre
from plie_xl.pieces.pack import fill_pack
from plie_xl.pieces.rows import write_registre

CLASSEUR = next(c for c in CLASSEURS if "technowest" in c.name)
FAUTES = {2: sow_absent, 5: sow_faux, 9: sow_ambigu}  # by place among the references


def draw_images(dossier: Path = DOSSIER) -> None:
    """« Registre », and the first page of the control file."""
    with tempfile.TemporaryDirectory() as brouillon:
        place = Path(brouillon)
        pieces = build_dossier(place / "pieces 2024", CLASSEUR)
        for n, seme in FAUTES.items():
            seme(pieces, pieces.references[n])
        registre = pieces.registre()
        (place / "registre.xlsx").write_bytes(write_registre(registre))
        (place / "pack").mkdir()
        fill_pack(registre, judge_registre(registre), Reglages(), place / "pack")
        pages = to_pdf(place / "registre.xlsx", place / "vues"), place / "pack" / "dossier.pdf"
        for nom, page in zip(("registre", "dossier"), pages, strict=True):
            trim(to_png(page, resolution=90)[0], dossier / f"{nom}.png")


if __name__ == "__main__":
    draw_images()
