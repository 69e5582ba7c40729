"""Which days nobody works: week-ends and the public holidays of France."""

from datetime import date
from functools import cache

import numpy as np


def find_chome(jour: object) -> str:
    """« un samedi », « un jour férié (Ascension) », or "" for a working day."""
    if not isinstance(jour, float) or np.isnan(jour):
        return ""
    vrai = date.fromordinal(int(jour))
    if vrai.weekday() >= 5:
        return "un samedi" if vrai.weekday() == 5 else "un dimanche"
    ferie = _feries(vrai.year).get(vrai)
    return f"un jour férié ({ferie})" if ferie else ""


@cache
def _feries(annee: int) -> dict[date, str]:
    from holidays.countries.france import France

    return dict(France(years=annee, language="fr").items())  # type: ignore[no-untyped-call]
