"""Territories that merge: what a fiche may say of those that it succeeds to, and what it may not.

A fiche says it in `[[succession]]`, a target in `succede`; both name fiches of the year before.
"""

from collections.abc import Mapping

from plie_xl.model.fiche import Fiche
from plie_xl.model.text import cle
from plie_xl.model.toml import FicheError, check_connu

Fiches = Mapping[tuple[str, int], Fiche]


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
        anciennes = {nom: f for (nom, annee), f in fiches.items() if annee == fiche.annee - 1}
        for succession in fiche.successions:
            if succession.le.year != fiche.annee:
                raise FicheError(f"{ou}, succession : « le » n’est pas un jour de {fiche.annee}")
            for nom in succession.de:
                check_connu(nom, anciennes, f"{ou}, succession", "de")
                autre = prises.setdefault((nom, fiche.annee), fiche.id)
                if autre != fiche.id:
                    raise FicheError(
                        f"{ou}, succession : « {nom} » a déjà un successeur en {fiche.annee},"
                        f" « {autre} »"
                    )
        _check_cibles(fiche, anciennes, ou)
    _check_cercles(fiches)


def find_successeur(fiches: Mapping[str, Fiche], ancienne: str) -> Fiche | None:
    """Among the fiches of a year, the one that succeeds to a fiche of the year before."""
    return next((f for f in fiches.values() if ancienne in list_anciennes(f)), None)


def list_anciennes(fiche: Fiche) -> tuple[str, ...]:
    """The identifiers of the fiches that this one succeeds to."""
    return tuple(nom for succession in fiche.successions for nom in succession.de)


def find_noms(ancienne: Fiche, fiche: Fiche) -> dict[str, str]:
    """How each target of an older fiche is called in this one: folded name → name."""
    noms = {f"{ancienne.id}/{c.id}": c.libelle for c in ancienne.instances}
    return {
        cle(noms[x]): cible.libelle for cible in fiche.instances for x in cible.succede if x in noms
    }


def _check_cibles(fiche: Fiche, anciennes: Mapping[str, Fiche], ou: str) -> None:
    connues = [
        f"{nom}/{cible.id}"
        for nom in (*list_anciennes(fiche), fiche.id)
        if nom in anciennes
        for cible in anciennes[nom].instances
    ]
    for cible in fiche.instances:
        for nom in cible.succede:
            check_connu(nom, connues, f"{ou}, cible « {cible.id} »", "succede")


def _check_cercles(fiches: Fiches) -> None:
    for (nom, annee), fiche in fiches.items():
        for ancienne in list_anciennes(fiche):
            suite = fiches.get((ancienne, annee))
            if ancienne != nom and suite is not None and nom in list_anciennes(suite):
                raise FicheError(
                    f"{nom}.toml de {annee}, succession : « {nom} » et « {ancienne} » se"
                    " succéderaient l’un à l’autre"
                )
