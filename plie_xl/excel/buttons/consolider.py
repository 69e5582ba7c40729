"""The button « Consolider » of the manager's workbook: the run of `plie-xl consolider`."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plie_xl.excel import agape
from plie_xl.excel.choose import ask_dossier
from plie_xl.excel.control_cells import find_registres, read_cell, write_cell
from plie_xl.excel.open_workbook import as_texte, find_nommee
from plie_xl.excel.report import announce, find_place, write_table
from plie_xl.model.errors import ActionError
from plie_xl.model.text import pluriel, read_jour

if TYPE_CHECKING:
    import xlwings as xw

    from plie_xl.consolidation import Consolidation
    from plie_xl.master.run import Read, Result


_TITRE = "Dossier des classeurs reçus"


def consolider(book: "xw.Book") -> "Consolidation":
    """Consolidate the folder named in the workbook, write the master beside, fill the sheets.

    Files are read by the stages of the command line, never opened in Excel.

    ActionError when the folder or the master's place is not what it should be, EcritureError
    when the master cannot be written.
    """
    return run_consolider(book)


def run_consolider(book: "xw.Book", **options: Any) -> "Consolidation":
    """The same, with what another button brings to the run. Raises as `consolider`."""
    from plie_xl.files.inbox import list_depot
    from plie_xl.master.run import RienRecuError, Run, run_annees

    place = find_agape(book)
    dossier = find_recus(book, place.parent)
    read = build_read(book)
    registres = find_registres(book, place.parent)
    options |= {"au": find_au(book), "agape": place, "dossier": dossier}
    options |= {"registres": list_depot([registres])} if registres else {}
    demande = Run(list_depot([dossier]), place, read, **options)
    try:
        results = run_annees(demande, lambda annee: place.parent / f"AGAPE_{annee}.xlsx")
    except RienRecuError as erreur:
        raise ActionError(f"dans « {dossier} », {erreur}.") from erreur
    *_, derniere = results.values()
    assert derniere.consolidation is not None  # without a cache, it is always made
    _fill(book, derniere.consolidation)
    maitres = " ; ".join(str(result.ecrit.chemin) for result in results.values())
    write_cell(book, agape.MAITRE, maitres)
    announce(book, _bilan_annees(results), agape.BILAN)
    return derniere.consolidation


def find_au(book: "xw.Book") -> date | None:
    """The day to count at, when the workbook says one."""
    cellule = find_nommee(book, agape.ARRETE)
    return None if cellule is None else read_jour(cellule.value)


def build_read(book: "xw.Book") -> "Read":
    """Read files in child processes, the status bar saying how many are read."""
    from plie_xl.reading.many import read_many

    return lambda recus: read_many(recus, advance=_avancement(book, len(recus)))


def _avancement(book: "xw.Book", total: int) -> Callable[[int], None]:
    """After each file, say in the status bar how many of them are read."""
    lus = count(1)
    return lambda lignes: announce(book, f"Lecture : {pluriel(next(lus), 'fichier')} sur {total}")


def find_agape(book: "xw.Book") -> Path:
    """Where the workbook itself stands."""
    if find_nommee(book, agape.DOSSIER) is None:
        raise ActionError(f"« {book.name} » n’est pas le classeur AGAPE. Ouvrez AGAPE.xlsm.")
    return find_place(book)


def find_recus(book: "xw.Book", ici: Path) -> Path:
    """The folder of the yellow cell, from the workbook's own; asked for when the cell is empty."""
    typed = read_cell(book, agape.DOSSIER) or ask_dossier(book, _TITRE)
    dossier = ici / typed
    if not typed or not dossier.is_dir():
        trouve = f"le dossier « {dossier} » n’existe pas" if typed else "aucun dossier indiqué"
        raise ActionError(f"{trouve}. Écrivez dans la case jaune le chemin du dossier reçu.")
    write_cell(book, agape.DOSSIER, typed)
    return dossier


def _fill(book: "xw.Book", resultat: "Consolidation") -> None:
    from plie_xl.master.anomalies import lignes_anomalies
    from plie_xl.master.atteinte import lignes_atteinte
    from plie_xl.master.sources import lignes_sources
    from plie_xl.master.suivi import lignes_pieces
    from plie_xl.master.synthese import lignes_synthese

    rows: Mapping[str, Iterable[Mapping[str, Any]]] = {
        "synthese": lignes_synthese(resultat, lignes_atteinte(resultat)),
        "pieces_manquantes": lignes_pieces(resultat),
        "anomalies": lignes_anomalies(resultat),
        "sources": lignes_sources(resultat),
    }
    for feuille in agape.TABLES:
        textes = [{k: as_texte(v) for k, v in x.items()} for x in rows[feuille.table]]
        write_table(book.sheets[feuille.nom], feuille, textes)


def _bilan_annees(results: "Mapping[int, Result]") -> str:
    """What is said of the only year, or of each; the sheets show the last one."""
    if len(results) == 1:
        return _bilan(*results.values())
    dits = [f"{annee} : {_bilan(result)}" for annee, result in results.items()]
    return " ".join(["Plusieurs années, un classeur maître pour chacune.", *dits])


def _bilan(result: "Result") -> str:
    s, t = result.summary, result.summary.totaux
    phrases = (
        s.fichiers,
        f"{pluriel(t['lignes_lues'], 'ligne lue', 'lignes lues')}, {s.retenues}.",
        s.manque,
        f"{pluriel(s.anomalies, 'anomalie')}.",
        s.controle,
        result.ecrit.avis,
        *(d.phrase for d in result.details),
    )
    return " ".join(filter(None, phrases))
