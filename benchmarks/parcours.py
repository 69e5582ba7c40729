"""How many modules a newcomer opens to follow one row to the master, or one number of a fiche.

    python -m benchmarks.parcours

Both are traced on a real run, never guessed from imports. A module is on the way of the row when
one of its functions holds the text that was typed there; on the way of the number when its code
asks a target for its minimum.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
import pandas as pd
from openpyxl import load_workbook

import plie_xl as px
from plie_xl.model.target import Cible

RACINE = Path(__file__).parent.parent
EXEMPLE = RACINE / "workbooks/2024/plie_sources_2024.xlsx"
MARQUE = "Réunion que suit le parcours"  # typed in one « Objet », found nowhere else
_OBJET = "D6"
_PAQUETS = 2  # a table in a reading is at hand; the whole consolidation is only passed on
_ESSAIS = 3_000  # calls of a module after which it is held not to see the row


def main() -> None:
    """Entry point."""
    for titre, modules in (
        ("Une ligne, du fichier au classeur maître", follow_row()),
        ("Un minimum, de la fiche au classeur maître", follow_number()),
    ):
        sys.stdout.write(f"{titre} : {len(modules)} modules\n")
        sys.stdout.writelines(f"  {nom}\n" for nom in modules)


def follow_row() -> list[str]:
    """Modules of which a function holds the text typed in one row, in the order of the flow."""
    with tempfile.TemporaryDirectory() as temporaire:
        recu = Path(temporaire) / "recu.xlsx"
        classeur = load_workbook(EXEMPLE)
        classeur["Suivi"][_OBJET] = MARQUE
        classeur.save(recu)
        with _holding(MARQUE) as tenus:
            _run(recu)
    return tenus


def follow_number() -> list[str]:
    """Modules that ask a target for its minimum, from the reading of the fiches to the master."""
    with _asking(Cible, "minimum") as demandeurs:
        px.build_template(px.load_fiches(2024)["sources"])
        _run(EXEMPLE)
    return demandeurs


def _run(recu: Path) -> None:
    from plie_xl.master import build_master

    build_master(px.consolidate([px.read_classeur(recu)]))


@contextmanager
def _holding(marque: str) -> Iterator[list[str]]:
    """During the block, modules one of whose frames holds the text when it returns."""
    tenus: list[str] = []
    essais: Counter[str] = Counter()

    def watch(cadre: FrameType, evenement: str, _: object) -> None:
        module = cadre.f_globals.get("__name__", "")
        if evenement != "return" or not module.startswith("plie_xl.") or module in tenus:
            return
        essais[module] += 1
        if essais[module] < _ESSAIS and any(_holds(v, marque) for v in cadre.f_locals.values()):
            tenus.append(module)

    sys.setprofile(watch)
    try:
        yield tenus
    finally:
        sys.setprofile(None)


@contextmanager
def _asking(classe: type, nom: str) -> Iterator[list[str]]:
    """During the block, modules whose code reads one attribute of a class."""
    demandeurs: list[str] = []
    lire: Callable[[object, str], Any] = object.__getattribute__

    def watch(soi: object, demande: str) -> Any:
        if demande == nom:
            module = sys._getframe(1).f_globals.get("__name__", "")
            if module.startswith("plie_xl.") and module not in demandeurs:
                demandeurs.append(module)
        return lire(soi, demande)

    classe.__getattribute__ = watch  # type: ignore[method-assign]
    try:
        yield demandeurs
    finally:
        del classe.__getattribute__


def _holds(valeur: object, marque: str, paquets: int = _PAQUETS) -> bool:
    """Whether a value holds the text: itself, a list, a table, or one of ours around these."""
    match valeur:
        case str():
            return marque in valeur
        case pd.DataFrame() | pd.Series() | pd.Index():
            return _holds(np.asarray(valeur, object), marque, paquets)
        case np.ndarray():
            return valeur.dtype == object and _holds(valeur.ravel().tolist(), marque, paquets)
        case Mapping():
            return _holds([*valeur, *valeur.values()], marque, paquets)
        case list() | tuple() | set() | frozenset():
            return any(_holds(v, marque, paquets) for v in valeur)
        case _ if paquets and is_dataclass(valeur) and not isinstance(valeur, type):
            faits = [getattr(valeur, f.name, None) for f in fields(valeur)]
            return _holds(faits, marque, paquets - 1)
    return False


if __name__ == "__main__":
    main()
