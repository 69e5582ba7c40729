"""« Succession »: who succeeds to whom, and which target takes over those of before.

Every merger up to the year of the master stands there: a master says alone where a territory
comes from, even when that of the year of the merger is lost.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from plie_xl.consolidation import Consolidation
from plie_xl.master import contract
from plie_xl.master.batches import Ligne
from plie_xl.master.page import add_page
from plie_xl.model.collection import fiches_en_vigueur
from plie_xl.model.fiche import Fiche
from plie_xl.model.mergers import find_derniere
from plie_xl.model.text import en_clair, enumere
from plie_xl.sheets.pen import Pen


def lignes_succession(c: Consolidation) -> list[Ligne]:
    """One row per territory that ended and target of its own taken over; most often none."""
    connues = dict(fiches_en_vigueur()) | {(f.id, f.annee): f for f in c.fiches.values()}
    annee = max(f.annee for f in c.fiches.values())
    suites = [f for f in connues.values() if f.annee < annee] + [*c.fiches.values()]
    lignes = [x for fiche in suites for x in _list_reprises(fiche, connues)]
    return sorted(lignes, key=lambda x: (x["le"], x["cle"], x["cle_ancienne"]))


def _list_reprises(fiche: Fiche, connues: Mapping[tuple[str, int], Fiche]) -> Iterator[Ligne]:
    jours = {nom: s for s in fiche.successions for nom in s.de}
    for nom in dict.fromkeys((*jours, fiche.id)):
        le = jours[nom].le if nom in jours else fiche.debut
        ancienne = connues.get((nom, find_derniere(le)))
        noms = {f"{nom}/{c.id}": c.libelle for c in ancienne.instances} if ancienne else {}
        commun = {
            "de": ancienne.plie if ancienne else f"PLIE « {nom} »",
            "a": fiche.plie,
            "le": le,
            "cibles": jours[nom].cibles if nom in jours else "",
        }
        if nom in jours:
            yield {**commun, "cle_ancienne": nom, "cle": fiche.id}
        for cible in fiche.instances:
            for cle in (x for x in cible.succede if x.partition("/")[0] == nom):
                mots = {"ancienne": noms.get(cle, cle), "libelle": cible.libelle}
                yield commun | mots | {"cle_ancienne": cle, "cle": f"{fiche.id}/{cible.id}"}


def say_successions(lignes: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """« succède au PLIE des Graves et au PLIE des Sources depuis le 01/01/2025 », by PLIE."""
    anciens: dict[str, dict[str, object]] = {}
    for x in lignes:
        if "/" not in str(x["cle"]) and x["de"] != x["a"]:
            anciens.setdefault(str(x["a"]), {})[f"au {x['de']}"] = x["le"]
    return {plie: f"succède {_say(de)}" for plie, de in anciens.items()}


def _say(anciens: Mapping[str, object]) -> str:
    jours: dict[object, list[str]] = {}
    for nom, le in anciens.items():
        jours.setdefault(le, []).append(nom)
    return ", ".join(f"{enumere(noms)} depuis le {en_clair(le)}" for le, noms in jours.items())


def say_toutes(lignes: Iterable[Mapping[str, Any]]) -> str:
    """The same as sentences; "" when nobody succeeds to anybody."""
    return " ".join(f"Le {plie} {dit}." for plie, dit in say_successions(lignes).items())


def add_succession(pen: Pen, lignes: list[Ligne], resume: str) -> None:
    """Draw the sheet, when somebody succeeds to somebody."""
    if lignes:
        add_page(pen, contract.SUCCESSION, lignes, resume)
