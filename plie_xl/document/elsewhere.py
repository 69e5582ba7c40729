"""An objective that is also written outside of the two blocks, with another number (FIC-16)."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, pairwise

from plie_xl.document.attribution import build_poids
from plie_xl.document.cibles import CibleLue
from plie_xl.document.cut import PUCE, Decoupe
from plie_xl.document.line import Ligne
from plie_xl.document.numbers import Nombre, read_nombre
from plie_xl.document.turns import match_un
from plie_xl.document.words import fold, stem

NOMME = 0.75  # share of a name that a sentence must say
COUPE = "¶"  # between two lines that are not one sentence


def doubt_elsewhere(decoupe: Decoupe, cibles: list[CibleLue]) -> None:
    """A doubt on the number of each target that the document counts otherwise elsewhere."""
    poids = build_poids([c.libelle for c in cibles])
    comptees = [
        (texte, ligne, read_nombre(texte)) for texte, ligne in _list_phrases(decoupe.ailleurs)
    ]
    for cible in cibles:
        nom = stem(cible.libelle)
        if not nom or cible.nombre is None:
            continue
        for texte, ligne, lu in comptees:
            dit = poids.weigh(nom & stem(texte)) >= NOMME * poids.weigh(nom)
            if lu and dit and _differs(lu, cible.nombre):
                cible.doutes.append("FIC-16")
                cible.ailleurs = f"p. {ligne.page}, l. {ligne.numero}"
                break


def _differs(ailleurs: Nombre, ici: Nombre) -> bool:
    """« 3 à 5 » is another number than « 3 », and « 5 » than none of « 3 à 5 »."""
    bornes = (ici.minimum, ici.maximum)
    return ailleurs.minimum not in bornes or ailleurs.maximum not in (None, *bornes)


def _list_phrases(lignes: tuple[Ligne, ...]) -> Iterator[tuple[str, Ligne]]:
    """Each part of a sentence that may count something by itself, and the line it begins on."""
    textes = [_head(ligne.texte.strip()) for ligne in lignes]
    debuts = [0, *accumulate(len(texte) + 1 for texte in textes)]
    brut = " ".join(textes)
    coupes = [0, *(m.end() for m in _coupes().finditer(fold(brut))), len(brut)]
    for debut, fin in pairwise(coupes):
        phrase = brut[debut:fin].strip(f" {COUPE},;.")
        if phrase:
            place = brut.index(phrase[0], debut)
            yield phrase, lignes[bisect_right(debuts, place) - 1]


def _head(texte: str) -> str:
    """A bullet, a capital, a number or a blank line begins another sentence."""
    debut = PUCE.match(texte) or texte[:1].isupper() or _compte().match(fold(texte))
    return f"{COUPE}{texte}" if debut or not texte else texte


@cache
def _compte() -> re.Pattern[str]:
    """« au moins 3 comités », « le nombre d’ateliers »: what opens a count."""
    seuil = r"(?:(?:au moins|au minimum|minimum|environ|entre|de) )?"
    return re.compile(rf"\s*(?:{seuil}{match_un()} +[a-z]|(?:le |un )?nombre d)")


@cache
def _coupes() -> re.Pattern[str]:
    """What parts two sentences, or two counts of one: « 3 comités, 24 réunions et 6 ateliers »."""
    return re.compile(rf"[.;•▪](?!\d)|{COUPE}| - |(?:,| et| ainsi que)(?={_compte().pattern})")
