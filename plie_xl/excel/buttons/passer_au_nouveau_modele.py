"""The button « Passer au nouveau modèle »: the run of `plie-xl migrer`, beside the workbook."""

from dataclasses import dataclass, replace
from datetime import datetime, time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from plie_xl.excel.open_workbook import read_ouvert
from plie_xl.excel.report import announce, find_place
from plie_xl.model.errors import ActionError
from plie_xl.model.lecture import Lecture, Valeurs
from plie_xl.model.workbook import VERSION

if TYPE_CHECKING:
    import xlwings as xw

    from plie_xl.years.migrate import Migration


@dataclass(frozen=True)
class Passage:
    """Where the new workbook stands, and what went there."""

    chemin: Path
    migration: "Migration"


def passer_au_nouveau_modele(book: "xw.Book") -> Passage:
    """Re-pour the open workbook into the model of today, in a new file beside it.

    ActionError when it is not one of ours, when rows could be lost, or when it is up to date;
    EcritureError when the new one cannot be written.
    """
    from plie_xl.excel.deliver import build_migration
    from plie_xl.files.atomic import write_atomic
    from plie_xl.reading.own import find_own
    from plie_xl.years.migrate import FORMES, OURS, MigrationError, find_fiche, list_refus, migrate

    place = find_place(book)
    lecture = _as_saved(read_ouvert(book).lecture)
    fiche = find_fiche(lecture)
    refus = list_refus(lecture)
    if refus or fiche is None:
        dit = refus[0].constat if refus else "la fiche de ce classeur n’est pas reconnue"
        raise ActionError(f"{dit}. Rien n’est écrit.")
    try:
        migration = migrate(lecture, fiche, find_own(place, lecture, fiche, OURS))
    except MigrationError as erreur:
        raise ActionError(f"{erreur}.") from erreur
    chemin = _find_libre(place)
    write_atomic(chemin, build_migration(migration))
    phrases = [
        f"« {chemin.name} » est à côté de ce classeur : ouvrez-le, et continuez avec lui.",
        f"{migration.bilan}.",
        *(f"{a.constat}." for a in migration.anomalies),
        migration.avis,
        f"{FORMES[0].upper()}{FORMES[1:]}.",
    ]
    announce(book, " ".join(filter(None, phrases)), "bilan_suivi", alerte=True)
    return Passage(chemin, migration)


def _as_saved(lecture: Lecture) -> Lecture:
    """The same reading as that of its file: a day is a day, not its first instant."""
    tables = {
        nom: replace(
            table,
            valeurs={
                c: Valeurs(v.codes, tuple(map(_as_jour, v.distinctes)))
                for c, v in table.unfold().items()
            },
        )
        for nom, table in lecture.tables.items()
    }
    return replace(lecture, tables=tables)


def _as_jour(valeur: object) -> object:
    if isinstance(valeur, datetime) and valeur.time() == time():
        return valeur.date()
    return valeur


def _find_libre(place: Path) -> Path:
    """The first free name: « plie_graves_2024_modele_2.xlsm »."""
    essais = (
        place.with_name(f"{place.stem}_modele_{VERSION}{f' ({n})' if n > 1 else ''}.xlsm")
        for n in count(1)
    )
    return next(essai for essai in essais if not essai.exists())
