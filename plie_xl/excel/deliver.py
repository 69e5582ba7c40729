"""Everything handed out before a year of work: workbooks with and without macros, the add-in."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from plie_xl.excel.agape import build_agape
from plie_xl.excel.package.addin import NOM_COMPLEMENT, build_complement
from plie_xl.excel.package.macros import add_macros, load_bas
from plie_xl.model.fiche import Fiche
from plie_xl.template import build_template
from plie_xl.years.migrate import Migration
from plie_xl.years.next_year import Reprise

NOM_AGAPE = "AGAPE"


def modeles(fiches: Mapping[str, Fiche]) -> dict[str, Callable[[], bytes]]:
    """How to build each file, by name; the same bytes each time.

    A workbook has a twin without macros, for the offices that block them.
    """
    livres: dict[str, Callable[[], bytes]] = {}
    for fiche in fiches.values():
        nom = f"plie_{fiche.id}_{fiche.annee}"
        livres[f"{nom}.xlsx"] = partial(build_template, fiche)
        livres[f"{nom}.xlsm"] = partial(build_classeur, fiche)
    livres[f"{NOM_AGAPE}.xlsx"] = build_agape
    livres[f"{NOM_AGAPE}.xlsm"] = lambda: add_macros(build_agape(boutons=True), _bas("PlieAgape"))
    livres[NOM_COMPLEMENT] = build_complement
    return livres


def build_modeles(fiches: Mapping[str, Fiche]) -> Iterator[tuple[str, bytes]]:
    """The files of `modeles`, one after the other."""
    return ((nom, build()) for nom, build in modeles(fiches).items())


def build_classeur(
    fiche: Fiche, saisies: Mapping[str, list[dict[str, object]]] | None = None
) -> bytes:
    """The coordinator's workbook with its buttons and their macros, as .xlsm bytes."""
    return add_macros(build_template(fiche, saisies, boutons=True), _bas("PlieBoutons"))


def build_migration(migration: Migration, *, boutons: bool = True) -> bytes:
    """A workbook re-poured into the model of today, with its buttons or without macros."""
    if not boutons:
        return migration.build()
    return add_macros(migration.build(boutons=True), _bas("PlieBoutons"))


def build_reprises(reprises: Iterable[Reprise]) -> dict[str, bytes]:
    """The workbooks of the next year, with their buttons, by name."""
    return {
        f"plie_{r.fiche.id}_{r.fiche.annee}.xlsm": add_macros(
            r.build(boutons=True), _bas("PlieBoutons")
        )
        for r in reprises
    }


def _bas(nom: str) -> dict[str, str]:
    return {nom: load_bas(nom)}
