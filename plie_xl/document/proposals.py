"""Words that a person had to correct → lines for her own `lexique.toml`: proposed, never added."""

import re
from collections.abc import Iterable, Iterator

from plie_xl.document.decided import Decision
from plie_xl.document.evidence import find_leftover, find_pieces
from plie_xl.document.fields import ValeurError, find_modalite
from plie_xl.document.rule import RegleError, parse_regle
from plie_xl.document.words import any_of, fold, load_lexique
from plie_xl.model.text import cle

LONG = 4  # letters of a word that may name a meeting


def propose_lexique(decisions: Iterable[Decision]) -> list[str]:
    """Lines of TOML: a piece that goes by another name, a meeting that we do not know."""
    gardees = [d for d in decisions if not d.ignoree]
    reunit = dict.fromkeys(_list_reunions(gardees))
    lignes = [f"reunit = [{', '.join(map(_cite, reunit))}]"] if reunit else []
    pieces: dict[str, dict[str, None]] = {}
    for piece, mots in _list_pieces(gardees):
        pieces.setdefault(piece, {})[mots] = None
    if pieces:
        lignes.append("[pieces]")
    return [*lignes, *(f"{p} = [{', '.join(map(_cite, mots))}]" for p, mots in pieces.items())]


def _cite(mots: str) -> str:
    return f'"{fold(mots)}"'


def _list_pieces(decisions: Iterable[Decision]) -> Iterator[tuple[str, str]]:
    """The only piece that she added to a sentence, and the words of it that were not read."""
    for d in decisions:
        if not d.dite or d.est_oui or not d.phrase or not _is_preuve(d):
            continue
        try:
            jeux, _ = parse_regle(d.valeur)
        except RegleError:
            continue
        lues = {nom for _, _, nom in find_pieces(d.phrase)}
        neuves = {piece for jeu in jeux for piece in jeu} - lues
        mots = find_leftover(d.phrase)
        if len(neuves) == 1 and mots:
            yield neuves.pop(), mots


def _is_preuve(d: Decision) -> bool:
    try:
        return find_modalite(d.donnee) is not None
    except ValeurError:
        return False


def _list_reunions(decisions: Iterable[Decision]) -> Iterator[str]:
    """The first word of a target that she says to be a meeting, when no word of it says so."""
    libelles = {d.cible: d.valeur for d in decisions if cle(d.donnee) == "libellé"}
    connus = any_of(load_lexique()["reunit"])
    vides = load_lexique()["vides"].split()
    for d in decisions:
        plat = fold(libelles.get(d.cible, ""))
        if cle(d.donnee) != "unité" or cle(d.valeur) != "réunion" or not d.dite:
            continue
        if plat and not re.search(rf"\b{connus}", plat):
            mots = (m for m in re.findall(r"[a-z]+", plat) if len(m) >= LONG and m not in vides)
            yield from list(mots)[:1]
