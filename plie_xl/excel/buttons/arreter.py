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


def arreter(book: "xw.Book") -> Path:
    """Close the year of the last master, beside: whole, or not at all.

    ActionError when something remains to be mended, or the year is closed already.
    """
    from plie_xl.control.frozen import ArreteError
    from plie_xl.control.received import ControleError
    from plie_xl.files.inbox import list_depot
    from plie_xl.master.read import read_master
    from plie_xl.model.expected import AnneesError
    from plie_xl.model.settings import load_reglages
    from plie_xl.reports.freeze import Demande, RefuseError, close_year

    ici = find_agape(book).parent
    annee = read_master(find_maitre(book, ici)).annee
    dossier, controle = find_recus(book, ici), find_controle(book, ici)
    registres = find_registres(book, ici)
    place = ici / f"ARRETE_{annee}"
    demande = Demande(
        list_depot([dossier]),
        build_read(book),
        date.today(),
        annee,
        find_au(book),
        registres=tuple(x for _, x in list_depot([registres]).recus) if registres else (),
        verdicts=(controle,) if controle else (),
        reglages=load_reglages().reglages.controle,
    )
    try:
        arrete = close_year(demande, place)
    except RefuseError as erreur:
        n = pluriel(len(erreur.anomalies), "anomalie bloquante", "anomalies bloquantes")
        codes = ", ".join(sorted({a.code for a in erreur.anomalies}))
        raise ActionError(
            f"{n} ({codes}) : l’année n’est pas arrêtée. Corrigez, ou donnez votre raison :"
            " plie-xl arreter … --malgre."
        ) from erreur
    except (ArreteError, ControleError, AnneesError) as erreur:
        raise ActionError(f"{erreur}.") from erreur
    dite = f"{place.name}, version {arrete.derniere.numero}"
    write_cell(book, agape.ANNEE_ARRETEE, dite)
    announce(book, f"L’année {annee} est arrêtée dans « {place} ».", agape.BILAN)
    return place
