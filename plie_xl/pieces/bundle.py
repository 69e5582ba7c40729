"""One PDF of all the evidence: in a child with limits, since the files come from outside.

Pages alone are taken: no outline, script, attachment, form or note of theirs. What cannot be
merged has a page that names it.
"""

import gc
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
_POLICE, _NOM_POLICE = "Helvetica-Bold", "/PlieNumero"
_PIXELS = 40_000_000
_PAGES = 2_000  # of a piece: more is given beside, not bound
_LOURD = 1_000_000  # bytes of a piece whose memory is given back at once
_COTE = 2_000  # pixels, the longer side of a photo once on its page


@dataclass(frozen=True, slots=True)
class Feuillet:
    """One piece to merge: its bookmark, its target, its file, and what a page says without it.

    `pret` is the file of its pages, once prepared; "" when a page names it instead.
    """

    numero: int
    signet: str
    cible: str
    chemin: str
    extension: str
    renvoi: tuple[str, ...]
    octets: int = 0
    pret: str = ""


def can_merge(extension: str) -> bool:
    """Whether a file of this kind becomes pages."""
    return extension in ("pdf", *_IMAGES)


def prepare_piece(chemin: str, extension: str, numero: int, vers: str) -> bool:
    """Write the pages of a piece alone, upright and stamped; whether they could be. In a child.

    Each piece by itself: what one file does to the library is nothing to the others.
    """
    from pypdf import PdfReader, PdfWriter

    try:
        lu = PdfReader(BytesIO(_draw_images(chemin)) if extension in _IMAGES else chemin)
        if len(lu.pages) > _PAGES:
            return False
        seul = PdfWriter()
        for page in lu.pages:
            for cle in _AGISSANTS:
                page.pop(cle, None)
            neuve = seul.add_page(page)
            neuve.transfer_rotation_to_content()
            _stamp(seul, neuve, numero)
        if not len(seul.pages):
            return False
        with Path(vers).open("xb") as fichier:
            seul.write(fichier)
    except MemoryError:
        raise
    except Exception:  # what a browser opens, this library may not
        return False
    if Path(vers).stat().st_size > _LOURD:
        gc.collect()  # its objects hold one another: they would wait for the next large one
    return True


def build_bundle(
    sortie: str, cahiers: Sequence[tuple[str, Sequence[str]]], feuillets: Sequence[Feuillet]
) -> None:
    """Write a PDF: pages of words under their titles, then the pieces by target. In a child."""
    from pypdf import PdfReader, PdfWriter

    ecrit = PdfWriter()
    for titre, lignes in cahiers:
        _add(ecrit, PdfReader(BytesIO(_draw_texte(titre, lignes))), titre)
    cible, parent = "", None
    for feuillet in feuillets:
        if feuillet.cible != cible:
            cible = feuillet.cible
            parent = _add(ecrit, PdfReader(BytesIO(_draw_texte(cible, ()))), cible)
        titre = f"Pièce n° {feuillet.numero:03}"
        lu = PdfReader(feuillet.pret or BytesIO(_draw_texte(titre, feuillet.renvoi)))
        debut = len(ecrit.pages)
        for page in lu.pages:
            ecrit.add_page(page)
        ecrit.add_outline_item(title=feuillet.signet, page_number=debut, parent=parent)
    ecrit.metadata = {"/Producer": "plie_xl", "/Title": "Dossier de contrôle"}
    with Path(sortie).open("xb") as fichier:
        ecrit.write(fichier)


def _add(ecrit: Any, lu: Any, titre: str) -> Any:
    debut = len(ecrit.pages)
    for page in lu.pages:
        ecrit.add_page(page)
    return ecrit.add_outline_item(title=titre, page_number=debut)


def _stamp(ecrit: Any, page: Any, numero: int) -> None:
    """The number of the piece in the margin of a page, drawn over what it holds."""
    from pypdf.generic import ArrayObject, NameObject
    from reportlab.pdfbase.pdfmetrics import stringWidth

    _, _, droite, haut = map(float, page.mediabox)
    dit = _latin(f"Pièce n° {numero:03}")
    gauche = droite - 14 - stringWidth(dit, _POLICE, 9)
    trait = f"Q q BT {_NOM_POLICE} 9 Tf 1 0 0 1 {gauche:.2f} {haut - 18:.2f} Tm ({dit}) Tj ET Q"
    ecrite = page.get("/Contents")
    objet = ecrite.get_object() if ecrite is not None else None
    siens = list(objet) if isinstance(objet, ArrayObject) else [ecrite] if objet is not None else []
    page[NameObject("/Contents")] = ArrayObject(
        [_add_flux(ecrit, "q"), *siens, _add_flux(ecrit, trait)]
    )
    _add_police(page)


def _add_flux(ecrit: Any, dessin: str) -> Any:
    from pypdf.generic import DecodedStreamObject

    flux = DecodedStreamObject()
    flux.set_data(f"\n{dessin}\n".encode("cp1252"))
    return ecrit._add_object(flux)


def _add_police(page: Any) -> None:
    """The plain font that every reader has, under a name that no page uses."""
    from pypdf.generic import DictionaryObject, NameObject

    noms = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": f"/{_POLICE}",
            "/Encoding": "/WinAnsiEncoding"}  # fmt: skip
    police = DictionaryObject({NameObject(k): NameObject(v) for k, v in noms.items()})
    parent = page
    for cle in ("/Resources", "/Font"):
        if cle not in parent:
            parent[NameObject(cle)] = DictionaryObject()
        parent = parent[cle].get_object()
    parent[NameObject(_NOM_POLICE)] = police


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
    with Image.open(chemin, formats=("JPEG", "PNG", "TIFF")) as image:
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
