"""The sheets of the master, in the order of the tabs."""

from collections.abc import Mapping

from plie_xl.consolidation import Consolidation
from plie_xl.master import contract
from plie_xl.master.anomalies import add_anomalies, list_anomalies
from plie_xl.master.arretes import add_arretes
from plie_xl.master.atteinte import add_atteinte, lignes_atteinte
from plie_xl.master.batches import Longue, list_longue
from plie_xl.master.calendrier import add_calendrier, find_rang_totaux, lignes_calendrier
from plie_xl.master.controle import add_controle
from plie_xl.master.ecarts import add_ecarts
from plie_xl.master.euros import add_euros
from plie_xl.master.evolutions import Changements, add_evolutions
from plie_xl.master.financement import add_financement
from plie_xl.master.indicateurs import add_indicateurs
from plie_xl.master.liens import add_liens, find_soulignees
from plie_xl.master.livrables import add_livrables
from plie_xl.master.overflow import Detail, build_details
from plie_xl.master.priorites import add_priorites, rank, say_premiers
from plie_xl.master.registre import add_registre, list_registre
from plie_xl.master.sources import add_sources
from plie_xl.master.succession import add_succession, lignes_succession, say_toutes
from plie_xl.master.suivi import add_pieces, add_suivi, list_pieces, list_suivi
from plie_xl.master.synthese import add_synthese, lignes_synthese
from plie_xl.model.text import nombre, pluriel
from plie_xl.model.workbook import Feuille
from plie_xl.sheets.pen import Pen


def add_pages(
    pen: Pen,
    c: Consolidation,
    evolutions: Changements | None = None,
    nom: str = "AGAPE",
    dossier: str = "",
) -> tuple[Detail, ...]:
    """Draw every sheet; « Évolutions » only when there is a previous master to compare with,
    « Registre » when somebody looked at the pieces.

    `dossier` is where the received files are, from the master's own folder.
    Gives what must stand beside a master called `nom`: the rows that no sheet of Excel holds.
    """
    resume, longues = find_resume(c), _longues(c, evolutions)
    details = build_details(nom, longues)
    pen.ailleurs = {d.table: d.phrase for d in details}
    pen.soulignees = find_soulignees(c)
    atteinte, calendrier = lignes_atteinte(c), lignes_calendrier(c)
    synthese = lignes_synthese(c, atteinte)
    priorites = rank(c, synthese, atteinte)
    successions = lignes_succession(c)
    dits = say_premiers(priorites), say_toutes(successions)
    add_synthese(pen, c, synthese, find_rang_totaux(calendrier), resume, *dits)
    add_priorites(pen, priorites, resume)
    add_atteinte(pen, c, atteinte, resume)
    add_calendrier(pen, calendrier, resume)
    add_pieces(pen, longues, resume)
    add_ecarts(pen, c, atteinte, resume)
    add_livrables(pen, c, resume)
    add_indicateurs(pen, c, resume)
    add_financement(pen, c, resume)
    add_euros(pen, c, resume)
    _add_faits(pen, c, evolutions, longues, resume)
    add_succession(pen, successions, resume)
    if c.arretes:
        add_arretes(pen, c.arretes, resume)
    add_anomalies(pen, longues, resume)
    add_sources(pen, c, details, resume, dossier)
    add_liens(pen, c)
    return details


def _add_faits(
    pen: Pen,
    c: Consolidation,
    evolutions: Changements | None,
    longues: Mapping[Feuille, Longue],
    resume: str,
) -> None:
    """What was noted, piece by piece: changes, rows, the control's verdicts."""
    if evolutions is not None:
        add_evolutions(pen, evolutions, resume)
    _add_rangees(pen, longues, resume)
    if c.controle is not None:
        add_controle(pen, c.controle, resume)


def _add_rangees(pen: Pen, longues: Mapping[Feuille, Longue], resume: str) -> None:
    """« Suivi », and the register of its pieces when there is one."""
    add_suivi(pen, longues, resume)
    if contract.REGISTRE in longues:
        add_registre(pen, longues, resume)


def _longues(c: Consolidation, evolutions: Changements | None) -> Mapping[Feuille, Longue]:
    """The rows of the sheets that grow with the number of workbooks."""
    longues = {
        contract.PIECES_MANQUANTES: list_pieces(c),
        contract.SUIVI: list_suivi(c),
        contract.ANOMALIES: list_anomalies(c),
    }
    registre = list_registre(c)
    if registre is not None:
        longues[contract.REGISTRE] = registre
    if evolutions is not None:
        longues[contract.EVOLUTIONS] = list_longue(contract.EVOLUTIONS, evolutions.lignes)
    return longues


def find_resume(c: Consolidation) -> str:
    """« Consolidation 2024, 11 territoires sur 11, arrêtée au 31/10/2024 »."""
    annee = next(iter(c.fiches.values())).annee
    recus = len(c.fiches) - len(c.manquantes)
    dates = [f"{jour:%d/%m/%Y}" for jour in c.references]
    arretee = f", arrêtée au {dates[-1]}" if dates else ""
    if len(dates) > 1:
        arretee = f", arrêtée entre le {dates[0]} et le {dates[-1]}"
    territoires = pluriel(recus, "territoire")
    return f"Consolidation {annee}, {territoires} sur {nombre(len(c.fiches))}{arretee}"
