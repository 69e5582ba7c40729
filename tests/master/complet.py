"""A master with every sheet: pieces seen, verdicts, a closed year, what changed since."""

from datetime import date
from functools import partial
from pathlib import Path

from controle.atelier import (
    Lignes,
    consolider,
    deposer,
    ecrire,
    lire,
    remplir,
    tirer,
)
from controle.test_verdicts import DECISIONS

from plie_xl.consolidation import Consolidation
from plie_xl.files.inbox import list_depot
from plie_xl.master.read import read_master
from plie_xl.model.settings import Controle
from plie_xl.reports.changes import Evolutions, compare
from plie_xl.reports.freeze import Demande, close_year
from plie_xl.reports.held import hold


def write_complet(place: Path) -> Path:
    """The master of a closed year, in the folder of what was received since (« recus »)."""
    closes, maitre = ecrire(place / "closes"), place / "AGAPE_2024.xlsx"
    registres = list_depot([deposer(place, closes)])
    consolider(closes, place / "mars.xlsx", au=date(2024, 3, 15))
    consolider(closes, maitre, registres=registres)
    controle = remplir(tirer(maitre, place / "controle.xlsx"), DECISIONS)
    chemins = tuple(chemin for _, chemin in registres.recus)
    close_year(
        Demande(list_depot([closes]), lire, date(2025, 3, 1), par="K. L.",
                verdicts=(controle,), registres=chemins),
        place / "ARRETE_2024",
    )  # fmt: skip
    recus = ecrire(place / "recus", technowest=_change)
    tenir = partial(hold, dossier=place / "ARRETE_2024", read=lire, reglages=Controle())
    depuis = {"depuis": place / "mars.xlsx", "compare": _compare, "remplacer": True}
    consolider(recus, maitre, complete=tenir, dossier=recus, **depuis)
    return maitre


def _change(lignes: Lignes) -> None:
    lignes[0]["date"] = date(2024, 2, 14)
    del lignes[1]


def _compare(depuis: Path, resultat: Consolidation) -> Evolutions:
    return compare(read_master(depuis), resultat)
