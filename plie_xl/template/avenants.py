"""What « Listes » holds of the avenants, so that live formulas look it up by day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from plie_xl.attainment import list_parts
from plie_xl.model.fiche import Fiche
from plie_xl.model.target import Cible
from plie_xl.template.drawing import serie
from plie_xl.template.live.lists import is_intermittente


class Formule(NamedTuple):
    """A live cell, and what it shows when the workbook is written."""

    texte: str
    valeur: object


Cellule = str | float | Formule


def tables_avenants(fiche: Fiche, reference: date) -> Mapping[str, Sequence[Sequence[Cellule]]]:
    """By name, nothing for a fiche without an avenant.

    `avenants`: the first day of each period; `periode_reference`: the place of the one that holds
    the date of reference; `parts`: the share of the operation elapsed in each; `minimums`: the
    number of each target that an avenant touches, 0 while nothing is asked; `en_vigueur`: whether
    each name of the list may be used.
    """
    if not fiche.avenants:
        return {}
    jours = [float(serie(debut)) for debut in fiche.debuts]
    parts = [
        Formule(f"=MAX(0,MIN(date_reference+1,{serie(fin)})-{serie(debut)})/(fin-debut+1)", part)
        for (debut, fin), part in zip(fiche.periodes, list_parts(fiche, reference), strict=True)
    ]
    ici = Formule("=IFERROR(MATCH(date_reference,avenants),1)", 1.0 + fiche.periode(reference))
    tables: dict[str, Sequence[Sequence[Cellule]]] = {
        "avenants": [jours],
        "periode_reference": [[ici]],
        "parts": [parts],
    }
    if touchees := list_touchees(fiche):
        tables["minimums"] = [[_minimum(v.cible) for v in c.versions] for c in touchees]
    if is_intermittente(fiche):
        tables["en_vigueur"] = [
            [float(c.en_vigueur(n) is not None) for n in range(len(jours))] for c in fiche.instances
        ]
    return tables


def list_touchees(fiche: Fiche) -> list[Cible]:
    """The targets that an avenant touches, in the order of `minimums`."""
    return [c for c in (*fiche.cibles, *fiche.resultats) if c.versions]


def _minimum(cible: Cible | None) -> float:
    return float(cible.minimum) if cible else 0.0
