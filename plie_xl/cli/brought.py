"""What is brought beside the workbooks: registers, verdicts, a closed year."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plie_xl.cli.common import USAGE, check_local, check_present, fail
from plie_xl.cli.pieces import load_en_vigueur

if TYPE_CHECKING:
    from plie_xl.consolidation import Consolidation
    from plie_xl.files.inbox import Depot
    from plie_xl.master.brought import Apports
    from plie_xl.master.run import Read
    from plie_xl.model.settings import Controle

option_registres = click.option(
    "--registres",
    type=Path,
    metavar="DOSSIER",
    help="Les registres des pièces, écrits par « plie-xl pieces -o » : « au dossier ».",
)
option_verdicts = click.option(
    "--verdicts",
    type=Path,
    multiple=True,
    metavar="CONTROLE.xlsx",
    help="Le classeur de contrôle rempli, écrit par « plie-xl tirer » : « retenu au CSF ».",
)


def read_brought(registres: Path | None, verdicts: tuple[Path, ...]) -> "Apports":
    """Registers and verdicts, read; stops when one of them is not there, or is none of ours."""
    from plie_xl.control.received import ControleError
    from plie_xl.master.brought import read_apports

    depot = list_registres(registres)
    reglages = load_en_vigueur().controle
    try:
        return read_apports(depot.recus if depot else None, check_verdicts(verdicts), reglages)
    except ControleError as erreur:
        fail(str(erreur), USAGE)


def bring(
    registres: Path | None, verdicts: tuple[Path, ...], arrete: Path | None, read: "Read"
) -> dict[str, Any]:
    """What the run asks for them; stops when one of them is not there."""
    reglages = load_en_vigueur().controle
    return {
        "registres": list_registres(registres),
        "verdicts": check_verdicts(verdicts),
        "reglages": reglages,
        "complete": _hold(arrete, read, reglages),
    }


def list_registres(dossier: Path | None) -> "Depot[Path] | None":
    """The files of the folder of registers; stops when it is not there."""
    from plie_xl.files.inbox import list_depot

    if dossier is None:
        return None
    check_local(dossier)
    check_present([dossier])
    return list_depot([dossier])


def check_verdicts(verdicts: tuple[Path, ...]) -> tuple[Path, ...]:
    """The workbooks of control, each there; stops when one is not."""
    from plie_xl.files.inbox import keep_once

    check_local(*verdicts)
    check_present([*verdicts])
    return tuple(keep_once(verdicts))


def _hold(
    arrete: Path | None, read: "Read", reglages: "Controle"
) -> "Callable[[Consolidation], Consolidation] | None":
    """What puts the closed year in the place of what was received; stops when it is none."""
    if arrete is None:
        return None
    from plie_xl.control.frozen import ArreteError, read_arrete
    from plie_xl.reports.held import hold

    check_local(arrete)
    check_present([arrete])
    try:
        read_arrete(arrete)
    except ArreteError as erreur:
        fail(str(erreur), USAGE)
    return lambda c: hold(c, arrete, read, reglages)


def find_kept(arrete: Path | None) -> Path | None:
    """Where the workbooks of the closed year lie: the links of its master lead there."""
    if arrete is None:
        return None
    from plie_xl.control.frozen import CLASSEURS, read_arrete

    lu = read_arrete(arrete)
    return None if lu.ouverte else arrete / lu.derniere.dossier / CLASSEURS
