"""A document → numbered lines with their page. Third parties parse in a child with limits."""

import re
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any
from unicodedata import normalize

from plie_xl.document.line import Document, DocumentError, Ligne
from plie_xl.document.tables import flatten
from plie_xl.model.text import enumere, pluriel
from plie_xl.reading.workers import LecteurMortError, WorkerPool

PAGES = 120  # a fiche holds some ten pages; an entire call for projects, a hundred
TAILLE = 50_000_000
AUTRES = (".doc", ".odt", ".rtf", ".jpg", ".jpeg", ".png", ".heic", ".tif", ".tiff")
BORD = 90  # signs at most of the header of a page
BLANC, RANGEES = 14, 3  # points between two columns; lines that must leave them
Textes = list[tuple[int, str, bool]]  # page, text, whether the order of its words is sure
ACCORDS = {"modification suivie": "modifications suivies", "zone de texte": "zones de texte",
           "note de bas de page": "notes de bas de page", "note de fin": "notes de fin",
           "en-tête": "en-têtes", "pied de page": "pieds de page"}  # fmt: skip


def read_lignes(chemin: Path) -> Document:
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
    textes, a_part = _read_in_child(chemin) if recu else (_read_texte(octets), {})
    lignes = tuple(
        Ligne(n, page, normalize("NFC", t).rstrip(), s) for n, (page, t, s) in enumerate(textes, 1)
    )
    lignes = _drop_bords(lignes)
    if not any(ligne.texte.strip() for ligne in lignes):
        raise DocumentError(
            f"« {nom} » : ce PDF n’a pas de texte (FIC-01) : faites-le reconnaître (OCR), "
            "ou saisissez la fiche"
        )
    return Document(lignes, _say_a_part(a_part), sha256(octets).hexdigest())


def _drop_bords(lignes: tuple[Ligne, ...]) -> tuple[Ligne, ...]:
    """The headers and feet that every page repeats, its number left out, are no text of a fiche."""
    pages: dict[int, list[Ligne]] = {}
    for ligne in lignes:
        if ligne.texte.strip():
            pages.setdefault(ligne.page, []).append(ligne)
    bords = [bord for page in pages.values() for bord in {page[0], page[-1]}]
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
    try:
        texte = octets.decode("utf-8-sig")
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
            raise DocumentError(
                f"« {chemin.name} » : fichier illisible, protégé ou trop long"
            ) from erreur
    return lu


def parse_document(chemin: str) -> tuple[Textes, dict[str, int]]:
    """In the child: the only place where a received .docx or .pdf is opened."""
    if chemin.lower().endswith(".docx"):
        from plie_xl.reading.guard.archive import open_archive
        from plie_xl.word.read import list_textes

        if open_archive(Path(chemin).read_bytes()) is None:
            raise ValueError("not a sound archive")
        textes, a_part = list_textes(chemin)
        lignes = [
            x for bloc in textes for x in ([bloc] if isinstance(bloc, str) else flatten(bloc))
        ]
        return [(1, ligne, True) for ligne in lignes], a_part
    return _parse_pdf(chemin), {}


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


def _list_page(page: Any) -> list[tuple[str, bool]]:
    """Text and tables from top to bottom, each cell by itself so that columns never interleave."""
    haut, morceaux = page.bbox[1], list[tuple[Any, bool]]()
    for tableau in _list_tableaux(page):
        if tableau.bbox[1] > haut:
            morceaux.append(_crop(page, haut, tableau.bbox[1]))
        morceaux.append((tableau, True))
        haut = max(haut, tableau.bbox[3])
    if haut < page.bbox[3]:
        morceaux.append(_crop(page, haut, page.bbox[3]))
    return [(ligne, sure) for morceau, sure in morceaux for ligne in _list_lignes(morceau)]


def _list_tableaux(page: Any) -> list[Any]:
    """From top to bottom; a border drawn twice makes a sliver of a table over another."""
    gardes: list[Any] = []
    for tableau in sorted(page.find_tables(), key=_area, reverse=True):
        haut, bas = tableau.bbox[1], tableau.bbox[3]
        communs = (min(bas, g.bbox[3]) - max(haut, g.bbox[1]) for g in gardes)
        if max(communs, default=0.0) < (bas - haut) / 2:
            gardes.append(tableau)
    return sorted(gardes, key=lambda t: float(t.bbox[1]))


def _area(tableau: Any) -> float:
    gauche, haut, droite, bas = tableau.bbox
    return float((droite - gauche) * (bas - haut))


def _list_lignes(morceau: Any) -> list[str]:
    """Of a table, each sign is in the cell where its middle stands."""
    if not hasattr(morceau, "rows"):
        return [*_mend(morceau.extract_text() or "").split("\n"), ""]
    rangees = [[_mend(c or "").split("\n") for c in rangee] for rangee in morceau.extract()]
    return list(flatten([rangee for rangee in rangees if any(map(any, rangee))]))


def _mend(texte: str) -> str:
    """A sign that the font does not name is a bullet at the head of a line, unknown elsewhere."""
    return re.sub(r"\(cid:\d+\)", "\ufffd", re.sub(r"(?m)^\s*\(cid:\d+\)", "•", texte))


def _crop(page: Any, haut: float, bas: float) -> tuple[Any, bool]:
    """A band across the page, and whether its words stand in one column."""
    bande = page.filter(lambda o: haut <= (o["top"] + o["bottom"]) / 2 < bas)
    return bande, not has_columns([(w["x0"], w["x1"], w["top"]) for w in bande.extract_words()])


def has_columns(mots: list[tuple[float, float, float]]) -> bool:
    """Whether the lines of several words leave the same wide blank: two columns side by side."""
    rangees: dict[int, list[tuple[float, float]]] = {}
    for gauche, droite, haut in mots:
        rangees.setdefault(round(haut / 3), []).append((gauche, droite))
    blancs = [
        (a[1], b[0])
        for rangee in rangees.values()
        for a, b in pairwise(sorted(rangee))
        if b[0] - a[1] > BLANC
    ]
    return any(sum(g <= x <= d for g, d in blancs) >= RANGEES for _, x in blancs)
