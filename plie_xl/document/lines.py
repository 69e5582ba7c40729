"""A document → numbered lines with their page. Third parties parse in a child with limits."""

from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from plie_xl.model.errors import PlieError
from plie_xl.reading.workers import LecteurMortError, WorkerPool

PAGES = 120  # a fiche holds some ten pages; an entire call for projects, a hundred
TAILLE = 50_000_000
AUTRES = (".doc", ".odt", ".rtf", ".jpg", ".jpeg", ".png", ".heic", ".tif", ".tiff")
Textes = list[tuple[int, str, bool]]  # page, text, whether the order of its words is sure


class DocumentError(PlieError):
    """A document cannot be read: one French sentence."""


@dataclass(frozen=True)
class Ligne:
    numero: int
    page: int
    texte: str
    sure: bool = True  # of the order of its words: False outside a table of a PDF


def read_lignes(chemin: Path) -> tuple[Ligne, ...]:
    """The lines of a document of any format that has text.

    Raises
    ------
    DocumentError
        One French sentence: what the file is, and what to do.
    """
    nom, genre = chemin.name, chemin.suffix.lower()
    if genre in AUTRES:
        raise DocumentError(f"« {nom} » : enregistrez-le en .docx ou en .pdf")
    octets = chemin.read_bytes() if chemin.stat().st_size <= TAILLE else b""
    if not octets:
        raise DocumentError(f"« {nom} » : fichier vide ou trop gros")
    recu = genre in (".docx", ".pdf")
    textes = _read_in_child(chemin) if recu else _read_texte(octets)
    lignes = tuple(
        Ligne(n, page, normalize("NFC", t).rstrip(), s) for n, (page, t, s) in enumerate(textes, 1)
    )
    if not any(ligne.texte.strip() for ligne in lignes):
        raise DocumentError(
            f"« {nom} » : ce PDF n’a pas de texte (FIC-01) : faites-le reconnaître (OCR), "
            "ou saisissez la fiche"
        )
    return lignes


def _read_texte(octets: bytes) -> Textes:
    try:
        texte = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        texte = octets.decode("cp1252", errors="replace")
    pages = texte.replace("\r\n", "\n").split("\f")
    return [(n, ligne, True) for n, page in enumerate(pages, 1) for ligne in page.split("\n")]


def _read_in_child(chemin: Path) -> Textes:
    with WorkerPool(1) as enfants:
        try:
            textes: Textes = enfants.submit(parse_document, str(chemin)).result()
        except LecteurMortError as erreur:
            raise DocumentError(
                f"« {chemin.name} » : lecture trop longue ou trop lourde"
            ) from erreur
        except Exception as erreur:  # whatever a parser says of a hostile file
            raise DocumentError(
                f"« {chemin.name} » : fichier illisible, protégé ou trop long"
            ) from erreur
    return textes


def parse_document(chemin: str) -> Textes:
    """In the child: the only place where a received .docx or .pdf is opened."""
    if chemin.lower().endswith(".docx"):
        from plie_xl.reading.guard.archive import open_archive
        from plie_xl.word.read import list_textes

        if open_archive(Path(chemin).read_bytes()) is None:
            raise ValueError("not a sound archive")
        return [(1, texte, True) for texte in list_textes(chemin)]
    return _parse_pdf(chemin)


def _parse_pdf(chemin: str) -> Textes:
    import pdfplumber

    textes: Textes = []
    with pdfplumber.open(chemin) as pdf:
        if len(pdf.pages) > PAGES:
            raise ValueError("too many pages")
        for numero, page in enumerate(pdf.pages, 1):
            textes += [(numero, texte, sure) for texte, sure in _list_page(page)]
            page.close()
    return textes


def _list_page(page: object) -> list[tuple[str, bool]]:
    """Text and tables from top to bottom, each cell by itself so that columns never interleave."""
    from typing import Any, cast

    p = cast(Any, page)
    haut, morceaux = p.bbox[1], list[tuple[Any, bool]]()
    for tableau in sorted(p.find_tables(), key=lambda t: t.bbox[1]):
        if tableau.bbox[1] > haut:
            morceaux.append((p.crop((p.bbox[0], haut, p.bbox[2], tableau.bbox[1])), False))
        cellules = [c for rangee in tableau.rows for c in rangee.cells if c]
        morceaux += [(p.crop(c, strict=False), True) for c in cellules]
        haut = max(haut, tableau.bbox[3])
    if haut < p.bbox[3]:
        morceaux.append((p.crop((p.bbox[0], haut, p.bbox[2], p.bbox[3])), False))
    return [(t, sure) for m, sure in morceaux for t in [*(m.extract_text() or "").split("\n"), ""]]
