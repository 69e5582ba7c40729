"""`plie-xl consolider`: received workbooks → the AGAPE master."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

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
from plie_xl.cli.summary import Bilan, build_bilan, say_bilan
from plie_xl.files.urls import sort_sources
from plie_xl.model.text import pluriel

if TYPE_CHECKING:
    from plie_xl.consolidation import Consolidation
    from plie_xl.files.cache import Cache
    from plie_xl.files.inbox import Depot
    from plie_xl.master import Rendu
    from plie_xl.model.lecture import Lecture
    from plie_xl.reports.changes import Evolutions

    Produit = tuple[Rendu, Bilan]


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
    from plie_xl.files.lock import verrou
    from plie_xl.master import est_un_master, write_rendu

    check_local(sortie, depuis, export, dossier_cache)
    if sortie.exists() and not remplacer and not est_un_master(sortie):
        fail(
            f"« {sortie} » existe et n’a pas été écrit par plie-xl : ajoutez --remplacer pour"
            " l’écraser, ou choisissez un autre nom",
            USAGE,
        )
    chemins, adresses = sort_sources(sources)
    if adresses and executeur:
        fail("les ouvriers de Dask ne voient pas une adresse : donnez-leur un dossier", USAGE)
    check_present([*chemins, *([depuis] if depuis else [])])
    cache = open_cache(dossier_cache, chemins) if dossier_cache else None
    try:
        with open_depot(chemins, adresses) as depot, verrou(sortie):
            rendu, bilan = produce(depot, jour(au), depuis, executeur, cache, sortie.stem)
            ecrit = write_rendu(sortie, rendu)
    except EcritureError as erreur:
        fail(str(erreur), ILLISIBLE)
    if ecrit.avis:
        say(ecrit.avis)
    if export is not None:
        write_exports(ecrit.chemin, export)
    say_bilan(bilan, ecrit.chemin, en_json)
    refus = bilan["totaux"]["refuses"]
    raise Exit(ILLISIBLE if refus else ANOMALIES if bilan["anomalies"] else RIEN)


def produce(
    depot: "Depot[Path]",
    au: date | None,
    depuis: Path | None,
    executeur: str,
    cache: "Cache | None",
    nom: str,
) -> "Produit":
    """The master and what is said of it; from the cache when all of it was made before."""
    from plie_xl.master import est_un_master

    masters = {nom for nom, chemin in depot.recus if est_un_master(chemin)}
    recus = [(nom, chemin) for nom, chemin in depot.recus if nom not in masters]
    passes = [*depot.passes, *((nom, "classeur maître") for nom in sorted(masters))]

    def read(fichiers: list[tuple[str, Path]]) -> list["Lecture"]:
        if not fichiers:
            return []
        pendant = import_during("plie_xl.consolidation", "plie_xl.master", "pandera.pandas")
        return read_named(fichiers, pendant, executeur, depot.refus)

    def make(lectures: list["Lecture"]) -> "Produit":
        from plie_xl.consolidation import consolidate
        from plie_xl.master import build_master

        with Step("Contrôle et classeur maître", "Le classeur maître n’est pas écrit"):
            resultat = consolidate(_give_way(lectures), au, passes=passes)
            evolutions = _compare_with(depuis, resultat) if depuis else None
            rendu = build_master(resultat, evolutions, nom)
            return rendu, build_bilan(resultat, evolutions, rendu.details)

    if cache is None:
        return make(read(recus))
    return _find_again(cache, recus, [au or date.today(), passes, nom, depuis], read, make)


def _find_again(
    cache: "Cache",
    recus: list[tuple[str, Path]],
    options: list[object],
    read: Callable[[list[tuple[str, Path]]], list["Lecture"]],
    make: Callable[[list["Lecture"]], "Produit"],
) -> "Produit":
    """The whole master if nothing changed, else each reading that did not."""
    from plie_xl.files.cache import hash_fichier, read_changes
    from plie_xl.master import Rendu
    from plie_xl.master.overflow import Detail

    *options, depuis = options
    empreintes = {nom: hash_fichier(chemin) for nom, chemin in recus}
    connues = all(empreintes.values())
    if isinstance(depuis, Path):
        options += [str(depuis), hash_fichier(depuis)]
        connues = connues and bool(options[-1])
    connu = cache.load("master", options, empreintes) if connues else None
    if connu is not None:
        octets, details, bilan = connu
        return Rendu(octets, tuple(Detail(*d) for d in details)), bilan
    lectures = read_changes(recus, empreintes, cache, read)
    lues = {x.classeur: x.sha256 for x in lectures}
    connues = connues and all(lecture.lisible for lecture in lectures)
    rendu, bilan = make(lectures)
    if connues:
        simple = (rendu.octets, [tuple(d) for d in rendu.details], bilan)
        cache.keep(simple, "master", options, lues)
    return rendu, bilan


def _give_way(lectures: list["Lecture"]) -> "Iterator[Lecture]":
    """Give readings away, the list being left empty: thousands are not held twice."""
    while lectures:
        yield lectures.pop()


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


def _compare_with(depuis: Path, resultat: "Consolidation") -> "Evolutions":
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
