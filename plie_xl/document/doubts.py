"""What the look of the whole text makes doubtful, for every value of it."""

import re

from plie_xl.document.cut import Decoupe

CAPITALES = 0.6  # share of capitals from which a document is said to be in capitals


def doubt_all(decoupe: Decoupe) -> tuple[str, ...]:
    """What the look of the whole text makes doubtful."""
    texte = " ".join(ligne.texte for ligne in decoupe.lignes)
    lettres = [c for c in texte if c.isalpha()]
    doutes = []
    if sum(c.isupper() for c in lettres) > CAPITALES * len(lettres or "x"):
        doutes.append("FIC-18")
    if (
        len(
            re.findall(
                r"\b(?:[a-z]+\d[a-z]*|\d[a-z]{3,})\b",
                re.sub(r"\d+(?:eme|ème|er|nd|ère|%)", "", texte.lower()),
            )
        )
        >= 3
    ):
        doutes.append("FIC-20")
    if not all(ligne.sure for b in (decoupe.mesures, decoupe.preuves) for ligne in b.lignes):
        doutes.append("FIC-19")
    if not decoupe.mesures.intitule or not decoupe.preuves.intitule:
        doutes.append("FIC-20")
    return tuple(doutes)
