"""What the commands share: options, reading what a user names, speaking to the person.

Data goes to the standard output, the rest to the other one. Exit codes: 0 nothing wrong,
1 anomalies, 2 wrong usage, 3 a file cannot be read or written.
"""

import json
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from plie_xl.avancement import Avancement
from plie_xl.texte import enumere

if TYPE_CHECKING:
    from plie_xl.anomalie import Anomalie
    from plie_xl.lecture import Lecture

RIEN, ANOMALIES, USAGE, ILLISIBLE = 0, 1, 2, 3

Fichiers = Annotated[list[Path], typer.Argument(metavar="FICHIER…", help="Classeurs à lire.")]
EnJson = Annotated[bool, typer.Option("--json", help="Un objet JSON par ligne.")]
Au = Annotated[
    datetime | None,
    typer.Option(
        "--au",
        formats=["%Y-%m-%d"],
        metavar="AAAA-MM-JJ",
        help="Date à laquelle compter ; par défaut celle du classeur, sinon aujourd’hui.",
    ),
]


def lire(fichiers: list[Path], pendant: Callable[[], object] | None = None) -> list["Lecture"]:
    """Read the files a user names, each under a name of its own."""
    from plie_xl.depot import list_depot

    verifier_presents(fichiers)
    return lire_nommes(list_depot(fichiers).recus, pendant)


def lire_nommes(
    recus: Iterable[tuple[str, Path]],
    pendant: Callable[[], object] | None = None,
    adresse: str = "",
) -> list["Lecture"]:
    """Read files in child processes, or at `adresse`, with progress when someone watches.

    `pendant` is called while they are read: commands import there what is slow to import.
    """
    from plie_xl.executeur import ExecuteurError, open_executeur
    from plie_xl.reception import read_tous

    recus = list(recus)
    try:
        with (
            Avancement("Lecture", len(recus)) as avancer,
            open_executeur(adresse) if adresse else nullcontext() as executeur,
        ):
            return read_tous(recus, executeur, avancer, pendant)
    except ExecuteurError as erreur:
        refuser(str(erreur), USAGE)


def importer(*modules: str) -> Callable[[], object]:
    """For `pendant`: import these modules."""
    return lambda: [import_module(module) for module in modules]


def verifier_presents(chemins: list[Path]) -> None:
    """A path that does not exist is a slip of the hand, not a file that cannot be read."""
    absents = [f"« {c} »" for c in chemins if not c.exists()]
    if absents:
        refuser(f"introuvable : {enumere(absents)}", USAGE)


def ecrire_tous(dossier: Path, classeurs: Iterable[tuple[str, bytes]], total: int) -> int:
    """Write each workbook whole; says the folder's fault and stops when it cannot."""
    from plie_xl.destination import EcritureError
    from plie_xl.ecriture import write_atomic

    nombre = 0
    try:
        dossier.mkdir(parents=True, exist_ok=True)
        with Avancement("Écriture", total) as avancer:
            for nom, octets in classeurs:
                write_atomic(dossier / nom, octets)
                nombre += 1
                avancer()
    except (EcritureError, OSError) as erreur:
        refuser(str(erreur), ILLISIBLE)
    return nombre


def montrer(anomalies: Iterable["Anomalie"], en_json: bool) -> None:
    """Print anomalies, for a person or one JSON object a line."""
    for a in anomalies:
        print(json.dumps(a.to_dict(), ensure_ascii=False) if en_json else a)


def code_sortie(lectures: Iterable["Lecture"], anomalies: list["Anomalie"]) -> int:
    """3 when a file gave nothing, 1 when someone must look, 0 otherwise."""
    if any(not lecture.fiche for lecture in lectures):
        return ILLISIBLE
    return ANOMALIES if anomalies else RIEN


def simple(valeur: Any) -> Any:
    """NaN as null, whole floats as integers."""
    if valeur is None or valeur != valeur:
        return None
    return int(valeur) if isinstance(valeur, float) and valeur.is_integer() else valeur


def jour(au: datetime | None) -> date | None:
    """The day of `--au`."""
    return au.date() if au else None


def dire(texte: str) -> None:
    """Say something to the person, beside the data."""
    typer.echo(texte, err=True)


def suite(geste: str, pourquoi: str) -> None:
    """The last line: what to do next."""
    dire(f"→ {geste} : {pourquoi}.")


def refuser(raison: str, code: int) -> NoReturn:
    """Say why the command stops, and stop."""
    point = "" if raison.endswith("?") else "."
    dire(f"plie-xl : {raison.removesuffix('.')}{point}")
    raise typer.Exit(code)
