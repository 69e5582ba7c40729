"""What the commands of the pieces and of the fiches cost: per file, per page, per document."""

from io import BytesIO
from pathlib import Path

import pypdf
from reportlab.pdfgen import canvas

from benchmarks.classeurs import draw_suivi
from benchmarks.mesure import Mesure, time_command
from plie_xl.checks.count import count
from plie_xl.model.collection import load_fiches
from plie_xl.pieces.references import list_references
from plie_xl.reading.read import read_classeur
from plie_xl.template import build_template

_TEXTES = Path(__file__).parent.parent / "tests" / "document" / "textes"
_PIECES = 1_000


def measure_metiers(dossier: Path) -> list[tuple[str, int, Mesure]]:
    """What is measured, how many units it deals with, and the whole process."""
    classeur, pieces = write_pieces(dossier / "metiers", _PIECES)
    lieux = str(classeur), str(pieces)
    registre = time_command("-m", "plie_xl", "pieces", *lieux, fois=3)
    liasse = dossier / "liasse"
    relie = time_command("-m", "plie_xl", "dossier", *lieux, "-o", str(liasse), fois=1)
    pages = sum(len(pypdf.PdfReader(pdf).pages) for pdf in liasse.glob("*.pdf"))
    documents = sorted(map(str, _TEXTES.glob("*.txt")))
    lus = time_command("-m", "plie_xl", "lire-fiche", "--json", *documents, fois=3)
    return [
        ("`pieces`, par fichier", _PIECES, registre),
        ("`dossier`, par page", pages, relie),
        ("`lire-fiche`, par document", len(documents), lus),
    ]


def write_pieces(dossier: Path, combien: int) -> tuple[Path, Path]:
    """A workbook and a folder of so many files of one page, one per piece that it cites."""
    fiche = next(iter(load_fiches(2024).values()))
    dossier.mkdir(parents=True, exist_ok=True)
    classeur = dossier / "classeur.xlsx"
    classeur.write_bytes(build_template(fiche, {"suivi": list(draw_suivi(fiche, combien))}))
    lecture = read_classeur(classeur)
    noms = dict.fromkeys(r.nom for r in list_references(count(lecture), lecture))
    racine = dossier / "pieces"
    for nom in [*noms][:combien]:
        chemin = racine / nom
        chemin.parent.mkdir(parents=True, exist_ok=True)
        chemin.write_bytes(_draw_page(nom))
    return classeur, racine


def _draw_page(texte: str) -> bytes:
    octets = BytesIO()
    page = canvas.Canvas(octets, invariant=1)
    page.drawString(50, 800, texte)
    page.save()
    return octets.getvalue()
