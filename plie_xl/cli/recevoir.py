"""`plie-xl recevoir`: an answer ready for each received workbook; nothing is sent."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from plie_xl.cli.brought import option_registres, option_verdicts, read_brought
from plie_xl.cli.common import (
    ANOMALIES,
    RIEN,
    USAGE,
    argument,
    check_dossiers,
    check_present,
    fail,
    open_depot,
    option_au,
    option_json,
    read_named,
    refusing,
    say_passes,
    show_anomalies,
    suite,
)
from plie_xl.cli.french import commande
from plie_xl.cli.pieces import load_en_vigueur
from plie_xl.cli.screen import say, show, show_json
from plie_xl.model.text import pluriel

if TYPE_CHECKING:
    from plie_xl.files.claim import Origine
    from plie_xl.master.brought import Apports
    from plie_xl.model.lecture import Lecture
    from plie_xl.model.settings import Reponses
    from plie_xl.reports.replies import Reponse

RECUS = "RECUS.csv"
PAUSE = 2.0  # seconds between two looks at a folder; a file that changed meanwhile is still coming


@commande
@argument("boite", type=Path, metavar="BOITE", help="Le dossier des classeurs reçus.")
@click.option(
    "-o", "--sortie", type=Path, required=True, metavar="REPONSES", help="Où écrire les réponses."
)
@click.option(
    "--surveiller", is_flag=True, help="Attend les classeurs qui arrivent, jusqu’à Ctrl-C."
)
@click.option("--essai", is_flag=True, help="Dit ce qui serait écrit, et n’écrit rien.")
@option_registres
@option_verdicts
@option_au
@option_json(help="Un objet JSON par réponse.")
def recevoir(
    boite: Path,
    sortie: Path,
    surveiller: bool,
    essai: bool,
    registres: Path | None,
    verdicts: tuple[Path, ...],
    au: date | None,
    en_json: bool,
) -> None:
    check_present([boite])
    check_dossiers(sortie)
    if boite.is_dir() and sortie.resolve().is_relative_to(boite.resolve()):
        fail("les réponses ne peuvent pas être écrites dans le dossier des reçus", USAGE)
    apports = read_brought(registres, verdicts)
    table = _Table(sortie, load_en_vigueur().reponses, apports, au, essai, en_json)
    if surveiller:
        with suppress(KeyboardInterrupt):
            for recus in _watch(boite):
                table.answer(_read_neuves(recus, table.vues))
    else:
        with open_depot([boite], []) as depot:
            say_passes(depot)
            table.answer(read_named(depot.recus))
    raise Exit(table.finish())


class _Table:
    """What has been answered since the command began."""

    def __init__(
        self,
        sortie: Path,
        reglages: "Reponses",
        apports: "Apports",
        au: date | None,
        essai: bool,
        en_json: bool,
    ) -> None:
        self.sortie, self.reglages, self.apports, self.au = sortie, reglages, apports, au
        self.essai, self.en_json = essai, en_json
        self.reponses: list[Reponse] = []
        self.vues: set[str] = set()
        self.deja = 0
        with refusing():
            self._claim()

    def answer(self, lectures: "list[Lecture]") -> None:
        """One draft per territory; a file answered by an earlier run keeps its answer."""
        from plie_xl.reports.replies import build_reponses

        if not lectures:
            return
        self.vues |= {lecture.sha256 for lecture in lectures}
        neuves = build_reponses(lectures, au=self.au, apports=self.apports)
        self.reponses += neuves
        show_anomalies([a for x in neuves for a in x.verdicts], self.en_json)
        with refusing():
            for reponse in neuves:
                self._write(reponse)
            self._write_recus()

    def finish(self) -> int:
        """Say the counts; 1 when a file could not be read."""
        refusees = sum(not x.fiche for x in self.reponses)
        fichiers = sum(1 + len(x.ecartes) for x in self.reponses)
        mot = "à écrire" if self.essai else f"dans {self.sortie}"
        deja = pluriel(self.deja, "déjà prête", "déjà prêtes")
        refus = pluriel(refusees, "fichier refusé", "fichiers refusés")
        recus = pluriel(fichiers, "fichier reçu", "fichiers reçus")
        say(f"{recus} : {pluriel(len(self.reponses), 'réponse')} {mot}, dont {deja} ; {refus}.")
        suite("Ouvrez chaque réponse, relisez-la, envoyez-la", "rien ne part tout seul")
        return ANOMALIES if refusees else RIEN

    def _write(self, reponse: "Reponse") -> None:
        from plie_xl.files.atomic import write_atomic
        from plie_xl.files.folder import make_dossier
        from plie_xl.reports.drafts import write_reponse

        chemin = self.sortie / reponse.dossier / reponse.nom
        deja = chemin.exists()
        self.deja += deja
        if not deja and not self.essai:
            make_dossier(chemin.parent)
            write_atomic(chemin, write_reponse(reponse, self.reglages))
        ou = f"{reponse.dossier}/{reponse.nom}"
        if self.en_json:
            faits = {"classeur": reponse.classeur, "verdict": reponse.verdict}
            show_json({**faits, "reponse": ou, "deja_prete": deja})
        else:
            show(f"{reponse.classeur} : {reponse.verdict} ; {ou}{' (déjà prête)' * deja}")

    def _claim(self) -> None:
        """« RECUS.csv » is ours when it begins as ours does."""
        from plie_xl.files.claim import claim
        from plie_xl.files.errors import is_folder

        if is_folder(self.sortie):
            claim(self.sortie / RECUS, _recognize)

    def _write_recus(self) -> None:
        from plie_xl.files.atomic import write_atomic
        from plie_xl.files.folder import make_dossier
        from plie_xl.reports.replies import write_recus

        if not self.essai:
            make_dossier(self.sortie)
            write_atomic(self.sortie / RECUS, write_recus(self.reponses))


def _recognize(chemin: Path) -> "Origine":
    from plie_xl.files.claim import Origine
    from plie_xl.reports.replies import write_recus

    ours = chemin.read_bytes().startswith(write_recus([]))
    return Origine.NOUS if ours else Origine.AUTRE


def _watch(
    boite: Path, sleep: Callable[[float], None] = time.sleep
) -> Iterator[list[tuple[str, Path]]]:
    """The files of a folder as they come, once each is whole: as it was a moment before."""
    from plie_xl.files.inbox import list_depot

    avant: dict[Path, tuple[int, int]] = {}
    rendus: dict[Path, tuple[int, int]] = {}
    say(f"« {boite} » est surveillé ; Ctrl-C pour finir.")
    while True:
        recus = list(list_depot([boite]).recus)
        etats = {chemin: etat for _, chemin in recus if (etat := _look(chemin))}
        stables = {c: e for c, e in etats.items() if avant.get(c) == e and rendus.get(c) != e}
        avant, rendus = etats, rendus | stables
        if stables:
            yield [(nom, chemin) for nom, chemin in recus if chemin in stables]
        sleep(PAUSE)


def _look(chemin: Path) -> tuple[int, int] | None:
    try:
        vu = chemin.stat()
    except OSError:
        return None  # taken away meanwhile
    return vu.st_size, vu.st_mtime_ns


def _read_neuves(recus: Iterable[tuple[str, Path]], vues: set[str]) -> "list[Lecture]":
    """Those whose bytes were not answered yet."""
    return [lecture for lecture in read_named(recus) if lecture.sha256 not in vues]
