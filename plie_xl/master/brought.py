"""What is brought beside the workbooks, registers of pieces and verdicts; and what it says of them.

`consolider`, `expliquer`, `bilan`, `recevoir` and `arreter` all pass here: one figure everywhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from plie_xl.checks.filed import RegistreLu
from plie_xl.consolidation import Consolidation, consolidate
from plie_xl.control.received import Controle, read_controles
from plie_xl.master.controle import bring_verdicts
from plie_xl.master.figures import find_au_dossier, find_controle
from plie_xl.model import settings
from plie_xl.model.anomaly import Anomalie
from plie_xl.model.collection import Fiches
from plie_xl.model.fiche import Fiche
from plie_xl.model.lecture import Lecture
from plie_xl.pieces.received import read_registres


@dataclass(frozen=True)
class Apports:
    """The registers and the workbooks of control that were read; `reglages` weigh the latter.

    `registres` is None when nobody brought a folder of them.
    """

    registres: tuple[RegistreLu, ...] | None = None
    controles: tuple[Controle, ...] = ()
    reglages: settings.Controle = field(default_factory=settings.Controle)


@dataclass(frozen=True)
class Regards:
    """Of one workbook, by target: units « au dossier » and « retenu au CSF » where somebody looked.

    `au_dossier` is None when nobody brought a register. `anomalies` are those of the verdicts.
    """

    au_dossier: Mapping[str, float] | None = None
    retenus: Mapping[str, float] = field(default_factory=dict)
    anomalies: tuple[Anomalie, ...] = ()


def read_apports(
    registres: Iterable[tuple[str, Path]] | None,
    verdicts: Iterable[Path],
    reglages: settings.Controle,
) -> Apports:
    """Read both, in children; ControleError for a workbook of control that is none of ours."""
    lus = None if registres is None else tuple(read_registres(registres))
    return Apports(lus, tuple(read_controles((x.name, x) for x in verdicts)), reglages)


def consolidate_with(
    lectures: Iterable[Lecture],
    apports: Apports,
    au: date | None = None,
    fiches: Fiches | None = None,
    passes: Iterable[tuple[str, str]] = (),
) -> Consolidation:
    """`consolidate`, then the verdicts weighed on its rows."""
    c = consolidate(lectures, au, fiches, passes, apports.registres or ())
    if not apports.controles:
        return c
    return bring_verdicts(c, apports.controles, apports.reglages, au or date.today())


def look(lecture: Lecture, fiche: Fiche, apports: Apports, au: date | None = None) -> Regards:
    """The last two figures of one workbook, as the master of all would say them."""
    if apports.registres is None and not apports.controles:
        return Regards()
    siens = tuple(filter(None, (x.narrow(fiche) for x in apports.controles)))
    c = consolidate_with([lecture], replace(apports, controles=siens), au, {fiche.id: fiche})
    justifies = dict(zip(c.atteinte["cible"], c.atteinte["justifie"], strict=True))
    cibles = (*fiche.cibles, *fiche.resultats, *fiche.sans_objectif)
    deposes = {x.id: find_au_dossier(c, fiche, x, justifies.get(x.id, 0.0)) for x in cibles}
    retenus = {x.id: find_controle(c, f"{fiche.id}/{x.id}")["retenu_csf"] for x in cibles}
    return Regards(
        None if apports.registres is None else _keep_numbers(deposes),
        _keep_numbers(retenus),
        tuple(a for a in c.anomalies if a.code.startswith("CSF")),
    )


def _keep_numbers(valeurs: Mapping[str, object]) -> dict[str, float]:
    return {cle: float(x) for cle, x in valeurs.items() if isinstance(x, int | float)}
