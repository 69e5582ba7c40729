"""The rule of evidence as a French sentence, typed back: « (A et B) ou C »."""

import re

from plie_xl.document.evidence import find_pieces
from plie_xl.document.words import fold
from plie_xl.model.errors import PlieError
from plie_xl.model.evidence import phrase_jeux
from plie_xl.model.propose import propose_proche
from plie_xl.model.text import cle, enumere
from plie_xl.model.toml import Jeux
from plie_xl.model.vocabulary import load_pieces


class RegleError(PlieError):
    """A sentence that is no rule of evidence: one French sentence, with the near miss."""


def parse_regle(texte: str) -> tuple[Jeux, str]:
    """The sets of pieces of a sentence, and the one preferred, if « à défaut » says so.

    Raises
    ------
    RegleError
        A piece that is not known, or « et » and « ou » without brackets.
    """
    phrase = re.sub(r"\s+", " ", texte).strip(" .;")
    morceaux = re.split(r",? ou,? à défaut,? ", phrase)
    preferee = ""
    if len(morceaux) > 1:
        jeux = [_read_jeu(m) for m in morceaux]
        preferee = jeux[0][0]
    else:
        jeux = [_read_jeu(m) for m in _split_ou(phrase)]
    uniques = {frozenset(jeu): jeu for jeu in jeux}
    return tuple(uniques.values()), preferee


def say_regle(jeux: Jeux, preferee: str = "") -> str:
    """Such as `parse_regle` reads it back."""
    return phrase_jeux(tuple(tuple(jeu) for jeu in jeux), preferee)


def _split_ou(phrase: str) -> list[str]:
    """What « ou » separates outside brackets; commas too, when they do not list a set."""
    nues = re.sub(r"\([^()]*\)", lambda m: "#" * len(m[0]), phrase)
    virgules = re.search(r", ou ", nues)
    motif = r", ou " if virgules else r" ou | et/ou "
    if not re.search(motif, nues):
        return [phrase]
    if not virgules:
        if re.search(r" et (?!ou)", nues):
            raise RegleError(
                f"« {phrase} » mêle « et » et « ou » : mettez des parenthèses, comme"
                " « (compte rendu et feuille d’émargement) ou mail de consultation »"
            )
        motif = r" ou | et/ou |, "
    places, debut = [], 0
    for trouve in re.finditer(motif, nues):
        places.append(phrase[debut : trouve.start()])
        debut = trouve.end()
    return [*places, phrase[debut:]]


def _read_jeu(texte: str) -> tuple[str, ...]:
    nu = texte.strip().removeprefix("(").removesuffix(")")
    noms = [mot for mot in re.split(r", | et | \+ ", nu) if mot.strip()]
    return tuple(dict.fromkeys(_read_piece(nom) for nom in noms))


def _read_piece(nom: str) -> str:
    """A piece by its house name, or by a word of the reading that is all of it."""
    connues = {cle(piece.libelle): id_ for id_, piece in load_pieces().items()}
    if cle(nom) in connues:
        return connues[cle(nom)]
    trouvees = find_pieces(nom)
    if len(trouvees) == 1 and len(fold(nom).strip()) == trouvees[0][1] - trouvees[0][0]:
        return trouvees[0][2]
    libelles = [piece.libelle for piece in load_pieces().values()]
    proche = propose_proche(nom, tuple(libelles))
    il_y_a = f"il y a {enumere(f'« {libelle} »' for libelle in libelles)}"
    suite = f"vouliez-vous dire « {proche} » ?" if proche else il_y_a
    raise RegleError(f"« {nom.strip()} » n’est pas une pièce connue ; {suite}")
