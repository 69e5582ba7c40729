"""Which targets a sentence of evidence speaks of: by its words, rare ones weighing more."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from plie_xl.document.words import Poids, fold, load_lexique, stem

SEUIL, PROCHE, RESTE = 0.4, 0.75, 0.35  # likeness; of the best; of a subject left to attribute
SUR = 0.6  # below, the sentence is attributed with a doubt


@dataclass(frozen=True)
class Visee:
    """The targets of a sentence, how near it stands to them, and its doubts."""

    cibles: tuple[int, ...]
    niveau: int  # 2 its own, 1 its theme, 0 all
    doutes: tuple[str, ...] = ()


def build_poids(libelles: Sequence[str]) -> Poids:
    """How rare each stem is among the names of the targets."""
    return Poids(Counter(s for texte in libelles for s in stem(texte)), len(libelles))


def attribute(sujet: str, libelles: Sequence[str], reunions: Sequence[int]) -> Visee:
    """A subject that names nothing, or the meetings in general, speaks of all that meet."""
    mots = stem(sujet)
    generaux = {s for mot in load_lexique()["instances"] for s in stem(mot)}
    poids = build_poids(libelles)
    memes = [n for n, texte in enumerate(libelles) if mots and stem(texte) == mots]
    if len(memes) == 1:
        return Visee((memes[0],), 2)  # its very name, whatever else looks like it
    if mots and mots <= generaux and _is_general(sujet):
        sure = len(reunions) == len(libelles) and not _is_partial(mots)
        return Visee(tuple(reunions), 0, () if sure else ("FIC-10",))
    trouvees, doutes, reste = [], set[str](), mots
    while reste and poids.weigh(reste) >= RESTE * poids.weigh(mots):
        notes = sorted(
            (
                (_compare(poids, reste, stem(t)), n)
                for n, t in enumerate(libelles)
                if n not in trouvees
            ),
            reverse=True,
        )
        if not notes or notes[0][0] < SEUIL:
            break
        ex_aequo = [n for note, n in notes if note >= PROCHE * notes[0][0]]
        if len(ex_aequo) > 1 or notes[0][0] < SUR:
            doutes.add("FIC-10")
        trouvees += ex_aequo
        reste = reste - frozenset().union(*(stem(libelles[n]) for n in ex_aequo))
    if trouvees:
        vague = mots <= generaux and not any(stem(libelles[n]) <= mots for n in trouvees)
        if vague or poids.weigh(reste) >= RESTE * poids.weigh(mots):
            doutes.add("FIC-10")  # « des réunions »: these ones, or all?
        return Visee(tuple(sorted(trouvees)), 2, tuple(doutes))
    if mots <= generaux:
        sure = _is_general(sujet) and len(reunions) == len(libelles)
        return Visee(tuple(reunions), 0, () if sure else ("FIC-10",))
    return Visee((), 0)


def _is_general(sujet: str) -> bool:
    """« toutes les réunions », « l’ensemble des instances »."""
    return any(f" {mot} " in f" {fold(sujet)} " for mot in load_lexique()["generaux"])


def _is_partial(mots: frozenset[str]) -> bool:
    """« toutes les réunions »: those called so, or all that meet?"""
    return not mots & stem("instances") and bool(mots - stem("ensemble toutes tous toute chaque"))


def _compare(poids: Poids, reste: frozenset[str], cible: frozenset[str]) -> float:
    """Likeness of the whole; a subject that says the first half of a name is near it too."""
    commun = poids.weigh(reste & cible)
    return 0.5 * poids.compare(reste, cible) + 0.5 * commun / (poids.weigh(reste) or 1)
