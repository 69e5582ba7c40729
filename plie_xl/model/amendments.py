"""Avenants: what a fiche asks from a day on; what it asked before is kept, and shown.

A fiche says it in `[[avenant]]`, a target in `[avenant.cible.<id>]` with the keys of `[[cible]]`.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from itertools import pairwise
from typing import Any, Literal

from plie_xl.model.settings import DATE_DE_LA_REUNION, load_reglages
from plie_xl.model.target import Cible, Version, check_cible, check_nombre
from plie_xl.model.text import cle_entete, enumere
from plie_xl.model.toml import FicheError, build, check_identifiant, libre

Sections = Mapping[str, Sequence[Cible]]
Suites = dict[str, list[Cible | None]]  # of each target, what each period asks

CIBLES, SANS_OBJECTIF = "cibles", "sans_objectif"
SUPPRIMEE = "supprimee"
_FIXES = ("id", "libelle", "unite", "categorie", "par", "indicateurs", "succede")
_EXIGEES = ("id", "libelle", "unite", "categorie")


@dataclass(frozen=True)
class Avenant:
    """What changes from a day on. `pieces`, when said, holds whatever the settings say."""

    numero: int
    le: date
    motif: str = ""
    pieces: Literal["", "date de la réunion", "année entière"] = ""
    cibles: Mapping[str, Mapping[str, Any]] = libre("cible")


def is_au_jour(avenants: Iterable[Avenant]) -> bool:
    """Whether the evidence of a row is that of its own day, not the last one of the year."""
    dites = [avenant.pieces for avenant in avenants if avenant.pieces]
    return (dites[-1] if dites else load_reglages().reglages.avenant.pieces) == DATE_DE_LA_REUNION


def find_periode(debuts: Sequence[date], jour: date) -> int:
    """The place of the period that holds a day, by the first day of each."""
    return max(0, bisect_right(debuts, jour) - 1)


def apply_avenants(
    avenants: Sequence[Avenant],
    sections: Sections,
    periode: tuple[date, date],
    indicateurs: Sequence[str],
    nom: str,
) -> dict[str, tuple[Cible, ...]]:
    """The targets of each section; those that an avenant touches, with all their versions.

    Raises
    ------
    FicheError
        FIC-07 for an unknown target, FIC-17 for a day that cannot be, or a key that is wrong.
    """
    _check_jours(avenants, periode, nom)
    suites: Suites = {c.id: [c] for cibles in sections.values() for c in cibles}
    sans_objectif = {c.id for c in sections[SANS_OBJECTIF]}
    for n, avenant in enumerate(avenants, start=1):
        for suite in suites.values():
            suite.append(suite[-1])
        for identifiant, dit in avenant.cibles.items():
            if not dit:
                ou = _place(nom, avenant, identifiant)
                raise FicheError(
                    f"{ou} : rien n’est dit de ce qui change ; écrivez-le, ou retirez-la"
                )
            cible = _amend(suites, identifiant, dit, nom, avenant)
            suites.setdefault(identifiant, [None] * (n + 1))[-1] = cible
            if cible:
                ou = _place(nom, avenant, identifiant)
                check_cible(cible, ou, indicateurs)
                check_nombre(cible, ou, identifiant in sans_objectif)
    debuts = (periode[0], *(avenant.le for avenant in avenants))
    connues = {c.id: s for s, cibles in sections.items() for c in cibles}
    amendees = {i: _join(debuts, suite) for i, suite in suites.items()}
    return {
        section: tuple(c for i, c in amendees.items() if connues.get(i, CIBLES) == section)
        for section in sections
    }


def _join(debuts: Sequence[date], suite: Sequence[Cible | None]) -> Cible:
    """The last version, which knows the others."""
    derniere = next(cible for cible in reversed(suite) if cible)
    if all(cible == derniere for cible in suite):
        return derniere
    jointe = replace(derniere)
    object.__setattr__(jointe, "versions", tuple(map(Version, debuts, suite)))
    return jointe


def _amend(
    suites: Suites, identifiant: str, dit: Mapping[str, Any], nom: str, avenant: Avenant
) -> Cible | None:
    """What an avenant makes of a target: its new version, or None when it withdraws it."""
    ou = _place(nom, avenant, identifiant)
    if "libelle" in dit and identifiant not in suites:
        check_identifiant(identifiant, ou)
        return build(Cible, {"id": identifiant, **dit}, ou)
    ancienne = suites.get(identifiant, [None])[-1]
    if ancienne is None:
        raise FicheError(_say_inconnue(suites, identifiant, nom, avenant))
    if SUPPRIMEE in dit:
        if len(dit) > 1 or dit[SUPPRIMEE] is not True:
            raise FicheError(f"{ou} : « {SUPPRIMEE} = true » se dit seul")
        return None
    for cle in _FIXES:
        if cle in dit:
            raise FicheError(
                f"{ou} : « {cle} » ne change pas en cours d’année ; retirez la cible"
                f" (« {SUPPRIMEE} = true ») et ajoutez-en une autre"
            )
    neuve = build(Cible, {**{c: getattr(ancienne, c) for c in _EXIGEES}, **dit}, ou)
    change = {cle: getattr(neuve, cle) for cle in dit}
    if "pieces" in dit and "preferee" not in dit:
        change["preferee"] = ""
    if change.get("genre", ancienne.genre) != "fourchette":
        change.setdefault("maximum", None)
    return replace(ancienne, **change)


def _place(nom: str, avenant: Avenant, identifiant: str) -> str:
    return f"{nom}, avenant {avenant.numero}, cible « {identifiant} »"


def _say_inconnue(suites: Suites, identifiant: str, nom: str, avenant: Avenant) -> str:
    if identifiant in suites:
        return (
            f"{nom}, l’avenant {avenant.numero} change « {identifiant} », qui est retirée ; pour la"
            " demander de nouveau, ajoutez-la sous un autre identifiant (FIC-07)"
        )
    connues = {i: suite[-1].libelle for i, suite in suites.items() if suite[-1]}
    dit = f"l’avenant {avenant.numero} change une cible inconnue « {identifiant} »"
    return f"{nom}, {dit} ; {_propose(identifiant, connues)} (FIC-07)"


def _propose(dit: str, connues: Mapping[str, str]) -> str:
    """What was meant, an identifier or words of a label; every identifier when nothing is near."""
    plats = {cle_entete(libelle): identifiant for identifiant, libelle in connues.items()}
    nommees = [i for plat, i in plats.items() if cle_entete(dit) and cle_entete(dit) in plat]
    proches = (
        get_close_matches(dit, connues, n=1)
        or nommees
        or [plats[plat] for plat in get_close_matches(cle_entete(dit), plats, n=1)]
    )
    noms = [f"« {identifiant} »" for identifiant in proches or connues]
    return f"vouliez-vous dire {enumere(noms, 'ou')} ?" if proches else f"il y a {enumere(noms)}"


def _check_jours(avenants: Sequence[Avenant], periode: tuple[date, date], nom: str) -> None:
    """Each avenant takes effect within the year, after the one before it."""
    debut, fin = periode
    for avenant in avenants:
        ou = f"{nom}, avenant {avenant.numero}"
        if avenant.numero < 1:
            raise FicheError(f"{ou} : « numero » part de 1")
        if avenant.le == debut:
            raise FicheError(
                f"{ou} : « le » ({avenant.le}) est le premier jour ; écrivez dans la fiche"
                " elle-même ce qu’elle demande ce jour-là (FIC-17)"
            )
        if not debut < avenant.le <= fin:
            raise FicheError(
                f"{ou} : « le » ({avenant.le}) n’est pas dans la période, après le {debut} et"
                f" jusqu’au {fin} (FIC-17)"
            )
        if not avenant.cibles:
            raise FicheError(f"{ou} : il ne change aucune cible (« [avenant.cible.copil] »)")
    for avant, apres_lui in pairwise(avenants):
        if apres_lui.le <= avant.le:
            quoi = "est le même jour que" if apres_lui.le == avant.le else "précède"
            raise FicheError(
                f"{nom}, avenant {apres_lui.numero} : « le » ({apres_lui.le}) {quoi}"
                f" l’avenant {avant.numero} ({avant.le}) (FIC-17)"
            )
