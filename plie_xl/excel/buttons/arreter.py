"""The button « Arrêter l’année » of the manager's workbook: the run of `plie-xl arreter`."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from plie_xl.excel import agape
from plie_xl.excel.buttons.consolider import build_read, find_agape, find_au, find_recus
from plie_xl.excel.control_cells import find_controle, find_maitre, find_registres, write_cell
from plie_xl.excel.report import announce
from plie_xl.model.errors import ActionError
from plie_xl.model.text import pluriel

if TYPE_CHECKING:
    import xlwings as xw

    from plie_xl.reports.freeze import Demande


def arreter(book: "xw.Book") -> Path:
    """Close the year of the last master, beside: whole, or not at all.

    ActionError when something remains to be mended, or the year is closed already.
    """
    from plie_xl.master.read import read_master

    ici = find_agape(book).parent
    annee = read_master(find_maitre(book, ici)).annee
    place = ici / f"ARRETE_{annee}"
    numero = _close(_find_demande(book, ici, annee), place)
    write_cell(book, agape.ANNEE_ARRETEE, f"{place.name}, version {numero}")
    announce(book, f"L’année {annee} est arrêtée dans « {place} ».", agape.BILAN)
    return place


def _find_demande(book: "xw.Book", ici: Path, annee: int | None) -> "Demande":
    """What the workbook says is to be closed."""
    from plie_xl.files.inbox import list_depot
    from plie_xl.model.settings import load_reglages
    from plie_xl.reports.freeze import Demande

    registres, controle = find_registres(book, ici), find_controle(book, ici)
    return Demande(
        list_depot([find_recus(book, ici)]),
        build_read(book),
        date.today(),
        annee,
        find_au(book),
        registres=tuple(x for _, x in list_depot([registres]).recus) if registres else (),
        verdicts=(controle,) if controle else (),
        reglages=load_reglages().reglages.controle,
    )


def _close(demande: "Demande", place: Path) -> int:
    """Close it there; the number of this version, or ActionError with what is in the way."""
    from plie_xl.control.frozen import ArreteError
    from plie_xl.control.received import ControleError
    from plie_xl.model.expected import AnneesError
    from plie_xl.reports.freeze import RefuseError, close_year

    try:
        return close_year(demande, place).derniere.numero
    except RefuseError as erreur:
        n = pluriel(len(erreur.anomalies), "anomalie bloquante", "anomalies bloquantes")
        codes = ", ".join(sorted({a.code for a in erreur.anomalies}))
        raise ActionError(
            f"{n} ({codes}) : l’année n’est pas arrêtée. Corrigez, ou donnez votre raison :"
            " plie-xl arreter … --malgre."
        ) from erreur
    except (ArreteError, ControleError, AnneesError) as erreur:
        raise ActionError(f"{erreur}.") from erreur
