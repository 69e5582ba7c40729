"""Contents pages whose page stands before the name: « 7-8 Instances », « p. 12 : Ateliers ».

So do numbered headings, and targets. A contents page has its title, or names rubrics of the form
on pages that go up by leaps, with nothing between them; what it names stands elsewhere too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from plie_xl.document.cut import PUCE, is_suspended, names_rubrique
from plie_xl.document.line import Ligne
from plie_xl.document.turns import list_lettres, read_value
from plie_xl.document.words import any_of, fold, load_lexique

ECART = 3  # lines at most between the title of a contents page and its first entry
LONG, DEBUT = 160, 12  # signs at most of an entry; of its name, that stand elsewhere too


@dataclass(frozen=True)
class Tete:
    """A page and the name behind it; both over two lines where the page stands alone."""

    rangs: tuple[int, ...]
    page: int
    nom: str
    signe: str  # its bullet, that all entries of one contents page share

    @property
    def forme(self) -> bool:
        """Whether it names a rubric as a heading does, with a capital."""
        return self.nom[:1].isupper() and names_rubrique(fold(self.nom))


@cache
def _page() -> re.Pattern[str]:
    """Over a folded text; the page in digits or in letters, alone or the first of two."""
    nombre = rf"(?:\d{{1,3}}|{any_of(list_lettres())})"
    return re.compile(
        rf"[\[(]?\s*(?:p(?:age|g)?s?[. ]*)?({nombre})(?:\s*[-/]\s*{nombre})?"
        r"\s*[\])]?(?:\s*[.:|·_→-])*(?:\s+(?=[a-z])|\s*$)"
    )


def is_sommaire(plat: str) -> bool:
    """« Sommaire », « Table des matières … pages »: a folded text that is the title of one."""
    return bool(re.fullmatch(rf"{any_of(load_lexique()['sommaires'])}\W*(?:pages?)?", plat))


def list_devant(lignes: tuple[Ligne, ...]) -> Iterator[int]:
    """The places of the lines of such contents pages, titles included."""
    pleines = [n for n, ligne in enumerate(lignes) if ligne.texte.strip()]
    k = 0
    while k < len(pleines):
        suite, fin = _read_suite(lignes, pleines, k)
        titre = _find_titre(lignes, pleines[max(0, k - ECART) : k]) if suite else []
        if suite and (titre or _is_listed(lignes, suite)):
            yield from (*titre, *(rang for tete in suite for rang in tete.rangs))
        k = max(fin, k + 1)


def _find_titre(lignes: tuple[Ligne, ...], avant: list[int]) -> list[int]:
    """The title just before, and the short lines between: « Pages », « Titre »."""
    for k, n in enumerate(avant):
        courtes = all(len(lignes[m].texte) < 20 for m in avant[k + 1 :])
        if courtes and is_sommaire(fold(lignes[n].texte).strip(" :-")):
            return avant[k:]
    return []


def _is_listed(lignes: tuple[Ligne, ...], suite: list[Tete]) -> bool:
    """Without a title: rubrics of the form that stand elsewhere, pages that no numbering gives."""
    siennes = {rang for tete in suite for rang in tete.rangs}
    ailleurs = [fold(li.texte).strip() for n, li in enumerate(lignes) if n not in siennes]
    noms = [fold(tete.nom)[:DEBUT] for tete in suite if tete.forme]
    formes = sum(any(texte.startswith(nom) for texte in ailleurs) for nom in noms)
    return formes > 1 and any(b.page - a.page != 1 for a, b in pairwise(suite))


def _read_suite(lignes: tuple[Ligne, ...], pleines: list[int], k: int) -> tuple[list[Tete], int]:
    """The entries that follow one another from a line, and the line after them."""
    suite: list[Tete] = []
    while k < len(pleines):
        n = pleines[k]
        if tete := _read(lignes, pleines, k):
            if suite and (tete.page < suite[-1].page or tete.signe != suite[-1].signe):
                break
            suite.append(tete)
            k = pleines.index(tete.rangs[-1], k) + 1
        elif suite and _goes_on(lignes[suite[-1].rangs[-1]].texte, lignes[n].texte):
            derniere = suite[-1]
            suite[-1] = Tete((*derniere.rangs, n), derniere.page, derniere.nom, derniere.signe)
            k += 1
        else:
            break
    return suite, k


def _read(lignes: tuple[Ligne, ...], pleines: list[int], k: int) -> Tete | None:
    texte = lignes[pleines[k]].texte.strip()
    puce = PUCE.match(texte)
    signe = puce[0].strip() if puce and not re.search(r"\w", puce[0]) else ""
    corps = texte.removeprefix(signe).strip()
    page = _page().match(fold(corps))
    if page is None or len(texte) > LONG:
        return None
    nom, rangs = corps[page.end() :], pleines[k : k + 1]
    if not nom:  # the page alone: the name is on the next line
        if k + 1 == len(pleines) or pleines[k + 1] - pleines[k] > 1:
            return None
        nom, rangs = lignes[pleines[k + 1]].texte.strip(), pleines[k : k + 2]
        if _page().match(fold(nom)) or not nom[:1].isupper():
            return None
    return Tete(tuple(rangs), read_value(page[1]), nom, signe)


def _goes_on(avant: str, texte: str) -> bool:
    """The rest of a name that its line could not hold."""
    suite = texte.strip()
    return not PUCE.match(texte) and (suite[0].islower() or is_suspended(avant))
