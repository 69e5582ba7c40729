"""A PDF from elsewhere: what would inflate without end is refused before any parser."""

import base64
import zlib
from pathlib import Path

import pytest

from plie_xl.document.line import DocumentError
from plie_xl.document.lines import TEXTE, read_lignes
from plie_xl.pieces.bundle import prepare_piece
from plie_xl.pieces.folder import list_dossier
from plie_xl.pieces.open import look_at
from plie_xl.reading.guard.limits import MAX_OCTETS_FLUX
from plie_xl.reading.guard.pdf import require_pdf
from plie_xl.reading.guard.refusals import RefusError

_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<%b>>>>"
_TETE = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def write_pdf(*objets: bytes) -> bytes:
    """A PDF of these objects, the first one its root."""
    corps, places = b"%PDF-1.7\n", []
    for n, objet in enumerate(objets, start=1):
        places.append(len(corps))
        corps += b"%d 0 obj\n%b\nendobj\n" % (n, objet)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    fin = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    compte = len(objets) + 1
    tete = b"xref\n0 %d\n0000000000 65535 f \n" % compte
    return corps + tete + table + fin % (compte, len(corps))


def flux(octets: bytes, filtres: bytes = b"/FlateDecode", dit: bytes = b"") -> bytes:
    return b"<</Length %d/Filter %b%b>>stream\n%b\nendstream" % (len(octets), filtres, dit, octets)


def une_page(contenu: bytes, ressources: bytes = b"", *autres: bytes) -> bytes:
    return write_pdf(*_TETE, _PAGE % ressources, contenu, *autres)


def dessine(fois: int) -> bytes:
    return b"BT " + b"(abc) Tj " * fois + b"ET"


GONFLE = zlib.compress(bytes(MAX_OCTETS_FLUX + 1), 9)
BOMBES: dict[str, bytes] = {
    "un flux": flux(GONFLE),
    "un flux dans un flux": flux(zlib.compress(GONFLE), b"[/FlateDecode/FlateDecode]"),
    "en base 85": flux(base64.a85encode(GONFLE) + b"~>", b"[/ASCII85Decode/FlateDecode]"),
    "en hexadécimal": flux(GONFLE.hex().encode() + b">", b"[/ASCIIHexDecode/FlateDecode]"),
    "beaucoup de flux": b"\nendobj\n9 0 obj\n".join([flux(zlib.compress(bytes(9_000_000)))] * 6),
}


def is_refuse(octets: bytes) -> bool:
    try:
        require_pdf(octets)
    except RefusError:
        return True
    return False


@pytest.mark.parametrize("bombe", BOMBES)
def test_un_pdf_qui_gonfle_est_refuse_avant_toute_lecture(bombe, tmp_path):
    assert is_refuse(une_page(BOMBES[bombe]))
    chemin = tmp_path / "a.pdf"
    chemin.write_bytes(une_page(BOMBES[bombe]))
    with pytest.raises(DocumentError, match="démesuré"):
        read_lignes(chemin)


HONNETES: dict[str, bytes] = {
    "un texte": flux(zlib.compress(dessine(500))),
    "une grande image": flux(GONFLE, dit=b"/Type/XObject/Subtype /Image"),
    "un flux abîmé": flux(b"x\x9cabc"),
}


@pytest.mark.parametrize("nom", HONNETES)
def test_un_pdf_ordinaire_passe(nom):
    assert not is_refuse(une_page(HONNETES[nom]))


def look_pdf(octets: bytes, tmp_path: Path) -> tuple[int | None, str]:
    """Its pages, and why it does not open: in a child with limits, as the command does."""
    (tmp_path / "a.pdf").write_bytes(octets)
    [vue] = look_at(list_dossier(tmp_path).fichiers, ["pdf"]).values()
    return vue.pages, vue.cause


def test_une_piece_est_comptee_sans_dessiner_ses_pages(tmp_path):
    """A form that draws itself twice: who draws it never ends, and fills the memory."""
    forme = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"
    ressources = b"/XObject<</X 5 0 R>>"
    contenu = flux(zlib.compress(b"/X Do"))
    octets = une_page(contenu, ressources, flux(zlib.compress(b"/X Do /X Do"), dit=forme))
    assert look_pdf(octets, tmp_path) == (1, "")


def test_une_piece_sans_page_ne_s_ouvre_pas(tmp_path):
    vide = write_pdf(_TETE[0], b"<</Type/Pages/Kids[]/Count 0>>")
    assert look_pdf(vide, tmp_path) == (None, "ne s’ouvre pas comme un PDF")


def test_une_piece_aux_milliers_de_pages_n_est_pas_reunie(tmp_path):
    pages = b"<</Type/Pages/Kids[" + b"3 0 R " * 2_001 + b"]/Count 2001>>"
    chemin = tmp_path / "a.pdf"
    chemin.write_bytes(write_pdf(_TETE[0], pages, _PAGE % b"", flux(zlib.compress(b"BT ET"))))
    assert not prepare_piece(str(chemin), "pdf", 1, str(tmp_path / "b.pdf"))


def test_un_texte_bien_trop_long_n_est_pas_decoupe(tmp_path):
    chemin = tmp_path / "a.txt"
    chemin.write_bytes(b"3 comites\n" * (TEXTE // 9))
    with pytest.raises(DocumentError, match=r"les seules pages des fiches$"):
        read_lignes(chemin)
