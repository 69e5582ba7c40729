"""What several sheets say of a value: a number that counts, what was typed instead, nothing."""

from collections.abc import Iterable, Mapping
from typing import Any

from plie_xl.consolidation import Consolidation
from plie_xl.master.safe_text import en_texte
from plie_xl.model.fiche import Fiche
from plie_xl.model.frames import Rows
from plie_xl.model.text import est_vide

NON_RECU = "Non reçu"  # of a territory, and of all that its fiche asks
Places = Mapping[tuple[str, int, str], float]


def by_place(cellules: Rows) -> Places:
    """The numbers that count, by workbook, Excel row and column."""
    return {(x["classeur"], x["ligne"], x["colonne"]): x["nombre"] for x in cellules.lignes()}


def find_valeur(nombres: Places, ligne: Mapping[str, Any], colonne: str) -> object:
    """The number that counts, or what was typed instead, in brackets; "" for nothing."""
    place = (ligne["classeur"], ligne["ligne"], colonne)
    if place in nombres:
        return nombres[place]
    brut = ligne.get(colonne)
    return "" if brut is None or est_vide(brut) else f"[{en_texte(brut)}]"


def add_nombres(valeurs: Iterable[object]) -> float:
    """The sum of the numbers among these values: texts and blanks have no say."""
    return sum(v for v in valeurs if isinstance(v, int | float))


def find_manquantes(c: Consolidation) -> list[Fiche]:
    """The fiches of which nothing was received."""
    return [c.fiches[f] for f in c.manquantes]
