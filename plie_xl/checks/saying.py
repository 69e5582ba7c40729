"""Words by which any sheet's anomalies say a day, a whole number, a near miss."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from plie_xl.model.fiche import Fiche
from plie_xl.model.propose import propose_mot, propose_proche
from plie_xl.model.text import en_clair
from plie_xl.model.vocabulary import Synonymes

Ligne = Mapping[str, Any]
Mot = Callable[[Ligne, Fiche], str]


@lru_cache(4_096)
def say_jour(ordinal: float) -> str:
    """« 31/12/2024 » from the ordinal of a day; "" for NaN."""
    return f"{date.fromordinal(int(ordinal)):%d/%m/%Y}" if ordinal == ordinal else ""


def say_entier(nombre: Any) -> str:
    """A count without decimals; "" for None and NaN."""
    return "" if nombre is None or nombre != nombre else f"{int(nombre)}"


def say_proche(typed: object, connus: Iterable[str]) -> str:
    """The question that ends a sentence when a known text looks like the typed one; else ""."""
    return say_proposition(propose_proche(en_clair(typed), tuple(connus)))


def say_proposition(propose: str | None) -> str:
    """« ; vouliez-vous dire « … » ? », "" when nothing is proposed."""
    return f" ; vouliez-vous dire « {propose} » ?" if propose else ""


def say_mot_proche(typed: object, synonymes: tuple[Synonymes, ...]) -> str:
    """The same among words that have several spellings."""
    return say_proposition(propose_mot(en_clair(typed), synonymes))
