"""The button « Valider »: the same checks as the command line, on the open workbook."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plie_xl.excel.open_workbook import Ouvert, read_ouvert
from plie_xl.excel.report import announce, write_anomalies
from plie_xl.model.anomaly import Anomalie
from plie_xl.model.errors import ActionError
from plie_xl.model.expected import is_expected
from plie_xl.model.fiche import Fiche
from plie_xl.model.text import pluriel
from plie_xl.model.workbook import BILANS

if TYPE_CHECKING:
    import xlwings as xw

    from plie_xl.checks.count import Compte
    from plie_xl.model.lecture import Lecture

_AILLEURS = ("atteinte", "registre")  # where other buttons say their line
BILANS_VALIDER = [f"bilan_{table}" for table in BILANS if table not in _AILLEURS]


@dataclass(frozen=True)
class Validation:
    """What a click on « Valider » found: the fiche (or None), rows read, retained, incomplete."""

    fiche: Fiche | None
    lues: int
    retenues: int
    a_completer: int
    anomalies: list[Anomalie]

    @property
    def phrase(self) -> str:
        """The line that the coordinator reads."""
        retenues = pluriel(self.retenues, "retenue")
        debut = f"{pluriel(self.lues, 'ligne lue')}, {retenues}, {self.a_completer} à compléter"
        if not self.lues:
            debut = "Aucune réunion n’est notée"
        if not self.anomalies:
            return f"{debut}. Rien à corriger."
        bloquantes = sum(a.bloquante for a in self.anomalies)
        detail = f", dont {pluriel(bloquantes, 'bloquante')}" if bloquantes else ""
        return f"{debut}. {pluriel(len(self.anomalies), 'anomalie')}{detail} : voir « Anomalies »."


def valider(book: "xw.Book") -> Validation:
    """Check the open workbook, number its rows, fill « Anomalies », put back what was destroyed.

    Values and formulas only: cells turn red by the template's own conditional format.

    ActionError when the workbook is not one of ours.
    """
    ouvert, compte, validation = check_ouvert(book)
    write_anomalies(book, validation.anomalies)
    _put_back(ouvert, compte)
    announce(book, validation.phrase, *BILANS_VALIDER)
    return validation


def count_ouvert(book: "xw.Book") -> "tuple[Ouvert, Compte]":
    """Read the open workbook and count its rows; nothing is written.

    ActionError when it is not one of ours.
    """
    from plie_xl.checks.count import count
    from plie_xl.checks.structure import structure_anomalies

    ouvert = read_ouvert(book)
    for anomalie in structure_anomalies(ouvert.lecture):
        if anomalie.code == "LEC-02":
            raise ActionError(f"« {book.name} » : {anomalie.constat}. Ouvrez un classeur de suivi.")
    return ouvert, count(ouvert.lecture)


def count_fiche(book: "xw.Book") -> "tuple[Ouvert, Compte, Fiche]":
    """The same, with the fiche; ActionError when it is not recognised either."""
    ouvert, compte = count_ouvert(book)
    fiche = _find_fiche(compte)
    if fiche is None:
        raise build_refus(ouvert.lecture)
    return ouvert, compte, fiche


def build_refus(lecture: "Lecture") -> ActionError:
    """Why nothing can be done with this workbook: its PLIE had merged, or its fiche is unknown."""
    from plie_xl.checks.received import list_refus

    for a in list_refus(lecture):
        if a.code == "CON-07":
            return ActionError(f"{a.constat}. {a.remede[0].upper()}{a.remede[1:]}.")
    return ActionError(
        "la fiche de ce classeur n’est pas reconnue. Cliquez sur « Valider », puis lisez"
        " « Anomalies »."
    )


def check_ouvert(book: "xw.Book") -> "tuple[Ouvert, Compte, Validation]":
    """Read, count and check the open workbook; nothing is written."""
    from plie_xl.checks import check

    ouvert, compte = count_ouvert(book)
    anomalies = check(compte)
    retenues, justifiees = compte.rangees["retenue"], compte.rangees["justifiee"]
    lues, a_completer = len(compte.rangees), int((retenues & ~justifiees).sum())
    tout = _find_fiche(compte), lues, int(retenues.sum()), a_completer
    return ouvert, compte, Validation(*tout, anomalies)


def _find_fiche(compte: "Compte") -> Fiche | None:
    """The fiche that the workbook was counted against."""
    (lecture,) = compte.saisie.lectures
    return (
        compte.saisie.fiches[lecture.fiche] if is_expected(lecture, compte.saisie.fiches) else None
    )


def _put_back(ouvert: Ouvert, compte: "Compte") -> None:
    """Numbers, lists and formulas, the user's selection kept."""
    from plie_xl.excel.repair import number_lignes, put_back_formules, put_back_listes

    fiche = _find_fiche(compte)
    if fiche is None:
        return
    selection = ouvert.book.app.selection
    number_lignes(ouvert)
    put_back_formules(ouvert, fiche, compte)
    put_back_listes(ouvert, fiche)
    if selection is not None:
        selection.select()
