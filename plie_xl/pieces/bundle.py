"""One PDF of all the evidence: in a child with limits, since the files come from outside.

Pages alone are taken: no outline, script, attachment, form or note of theirs. What cannot be
merged has a page that names it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

PAGE_DE_GARDE, INDEX, MANQUES = "Page de garde", "Index des pièces", "Manquantes et à vérifier"
_A4 = (595.28, 841.89)
_MARGE, _PAS, _COLONNES = 50, 13, 104
_IMAGES = ("jpg", "jpeg", "png", "tif", "tiff")
_AGISSANTS = ("/Annots", "/AA", "/Metadata", "/PieceInfo")  # what a page bears beside its content
_PIXELS = 40_000_000
_COTE = 2_000  # pixels, the longer side of a photo once on its page


@dataclass(frozen=True, slots=True)
class Feuillet:
    """One piece to merge: its bookmark, its target, its file, and what a page says without it."""

    numero: int
    signet: str
    cible: str
    chemin: str
    extension: str
    renvoi: tuple[str, ...]
    trop_gros: bool = False


def build_bundle(
    sortie: str,
    garde: Sequence[str],
    index: Sequence[str],
    manques: Sequence[str],
    feuillets: Sequence[Feuillet],
) -> list[int]:
    """Write the PDF; the numbers of the pieces that a page only names. Called in a child."""
    from pypdf import PdfReader, PdfWriter

    ecrit = PdfWriter()
    for titre, lignes in ((PAGE_DE_GARDE, garde), (INDEX, index), (MANQUES, manques)):
        _add(ecrit, PdfReader(BytesIO(_draw_texte(titre, lignes))), titre)
    renvoyes: list[int] = []
    cible, parent = "", None
    for feuillet in feuillets:
        if feuillet.cible != cible:
            cible = feuillet.cible
            parent = _add(ecrit, PdfReader(BytesIO(_draw_texte(cible, ()))), cible)
        prete = _prepare(feuillet)
        if prete is None:
            renvoyes.append(feuillet.numero)
            texte = _draw_texte(f"Pièce n° {feuillet.numero:03}", feuillet.renvoi)
            prete = PdfReader(BytesIO(texte))
        debut = len(ecrit.pages)
        for page in prete.pages:
            ecrit.add_page(page)
        ecrit.add_outline_item(title=feuillet.signet, page_number=debut, parent=parent)
    ecrit.metadata = {"/Producer": "plie_xl", "/Title": "Dossier de contrôle"}
    with Path(sortie).open("xb") as fichier:
        ecrit.write(fichier)
    return renvoyes


def _add(ecrit: Any, lu: Any, titre: str) -> Any:
    debut = len(ecrit.pages)
    for page in lu.pages:
        ecrit.add_page(page)
    return ecrit.add_outline_item(title=titre, page_number=debut)


def _prepare(feuillet: Feuillet) -> Any | None:
    """The pages of a piece alone, upright and stamped; None when it has to be named instead."""
    from pypdf import PdfReader, PdfWriter

    if feuillet.trop_gros or feuillet.extension not in ("pdf", *_IMAGES):
        return None
    try:
        image = feuillet.extension in _IMAGES
        lu = PdfReader(BytesIO(_draw_images(feuillet.chemin)) if image else feuillet.chemin)
        seul = PdfWriter()
        for page in lu.pages:
            for cle in _AGISSANTS:
                page.pop(cle, None)
            neuve = seul.add_page(page)
            neuve.transfer_rotation_to_content()
            _stamp(neuve, feuillet.numero)
        octets = BytesIO()
        seul.write(octets)
        return PdfReader(octets) if len(seul.pages) else None
    except MemoryError:
        raise
    except Exception:  # what a browser opens, this library may not
        return None


def _stamp(page: Any, numero: int) -> None:
    """The number of the piece in the margin of a page."""
    from pypdf import PdfReader
    from reportlab.pdfgen.canvas import Canvas

    _, _, droite, haut = map(float, page.mediabox)
    octets = BytesIO()
    dessin = Canvas(octets, (max(droite, 1), max(haut, 1)), invariant=1)
    dessin.setFont("Helvetica-Bold", 9)
    dessin.drawRightString(droite - 14, haut - 18, _latin(f"Pièce n° {numero:03}"))
    dessin.showPage()
    dessin.save()
    page.merge_page(PdfReader(octets).pages[0])


def _draw_texte(titre: str, lignes: Sequence[str]) -> bytes:
    from textwrap import wrap

    from reportlab.pdfgen.canvas import Canvas

    octets = BytesIO()
    dessin = Canvas(octets, _A4, invariant=1)
    haut = _A4[1] - _MARGE
    dessin.setFont("Helvetica-Bold", 15)
    for morceau in wrap(_latin(titre), 60):
        dessin.drawString(_MARGE, haut, morceau)
        haut -= 20
    haut -= 12
    dessin.setFont("Helvetica", 9.5)
    for morceau in (m for ligne in lignes for m in wrap(_latin(ligne), _COLONNES) or [""]):
        if haut < _MARGE:
            dessin.showPage()
            dessin.setFont("Helvetica", 9.5)
            haut = _A4[1] - _MARGE
        dessin.drawString(_MARGE, haut, morceau)
        haut -= _PAS
    dessin.showPage()
    dessin.save()
    return octets.getvalue()


def _draw_images(chemin: str) -> bytes:
    """Each picture on a page of its own, upright, within the margins."""
    from PIL import Image, ImageOps, ImageSequence
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    Image.MAX_IMAGE_PIXELS = _PIXELS
    octets = BytesIO()
    dessin = Canvas(octets, _A4, invariant=1)
    with Image.open(chemin, formats=("JPEG", "MPO", "PNG", "TIFF")) as image:
        multiple = image.format == "TIFF"
        for vue in ImageSequence.Iterator(image) if multiple else (image,):
            droite = ImageOps.exif_transpose(vue).convert("RGB")
            droite.thumbnail((_COTE, _COTE))
            place = _A4[0] - 2 * _MARGE, _A4[1] - 2 * _MARGE
            echelle = min(place[0] / droite.width, place[1] / droite.height)
            taille = droite.width * echelle, droite.height * echelle
            dessin.drawImage(ImageReader(droite), _MARGE, _A4[1] - _MARGE - taille[1], *taille)
            dessin.showPage()
    dessin.save()
    return octets.getvalue()


def _latin(texte: str) -> str:
    """The text in the signs that the plain fonts of a PDF know."""
    plain = texte.replace("\u202f", "\u00a0").replace("→", "->")
    return plain.encode("cp1252", "replace").decode("cp1252")
