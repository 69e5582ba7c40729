"""The button « Préparer l’année » of the manager's workbook: `plie-xl annee-suivante`."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from plie_xl.excel import agape
from plie_xl.excel.buttons.consolider import build_read, find_agape, find_recus
from plie_xl.excel.control_cells import read_cell
from plie_xl.excel.report import announce
from plie_xl.model.errors import ActionError
from plie_xl.model.text import pluriel

if TYPE_CHECKING:
    import xlwings as xw

    from plie_xl.model.fiche import Fiche


def preparer_annee(book: "xw.Book") -> Path:
    """Write the workbooks of a year beside, with what the received ones leave open.

    ActionError when there is no fiche of that year or no received folder, EcritureError when a
    workbook that somebody filled stands there.
    """
    from plie_xl.excel.deliver import build_reprises
    from plie_xl.files.inbox import list_depot
    from plie_xl.years.next_year import roll_all

    ici = find_agape(book).parent
    annee, fiches = _find_fiches(read_cell(book, agape.A_PREPARER))
    recus = list_depot([find_recus(book, ici)]).recus
    if not recus:
        raise ActionError("le dossier reçu n’a aucun classeur. Écrivez le chemin d’un autre.")
    reprises, avis = roll_all(build_read(book)([*recus]), fiches)
    place = ici / f"classeurs_{annee}"
    nombre = _write(place, build_reprises(reprises))
    reunions = sum(len(r.suivi) for r in reprises)
    points = sum(len(r.lignes) for r in reprises)
    phrases = (
        f"{pluriel(nombre, 'classeur')} de {annee} dans « {place} » :"
        f" {pluriel(reunions, 'réunion reprise', 'réunions reprises')},"
        f" {pluriel(points, 'point')} dans « À reprendre ».",
        *avis,
    )
    announce(book, " ".join(phrases), agape.PREPARES)
    return place


def _find_fiches(dite: str) -> tuple[int, "Mapping[str, Fiche]"]:
    """The year of the yellow cell, the newest one when it is blank, and its fiches."""
    from plie_xl.model.collection import fiches_en_vigueur
    from plie_xl.model.toml import FicheError

    if dite and not dite.isdecimal():
        raise ActionError(f"« {dite} » n’est pas une année. Écrivez par exemple 2025.")
    try:
        recueil = fiches_en_vigueur()
        annee = int(dite) if dite else recueil.derniere
        return annee, recueil.annee(annee)
    except FicheError as erreur:
        raise ActionError(f"{erreur}.") from erreur


def _write(place: Path, classeurs: Mapping[str, bytes]) -> int:
    """Each of them, or none where one is not as we would write it."""
    from plie_xl.files.folder import claim_pareils, write_dossier

    gardes = claim_pareils(place, classeurs)
    write_dossier(place, classeurs.items(), gardes, lambda _: None, retenir=False)
    return len(classeurs)
