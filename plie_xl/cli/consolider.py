"""`plie-xl consolider`: received workbooks → the AGAPE master."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
from click.exceptions import Exit

from plie_xl.cli.common import (
    ANOMALIES,
    DISTANT,
    ILLISIBLE,
    RIEN,
    USAGE,
    argument,
    check_local,
    check_present,
    fail,
    import_during,
    jour,
    open_depot,
    option_au,
    option_json,
    read_named,
    say,
)
from plie_xl.cli.french import commande
from plie_xl.cli.progress import Step
from plie_xl.cli.summary import say_result
from plie_xl.files.urls import sort_sources
from plie_xl.model.text import pluriel

if TYPE_CHECKING:
    from plie_xl.consolidation import Consolidation
    from plie_xl.files.cache import Cache
    from plie_xl.master.run import Read, Result
    from plie_xl.model.lecture import Lecture
    from plie_xl.reports.changes import Evolutions


@commande
@argument(
    "sources",
    nargs=-1,
    required=True,
    metavar="DOSSIER|FICHIER…",
    help=f"Ce qui a été reçu ; {DISTANT}.",
)
@click.option(
    "-o",
    "--sortie",
    type=Path,
    required=True,
    metavar="MASTER.xlsx",
    help="Le classeur à écrire.",
)
@click.option(
    "--depuis",
    type=Path,
    metavar="ANCIEN_MASTER.xlsx",
    help="Dire ce qui a changé depuis ce classeur maître, feuille « Évolutions ».",
)
@option_json(help="Le bilan en un objet JSON.")
@option_au
@click.option("--export", type=Path, metavar="DOSSIER", help="Écrire aussi CSV, JSON et Parquet.")
@click.option(
    "--executeur",
    default="",
    metavar="dask://HOTE:PORT",
    help="Lire sur une grappe Dask existante.",
)
@click.option(
    "--cache",
    "dossier_cache",
    type=Path,
    metavar="DOSSIER",
    help="Y garder ce qui est lu ; ne relire que le nouveau.",
)
@click.option("--remplacer", is_flag=True, help="Remplacer un fichier que plie-xl n’a pas écrit.")
def consolider(
    sources: tuple[str, ...],
    sortie: Path,
    depuis: Path | None,
    en_json: bool,
    au: datetime | None,
    export: Path | None,
    executeur: str,
    dossier_cache: Path | None,
    remplacer: bool,
) -> None:
    from plie_xl.files.errors import EcritureError
    from plie_xl.master.run import Run, run

    check_local(sortie, depuis, export, dossier_cache)
    if not remplacer:
        check_ours(sortie)
    chemins, adresses = sort_sources(sources)
    if adresses and executeur:
        fail("les ouvriers de Dask ne voient pas une adresse : donnez-leur un dossier", USAGE)
    check_present([*chemins, *([depuis] if depuis else [])])
    cache = open_cache(dossier_cache, chemins) if dossier_cache else None
    try:
        with open_depot(chemins, adresses) as depot:
            options = Run(
                depot,
                sortie,
                read=_reader(executeur, depot.refus),
                au=jour(au),
                depuis=depuis,
                compare=_compare,
                cache=cache,
                during_make=_show_step,
            )
            # Thousands of rows are not held while they are read anew for an export.
            result = replace(run(options), consolidation=None)
    except EcritureError as erreur:
        fail(str(erreur), ILLISIBLE)
    conclude(result, export, en_json)


def conclude(result: "Result", export: Path | None, en_json: bool) -> NoReturn:
    """Say what was written and what was found, and leave with the code that says it too."""
    if result.ecrit.avis:
        say(result.ecrit.avis)
    if export is not None:
        write_exports(result.ecrit.chemin, export)
    say_result(result, en_json)
    refus = result.summary.totaux["refuses"]
    raise Exit(ILLISIBLE if refus else ANOMALIES if result.summary.anomalies else RIEN)


def check_ours(sortie: Path) -> None:
    """A file that is there and that we did not write is not ours to replace."""
    from plie_xl.master import est_un_master

    if sortie.exists() and not est_un_master(sortie):
        fail(
            f"« {sortie} » existe et n’a pas été écrit par plie-xl : ajoutez --remplacer pour"
            " l’écraser, ou choisissez un autre nom",
            USAGE,
        )


def _reader(executeur: str, refus: "Mapping[str, Lecture]") -> "Read":
    """Read with progress on the screen, slow imports made meanwhile."""
    pendant = import_during("plie_xl.consolidation", "plie_xl.master", "pandera.pandas")
    return lambda recus: read_named(recus, pendant, executeur, refus)


def _show_step() -> Step:
    return Step("Contrôle et classeur maître", "Le classeur maître n’est pas écrit")


def open_cache(dossier: Path, chemins: list[Path]) -> "Cache | None":
    """The cache, if it can serve; never among the workbooks, where it would be received."""
    from plie_xl.files.cache import Cache, CacheError

    if any(dossier.resolve().is_relative_to(c.resolve()) for c in chemins):
        fail(f"le cache « {dossier} » est dans le dossier reçu : mettez-le ailleurs", USAGE)
    try:
        return Cache(dossier)
    except CacheError as erreur:
        say(f"Sans cache : {erreur}.")
        return None


def write_exports(master: Path, dossier: Path) -> None:
    """The tables of the master just written, in open formats, with their dictionary."""
    from plie_xl.cli.common import write_all
    from plie_xl.master.parquet import INSTALLER, has_parquet
    from plie_xl.master.read import MasterError, read_master
    from plie_xl.reports.export import build_export, count_export

    try:
        lu = read_master(master)
    except MasterError as erreur:
        fail(str(erreur), ILLISIBLE)
    nombre = write_all(dossier, build_export(lu), count_export(lu))
    say(f"{pluriel(nombre, 'fichier')} dans {dossier} ; « dictionnaire.csv » dit les colonnes.")
    if not has_parquet():
        say(f"Parquet n’est pas écrit : pour l’avoir, « {INSTALLER} ».")


def _compare(depuis: Path, resultat: "Consolidation") -> "Evolutions":
    """What changed since the master of `--depuis`."""
    from plie_xl.master import est_un_master
    from plie_xl.master.read import MasterError, read_master
    from plie_xl.reports.changes import compare

    if not est_un_master(depuis):
        fail(f"« {depuis} » n’est pas un classeur maître écrit par plie-xl", USAGE)
    try:
        return compare(read_master(depuis), resultat)
    except MasterError as erreur:
        fail(str(erreur), ILLISIBLE)
