"""The button « Exporter l’agenda »: the planned meetings as a calendar, beside the workbook."""

from typing import TYPE_CHECKING

from plie_xl.excel.buttons.valider import count_fiche
from plie_xl.excel.report import announce, find_place, require_complement
from plie_xl.model.text import enumere, pluriel

if TYPE_CHECKING:
    import xlwings as xw

    from plie_xl.agenda.write import Agenda


def exporter_agenda(book: "xw.Book") -> "Agenda":
    """Write `plie_<id>_<année>.ics` beside the workbook; an older one of ours gives its place.

    ActionError when the workbook is not one of ours or not on a disk, EcritureError when the
    calendar cannot be written.
    """
    from plie_xl.files.atomic import write_atomic
    from plie_xl.files.claim import claim

    place = find_place(book)
    _, compte, fiche = count_fiche(book)
    require_complement("agenda")
    from plie_xl.agenda.write import build_agenda, recognize_agenda

    fait = build_agenda(compte)
    chemin = place.with_name(f"plie_{fiche.id}_{fiche.annee}.ics")
    garde = claim(chemin, recognize_agenda)
    ecrit = write_atomic(chemin, fait.octets, copie=garde)
    phrases = [
        f"{fait}, dans « {chemin.name} », à côté de ce classeur : importez-le dans votre agenda.",
        ecrit.avis,
        _say_reste(fait.sans_date, "n’a pas de date"),
        _say_reste(fait.sans_cible, "ne nomme pas d’instance"),
    ]
    announce(book, " ".join(filter(None, phrases)), "bilan_suivi", alerte=True)
    return fait


def _say_reste(lignes: tuple[int, ...], raison: str) -> str:
    if not lignes:
        return ""
    numeros = enumere(map(str, lignes))
    return f"{pluriel(len(lignes), 'réunion prévue')} {raison} : ligne {numeros}."
