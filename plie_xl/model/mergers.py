"""Territories that merge: what a fiche may say of those that it succeeds to, and what it may not.

A fiche says it in `[[succession]]`, a target in `succede`. Both name fiches of the year of the last
day before the merger: the year before on a 1 January, the same year later on.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from plie_xl.model.fiche import Fiche, Succession
from plie_xl.model.text import cle
from plie_xl.model.toml import FicheError, check_connu

Fiches = Mapping[tuple[str, int], Fiche]


class Fusion(NamedTuple):
    """A territory that ends, seen from the year of the merger."""

    le: date
    nouvelle: Fiche

    @property
    def toute_l_annee(self) -> bool:
        """Whether nothing of that year is left to the one that ends."""
        return find_derniere(self.le) < self.le.year


def find_derniere(le: date) -> int:
    """The last year in which those that merge on this day have a fiche."""
    return (le - timedelta(days=1)).year


def check_successions(fiches: Fiches) -> None:
    """Refuse what cannot be: nobody to succeed to, two successors of one, a circle.

    Raises
    ------
    FicheError
        One French sentence with the file, the key and the near miss.
    """
    prises: dict[tuple[str, int], str] = {}
    for fiche in fiches.values():
        ou = f"{fiche.id}.toml de {fiche.annee}"
        connues = _list_cibles(fiches, fiche.annee - 1, (fiche.id,))
        for succession in fiche.successions:
            _check_jour(succession, fiche, ou)
            derniere = find_derniere(succession.le)
            anciennes = {nom for nom, annee in fiches if annee == derniere}
            for nom in succession.de:
                check_connu(nom, anciennes, f"{ou}, succession", "de")
                autre = prises.setdefault((nom, fiche.annee), fiche.id)
                if autre != fiche.id:
                    raise FicheError(
                        f"{ou}, succession : « {nom} » a déjà un successeur en {fiche.annee},"
                        f" « {autre} »"
                    )
            connues += _list_cibles(fiches, derniere, succession.de)
        for cible in fiche.instances:
            for nom in cible.succede:
                check_connu(nom, connues, f"{ou}, cible « {cible.id} »", "succede")
    _check_cercles(fiches)


def _check_jour(succession: Succession, fiche: Fiche, ou: str) -> None:
    if succession.le.year != fiche.annee:
        raise FicheError(f"{ou}, succession : « le » n’est pas un jour de {fiche.annee}")
    if fiche.id in succession.de and find_derniere(succession.le) == fiche.annee:
        raise FicheError(f"{ou}, succession : « {fiche.id} » se succéderait à lui-même")


def find_fusions(fiches: Iterable[Fiche]) -> dict[str, Fusion]:
    """The territories that end, by identifier, as the fiches of one year say it."""
    return {
        nom: Fusion(succession.le, fiche)
        for fiche in fiches
        for succession in fiche.successions
        for nom in succession.de
        if nom != fiche.id
    }


def find_fermees(fiches: Iterable[Fiche]) -> dict[str, Fusion]:
    """Among them, those of which nothing counts in that year."""
    return {nom: x for nom, x in find_fusions(fiches).items() if x.toute_l_annee}


def find_suite(fiches: Fiches, ancienne: str, annee: int) -> Fiche | None:
    """The fiche of a year for what a fiche of the year before leaves open; None for none."""
    pendant = find_fusions(f for f in fiches.values() if f.annee == annee - 1).get(ancienne)
    nom = pendant.nouvelle.id if pendant else ancienne
    apres = find_fermees(f for f in fiches.values() if f.annee == annee).get(nom)
    return apres.nouvelle if apres else fiches.get((nom, annee))


def list_anciennes(fiche: Fiche) -> tuple[str, ...]:
    """The identifiers of the fiches that this one succeeds to."""
    return tuple(nom for succession in fiche.successions for nom in succession.de)


def find_noms(ancienne: Fiche, fiche: Fiche) -> dict[str, str]:
    """How each target of an older fiche is called in this one: folded name → name."""
    noms = {f"{ancienne.id}/{c.id}": c.libelle for c in ancienne.instances}
    return {
        cle(noms[x]): cible.libelle for cible in fiche.instances for x in cible.succede if x in noms
    }


def _list_cibles(fiches: Fiches, annee: int, noms: Iterable[str]) -> list[str]:
    """« graves/copil »: what these fiches of a year have, as `succede` names it."""
    connues = [fiches[nom, annee] for nom in noms if (nom, annee) in fiches]
    return [f"{fiche.id}/{cible.id}" for fiche in connues for cible in fiche.instances]


def _check_cercles(fiches: Fiches) -> None:
    for (nom, annee), fiche in fiches.items():
        for ancienne in list_anciennes(fiche):
            suite = fiches.get((ancienne, annee))
            if ancienne != nom and suite is not None and nom in list_anciennes(suite):
                raise FicheError(
                    f"{nom}.toml de {annee}, succession : « {nom} » et « {ancienne} » se"
                    " succéderaient l’un à l’autre"
                )
