"""Which days nobody works: week-ends and the public holidays of metropolitan France."""

from datetime import date, timedelta
from functools import cache, lru_cache

from dateutil.easter import easter

# Code du travail, L3133-1. A table, since the library that knows all countries takes longer to
# load than a workbook to be checked; the tests compare the two.
_FIXES = {
    (1, 1): "Jour de l’an",
    (5, 1): "Fête du Travail",
    (5, 8): "Fête de la Victoire",
    (7, 14): "Fête nationale",
    (8, 15): "Assomption",
    (11, 1): "Toussaint",
    (11, 11): "Armistice",
    (12, 25): "Noël",
}
_APRES_PAQUES = {1: "Lundi de Pâques", 39: "Ascension", 50: "Lundi de Pentecôte"}


@lru_cache(4_096)
def find_chome(jour: object) -> str:
    """« un samedi », « un jour férié (Ascension) », or "" for a working day."""
    if not isinstance(jour, float) or jour != jour:
        return ""
    vrai = date.fromordinal(int(jour))
    if vrai.weekday() >= 5:
        return "un samedi" if vrai.weekday() == 5 else "un dimanche"
    ferie = _feries(vrai.year).get(vrai)
    return f"un jour férié ({ferie})" if ferie else ""


@cache
def _feries(annee: int) -> dict[date, str]:
    fixes = {date(annee, mois, jour): nom for (mois, jour), nom in _FIXES.items()}
    paques = easter(annee)
    return fixes | {paques + timedelta(days=n): nom for n, nom in _APRES_PAQUES.items()}
