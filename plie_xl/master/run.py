"""The one run that the command line and the button share: inbox → written master.

our own workbooks set aside → cache, or reading → consolidation → changes → master → disk

A door brings what is its own: how files are read while somebody watches, and how an older master
is compared (`plie_xl.reports.changes` stands above us).
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path

from plie_xl.checks.structure import structure_anomalies
from plie_xl.consolidation import REFUSE, Consolidation
from plie_xl.control.workbook import find_empreinte
from plie_xl.files.atomic import Ecrit
from plie_xl.files.cache import Cache, hash_fichier, read_changes
from plie_xl.files.inbox import Depot
from plie_xl.files.lock import verrou
from plie_xl.master import Rendu, build_master, est_un_master, write_rendu
from plie_xl.master.brought import consolidate_with, read_apports
from plie_xl.master.claim import claim_master
from plie_xl.master.evolutions import Changements
from plie_xl.master.overflow import Detail
from plie_xl.master.received import find_dossier
from plie_xl.master.summary import Summary, build_summary
from plie_xl.model.collection import fiches_en_vigueur
from plie_xl.model.errors import PlieError
from plie_xl.model.expected import count_annees
from plie_xl.model.lecture import Lecture
from plie_xl.model.settings import Controle
from plie_xl.model.text import pluriel
from plie_xl.pieces.claim import read_empreinte

_NOMMES = 3  # refused files named in a sentence
Received = list[tuple[str, Path]]
Read = Callable[[Received], list[Lecture]]
Compare = Callable[[Path, Consolidation], Changements]


@dataclass(frozen=True)
class Run:
    """What a door asks: the files of `depot`, read by `read`, become the master at `sortie`.

    `annee` is the year to bring together: needed when the files are of several, the others are
    then named and set aside. `au` is the day to count at, `depuis` the older master that
    `compare` reads. `agape` is the manager's own workbook, if it may lie among the files.
    `registres` are the registers of pieces of these files, `verdicts` the workbooks of AGAPE's
    control, weighed by `reglages`. `complete` is what a door adds before the master is made; it
    goes without a cache. `dossier` is the folder received, if there is one: the master's links
    lead there. `remplacer` as in `claim`.
    `during_make` is entered while the master is made.
    """

    depot: Depot[Path]
    sortie: Path
    read: Read
    annee: int | None = None
    au: date | None = None
    depuis: Path | None = None
    compare: Compare | None = None
    cache: Cache | None = None
    agape: Path | None = None
    registres: Depot[Path] | None = None
    verdicts: tuple[Path, ...] = ()
    reglages: Controle = field(default_factory=Controle)
    complete: Callable[[Consolidation], Consolidation] | None = None
    dossier: Path | None = None
    remplacer: bool | None = None
    during_make: Callable[[], AbstractContextManager[object]] = nullcontext


@dataclass(frozen=True)
class Made:
    """A master that is not written yet, and what is said of it.

    `consolidation` is None when all of it comes from the cache, `relus` when there is no cache:
    how many files were read.
    """

    rendu: Rendu
    summary: Summary
    consolidation: Consolidation | None = None
    relus: int | None = None


@dataclass(frozen=True)
class Result:
    """Where the master was written, what stands beside it, and what is said of the run.

    `relus` of `lisibles` files were read, the others found again in the cache, if there is one.
    """

    ecrit: Ecrit
    details: tuple[Detail, ...]
    summary: Summary
    consolidation: Consolidation | None
    relus: int | None = None
    lisibles: int = 0


class RienRecuError(PlieError):
    """Nothing to consolidate: one French sentence."""


class IllisiblesError(RienRecuError):
    """What was received says nothing, and why: one French sentence."""


def run(options: Run) -> Result:
    """Consolidate what was received and write the master; nobody else writes there meanwhile.

    Raises
    ------
    EcritureError
        Another run holds the master, what stands there is not ours to replace, or the writing
        failed.
    RienRecuError, IllisiblesError
        There is nothing to read, or all of it is refused; nothing is written.
    """
    with verrou(options.sortie):
        recus, passes = _set_ours_aside(options)
        if not recus:
            raise RienRecuError("il n’y a aucun classeur de suivi à réunir ; rien n’est écrit")
        _claim(options, recus)
        if options.cache is None:
            made = _make(options, _read(options, recus), passes)
        else:
            made = _find_again(options, options.cache, recus, passes)
        ecrit = write_rendu(options.sortie, made.rendu, _claim(options, recus))
    tout = made.rendu.details, made.summary, made.consolidation, made.relus
    return Result(ecrit, *tout, len(recus))


def run_annees(options: Run, find_sortie: Callable[[int], Path]) -> Mapping[int, Result]:
    """One run, and one master, for each year of the files, which are read once."""
    recus, _ = _set_ours_aside(options)
    lectures = _read(options, recus)
    annees = [*count_annees(lectures)] or [fiches_en_vigueur().derniere]
    return {
        annee: run(
            replace(options, annee=annee, sortie=find_sortie(annee), read=lambda _: lectures.copy())
        )
        for annee in annees
    }


def _claim(options: Run, recus: Received) -> bool:
    """Before anything is read, and again when all is: somebody may have come meanwhile."""
    lus = [chemin for _, chemin in recus] + ([options.agape] if options.agape else [])
    lus += [*options.verdicts]
    return claim_master(options.sortie, lus, options.depuis, options.remplacer)


def _set_ours_aside(options: Run) -> tuple[Received, list[tuple[str, str]]]:
    """The files to read, and those passed over: a master is never consolidated into another."""
    genres = {nom: _genre(chemin, options.agape) for nom, chemin in options.depot.recus}
    recus = [(nom, chemin) for nom, chemin in options.depot.recus if not genres[nom]]
    return recus, [*options.depot.passes, *((nom, g) for nom, g in genres.items() if g)]


def is_ours(chemin: Path) -> bool:
    """Whether a file is a workbook that we made of others: never one received."""
    return bool(_genre(chemin, None))


def _genre(chemin: Path, agape: Path | None) -> str:
    """Which workbook of ours a file is; "" for one received."""
    if est_un_master(chemin):
        return "classeur maître"
    if read_empreinte(chemin):
        return "registre des pièces"
    if find_empreinte(chemin):
        return "classeur de contrôle"
    return "classeur AGAPE" if agape is not None and chemin.samefile(agape) else ""


def _read(options: Run, recus: Received) -> list[Lecture]:
    return options.read(recus) if recus else []


def _make(options: Run, lectures: list[Lecture], passes: list[tuple[str, str]]) -> Made:
    """The master of these readings; the list is left empty."""
    if options.complete is None:  # a closed year is shown whatever is received
        _require_lisible(lectures)
    with options.during_make():
        fiches = fiches_en_vigueur().annee(options.annee) if options.annee else None
        apports = read_apports(_registres(options), options.verdicts, options.reglages)
        resultat = consolidate_with(_give_way(lectures), apports, options.au, fiches, passes)
        if options.complete is not None:
            resultat = options.complete(resultat)
        evolutions = None
        if options.depuis is not None and options.compare is not None:
            evolutions = options.compare(options.depuis, resultat)
        rendu = build_master(resultat, evolutions, options.sortie.stem, _find_dossier(options))
        return Made(rendu, build_summary(resultat, evolutions), resultat)


def _require_lisible(lectures: list[Lecture]) -> None:
    """A master of nothing would take the place of a good one."""
    if any(lecture.fiche for lecture in lectures):
        return
    dits = [
        f"{lecture.classeur} : {REFUSE}, {next(structure_anomalies(lecture)).constat}"
        for lecture in lectures[:_NOMMES]
    ]
    autres = len(lectures) - len(dits)
    dits += [f"et {pluriel(autres, 'autre')}"] if autres else []
    raise IllisiblesError(
        f"aucun classeur de suivi ne se lit, rien n’est écrit ; {' ; '.join(dits)}"
    )


def _find_dossier(options: Run) -> str:
    """Where the received files are, as the master says it."""
    return find_dossier(options.dossier, options.sortie)


def _give_way(lectures: list[Lecture]) -> Iterator[Lecture]:
    """Give readings away, the list being left empty: thousands are not held twice."""
    while lectures:
        yield lectures.pop()


def _registres(options: Run) -> Received:
    return [*options.registres.recus] if options.registres else []


def _find_again(options: Run, cache: Cache, recus: Received, passes: list[tuple[str, str]]) -> Made:
    """The whole master if nothing changed, else each reading that did not."""
    empreintes = {nom: hash_fichier(chemin) for nom, chemin in recus}
    ancien = hash_fichier(options.depuis) if options.depuis else "aucun"
    connues = bool(ancien) and all(empreintes.values())
    jour = options.au or date.today()
    registres = {nom: hash_fichier(chemin) for nom, chemin in _registres(options)}
    verdicts = {str(chemin): hash_fichier(chemin) for chemin in options.verdicts}
    connues = connues and all(registres.values()) and all(verdicts.values())
    lieux = options.sortie.stem, options.depuis, _find_dossier(options)
    demande = [jour, options.annee, passes, *lieux, ancien, registres]
    demande += [verdicts, repr(options.reglages)]
    connu = cache.load("master", demande, empreintes) if connues else None
    if connu is not None:
        octets, details, summary = connu
        rendu = Rendu(octets, tuple(Detail(*d) for d in details))
        return Made(rendu, Summary(**summary), relus=0)
    relus: Received = []

    def read(changes: Received) -> list[Lecture]:
        relus.extend(changes)
        return _read(options, changes)

    lectures = read_changes(recus, empreintes, cache, read)
    lues = {x.classeur: x.sha256 for x in lectures}
    connues = connues and all(lecture.lisible for lecture in lectures)
    made = _make(options, lectures, passes)
    if connues:
        details = [tuple(d) for d in made.rendu.details]
        cache.keep((made.rendu.octets, details, asdict(made.summary)), "master", demande, lues)
    return replace(made, relus=len(relus))
