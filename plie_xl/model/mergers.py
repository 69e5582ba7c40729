"""Territories that merge: what a fiche may say of those that it succeeds to, and what it may not.

A fiche says it in `[[succession]]`, a target in `succede`. Both name fiches of the year of the last
day before the merger: the year before on a 1 January, the same year later on.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from plie_xl.model.fiche import Fiche
from plie_xl.model.lecture import Remarque
from plie_xl.model.succession import Succession
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


class Bord(NamedTuple):
    """A merger in the course of a year, and whose the meetings beyond it are; no name: none."""

    le: date
    plies: tuple[str, ...] = ()


def find_bords(noms: Iterable[str], fiches: Mapping[str, Fiche]) -> dict[str, tuple[Bord, Bord]]:
    """The mergers between which each of these fiches counts: that which it is born of, that which
    ends it.

    The second is said by the successor, or by the fiche itself when its workbook carries it.
    """
    fusions = find_fusions(fiches.values())
    return {nom: _find_bords(fiches[nom], fiches, fusions.get(nom)) for nom in noms}


def _find_bords(
    fiche: Fiche, fiches: Mapping[str, Fiche], fusion: Fusion | None
) -> tuple[Bord, Bord]:
    avant = tuple(
        fiches[nom].plie if nom in fiches else f"PLIE « {nom} »"
        for succession in fiche.successions
        if find_derniere(succession.le) == fiche.annee and fiche.id not in succession.de
        for nom in succession.de
    )
    apres = tuple(fermeture.plie for fermeture in fiche.recueil.fusions)
    fin = fiche.dernier_jour + timedelta(1)
    if fusion is not None and not fusion.toute_l_annee:
        fin, apres = fusion.le, (fusion.nouvelle.plie,)
    return Bord(fiche.premier_jour, avant), Bord(fin, apres)


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
            _check_jour(succession, fiche, fiches, ou)
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
    _check_finies(fiches)
    _check_plies(fiches.values())


def _check_jour(succession: Succession, fiche: Fiche, fiches: Fiches, ou: str) -> None:
    if not succession.de:
        raise FicheError(f"{ou}, succession : « de » ne nomme aucun PLIE")
    if succession.le.year != fiche.annee:
        raise FicheError(f"{ou}, succession : « le » n’est pas un jour de {fiche.annee}")
    if find_derniere(succession.le) != fiche.annee:
        return
    if succession.de == (fiche.id,):
        raise FicheError(f"{ou}, succession : « {fiche.id} » se succéderait à lui-même")
    if fiche.id not in succession.de and (fiche.id, fiche.annee - 1) in fiches:
        raise FicheError(
            f"{ou}, succession : « {fiche.id} » existait déjà en {fiche.annee - 1} ;"
            f" s’il continue, nommez-le aussi dans « de »"
        )


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


def find_fin(fiches: Fiches, nom: str, annee: int) -> Fusion | None:
    """The last merger that ended a territory by a year, unless it has had a fiche since."""
    fusions = [
        Fusion(succession.le, fiche)
        for fiche in fiches.values()
        for succession in fiche.successions
        if nom in succession.de and nom != fiche.id and succession.le.year <= annee
    ]
    derniere = max(fusions, key=lambda fusion: fusion.le, default=None)
    if derniere is None:
        return None
    depuis = range(find_derniere(derniere.le) + 1, annee + 1)
    return derniere if depuis and not any((nom, a) in fiches for a in depuis) else None


def remark_fin(plie: str, fusion: Fusion, annee: int | None) -> Remarque:
    """What is to be said of a workbook of a territory that had ended."""
    dit = f"le {plie} a fusionné le {fusion.le:%d/%m/%Y} : ce classeur de {annee}"
    return Remarque("plie_fusionne", detail=dit, conseil=fusion.nouvelle.plie)


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
    """Nobody comes after himself, however many come between."""
    for (nom, annee), fiche in fiches.items():
        suivis, aval = [nom], [*list_anciennes(fiche)]
        while aval:
            ancienne = aval.pop()
            suite = fiches.get((ancienne, annee))
            if suite is None or ancienne in suivis:
                continue
            suivis.append(ancienne)
            aval += list_anciennes(suite)
            if nom in list_anciennes(suite):
                raise FicheError(
                    f"{nom}.toml de {annee}, succession : « {nom} » et « {ancienne} » se"
                    " succéderaient l’un à l’autre"
                )


def _check_finies(fiches: Fiches) -> None:
    """Who ends on 1 January takes nobody over that year: what was left open would be lost."""
    for (_, annee), fiche in fiches.items():
        for nom in find_fermees([fiche]):
            suite = fiches.get((nom, annee))
            if suite is not None and suite.successions:
                raise FicheError(
                    f"{nom}.toml de {annee}, succession : « {fiche.id} » lui succède dès le"
                    f" 1er janvier ; dites dans « {fiche.id} » tous ceux qu’il réunit"
                )


def _check_plies(fiches: Iterable[Fiche]) -> None:
    """One fiche a year for a PLIE, whatever the file is called."""
    vues: dict[tuple[str, int], str] = {}
    for fiche in fiches:
        autre = vues.setdefault((cle(fiche.plie), fiche.annee), fiche.id)
        if autre != fiche.id:
            raise FicheError(
                f"deux fiches de {fiche.annee} pour le {fiche.plie}, « {autre}.toml » et"
                f" « {fiche.id}.toml » : gardez-en une"
            )
