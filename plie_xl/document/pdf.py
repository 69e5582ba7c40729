"""A PDF that has text → its lines, each cell of a table by itself: columns never interleave."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf
from typing import Any

from plie_xl.document.columns import ETROIT, find_gouttiere, has_columns, list_parts, list_segments
from plie_xl.document.cut import PUCE
from plie_xl.document.line import Textes
from plie_xl.document.signs import list_barres, list_bouts, lower_digits
from plie_xl.document.tables import Rangee, find_titres, flatten

PAGES = 120  # a fiche holds some ten pages; an entire call for projects, a hundred
POINTS = 5  # of a sign of an indent
TROP_LONG, TOURNE = "too many pages", "turned pages"
ENTRE = 4  # lines at most of a foot and a header between the two halves of a table


@dataclass
class Morceau:
    """A band of text of a page, or a table that may go on over the next ones."""

    pages: list[int]
    lignes: list[str] = field(default_factory=list)
    sure: bool = True
    rangees: list[Rangee] = field(default_factory=list)

    def list_textes(self) -> Textes:
        """Its lines with their page; a row of a table is a line."""
        if not self.rangees:
            return [(self.pages[0], ligne, self.sure) for ligne in self.lignes]
        return [(self.pages[n], ligne, True) for n, ligne in flatten(self.rangees)]


def parse_pdf(chemin: str) -> tuple[Textes, dict[str, int]]:
    """Its lines, and how many struck signs were left out; a `ValueError` says why it is refused."""
    import pdfplumber

    morceaux: list[Morceau] = []
    barres = 0
    with pdfplumber.open(chemin) as pdf:
        if len(pdf.pages) > PAGES:
            raise ValueError(TROP_LONG)
        for numero, page in enumerate(pdf.pages, 1):
            if sum(not signe["upright"] for signe in page.chars) > len(page.chars) / 2:
                raise ValueError(TOURNE)
            lower_digits(page.chars)
            otes = list_barres(page)
            morceaux += _list_page(_strip(page, otes) if otes else page, numero)
            barres += bool(otes)
            page.close()
    textes = [texte for morceau in _join_tableaux(morceaux) for texte in morceau.list_textes()]
    return textes, {"texte barré": barres} if barres else {}


def _strip(page: Any, otes: set[int]) -> Any:
    return page.filter(lambda objet: id(objet) not in otes)


def _list_page(page: Any, numero: int) -> Iterator[Morceau]:
    """Text and tables from top to bottom."""
    haut = page.bbox[1]
    for tableau in _list_tableaux(page):
        if tableau.bbox[1] > haut:
            yield _read_bande(page, haut, tableau.bbox[1], numero)
        yield _read_tableau(tableau, numero)
        haut = max(haut, tableau.bbox[3])
    if haut < page.bbox[3]:
        yield _read_bande(page, haut, page.bbox[3], numero)


def _read_tableau(tableau: Any, numero: int) -> Morceau:
    """Each sign is in the cell where its middle stands."""
    lues = [[None if c is None else _mend(c).split("\n") for c in r] for r in tableau.extract()]
    rangees: list[Rangee] = [r for r in lues if any(c and any(c) for c in r)]
    return Morceau([numero] * len(rangees), rangees=rangees)


def _join_tableaux(morceaux: list[Morceau]) -> list[Morceau]:
    """A table of targets that goes on over the page is one table, whatever foot stands between."""
    joints: list[Morceau] = []
    for morceau in morceaux:
        avant = next((m for m in reversed(joints) if m.rangees), None)
        entre = joints[joints.index(avant) + 1 :] if avant else []
        if avant and morceau.rangees and _goes_on(avant, entre, morceau):
            _append(avant, morceau)
        else:
            joints.append(morceau)
    return joints


def _goes_on(avant: Morceau, entre: list[Morceau], apres: Morceau) -> bool:
    lignes = [x for m in entre for x in m.lignes if x.strip()]
    memes = len(avant.rangees[-1]) == len(apres.rangees[0])
    suivi = apres.pages[0] - avant.pages[-1] == 1 and len(lignes) <= ENTRE
    return memes and suivi and find_titres(avant.rangees) is not None


def _append(avant: Morceau, apres: Morceau) -> None:
    """A row cut by the page goes on in the first one of the next page, whose head is blank."""
    tete, *suite = apres.rangees
    if not any(ligne.strip() for ligne in tete[0] or ()):
        derniere = avant.rangees[-1]
        cousue = [[*(a or ()), *(b or ())] for a, b in zip(derniere, tete, strict=True)]
        avant.rangees[-1] = cousue
    else:
        suite = [tete, *suite]
    avant.rangees += suite
    avant.pages += [apres.pages[0]] * len(suite)


def _read_bande(page: Any, haut: float, bas: float, numero: int) -> Morceau:
    """A band across the page, and whether its words stand in one column."""
    bande = _keep(page, haut, bas)
    mots = bande.extract_words()
    segments = list_segments(mots, ETROIT)
    milieu = find_gouttiere(segments)
    if milieu is None:
        return Morceau([numero], [*_read_lignes(bande), ""], not has_columns(list_segments(mots)))
    lignes: list[str] = []
    for debut, fin, colonnes in list_parts(segments, milieu):
        for gauche, droite in (
            ((0, milieu), (milieu, page.width)) if colonnes else ((0, page.width),)
        ):
            lignes += _read_lignes(_keep(bande, debut, fin, gauche, droite))
    return Morceau([numero], [*lignes, ""], False)


def _keep(page: Any, haut: float, bas: float, gauche: float = 0, droite: float = inf) -> Any:
    """What stands by its middle within these bounds."""
    return page.filter(
        lambda o: (
            haut <= (o["top"] + o["bottom"]) / 2 < bas
            and gauche <= (o["x0"] + o["x1"]) / 2 < droite
        )
    )


def _read_lignes(bande: Any) -> list[str]:
    """Its lines; a bullet that stands off the others keeps its place."""
    lignes = _mend(bande.extract_text() or "").split("\n")
    places = [ligne["x0"] for ligne in bande.extract_text_lines(return_chars=False)]
    if len(places) != len(lignes):
        return lignes
    bord = min((x for x, li in zip(places, lignes, strict=True) if PUCE.match(li)), default=0.0)
    return [
        " " * int((x - bord) // POINTS) + li if PUCE.match(li) else li
        for x, li in zip(places, lignes, strict=True)
    ]


def _list_tableaux(page: Any) -> list[Any]:
    """From top to bottom; a border drawn twice makes a sliver of a table over another."""
    gardes: list[Any] = []
    traits = {"explicit_horizontal_lines": list(list_bouts(page))}
    for tableau in sorted(page.find_tables(traits), key=_area, reverse=True):
        haut, bas = tableau.bbox[1], tableau.bbox[3]
        communs = (min(bas, g.bbox[3]) - max(haut, g.bbox[1]) for g in gardes)
        if max(communs, default=0.0) < (bas - haut) / 2:
            gardes.append(tableau)
    return sorted(gardes, key=lambda t: float(t.bbox[1]))


def _area(tableau: Any) -> float:
    gauche, haut, droite, bas = tableau.bbox
    return float((droite - gauche) * (bas - haut))


def _mend(texte: str) -> str:
    """A sign that the font does not name is a bullet at the head of a line, unknown elsewhere."""
    return re.sub(r"\(cid:\d+\)", "\ufffd", re.sub(r"(?m)^\s*\(cid:\d+\)", "•", texte))
