"""A document → numbered lines with their page. Third parties parse in a child with limits."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

from plie_xl.document.cut import list_suivantes
from plie_xl.document.line import Document, DocumentError, Ligne, Textes
from plie_xl.document.pdf import PAGES, TOURNE, TROP_LONG, parse_pdf
from plie_xl.document.reperes import mark_reperes
from plie_xl.document.tables import flatten
from plie_xl.files.container import FermeError, read_whole
from plie_xl.model.text import enumere, pluriel
from plie_xl.reading.guard.refusals import RefusError
from plie_xl.reading.workers import LecteurMortError, WorkerPool

TAILLE = 50_000_000
TEXTE = 5_000_000  # of a file of text: 120 pages hold half of one
LIGNES, LARGE = 100 * PAGES, 20_000  # lines of a document, signs of one of them
LUS = (".txt", ".docx", ".pdf", "")
RARES = 40  # signs by page below which a PDF is a picture with a stamp
BORD = 90  # signs at most of the header of a page
TROP = f"plus de {PAGES} pages : donnez les seules pages des fiches"
DEMESURE = "oversized"
REFUS = {
    DEMESURE: "une fois décompressé, il est démesuré : donnez les seules pages des fiches",
    TROP_LONG: TROP,
    TOURNE: "ses pages sont tournées : redressez-les, puis enregistrez",
}
ACCORDS = {"modification suivie": "modifications suivies", "zone de texte": "zones de texte",
           "note de bas de page": "notes de bas de page", "note de fin": "notes de fin",
           "texte barré": "textes barrés", "texte masqué": "textes masqués",
           "en-tête": "en-têtes", "pied de page": "pieds de page"}  # fmt: skip


def read_lignes(chemin: Path) -> Document:
    """The lines of a document of any format that has text.

    Raises
    ------
    DocumentError
        One French sentence: what the file is, and what to do.
    """
    nom, genre = chemin.name, chemin.suffix.lower()
    if genre not in LUS:
        raise DocumentError(f"« {nom} » : enregistrez-le en .docx ou en .pdf")
    try:
        octets = read_whole(chemin, TAILLE)
    except FermeError as erreur:
        raise DocumentError(f"« {nom} » ne se lit pas : {erreur}") from erreur
    if not octets:
        raise DocumentError(f"« {nom} » : fichier vide")
    recu = genre in (".docx", ".pdf")
    if not recu and len(octets) > TEXTE:
        raise DocumentError(f"« {nom} » : {TROP}")
    textes, a_part = _read_in_child(chemin) if recu else (_read_texte(octets), {})
    lignes = tuple(Ligne(n, page, _clean(t), s) for n, (page, t, s) in enumerate(textes, 1))
    if len(lignes) > LIGNES or any(len(ligne.texte) > LARGE for ligne in lignes):
        raise DocumentError(f"« {nom} » : {TROP}, ou une ligne de plus de {LARGE} signes")
    lignes = _drop_bords(mark_reperes(lignes))
    signes = sum(signe.isalnum() for ligne in lignes for signe in ligne.texte)
    if not signes or (genre == ".pdf" and signes < RARES * lignes[-1].page):
        quoi = "ce PDF n’a pas de texte" if genre == ".pdf" else "il n’a pas de texte"
        raise DocumentError(
            f"« {nom} » : {quoi} (FIC-01) : faites-le reconnaître (OCR), ou saisissez la fiche"
        )
    return Document(lignes, _say_a_part(a_part), sha256(octets).hexdigest())


def _clean(texte: str) -> str:
    """As it is seen: a soft hyphen shows at the end of a line only, other marks of width never."""
    vu = re.sub(r"\u00ad\s*$", "-", normalize("NFC", texte))
    return re.sub("[\u00ad\u200b-\u200d\u2060\ufeff]", "", vu).rstrip()


def _drop_bords(lignes: tuple[Ligne, ...]) -> tuple[Ligne, ...]:
    """The headers and feet that every page repeats, its number left out, are no text of a fiche."""
    pages: dict[int, list[Ligne]] = {}
    for ligne in lignes:
        if ligne.texte.strip():
            pages.setdefault(ligne.page, []).append(ligne)
    debuts = set(list_suivantes(lignes))  # a second fiche of the same name
    bords = [b for page in pages.values() for b in {page[0], page[-1]} if b.numero not in debuts]
    vus = Counter(_shape(bord) for bord in bords)
    otees = {b.numero for b in bords if len(b.texte) < BORD and vus[_shape(b)] > len(pages) / 2}
    garde = len(pages) > 1
    return tuple(replace(li, texte="") if garde and li.numero in otees else li for li in lignes)


def _shape(ligne: Ligne) -> str:
    return re.sub(r"\d+", "#", " ".join(ligne.texte.split()))


def _say_a_part(a_part: dict[str, int]) -> str:
    """« 3 commentaires et 2 modifications suivies n’ont pas été lus »."""
    if not a_part:
        return ""
    mots = [pluriel(n, mot, ACCORDS.get(mot, f"{mot}s")) for mot, n in a_part.items()]
    pluriels = sum(a_part.values()) > 1
    return f"{enumere(mots)} {'n’ont pas été lus' if pluriels else 'n’a pas été lu'}"


def _read_texte(octets: bytes) -> Textes:
    large = octets.startswith((BOM_UTF16_LE, BOM_UTF16_BE))  # « Unicode », in Notepad
    try:
        texte = octets.decode("utf-16" if large else "utf-8-sig")
    except UnicodeDecodeError:
        texte = octets.decode("cp1252", errors="replace")
    pages = texte.replace("\r\n", "\n").split("\f")
    return [(n, ligne, True) for n, page in enumerate(pages, 1) for ligne in page.split("\n")]


def _read_in_child(chemin: Path) -> tuple[Textes, dict[str, int]]:
    with WorkerPool(1) as enfants:
        try:
            lu: tuple[Textes, dict[str, int]] = enfants.submit(parse_document, str(chemin)).result()
        except LecteurMortError as erreur:
            raise DocumentError(
                f"« {chemin.name} » : lecture trop longue ou trop lourde"
            ) from erreur
        except Exception as erreur:  # whatever a parser says of a hostile file
            dit = REFUS.get(str(erreur), "fichier illisible, ou protégé par un mot de passe")
            raise DocumentError(f"« {chemin.name} » : {dit}") from erreur
    return lu


def parse_document(chemin: str) -> tuple[Textes, dict[str, int]]:
    """In the child: the only place where a received .docx or .pdf is opened."""
    if chemin.lower().endswith(".docx"):
        from plie_xl.reading.guard.document import require_document
        from plie_xl.word.read import list_textes

        require_document(Path(chemin).read_bytes())
        textes, a_part = list_textes(chemin)
        lignes: list[str] = []
        for bloc in textes:
            lignes += [bloc] if isinstance(bloc, str) else [ligne for _, ligne in flatten(bloc)]
        return [(1, ligne, True) for ligne in lignes], a_part
    from plie_xl.reading.guard.pdf import require_pdf

    try:
        require_pdf(Path(chemin).read_bytes())
    except RefusError as erreur:
        raise ValueError(DEMESURE) from erreur
    return parse_pdf(chemin)
