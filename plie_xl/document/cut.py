"""Lines → fiches → the two blocks of each: what is counted, and what proves it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache, lru_cache
from itertools import pairwise

from plie_xl.document.evidence import find_pieces
from plie_xl.document.line import Ligne
from plie_xl.document.numbers import read_nombre
from plie_xl.document.words import any_of, fold, load_lexique

PROCHE = 0.85  # likeness of a spoiled heading
SIGLE = 6  # letters of an acronym at most: COTECH
BLOCS = ("titres", "mesures", "preuves")
SUITE = 3  # lines at most that a heading runs over
PUCE = re.compile(
    r"^\s*(?:[§¤·*\x7f\x95\u2022-\u2043\u2190-\u21ff\u25a0-\u27bf\u2b00-\u2bff\uf000-\uf8ff–—-]|[o+>](?=\s)|\d{1,2}(?:\.\d{1,2}){0,3}[.)](?=\s)|\d{1,2}(?:\.\d{1,2}){1,3}(?=\s+[^\W\d])|[A-Za-z]\)(?=\s))\s*"
)


@dataclass(frozen=True)
class Bloc:
    """The lines under one heading."""

    intitule: tuple[Ligne, ...]
    lignes: tuple[Ligne, ...]
    titre: str = ""
    combien: int = 1  # how many headings opened it


@dataclass(frozen=True)
class Decoupe:
    """A fiche cut in its two blocks: what it counts, what proves it."""

    lignes: tuple[Ligne, ...]
    mesures: Bloc
    preuves: Bloc

    @property
    def texte(self) -> tuple[Ligne, ...]:
        """Its lines, but for those that only say where others stand."""
        return tuple(ligne for ligne in self.lignes if not ligne.repere)

    @property
    def ailleurs(self) -> tuple[Ligne, ...]:
        """The lines of neither block."""
        blocs = (self.mesures, self.preuves)
        siennes = {li.numero for b in blocs for li in (*b.intitule, *b.lignes)}
        return tuple(ligne for ligne in self.texte if ligne.numero not in siennes)


@cache
def _motif(cle: str) -> re.Pattern[str]:
    return re.compile(any_of(load_lexique()[cle]))


def cut_fiches(lignes: tuple[Ligne, ...]) -> list[Decoupe]:
    """One piece of the document per fiche; nothing where no block is found."""
    debuts, repris = _list_debuts(lignes)
    marquees = tuple(replace(li, repere=True) if n in repris else li for n, li in enumerate(lignes))
    morceaux = [marquees[a:b] for a, b in pairwise([*debuts, len(lignes)])]
    trouves = [Decoupe(m, find_bloc(m, "mesures"), find_bloc(m, "preuves")) for m in morceaux]
    return [_propose(d) for d in trouves if d.mesures.combien or d.preuves.combien]


def _propose(d: Decoupe) -> Decoupe:
    """Failing the heading of the measures: from the rubric of follow-up to the evidence."""
    if d.mesures.combien or not d.preuves.combien:
        return d
    siennes = {ligne.numero for ligne in (*d.preuves.intitule, *d.preuves.lignes)}
    fin = next(n for n, ligne in enumerate(d.lignes) if ligne.numero in siennes)
    suivi = re.compile(any_of(load_lexique()["suivis"]))
    tetes = [n for n in range(fin) if suivi.match(fold(d.lignes[n].nom).strip())]
    autres = [n for n in range(fin) if is_rubrique(d.lignes, n, False)]
    debut = max(tetes or autres, default=fin)
    bloc = Bloc(d.lignes[debut : debut + 1], d.lignes[debut + 1 : fin], "", 0)
    return replace(d, mesures=bloc)


def _list_debuts(lignes: tuple[Ligne, ...]) -> tuple[list[int], set[int]]:
    """A title opens a fiche, unless a header of page repeats it; a contents page holds none.

    Gives where each fiche begins, and the titles that only repeat one.
    """
    debuts = [n for n, ligne in enumerate(lignes) if is_titre(ligne)]
    gardes: list[int] = []
    repris: set[int] = set()
    for debut, suivant in pairwise([*debuts, len(lignes)]):
        if gardes and _is_same(lignes, gardes[-1], debut):
            if not all(map(_is_whole, (lignes[gardes[-1] : debut], lignes[debut:suivant]))):
                repris.add(debut)
                continue
        elif gardes and not _is_begun(lignes[gardes[-1] : debut]):
            gardes.pop()
        gardes.append(debut)
    return (gardes if len(gardes) > 1 else [0]), repris


def has_titre(lignes: tuple[Ligne, ...]) -> bool:
    """Whether one of the lines is the title of a fiche."""
    return any(map(is_titre, lignes))


def list_suivantes(lignes: tuple[Ligne, ...]) -> Iterator[int]:
    """The titles that come once the fiche before is whole: they open another one."""
    debut = 0
    for n, ligne in enumerate(lignes):
        if n and is_titre(ligne) and _is_whole(lignes[debut:n]):
            debut = n
            yield ligne.numero


def _is_same(lignes: tuple[Ligne, ...], titre: int, autre: int) -> bool:
    """The same words, or the number of the fiche at most and nothing else."""
    if _flat(lignes[titre].nom) == _flat(lignes[autre].nom):
        return True
    motif = rf"{_motif('titres').pattern}(?:n[°o]?)?(\d*)"
    nu = re.fullmatch(rf"{motif}\W*", _flat(lignes[autre].nom))
    suite = "".join(ligne.nom for ligne in lignes[titre : titre + 2])
    dit = re.match(motif, _flat(suite))
    return nu is not None and (not nu[1] or (dit is not None and dit[1] == nu[1]))


def _flat(texte: str) -> str:
    """Without accents nor capitals, the blanks around a number gone."""
    return re.sub(
        r"(?<=n)\s+(?=[°o\d])|(?<=[°o])\s+(?=\d)|\s+(?=n\s?[°o]?\s?\d)",
        "",
        " ".join(fold(texte).split()),
    )


def _is_begun(lignes: tuple[Ligne, ...]) -> bool:
    """Whether one of its two blocks holds something: never so in a contents page."""
    return any(_is_filled(find_bloc(lignes, cle)) for cle in ("mesures", "preuves"))


def _is_whole(lignes: tuple[Ligne, ...]) -> bool:
    return all(_is_filled(find_bloc(lignes, cle)) for cle in ("mesures", "preuves"))


def _is_filled(bloc: Bloc) -> bool:
    """Whether a number, a piece or a list stands under a heading."""
    textes = (ligne.texte for ligne in bloc.lignes if not ligne.repere)
    return any(PUCE.match(t) or read_nombre(t) is not None or find_pieces(t) for t in textes)


def is_titre(ligne: Ligne) -> bool:
    """At the head of a line, « Fiche opération » with a number, a sign or nothing after it."""
    if ligne.repere:
        return False
    plat = fold(ligne.nom).strip()
    tete = r"(?:appel a projets.{0,30}?)?"
    suite = r"\s*(?:n(?: ?[°o])? ?\d|\d|n$|$|:|-|[\"“])"
    if nomme := re.match(rf"{tete}{_motif('titres').pattern}", plat):
        return bool(re.match(suite, plat[nomme.end() :]))
    return _resembles(plat, "titres") and bool(
        re.match(r".{12,18}\s*(?:n ?.? ?\w{1,2}\b|$|:|-)", plat)
    )


def find_bloc(lignes: tuple[Ligne, ...], cle: str) -> Bloc:
    """What follows each of its headings, up to the next heading of the form."""
    blocs, n = [], 0
    capitales = is_capitals(lignes)
    while n < len(lignes):
        if not _opens(lignes, n, cle):
            n += 1
            continue
        fin = _end_heading(lignes, n)
        bout = fin
        while bout < len(lignes) and not is_rubrique(lignes, bout, capitales):
            bout += 1
        blocs.append(_build(lignes[n:fin], _strip_reperes(lignes[fin:bout])))
        n = bout
    if not blocs:
        return Bloc((), (), "", 0)
    return Bloc(
        tuple(ligne for b in blocs for ligne in b.intitule),
        tuple(ligne for b in blocs for ligne in b.lignes),
        " ".join(b.titre for b in blocs),
        len(blocs),
    )


def _strip_reperes(lignes: tuple[Ligne, ...]) -> tuple[Ligne, ...]:
    """A contents page that follows a block is none of its lines."""
    fin = len(lignes)
    while fin and (lignes[fin - 1].repere or not lignes[fin - 1].texte.strip()):
        fin -= 1
    return lignes[:fin]


def _build(intitule: tuple[Ligne, ...], lignes: tuple[Ligne, ...]) -> Bloc:
    """What stands after the colon of a heading is already of its block."""
    dernier = intitule[-1]
    tete, _, corps = dernier.texte.partition(":")
    titre = " ".join(
        ligne.texte.strip() for ligne in (*intitule[:-1], replace(dernier, texte=tete))
    )
    if len(corps.split()) < 2:
        return Bloc(intitule, lignes, f"{titre} {corps}")
    return Bloc(intitule[:-1], (replace(dernier, texte=corps), *lignes), titre)


def _opens(lignes: tuple[Ligne, ...], n: int, cle: str) -> bool:
    """A heading stands at the head of its line, or after the name of its rubric."""
    ligne = lignes[n]
    if PUCE.match(ligne.nom) or not ligne.nom.strip() or ligne.repere:
        return False
    plat = fold(ligne.nom)
    suite = fold(lignes[n + 1].texte).strip() if n + 1 < len(lignes) else ""
    trouve = _motif(cle).search(f"{plat.rstrip()} {suite}")
    if trouve and trouve.start() < len(plat.rstrip()):
        avant = plat[: trouve.start()].strip()
        if n and is_suspended(lignes[n - 1].texte):
            avant = f"{fold(lignes[n - 1].texte).strip()} {avant}"  # its name runs over two lines
        return not avant or bool(_motif("rubriques").match(avant)) or avant in ("les", "l")
    return _resembles(plat, cle)


@lru_cache(1000)
def names_bloc(plat: str, *cles: str) -> bool:
    """Whether a folded text begins as a title does, or the heading of one of both blocks."""
    return any(_motif(cle).match(plat) or _resembles(plat, cle) for cle in cles or BLOCS)


def holds_bloc(plat: str) -> bool:
    """Whether the heading of one of both blocks stands in a text, a line of which was lost."""
    return any(_motif(cle).search(plat) for cle in ("mesures", "preuves"))


def names_rubrique(plat: str) -> bool:
    """Whether a folded line begins with a heading of the form, or with one of both blocks."""
    return bool(_motif("rubriques").match(plat)) or names_bloc(plat)


def _resembles(plat: str, cle: str) -> bool:
    """A heading that recognition spoiled: nearly its usual words, at the head of the line."""
    tete = plat.strip()
    return any(_is_near(tete[: len(usuel)], usuel) for usuel in load_lexique()["usuels"][cle])


def _is_near(tete: str, usuel: str) -> bool:
    """The likeness, unless its signs alone, in any order, are too far already."""
    paire = SequenceMatcher(None, tete, usuel)
    return paire.quick_ratio() >= PROCHE and paire.ratio() >= PROCHE


def _end_heading(lignes: tuple[Ligne, ...], n: int) -> int:
    """A heading runs on until its colon, or while what follows begins in lower case."""
    fin = n + 1
    while fin < len(lignes) and fin <= n + SUITE and ":" not in lignes[fin - 1].texte:
        texte = lignes[fin].texte.strip()
        court = len(texte) < 60 and texte.endswith(":") and len(fold(texte).split()) < 4
        ouvert = is_suspended(lignes[fin - 1].texte)
        if not texte or PUCE.match(texte) or not (texte[0].islower() or court or ouvert):
            break
        fin += 1
    return fin


def is_suspended(texte: str) -> bool:
    """Whether a line ends with a word that calls for the next."""
    plat = fold(texte).strip()
    return bool(plat) and (
        plat[-1] in ",(-" or re.split(r"[ '’/]", plat)[-1] in load_lexique()["suspens"]
    )


def is_capitals(lignes: tuple[Ligne, ...]) -> bool:
    """Whether its words are, acronyms left out."""
    mots = [m for ligne in lignes for m in re.findall(r"[^\W\d_]+", ligne.texte) if len(m) > SIGLE]
    return sum(map(str.isupper, mots)) > 0.6 * len(mots or "x")


def is_rubrique(lignes: tuple[Ligne, ...], n: int, capitales: bool) -> bool:
    """Whether a line opens another rubric of the form: never the rest of a sentence."""
    texte = lignes[n].nom.strip()
    if (
        not texte
        or lignes[n].repere
        or PUCE.match(texte)
        or (n and is_suspended(lignes[n - 1].texte))
    ):
        return False
    if any(_opens(lignes, n, cle) for cle in ("mesures", "preuves")):
        return True
    if texte[0].islower() and not capitales:
        return False
    return bool(_motif("rubriques").match(fold(texte))) or is_titre(lignes[n])
