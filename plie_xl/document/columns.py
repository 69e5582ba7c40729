"""Text side by side on a page without a table: a newspaper's columns, read one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

BLANC, RANGEES = 14, 3  # points between two columns; lines that must leave them
ETROIT, ALIGNE = 9, 2  # points between two columns whose lines begin at one place, or nearly
MILIEU = (0.3, 0.7)  # of the width of the text, where the blank between two columns may stand
MOTS = 2.5  # words of a line of a column, on average: a column of numbers has one


@dataclass(frozen=True)
class Segment:
    """Words of one line that no wide blank parts."""

    gauche: float
    droite: float
    haut: float
    bas: float
    mots: int

    def crosses(self, x: float) -> bool:
        """Whether it stands on both sides of a place."""
        return self.gauche < x < self.droite


def has_columns(segments: list[Segment]) -> bool:
    """Whether several lines leave the same wide blank, or one where others begin behind it."""
    cotes = [(a, b) for a, b in pairwise(segments) if a.haut == b.haut]
    blancs = [(a.droite, b.gauche) for a, b in cotes if a.droite - a.gauche > BLANC]  # no bullet
    debuts = [next(rangee).gauche for _, rangee in groupby(segments, key=lambda s: s.haut)]
    seules = (sum(abs(x - debut) < ALIGNE for debut in debuts) for _, x in blancs)
    memes = (sum(g <= x <= d for g, d in blancs) for _, x in blancs)
    return any(n >= RANGEES - 1 for n in seules) or any(n >= RANGEES for n in memes)


def list_segments(mots: list[dict[str, Any]], blanc: float = BLANC) -> list[Segment]:
    """Line by line, from left to right; the words of one line share its height."""
    rangees: dict[int, list[dict[str, Any]]] = {}
    for mot in mots:
        rangees.setdefault(round(mot["top"] / 3), []).append(mot)
    segments: list[Segment] = []
    for rang in sorted(rangees):
        suite: list[dict[str, Any]] = []
        haut = min(mot["top"] for mot in rangees[rang])
        for mot in sorted(rangees[rang], key=lambda m: float(m["x0"])):
            if suite and mot["x0"] - suite[-1]["x1"] > blanc:
                segments.append(_build(suite, haut))
                suite = []
            suite.append(mot)
        segments.append(_build(suite, haut))
    return segments


def _build(suite: list[dict[str, Any]], haut: float) -> Segment:
    bas = max(mot["bottom"] for mot in suite)
    return Segment(suite[0]["x0"], suite[-1]["x1"], haut, bas, len(suite))


def find_gouttiere(segments: list[Segment]) -> float | None:
    """The blank in the middle of a text, between two columns of sentences; None without one."""
    debut = min((s.gauche for s in segments), default=0.0)
    large = max((s.droite for s in segments), default=0.0) - debut
    bornes = [debut + part * large for part in MILIEU]
    places = {s.gauche - 1 for s in segments if bornes[0] < s.gauche - 1 < bornes[1]}
    notes = {x: _count(segments, x) for x in sorted(places)}
    place = max(notes, key=lambda x: notes[x], default=None)
    return place if place is not None and notes[place] else None


def _count(segments: list[Segment], x: float) -> int:
    """How many lines of the right side have one of the left beside them; 0 if no column."""
    gauches = [s for s in segments if s.droite <= x]
    droites = [s for s in segments if s.gauche >= x]
    if not all(c and sum(s.mots for s in c) >= MOTS * len(c) for c in (gauches, droites)):
        return 0
    if sum(d.gauche - x < 1 + ALIGNE for d in droites) < RANGEES - 1:
        return 0
    return sum(any(g.haut < d.bas and d.haut < g.bas for g in gauches) for d in droites)


def list_parts(segments: list[Segment], x: float) -> Iterator[tuple[float, float, bool]]:
    """From top to bottom, heights that hold two columns, and those that a line crosses."""
    hauts = sorted(segments, key=lambda s: s.haut)
    for traverse, suite in groupby(hauts, key=lambda s: s.crosses(x)):
        lignes = list(suite)
        yield lignes[0].haut, max(s.bas for s in lignes), not traverse
