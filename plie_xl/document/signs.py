"""The signs of a page of a PDF, as a person sees them: calls of notes, and what is struck out."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

PETIT, HAUT = 0.95, 0.15  # of the size of the sign before it: a sign smaller, and so much higher
TRAIT = 2  # points at most of a line that strikes out
EXPOSANTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def lower_digits(signes: Iterable[dict[str, Any]]) -> None:
    """A small raised sign comes down to its line: « 20¹ » is not 201, « 1er » stays whole."""
    base: dict[str, Any] | None = None
    for avant, signe in pairwise(signes):
        porteur = base or avant
        taille = porteur["size"]
        haut = porteur["bottom"] - signe["bottom"] > HAUT * taille
        petit = signe["size"] < PETIT * taille and abs(signe["bottom"] - porteur["bottom"]) < taille
        colle = abs(signe["x0"] - avant["x1"]) < TRAIT
        if not (haut and petit and colle):
            base = None
            continue
        base = porteur
        ecart = porteur["bottom"] - signe["bottom"]
        signe["text"] = signe["text"].translate(EXPOSANTS)
        for place in ("top", "bottom", "doctop"):
            signe[place] += ecart


def list_barres(page: Any) -> set[int]:
    """The signs that a thin line crosses in their middle: what Word would show as struck out."""
    traits: dict[int, list[tuple[float, float]]] = {}
    for objet in (*page.lines, *page.rects):
        if objet["bottom"] - objet["top"] <= TRAIT < objet["x1"] - objet["x0"]:
            milieu = round((objet["top"] + objet["bottom"]) / 2)
            traits.setdefault(milieu, []).append((objet["x0"], objet["x1"]))
    return {id(signe) for signe in page.chars if _is_barre(signe, traits)}


def _is_barre(signe: dict[str, Any], traits: dict[int, list[tuple[float, float]]]) -> bool:
    tiers = (signe["bottom"] - signe["top"]) / 3
    milieu = (signe["x0"] + signe["x1"]) / 2
    hauteurs = range(round(signe["top"] + tiers), round(signe["bottom"] - tiers) + 1)
    return any(a <= milieu <= b for y in hauteurs for a, b in traits.get(y, ()))


def list_bouts(page: Any) -> Iterator[dict[str, Any]]:
    """The ends of three rules or more side by side: a table that the page cuts is closed there."""
    debout: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for objet in (*page.lines, *page.rects):
        if objet["x1"] - objet["x0"] <= TRAIT < objet["bottom"] - objet["top"]:
            debout.setdefault((round(objet["top"]), round(objet["bottom"])), []).append(objet)
    for regles in debout.values():
        if len(regles) < 3:
            continue
        gauche, droite = min(r["x0"] for r in regles), max(r["x1"] for r in regles)
        for y in (min(r["top"] for r in regles), max(r["bottom"] for r in regles)):
            trait = {"x0": gauche, "x1": droite, "width": droite - gauche}
            yield {"object_type": "line", **trait, "top": y, "bottom": y, "height": 0}
