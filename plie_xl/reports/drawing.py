"""« Tirer »: a master → the workbook of its control. The same call for command and button."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from plie_xl.control.constats import say
from plie_xl.control.draw import STRATES, Demande, Tirage, count_strates, draw
from plie_xl.control.workbook import Origine, build_controle
from plie_xl.master.read import Master, MasterError, read_master
from plie_xl.model.anomaly import Anomalie
from plie_xl.model.cell import Cellule
from plie_xl.model.settings import Controle


@dataclass(frozen=True)
class Preparee:
    """A draw that is not written yet: the rows of the population, and the workbook."""

    tirages: Sequence[Tirage]
    octets: bytes
    annee: int

    @property
    def strates(self) -> Mapping[str, tuple[int, int]]:
        """Rows drawn and rows in all, by target and territory."""
        return count_strates(self.tirages)

    @property
    def tirees(self) -> int:
        """How many rows are drawn."""
        return sum(x.tiree for x in self.tirages)


def find_demande(
    reglages: Controle,
    graine: str,
    taux: Fraction | None = None,
    motif: str = "",
    strates: tuple[str, ...] = STRATES,
) -> Demande:
    """What is asked, AGAPE's settings filling what is not said: everything, unless a share is."""
    if taux is None and reglages.mode == "echantillon" and reglages.taux is not None:
        taux = Fraction(str(reglages.taux))
    part = taux if taux is not None and taux < 1 else None
    return Demande(graine, part, motif, strates, reglages.minimum_par_strate)


def find_faute(demande: Demande) -> Anomalie | None:
    """CSF-06: a sample gives its reason, or is not drawn."""
    if demande.part is None or demande.motif.strip():
        return None
    return say("CSF-06", Cellule("controle.xlsx", "Tirage"))


def prepare_tirage(
    master: Path, demande: Demande, reglages: Controle, le: date | None = None
) -> Preparee:
    """Draw the proved rows of a master.

    Raises
    ------
    MasterError
        The file is no master, says no year, or has no proved row.
    """
    lu = read_master(master)
    if lu.annee is None:
        raise MasterError(f"« {lu.nom} » ne dit pas son année ; consolidez de nouveau")
    tirages = draw(lu.lignes("suivi"), lu.annee, demande)
    if not tirages:
        raise MasterError(f"« {lu.nom} » n’a aucune ligne justifiée : il n’y a rien à tirer")
    origine = Origine(lu.nom, lu.sha256, lu.annee, le)
    octets = build_controle(tirages, demande, origine, reglages.motifs, _numeros(lu))
    return Preparee(tirages, octets, lu.annee)


def _numeros(master: Master) -> Mapping[tuple[object, object], list[int]]:
    """The numbers that the register gave to the pieces of each row."""
    numeros: defaultdict[tuple[object, object], list[int]] = defaultdict(list)
    for x in master.lignes("registre"):
        numero = x["numero_piece"]
        if isinstance(numero, int | float):
            numeros[x["plie"], x["ligne"]].append(int(numero))
    return numeros
