"""Lines that only say where others stand: contents pages, headers and feet that come back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from plie_xl.document.cut import PUCE, is_suspended, names_bloc, names_rubrique
from plie_xl.document.devant import is_sommaire, list_devant
from plie_xl.document.line import Ligne
from plie_xl.document.turns import list_lettres, read_value
from plie_xl.document.words import any_of, fold, load_lexique

LONG, PRES = 160, 3  # signs at most of an entry; lines without a page between two entries
ECART = 6  # entries at most between two that name rubrics of the form
ENTREES = 300  # entries at most of a contents page
RETOUR, LOIN, PAS = 3, 9, 2  # times that a header comes back, lines and pages between two
# What leads the eye to the page: dots, however they were drawn or read.
_GUIDE = r"(?:(?:\s*[.,:;·•‧∙]){4,}|(?:\s*…){2,}|(?:\s[-–—]){4,}|[_–—=-]{4,})"
_PAGE = r"(?:p(?:age|g)?s?[. ]*)?(\d{1,3})(?:\s*(?:[-/–]|sur)\s*\d{1,3})?\s*\)?"
_MENEE = re.compile(rf"(?i)[\s»\"]*{_GUIDE}[\s(]*(?:{_PAGE}|[\w|!]{{1,3}})?\s*$")
_NUMEROTEE = re.compile(rf"[\s|,→—–(-]*{_PAGE}\s*$")
_RANG = re.compile(
    r"\s*(?:(?:article|partie|chapitre|titre|section)\s+)?"
    r"(?:[ivxlc]{1,5}|\d{1,2}(?:\.\d{1,2}){0,3}|[a-z])(?:\s*[.):–—-]+\s*|\s+)(?=[a-z])"
)
_FEUILLE = re.compile(r"\W*page \d{1,3}(?: ?(?:/|sur) ?\d{1,3})?\W*|[-–—] ?\d{1,3} ?[-–—]")
_ROMAINS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_PIED = re.compile(r"(?:^|\bp(?:age)?\W{0,2}|[|–—-]\s*)(\d{1,3})(?:\s*(?:/|sur)\s*\d{1,3})?\W*$")


@dataclass(frozen=True)
class Entree:
    """A line as a contents page would have it: a name, dots, a page."""

    rangs: tuple[int, ...]  # its places among the lines
    nom: str
    guide: bool
    page: int | None

    @property
    def menee(self) -> bool:
        """Whether dots or a page lead somewhere."""
        return self.guide or self.page is not None


def mark_reperes(lignes: tuple[Ligne, ...]) -> tuple[Ligne, ...]:
    """The same lines, those that only say where others stand marked so."""
    rangs = {
        *_list_sommaires(_list_entrees(lignes)),
        *list_devant(lignes),
        *_list_retours(lignes),
    }
    return _number(
        tuple(replace(li, repere=True) if n in rangs else li for n, li in enumerate(lignes))
    )


@cache
def _compte() -> re.Pattern[str]:
    """The number of a heading: « 4.1 », « Art. 4 – », « IV. », « b) »."""
    return re.compile(
        r"(?i)\s*(?:(?:art(?:icle)?|chapitre|partie|section|titre)\b[. ]*)?"
        rf"(\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}|{any_of(list_lettres())}(?=\s*[.):–-])"
        r"|[ivx]{1,4}(?=\s*[.):–-])|[a-h](?=\s*[.):–-]))\s*[.):–-]?\s+(?=\S)"
    )


def _number(lignes: tuple[Ligne, ...]) -> tuple[Ligne, ...]:
    """« 4.1 Unités de mesure », « 4.2 Pièces justificatives »: numbers of headings, not bullets.

    Only where both blocks are so headed, and the numbers go up.
    """
    rangs: dict[int, int] = {}
    dernier: tuple[int, ...] = ()
    blocs = {cle: set[bool]() for cle in ("mesures", "preuves")}
    for n, ligne in enumerate(lignes):
        compte = _compte().match(ligne.texte)
        nom = fold(ligne.texte[compte.end() if compte else 0 :]).strip()
        if ligne.repere or len(nom) > LONG or not names_rubrique(nom):
            continue
        if names_bloc(nom, "titres"):
            dernier = ()  # another fiche counts its headings again
        rang = _read_rang(compte[1].lower()) if compte else ()
        if compte and rang > dernier:
            rangs[n], dernier = compte.end(), rang
        for cle, dits in blocs.items():
            if names_bloc(nom, cle):
                dits.add(n in rangs)
    sure = all(dits <= {True} for dits in blocs.values()) and any(blocs.values())
    return tuple(replace(li, rang=rangs.get(n, 0)) if sure else li for n, li in enumerate(lignes))


def _read_rang(dit: str) -> tuple[int, ...]:
    """« 4.1 », « iv », « b »."""
    if dit in list_lettres():
        return (read_value(dit),)
    if dit in _ROMAINS:
        return (_ROMAINS.index(dit) + 1,)
    return (ord(dit[0]) - ord("a") + 1,) if dit.isalpha() else tuple(map(int, dit.split(".")))


def _list_entrees(lignes: tuple[Ligne, ...]) -> list[Entree]:
    """One for each line that is not blank, or for the lines of one wrapped entry."""
    largeur = max((len(ligne.texte) for ligne in lignes), default=0)
    entrees: list[Entree] = []
    for n, ligne in enumerate(lignes):
        if not ligne.texte.strip():
            continue
        entree = _read(n, ligne.texte)
        avant = entrees[-1] if entrees else None
        if avant and not avant.menee and _is_suite(lignes, entrees, entree, largeur):
            entrees[-1] = replace(entree, rangs=(*avant.rangs, n), nom=f"{avant.nom} {entree.nom}")
        else:
            entrees.append(entree)
    return entrees


def _read(rang: int, texte: str) -> Entree:
    plat, tete = fold(texte), max(0, len(texte) - LONG)
    menee = _MENEE.search(texte, tete)  # before it is folded: « … » is three dots
    fin = menee or next(filter(_is_page, _list_fins(plat, tete)), None)
    nom = _strip_rang(plat[: fin.start()] if fin else plat)
    page = int(fin[1]) if fin and fin[1] else None
    if not menee and re.fullmatch(any_of(load_lexique()["titres"]), nom):
        page = None  # « Fiche opération 2 »: its own number
    return Entree((rang,), nom, bool(menee), page)


def _list_fins(plat: str, tete: int) -> Iterator[re.Match[str]]:
    """The numbers that may end a line, the longest first."""
    fin = _NUMEROTEE.search(plat, tete)
    while fin:
        yield fin
        fin = _NUMEROTEE.search(plat, fin.start() + 1)


def _is_page(fin: re.Match[str]) -> bool:
    """« n°2 », « 45 000 », « : 2 » are no pages; « n°2 – 14 » is one."""
    avant = fin.string[: fin.start()][-1:]
    signe = re.match(r"\s*[|→—–-]", fin[0])
    return avant not in (*"°º/:",) and (not avant.isdigit() or signe is not None)


def _strip_rang(plat: str) -> str:
    nu = PUCE.sub("", plat, count=1).strip()
    rang = _RANG.match(nu)
    return nu[rang.end() :] if rang else nu


def _is_suite(lignes: tuple[Ligne, ...], entrees: list[Entree], e: Entree, largeur: int) -> bool:
    """Whether an entry ends the name that the line before began."""
    avant, n = entrees[-1], e.rangs[0]
    derniere, texte = lignes[avant.rangs[-1]], lignes[n].texte.strip()
    if not e.menee or len(avant.rangs) >= PRES or derniere.texte.rstrip().endswith(":"):
        return False
    if not e.nom:
        dites = [x.page for x in entrees[-2:-1] if x.page is not None]
        suivie = e.page is not None and any(page <= e.page for page in dites)
        return e.guide or "p" in texte or suivie or names_rubrique(avant.nom)
    if PUCE.match(texte):
        return False
    colle = n - avant.rangs[-1] == 1
    plein = len(derniere.texte) + 1 + len(texte.split()[0]) > largeur
    return colle and (texte[0].islower() or is_suspended(derniere.texte) or plein)


def _list_sommaires(entrees: list[Entree]) -> Iterator[int]:
    zones = [*_list_zones(entrees), *_list_titrees(entrees)]
    return (rang for zone in zones for k in zone for rang in entrees[k].rangs)


def _list_zones(entrees: list[Entree]) -> Iterator[range]:
    """Around the names of the form that lead to a page, all that leads to one."""
    formes = {k for k, e in enumerate(entrees) if e.menee and names_rubrique(e.nom)}
    vu = -1
    for k in sorted(formes):
        voisines = (j for j in range(k - ECART, k + ECART + 1) if j != k and j in formes)
        if k <= vu or not (entrees[k].guide or any(_are_suivies(entrees, k, j) for j in voisines)):
            continue
        debut, fin = _grow(entrees, k, -1), _grow(entrees, k, 1)
        siennes = formes & {*range(debut, fin + 1)}
        if len(siennes) > 1 or names_bloc(entrees[k].nom):
            vu = fin
            yield range(debut - (debut > 0 and _is_tete(entrees[debut - 1])), fin + 1)


def _are_suivies(entrees: list[Entree], une: int, autre: int) -> bool:
    """Two entries with only entries between them, their pages in order."""
    debut, fin = sorted((une, autre))
    pages = [e.page for e in entrees[debut : fin + 1]]
    return all(a is not None and b is not None and a <= b for a, b in pairwise(pages))


def _grow(entrees: list[Entree], depart: int, sens: int) -> int:
    """How far the contents page goes on, dots after dots or page after page."""
    bout, guide = depart, entrees[depart].guide
    fin = min(len(entrees), depart + ENTREES) if sens > 0 else max(-1, depart - ENTREES)
    for k in range(depart + sens, fin, sens):
        e = entrees[k]
        seul = e.page is not None and not e.nom
        if (e.guide or seul) if guide else _are_suivies(entrees, k, bout):
            bout = k
        elif abs(k - bout) > 1 or not guide or not _is_court(e):
            break
    return bout


def _is_court(e: Entree) -> bool:
    return len(e.nom) <= LONG and e.nom[-1:] not in ".:;" and not names_rubrique(e.nom)


def _list_titrees(entrees: list[Entree]) -> Iterator[range]:
    """Under « Sommaire »: what leads to a page, or names what comes again below."""
    for debut in (k for k, e in enumerate(entrees) if _is_tete(e)):
        fin = debut
        for k in range(debut + 1, min(len(entrees), debut + ENTREES)):
            if _leads(entrees, debut, fin, k):
                fin = k
            elif k - fin >= PRES or not _is_court(entrees[k]):
                break
        if fin > debut:
            yield range(debut, fin + 1)


def _is_tete(e: Entree) -> bool:
    return is_sommaire(e.nom)


def _leads(entrees: list[Entree], debut: int, fin: int, k: int) -> bool:
    """Whether an entry goes on as those before: all have dots, or all a page, or none."""
    e, avant = entrees[k], entrees[debut + 1 : fin + 1]
    pages = [x.page for x in avant if x.page is not None]
    if any(x.guide for x in avant):
        return e.guide
    if pages or (e.menee and not avant):
        return e.guide or (e.page is not None and e.page >= max(pages, default=0))
    neuf = e.nom not in {x.nom for x in avant}
    return neuf and names_rubrique(e.nom) and _comes_again(entrees, k)


def _comes_again(entrees: list[Entree], k: int) -> bool:
    nom = entrees[k].nom[:20]
    return any(e.nom.startswith(nom) for e in entrees[k + 1 :])


def _list_retours(lignes: tuple[Ligne, ...]) -> Iterator[int]:
    """« AGAPE – page 3 »: the same words far apart, the number of the page going up."""
    vus: dict[str, list[tuple[int, int]]] = {}
    reunit = re.compile(rf"\b{any_of(load_lexique()['reunit'])}s?\b")
    for n, ligne in enumerate(lignes):
        plat = " ".join(fold(ligne.texte).split())
        if _FEUILLE.fullmatch(plat):
            yield n
        elif (pied := _PIED.search(plat)) and len(plat) < LONG and not reunit.search(plat):
            vus.setdefault(plat[: pied.start(1)], []).append((n, int(pied[1])))
    for places in vus.values():
        suites = [b - a >= LOIN and 0 < q - p <= PAS for (a, p), (b, q) in pairwise(places)]
        if len(places) >= RETOUR and all(suites):
            yield from (n for n, _ in places)
