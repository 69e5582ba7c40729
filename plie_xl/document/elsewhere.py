"""An objective that is also written outside of the two blocks, with another number (FIC-16)."""

import re

from plie_xl.document.attribution import build_poids
from plie_xl.document.cibles import CibleLue
from plie_xl.document.cut import Decoupe
from plie_xl.document.line import Ligne
from plie_xl.document.numbers import read_nombre
from plie_xl.document.words import stem

NOMME = 0.75  # share of a name that a sentence must say


def doubt_elsewhere(decoupe: Decoupe, cibles: list[CibleLue]) -> None:
    """A doubt on the number of each target that the document counts otherwise elsewhere."""
    poids = build_poids([c.libelle for c in cibles])
    phrases = [p for p in _list_phrases(decoupe.ailleurs) if read_nombre(p) is not None]
    lignes = decoupe.ailleurs
    for cible in cibles:
        nom = stem(cible.libelle)
        if not nom or cible.nombre is None:
            continue
        nombres = (cible.nombre.minimum, cible.nombre.maximum)
        for phrase in phrases:
            lu = read_nombre(phrase)
            dit = poids.weigh(nom & stem(phrase)) >= NOMME * poids.weigh(nom)
            if lu and dit and lu.minimum not in nombres:
                cible.doutes.append("FIC-16")
                cible.ailleurs = _say_ou(phrase, lignes)
                break


def _say_ou(phrase: str, lignes: tuple[Ligne, ...]) -> str:
    """« p. 2, l. 31 »: the line on which a sentence begins; "" when it is not found again."""
    debut = phrase.strip()[:20]
    ligne = next((x for x in lignes if debut in x.texte or x.texte.strip()[:20] == debut), None)
    return f"p. {ligne.page}, l. {ligne.numero}" if ligne else ""


def _list_phrases(lignes: tuple[Ligne, ...]) -> list[str]:
    texte = " ".join(ligne.texte.strip() or "." for ligne in lignes)
    return [p for p in re.split(r"[.;•▪()]| - | – ", texte) if p.strip()]
