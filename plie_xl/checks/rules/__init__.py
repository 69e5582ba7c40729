"""The rules, sheet by sheet; to import them is to register them, in this order."""

from plie_xl.checks.rules import (
    cibles,
    ecarts,
    financement,
    indicateurs,
    jours,
    livrables,
    pieces,
    suivi,
    territoires,
    textes,
)

__all__ = [
    "cibles",
    "ecarts",
    "financement",
    "indicateurs",
    "jours",
    "livrables",
    "pieces",
    "suivi",
    "territoires",
    "textes",
]
