"""Evidence: which pieces prove a row, what a cell gives, what is missing."""

from collections.abc import Iterable
from functools import cache

from plie_xl.model.fiche import Cible, load_mots_absence, load_mots_sans_reference, load_pieces
from plie_xl.model.text import cle, en_clair, enumere, unify
from plie_xl.model.words import COMPLETES, MANQUE, MODALITE_NON_PREVUE, SANS_MODALITE

VIDE, DONNEE, NOMMEE = range(3)  # what a cell of evidence says


def phrase_pieces(cible: Cible) -> str:
    """The evidence a target needs, in one French sentence."""
    if not cible.pieces:
        return "aucune pièce : compté dans « Indicateurs »"
    regles = [
        (f"{modalite} : " if len(cible.pieces) > 1 else "") + phrase_jeux(jeux, cible.preferee)
        for modalite, jeux in cible.pieces.items()
    ]
    return " ; ".join(regles).replace("toutes : ", "dans tous les cas : ")


def phrase_jeux(jeux: tuple[tuple[str, ...], ...], preferee: str = "") -> str:
    """« (compte rendu et feuille d’émargement) ou mail de consultation »."""
    pieces = load_pieces()
    phrases = [enumere(pieces[p].libelle for p in jeu) for jeu in jeux]
    if len(phrases) > 1:
        phrases = [f"({p})" if len(j) > 1 else p for p, j in zip(phrases, jeux, strict=True)]
    if preferee:
        return " ou, à défaut, ".join(phrases)
    return enumere(phrases, "ou")


def etat_pieces(cible: Cible, modalite: str | None, fournies: frozenset[str]) -> str:
    """The word of the « Pièces » column: « complètes », « manque : … », or a modality to settle."""
    if not cible.admet(modalite):
        return MODALITE_NON_PREVUE if modalite else SANS_MODALITE
    manque = cible.manque(modalite, fournies)
    return MANQUE + phrase_jeux(manque) if manque else COMPLETES


def read_piece(valeur: object) -> int:
    """Whether a cell gives evidence (« non » is none), and names it (« oui » does not)."""
    if isinstance(valeur, str) and len(valeur) > _long() and _is_plain(valeur):
        return NOMMEE  # longer than any word that would say otherwise
    mot = cle(en_clair(valeur))
    return VIDE if mot in _absences() else DONNEE if mot in _sans_reference() else NOMMEE


def read_references(valeurs: Iterable[object]) -> list[str | None]:
    """The text by which two cells name the same document; None for a cell that names none."""
    mots = [
        v.strip().casefold()
        if isinstance(v, str) and len(v) <= _COURTE and _is_plain(v)
        else cle(en_clair(v))
        for v in valeurs
    ]
    aucun = _absences() | _sans_reference()
    return [None if mot in aucun else mot for mot in mots]


_COURTE = 80  # below it, `en_clair` shortens nothing


def est_fournie(valeur: object) -> bool:
    """Whether a cell of evidence holds some."""
    return read_piece(valeur) != VIDE


@cache
def _absences() -> frozenset[str]:
    return frozenset(map(cle, ("", *load_mots_absence())))


def _is_plain(texte: str) -> bool:
    """Whether `cle` would change no more of a text than its ends and its capitals."""
    return texte.isprintable() and "  " not in texte and unify(texte) == texte


@cache
def _long() -> int:
    """More characters than any of these words, with a space on each side."""
    return 2 + max(map(len, _absences() | _sans_reference()))


@cache
def _sans_reference() -> frozenset[str]:
    return frozenset(map(cle, load_mots_sans_reference()))
