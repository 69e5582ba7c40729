"""What the commands share: options, reading what a user names, speaking to the person.

Data goes to the standard output, the rest to the other one. Exit codes: 0 nothing wrong,
1 anomalies, 2 wrong usage, 3 a file cannot be read or written.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import partial
from importlib import import_module
from math import isfinite
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn

import click
from click.exceptions import Exit

from plie_xl.cli.french import Argument, Jour
from plie_xl.cli.progress import Progress
from plie_xl.cli.screen import GRAS, ROUGE, say, show_anomalie, show_json
from plie_xl.files.urls import est_adresse_abimee, sort_sources
from plie_xl.model.extras import say_manque
from plie_xl.model.text import enumere, pluriel

if TYPE_CHECKING:
    from plie_xl.files.inbox import Depot
    from plie_xl.model.anomaly import Anomalie
    from plie_xl.model.fiche import Fiche
    from plie_xl.model.lecture import Lecture

MONTRES = 3  # files named in a sentence
RIEN, ANOMALIES, USAGE, ILLISIBLE = 0, 1, 2, 3

DISTANT = "une adresse (s3://…, https://…) vaut un chemin, avec plie-xl[distant]"
argument = partial(click.argument, cls=Argument)
argument_fichiers = argument(
    "fichiers", nargs=-1, required=True, metavar="FICHIER…", help=f"Classeurs à lire ; {DISTANT}."
)
argument_master = argument(
    "master", type=Path, metavar="MAÎTRE", help="Le classeur écrit par « consolider »."
)
argument_masters = partial(
    argument, "masters", nargs=-1, required=True, type=Path, metavar="MAÎTRE…"
)
option_json = partial(click.option, "--json", "en_json", is_flag=True)
option_jour = partial(click.option, type=Jour(), metavar="JJ/MM/AAAA")
option_au = option_jour(
    "--au", help="Date à laquelle compter ; par défaut celle du classeur, sinon aujourd’hui."
)

option_annee = click.option(
    "--annee",
    type=click.IntRange(1900, 2099),
    metavar="AAAA",
    help="L’année des fiches ; par défaut la plus récente.",
)

option_remplacer = click.option(
    "--remplacer",
    is_flag=True,
    help="Remplacer ce que plie-xl n’a pas écrit ; l’ancien est gardé à côté, en .bak.",
)


def read_sources(
    fichiers: Iterable[str], pendant: Callable[[], object] | None = None
) -> list["Lecture"]:
    """Read the files a user names, each under a name of its own."""
    with open_depot(*sort_sources(fichiers)) as depot:
        say_passes(depot)
        return read_named(depot.recus, pendant, refus=depot.refus)


@contextmanager
def open_depot(chemins: list[Path], adresses: list[str]) -> "Iterator[Depot[Path]]":
    """What was received, on this machine and elsewhere; refuses what leads nowhere."""
    from plie_xl.files.inbox import list_depot

    check_present(chemins)
    if not adresses:
        yield check_received(list_depot(chemins))
        return
    from plie_xl.files.remote import DistantError, open_distant

    try:
        with open_distant(chemins, adresses, partial(Progress, "Téléchargement")) as depot:
            yield check_received(depot)
    except DistantError as erreur:
        fail(str(erreur), USAGE if erreur.usage else ILLISIBLE)


def choose_fiches(annee: int | None) -> "Mapping[str, Fiche]":
    """The fiches of a year, the newest one when none is said."""
    from plie_xl.model.collection import fiches_en_vigueur

    recueil = fiches_en_vigueur()
    for avis in recueil.avis:
        say(avis)
    return recueil.annee(annee or recueil.derniere)


def check_received(depot: "Depot[Path]") -> "Depot[Path]":
    """A folder without a workbook is the wrong folder."""
    if depot.recus:
        return depot
    vus = _name_passes(depot)
    fail(
        f"aucun classeur à lire{f' : on y trouve {vus}' if vus else ', le dossier est vide'}", USAGE
    )


def say_passes(depot: "Depot[Path]") -> None:
    """Name what stands in a folder and is not read: an archive may hold the workbook."""
    if vus := _name_passes(depot):
        say(f"Non lu : {vus}.")


def _name_passes(depot: "Depot[Path]") -> str:
    """The first of them, archives before all."""
    from plie_xl.files.inbox import ARCHIVE

    passes = sorted(depot.passes, key=lambda passe: passe[1] != ARCHIVE)
    vus = [f"« {nom} » ({raison})" for nom, raison in passes[:MONTRES]]
    autres = [pluriel(len(passes) - len(vus), "autre")] if passes[MONTRES:] else []
    return enumere([*vus, *autres])


def read_named(
    recus: Iterable[tuple[str, Path]],
    pendant: Callable[[], object] | None = None,
    adresse: str = "",
    refus: "Mapping[str, Lecture]" = MappingProxyType({}),
) -> list["Lecture"]:
    """Read files in child processes, or at `adresse`, with progress when someone watches.

    `pendant` is called while they are read: commands import there what is slow to import. A file
    of `refus` never came: what it says stands for its reading.
    """
    from plie_xl.reading.executors import ExecuteurError, open_executeur
    from plie_xl.reading.many import read_many

    recus = list(recus)
    try:
        with (
            Progress("Lecture", len(recus)) as advance,
            open_executeur(adresse) if adresse else nullcontext() as executeur,
        ):
            lectures = read_many(recus, executeur, advance, pendant)
    except ExecuteurError as erreur:
        fail(str(erreur), USAGE)
    return [refus.get(lecture.classeur, lecture) for lecture in lectures]


def import_during(*modules: str) -> Callable[[], object]:
    """For `pendant`: import these modules."""
    return lambda: [import_module(module) for module in modules]


def check_present(chemins: list[Path]) -> None:
    """A path that does not exist is a slip of the hand, not a file that cannot be read."""
    absents = [chemin for chemin in chemins if not is_present(chemin)]
    if absents:
        from plie_xl.cli.neighbours import find_voisin

        voisins = [str(voisin) for voisin in map(find_voisin, absents) if voisin]
        noms = enumere(f"« {chemin} »" for chemin in absents)
        question = f" ; vouliez-vous dire {enumere(f'« {v} »' for v in voisins)} ?"
        fail(f"introuvable : {noms}{question if voisins else ''}", USAGE)


def is_present(chemin: Path) -> bool:
    """Whether something is there; a name too long, or a folder closed to us, is not."""
    try:
        return chemin.exists()
    except (OSError, ValueError):
        return False


def check_master(master: Path) -> None:
    """A master is a file that is there."""
    check_present([master])
    if not master.is_file():
        quoi = "est un dossier" if master.is_dir() else "n’est pas un fichier ordinaire"
        fail(f"« {master} » {quoi} : donnez un classeur maître, écrit par « consolider »", USAGE)


def check_local(*chemins: Path | None) -> None:
    """What is not received stays on this machine, where it is written whole or not at all."""
    if any(chemin is not None and est_adresse_abimee(chemin) for chemin in chemins):
        fail(
            "une adresse ne vaut que pour ce qui est reçu : ailleurs, donnez un chemin de cet"
            " ordinateur",
            USAGE,
        )


def check_dossiers(*dossiers: Path | None) -> None:
    """Before any work: what is to be written needs a folder, here."""
    from plie_xl.files.claim import check_dossier

    check_local(*dossiers)
    with refusing():
        for dossier in filter(None, dossiers):
            check_dossier(dossier)


@contextmanager
def refusing() -> Iterator[None]:
    """A destination that is not ours to replace is a wrong usage; one that resists, a fault."""
    from plie_xl.files.errors import DestinationError, EcritureError

    try:
        yield
    except EcritureError as erreur:
        fail(str(erreur), USAGE if isinstance(erreur, DestinationError) else ILLISIBLE)


def show_anomalies(anomalies: Iterable["Anomalie"], en_json: bool) -> None:
    """Print anomalies, neighbours at once, for a person or one JSON object a line."""
    from plie_xl.model.anomaly import group

    for a in group(anomalies):
        if en_json:
            show_json(a.to_dict())
        else:
            show_anomalie(a)


def code_sortie(lectures: Iterable["Lecture"], anomalies: list["Anomalie"]) -> int:
    """3 when a file gave nothing, 1 when someone must look, 0 otherwise."""
    if any(not lecture.fiche for lecture in lectures):
        return ILLISIBLE
    return ANOMALIES if anomalies else RIEN


def simple(valeur: Any) -> Any:
    """What JSON has no number for as null, whole floats as integers."""
    if valeur is None or (isinstance(valeur, float) and not isfinite(valeur)):
        return None
    return int(valeur) if isinstance(valeur, float) and valeur.is_integer() else valeur


def suite(geste: str, pourquoi: str) -> None:
    """The last line: what to do next."""
    say("→ ", (geste, GRAS), f" : {pourquoi}.")


def require_complement(extra: str) -> None:
    """Stop when an extra of the installation is not there."""
    if manque := say_manque(extra):
        fail(manque, USAGE)


def fail(raison: str, code: int) -> NoReturn:
    """Say why the command stops, and stop."""
    point = "" if raison.endswith("?") else "."
    say(("plie-xl : ", ROUGE), f"{raison.removesuffix('.')}{point}")
    raise Exit(code)
