"""The button « Préparer l’envoi »: a copy without macros, beside the workbook, ready to join."""

import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from plie_xl.excel.buttons.valider import Validation, valider
from plie_xl.excel.package.strip_macros import MacrosError, remove_macros
from plie_xl.excel.report import announce, find_place
from plie_xl.model.errors import ActionError
from plie_xl.model.text import pluriel

if TYPE_CHECKING:
    import xlwings as xw

_ZIP = b"PK"
_NOTRES = (".xlsx", ".xlsm")


@dataclass(frozen=True)
class Envoi:
    """Where the copy stands, and what the checks said just before."""

    chemin: Path
    validation: Validation


def preparer_envoi(book: "xw.Book", jour: date | None = None) -> Envoi:
    """Check the workbook, then write `plie_<id>_<année>_<AAAA-MM-JJ>.xlsx` beside it.

    The open workbook keeps its name, its macros and its place. `jour` is today by default.

    ActionError when the workbook is not one of ours or not on a disk, EcritureError when the copy
    cannot be written.
    """
    from plie_xl.files.atomic import write_atomic

    dossier = find_place(book).parent
    validation = valider(book)
    fiche = validation.fiche
    if fiche is None:
        raise ActionError("la fiche n’est pas reconnue. Corrigez ce que dit « Anomalies ».")
    nom = f"plie_{fiche.id}_{fiche.annee}_{jour or date.today():%Y-%m-%d}"
    if dossier / f"{nom}.xlsx" == find_place(book):
        raise ActionError("ce classeur est déjà la copie du jour. Envoyez-le tel quel.")
    octets = _build_copie(book)
    chemin = _find_libre(dossier, nom, octets)
    ecrit = write_atomic(chemin, octets, verify=lambda neuf: _verify(neuf, validation))
    announce(book, ecrit.avis or _phrase(ecrit.chemin, validation), "bilan_suivi", alerte=True)
    return Envoi(ecrit.chemin, validation)


def _find_libre(dossier: Path, nom: str, octets: bytes) -> Path:
    """The first name that is free, or holds these very bytes: a copy is a filled workbook too."""
    from plie_xl.files.claim import Origine, claim
    from plie_xl.files.errors import DestinationError

    def recognize(chemin: Path) -> Origine:
        return Origine.NOUS if chemin.read_bytes() == octets else Origine.REMPLI

    for rang in count(1):
        chemin = dossier / (f"{nom} ({rang}).xlsx" if rang > 1 else f"{nom}.xlsx")
        with suppress(DestinationError):
            claim(chemin, recognize)
            break
    return chemin


def _build_copie(book: "xw.Book") -> bytes:
    """The bytes of the workbook as it is on the screen, without its macros."""
    book.app.calculate()
    octets = _read_octets(book)
    if not octets.startswith(_ZIP):
        raise ActionError("ce format de fichier est ancien. Enregistrez le classeur en .xlsx.")
    try:
        return remove_macros(octets)
    except MacrosError as erreur:
        raise ActionError(f"{erreur}. Reprenez le modèle du PLIE.") from erreur


def _read_octets(book: "xw.Book") -> bytes:
    """Excel for Windows saves a copy elsewhere; other engines save the workbook where it is.

    LibreOffice makes an .xlsx of an .ods; Excel keeps the format, whatever the name.
    """
    suffixe = Path(book.name).suffix
    with tempfile.TemporaryDirectory() as dossier:
        copie = Path(dossier, f"copie{suffixe if suffixe in _NOTRES else '.xlsx'}")
        try:
            book.api.SaveCopyAs(str(copie))
        except AttributeError:
            book.save()
            copie = find_place(book)
        return copie.read_bytes()


def _verify(neuf: Path, validation: Validation) -> None:
    """The copy must give what the open workbook gave; the reader refuses what is not sound."""
    from plie_xl.reading.read import read_classeur

    lecture = read_classeur(neuf)
    table = lecture.tables.get("suivi")
    lues = len(table.lignes) if table else 0
    attendue = validation.fiche.id if validation.fiche else ""
    if (lecture.fiche, lues) != (attendue, validation.lues):
        raise ValueError("la copie ne redonne pas les mêmes lignes")


def _phrase(chemin: Path, validation: Validation) -> str:
    debut = (
        f"Copie prête : « {chemin.name} », à côté de ce classeur. Joignez-la à votre message à"
        " AGAPE, et continuez à travailler dans ce classeur-ci."
    )
    if not validation.lues:
        return (
            f"« {chemin.name} » est écrit, mais aucune réunion n’y est notée : voir « Anomalies »."
        )
    if not validation.anomalies:
        return debut
    reste = pluriel(len(validation.anomalies), "anomalie")
    return f"{debut} Il y reste {reste} : voir « Anomalies »."
