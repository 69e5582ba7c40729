"""`plie-xl consolider`: received workbooks → the AGAPE master."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
from click.exceptions import Exit

from plie_xl.cli.brought import bring, find_kept, option_registres, option_verdicts
from plie_xl.cli.common import (
    ANOMALIES,
    DISTANT,
    ILLISIBLE,
    RIEN,
    USAGE,
    argument,
    check_dossiers,
    check_local,
    check_master,
    check_present,
    fail,
    import_during,
    open_depot,
    option_au,
    option_json,
    option_remplacer,
    read_named,
    refusing,
)
from plie_xl.cli.french import commande
from plie_xl.cli.progress import Step
from plie_xl.cli.screen import say
from plie_xl.cli.summary import say_result, say_suite
from plie_xl.cli.writing import write_all
from plie_xl.files.urls import sort_sources
from plie_xl.model.text import enumere, pluriel

if TYPE_CHECKING:
    from plie_xl.consolidation import Consolidation
    from plie_xl.files.cache import Cache
    from plie_xl.master.run import Read, Result, Run
    from plie_xl.model.expected import AnneesError
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
    metavar="MAÎTRE.xlsx",
    help="Le classeur à écrire.",
)
@click.option(
    "--depuis",
    type=Path,
    metavar="ANCIEN_MAÎTRE.xlsx",
    help="Dire ce qui a changé depuis ce classeur maître, feuille « Évolutions ».",
)
@option_json(help="Le bilan en un objet JSON.")
@option_au
@click.option(
    "--annee",
    type=click.IntRange(1900, 2099),
    metavar="AAAA",
    help="L’année à réunir, quand le dossier en mêle plusieurs.",
)
@option_registres
@option_verdicts
@click.option(
    "--arrete",
    type=Path,
    metavar="ARRETE",
    help="Montrer l’année arrêtée dans ce dossier, et nommer ce qui a changé depuis.",
)
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
@option_remplacer
def consolider(
    sources: tuple[str, ...],
    sortie: Path,
    depuis: Path | None,
    en_json: bool,
    au: date | None,
    annee: int | None,
    registres: Path | None,
    verdicts: tuple[Path, ...],
    arrete: Path | None,
    export: Path | None,
    executeur: str,
    dossier_cache: Path | None,
    remplacer: bool,
) -> None:
    from plie_xl.master.run import Run

    chemins, adresses = sort_sources(sources)
    sortie = check_options(chemins, sortie, depuis, export, dossier_cache)
    if adresses and executeur:
        fail("les ouvriers de Dask ne voient pas une adresse : donnez-leur un dossier", USAGE)
    gardes = _claim_places(chemins, sortie, depuis, export, remplacer)
    with refusing(), open_depot(chemins, adresses) as depot:
        read = _reader(executeur, depot.refus)
        options = Run(
            depot,
            sortie,
            read,
            annee=annee,
            au=au,
            depuis=depuis,
            **bring(registres, verdicts, arrete, read),
            compare=_compare,
            cache=open_cache(dossier_cache) if dossier_cache and not arrete else None,
            dossier=find_kept(arrete) or find_only(chemins, adresses),
            remplacer=remplacer,
            during_make=_show_step,
        )
        result = _run(options)
    conclude(result, export, gardes, en_json)


def _claim_places(
    chemins: list[Path], sortie: Path, depuis: Path | None, export: Path | None, remplacer: bool
) -> dict[str, bool]:
    """Refuse what may not be written; the run, which knows all it reads, claims it again."""
    from plie_xl.master.claim import claim_master

    with refusing():
        claim_master(sortie, (), depuis, remplacer)
        return claim_exports(export, [*chemins, sortie, depuis], remplacer) if export else {}


def find_only(chemins: list[Path], adresses: list[str]) -> Path | None:
    """The folder received, when all comes from one."""
    from plie_xl.files.inbox import keep_once

    seul = chemins[0] if len(keep_once(chemins)) == 1 and not adresses else None
    return seul if seul is not None and seul.is_dir() else None


def _run(options: "Run") -> "Result":
    """Thousands of rows are not held while they are read anew for an export."""
    from plie_xl.control.frozen import ArreteError
    from plie_xl.control.received import ControleError
    from plie_xl.master.run import IllisiblesError, RienRecuError, run
    from plie_xl.model.collection import fiches_en_vigueur
    from plie_xl.model.expected import AnneesError

    for avis in fiches_en_vigueur().doubles:
        say(avis)
    try:
        return replace(run(options), consolidation=None)
    except IllisiblesError as erreur:
        fail(str(erreur), ILLISIBLE)
    except (RienRecuError, ControleError, ArreteError) as erreur:
        fail(str(erreur), USAGE)
    except AnneesError as erreur:
        fail(_say_years(erreur), USAGE)


def _say_years(erreur: "AnneesError") -> str:
    """One command a year: what to type instead."""
    suites = enumere((f"« --annee {a} -o AGAPE_{a}.xlsx »" for a in erreur.annees), "puis")
    return f"{erreur} ; ajoutez {suites} ; rien n’est écrit"


def check_options(
    chemins: list[Path],
    sortie: Path,
    depuis: Path | None,
    export: Path | None,
    cache: Path | None,
) -> Path:
    """Refuse before any work what cannot end well; gives the master as it will be called."""
    from plie_xl.files.claim import with_ending

    check_dossiers(export)
    check_local(sortie, depuis, cache)
    check_present(chemins)
    if cache is not None and any(cache.resolve().is_relative_to(c.resolve()) for c in chemins):
        fail(f"le cache « {cache} » est dans le dossier reçu : mettez-le ailleurs", USAGE)
    if depuis is not None:
        check_depuis(depuis)
    with refusing():
        return with_ending(sortie, ".xlsx")


def check_depuis(depuis: Path) -> None:
    """Stop, exit code 2, when the older master is not one of ours."""
    from plie_xl.master import est_un_master

    check_master(depuis)
    if not est_un_master(depuis):
        fail(f"« {depuis} » n’est pas un classeur maître écrit par plie-xl", USAGE)


def conclude(
    result: "Result", export: Path | None, gardes: Mapping[str, bool], en_json: bool
) -> NoReturn:
    """Say what was written and what was found, and leave with the code that says it too."""
    if result.ecrit.avis:
        say(result.ecrit.avis)
    say_result(result, en_json)
    if export is not None:
        say(f"{result.ecrit.chemin} est écrit.")  # whatever becomes of the export
        write_exports(result.ecrit.chemin, export, gardes)
    say_suite(result)
    refus = result.summary.totaux["refuses"]
    raise Exit(ILLISIBLE if refus else ANOMALIES if result.summary.anomalies else RIEN)


def _reader(executeur: str, refus: "Mapping[str, Lecture]") -> "Read":
    """Read with progress on the screen, slow imports made meanwhile."""
    pendant = import_during("plie_xl.consolidation", "plie_xl.master", "pandera.pandas")
    return lambda recus: read_named(recus, pendant, executeur, refus)


def _show_step() -> Step:
    return Step("Contrôle et classeur maître", "Le classeur maître n’est pas écrit")


def open_cache(dossier: Path) -> "Cache | None":
    """The cache, if it can serve; without, the run is only longer."""
    from plie_xl.files.cache import Cache, CacheError

    try:
        return Cache(dossier)
    except CacheError as erreur:
        say(f"Sans cache : {erreur}.")
        return None


def claim_exports(
    dossier: Path, sources: Iterable[Path | None], remplacer: bool
) -> dict[str, bool]:
    """For each file of the export, whether the one that stands in its place is kept."""
    from plie_xl.files.folder import claim_dossier
    from plie_xl.reading.filled import recognize_filled
    from plie_xl.reports.export import list_export

    lus = [lu for lu in sources if lu is not None]
    return claim_dossier(dossier, list_export(), recognize_filled, lus=lus, remplacer=remplacer)


def write_exports(master: Path, dossier: Path, gardes: Mapping[str, bool]) -> None:
    """The tables of the master just written, in open formats, with their dictionary."""
    from plie_xl.master.parquet import INSTALLER, has_parquet
    from plie_xl.master.read import MasterError, read_master
    from plie_xl.reports.export import build_export

    try:
        nombre = write_all(dossier, build_export(read_master(master)), gardes)
    except MasterError as erreur:
        fail(str(erreur), ILLISIBLE)
    say(f"{pluriel(nombre, 'fichier')} dans {dossier} ; « dictionnaire.csv » dit les colonnes.")
    if not has_parquet():
        say(f"Parquet n’est pas écrit : pour l’avoir, « {INSTALLER} ».")


def _compare(depuis: Path, resultat: "Consolidation") -> "Evolutions":
    """What changed since the master of `--depuis`."""
    from plie_xl.master.read import MasterError, read_master
    from plie_xl.reports.changes import compare

    try:
        return compare(read_master(depuis), resultat)
    except MasterError as erreur:
        fail(str(erreur), ILLISIBLE)
