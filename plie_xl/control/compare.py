"""The rows of a closed year against those received since: each change, named."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plie_xl.control.identity import CLES, as_text, find_changes, identify, pair

Lignes = Sequence[Mapping[str, Any]]
AJOUTEE, SUPPRIMEE, CHANGEE = "ajoutée", "supprimée", "changée"


@dataclass(frozen=True)
class Changement:
    """One thing that changed: `ligne` is the row as it now is, or as it was when it is gone.

    `gardee` is the row as it was, when it was there.
    """

    nature: str
    ligne: Mapping[str, Any]
    colonne: str = ""
    avant: str = ""
    apres: str = ""
    gardee: Mapping[str, Any] | None = None


def compare(avant: Lignes, apres: Lignes) -> Iterator[Changement]:
    """What changed among rows that count, or counted; a row moved or renumbered did not."""
    anciennes, neuves = [identify(x) for x in avant], [identify(x) for x in apres]
    paires = pair(anciennes, neuves, CLES)
    for n, ligne in enumerate(apres):
        ancienne = avant[paires[n]] if n in paires else None
        if ancienne is None:
            if _counts(ligne):
                yield Changement(AJOUTEE, ligne)
        elif _counts(ligne) or _counts(ancienne):
            for nom in find_changes(anciennes[paires[n]], neuves[n]):
                dite = "libelle" if nom == "cle" else nom
                dits = as_text(ancienne[dite]), as_text(ligne[dite])
                yield Changement(CHANGEE, ligne, nom, *dits, gardee=ancienne)
    gardees = set(paires.values())
    for n, ligne in enumerate(avant):
        if n not in gardees and _counts(ligne):
            yield Changement(SUPPRIMEE, ligne, gardee=ligne)


def _counts(ligne: Mapping[str, Any]) -> bool:
    return (ligne["tenu"] or 0) > 0
