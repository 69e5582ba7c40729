"""The button « Rédiger le bilan »: the year in Word, beside the workbook, over nothing."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plie_xl.excel.buttons.valider import build_refus, count_ouvert
from plie_xl.excel.buttons.verifier_pieces import open_registre, read_dossier
from plie_xl.excel.report import announce, find_place, require_complement
from plie_xl.model.errors import ActionError
from plie_xl.model.expected import is_expected
from plie_xl.model.text import pluriel

if TYPE_CHECKING:
    import xlwings as xw

    from plie_xl.excel.open_workbook import Ouvert
    from plie_xl.master.brought import Regards


@dataclass(frozen=True)
class Redaction:
    """Where the bilan stands, and how many targets it asks a reason for."""

    chemin: Path
    a_expliquer: int


def rediger_bilan(book: "xw.Book") -> Redaction:
    """Write `bilan_<id>_<année>.docx` beside the workbook, as `plie-xl bilan --pieces` does.

    ActionError when the workbook is not one of ours, when a bilan stands there already, or when
    AGAPE's model cannot be filled; EcritureError when the disk refuses.
    """
    from plie_xl.files.atomic import write_atomic
    from plie_xl.files.errors import DestinationError
    from plie_xl.model.settings import ReglageError, load_reglages

    require_complement("word")
    from plie_xl.reports.bilan.build import build_bilan, name_bilan, require_libre
    from plie_xl.reports.bilan.facts import find_faits
    from plie_xl.reports.bilan.model import ModeleError

    dossier = find_place(book).parent
    ouvert, compte = count_ouvert(book)
    if not is_expected(ouvert.lecture, compte.saisie.fiches):
        raise build_refus(ouvert.lecture)
    regards, sans_pieces = _look(ouvert)
    faits = find_faits(compte, regards)
    chemin = dossier / name_bilan(faits.fiche)
    try:
        require_libre(chemin)
        octets = build_bilan(faits, load_reglages().reglages)
    except (DestinationError, ModeleError, ReglageError) as erreur:
        raise ActionError(f"{erreur}.") from erreur
    ecrit = write_atomic(chemin, octets)
    manquent = sum(a.a_expliquer and not a.motif for a in faits.cibles)
    phrase = ecrit.avis or _say(ecrit.chemin, manquent) + sans_pieces
    announce(book, phrase, "bilan_ecarts", alerte=True)
    return Redaction(ecrit.chemin, manquent)


def _look(ouvert: "Ouvert") -> "tuple[Regards, str]":
    """What the folder of the pieces holds, when « Fiche » names one; else why nobody looked."""
    from plie_xl.master.brought import Regards

    if not read_dossier(ouvert)[1]:
        return Regards(), ""
    try:
        return Regards(open_registre(ouvert).deposes), ""
    except ActionError as erreur:
        return Regards(), f" « Au dossier » y est « non contrôlé » : {erreur}"


def _say(chemin: Path, manquent: int) -> str:
    debut = f"« {chemin.name} » est écrit, à côté de ce classeur. Ce qui est en rouge est à rédiger"
    if not manquent:
        return f"{debut}."
    return f"{debut}, dont {pluriel(manquent, 'motif d’écart', 'motifs d’écart')}."
