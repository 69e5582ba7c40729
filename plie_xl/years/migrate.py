"""An old workbook → the same rows in the model of today, in a new file."""

from dataclasses import dataclass
from pathlib import Path

from plie_xl.checks.structure import structure_anomalies
from plie_xl.model.anomaly import Anomalie, Gravite
from plie_xl.model.cell import Cellule
from plie_xl.model.errors import PlieError
from plie_xl.model.fiche import Fiche
from plie_xl.model.lecture import Lecture
from plie_xl.model.text import pluriel
from plie_xl.model.workbook import VERSION
from plie_xl.template import build_template
from plie_xl.years.bilan import REVERSEMENT, Bilan
from plie_xl.years.pour import Saisies, pour

FORMES = "vos couleurs et vos largeurs de colonnes restent dans l’ancien fichier"


class MigrationError(PlieError, ValueError):
    """A workbook that cannot, or need not, be re-poured; one French sentence."""


@dataclass(frozen=True)
class Migration:
    """What a re-pouring gives: rows, account, and what somebody must look at."""

    fiche: Fiche
    saisies: Saisies
    bilan: Bilan
    anomalies: tuple[Anomalie, ...]

    def build(self, *, boutons: bool = False) -> bytes:
        """The new workbook, as .xlsx bytes, ready for macros when it has buttons."""
        return build_template(
            self.fiche,
            self.saisies.lignes,
            boutons=boutons,
            ajouts=self.saisies.ajouts,
            annexes=[(REVERSEMENT, self.bilan.lignes)],
        )


def migrate(lecture: Lecture, fiche: Fiche) -> Migration:
    """Re-pour a workbook into the model of today.

    Raises
    ------
    MigrationError
        MIG-03: it is already at this version, with this very fiche.
    """
    require_ancien(lecture, fiche)
    saisies, bilan = pour(lecture, fiche)
    return Migration(fiche, saisies, bilan, tuple(_note(lecture.classeur, bilan)))


def require_ancien(lecture: Lecture, fiche: Fiche) -> None:
    portee = lecture.parametre("Empreinte de la fiche")
    if lecture.modele is not None and lecture.modele >= VERSION and portee == fiche.empreinte:
        raise MigrationError(
            f"MIG-03, « {lecture.classeur} » est déjà au modèle {lecture.modele} : rien à faire ;"
            " continuez avec ce classeur"
        )


def list_refus(lecture: Lecture) -> list[Anomalie]:
    """Why a workbook cannot be re-poured: the sentences of its reading, when rows may be lost."""
    absente = {"LEC-05", "LEC-06"}  # a sheet, or its headers: its rows were not read
    dites = list(structure_anomalies(lecture))
    return [a for a in dites if not lecture.fiche or a.code in absente]


def find_verrou(ancien: Path) -> str:
    """The lock file that Excel or LibreOffice keeps beside an open workbook; empty when closed."""
    noms = (f"~${ancien.name}", f".~lock.{ancien.name}#")
    return next((nom for nom in noms if ancien.with_name(nom).exists()), "")


def _note(classeur: str, bilan: Bilan) -> list[Anomalie]:
    notes = []
    for ancienne in dict.fromkeys(d.colonne for d in bilan.deplacees):
        siennes = [d for d in bilan.deplacees if d.colonne == ancienne]
        nouvelle = siennes[0].ou.split(", ")[0]
        notes.append(
            _build(
                classeur,
                "MIG-01",
                f"la colonne « {ancienne} » n’existe plus sous ce nom : {_valeurs(len(siennes))}"
                f" dans {nouvelle}",
                "les colonnes du modèle",
                "vérifiez que ces valeurs sont là où vous les attendez",
            )
        )
    laissees = len(bilan.valeurs_laissees)
    if laissees:
        place = "n’a pas trouvé" if laissees == 1 else "n’ont pas trouvé"
        notes.append(
            _build(
                classeur,
                "MIG-02",
                f"{pluriel(laissees, 'valeur')} {place} de place : feuille « Reversement »",
                "chaque valeur de l’ancien classeur dans le nouveau",
                "lisez cette feuille, recopiez ce qui compte",
            )
        )
    return notes


def _valeurs(n: int) -> str:
    return "sa valeur est" if n == 1 else f"ses {n} valeurs sont"


def _build(classeur: str, code: str, constat: str, attendu: str, remede: str) -> Anomalie:
    ou = Cellule(classeur, REVERSEMENT.nom)
    return Anomalie(code, Gravite.A_VERIFIER, ou, constat, attendu, remede)
