"""An old workbook → the same rows in the model of today, in a new file."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plie_xl.checks.received import list_refus as list_refus_recu
from plie_xl.checks.structure import structure_anomalies
from plie_xl.model.anomaly import Anomalie, Gravite
from plie_xl.model.cell import Cellule, lettres
from plie_xl.model.collection import PROGRAMME, fiches_en_vigueur
from plie_xl.model.errors import PlieError
from plie_xl.model.fiche import Fiche, parse_fiche
from plie_xl.model.lecture import Lecture
from plie_xl.model.text import enumere, pluriel, visible
from plie_xl.model.workbook import VERSION
from plie_xl.reading.own import Siennes
from plie_xl.template import build_template
from plie_xl.years.bilan import FIGEE, RESTEE, REVERSEMENT, Bilan, Devenir
from plie_xl.years.next_year import REPRISE
from plie_xl.years.pour import Saisies, pour

SANS = Siennes()
OURS = (REVERSEMENT.nom, REPRISE.nom)  # sheets of ours beside those of the model
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
    siennes: Siennes = SANS

    @property
    def avis(self) -> str:
        """What is said of the owner's own sheets and formulas; "" when there are none."""
        dits = []
        if self.siennes.feuilles:
            noms = enumere(f"« {visible(nom)} »" for nom in self.siennes.feuilles)
            reste = "reste" if len(self.siennes.feuilles) == 1 else "restent"
            dits.append(f"{noms} {reste} dans l’ancien fichier")
        if n := len(self.siennes.formules):
            sont = "n’est plus qu’une valeur" if n == 1 else "ne sont plus que des valeurs"
            dits.append(f"{pluriel(n, 'formule')} à vous {sont}")
        return f"{' ; '.join(dits)} : voir « Reversement »." if dits else ""

    def build(self, *, boutons: bool = False) -> bytes:
        """The new workbook, as .xlsx bytes, ready for macros when it has buttons."""
        return build_template(
            self.fiche,
            self.saisies.lignes,
            boutons=boutons,
            ajouts=self.saisies.ajouts,
            annexes=[(REVERSEMENT, self.bilan.lignes)],
        )


def migrate(lecture: Lecture, fiche: Fiche, siennes: Siennes = SANS) -> Migration:
    """Re-pour a workbook into the model of today; `siennes` names what its owner added.

    Raises
    ------
    MigrationError
        MIG-03: it is already at this version, with this very fiche.
    """
    require_ancien(lecture, fiche)
    saisies, bilan = pour(lecture, fiche)
    anomalies = tuple(_note(lecture.classeur, bilan))
    return Migration(fiche, saisies, bilan.add(_list_siennes(siennes)), anomalies, siennes)


def _list_siennes(siennes: Siennes) -> Iterator[Devenir]:
    for nom in siennes.feuilles:
        pourquoi = "une feuille à vous : elle reste dans l’ancien fichier"
        yield Devenir(nom, 0, RESTEE, "toute la feuille", pourquoi=pourquoi)
    for feuille, ligne, colonne in siennes.formules:
        pourquoi = "une formule à vous : sa valeur est reversée, elle reste dans l’ancien fichier"
        yield Devenir(feuille, ligne, FIGEE, lettres(colonne), pourquoi=pourquoi)


def find_fiche(lecture: Lecture) -> Fiche | None:
    """The fiche in force, else the one that the workbook carries; None when there is neither.

    An avenant is never undone, nor a merger: a workbook that has one more than the program's fiche
    keeps its own.
    """
    recueil = fiches_en_vigueur()
    connue = recueil.find(lecture.fiche, lecture.annee or 0)
    if not lecture.fiche or not lecture.portee:
        return connue
    portee = parse_fiche(f"{lecture.fiche}.toml", lecture.portee)
    if connue is None:
        return portee
    du_programme = recueil.deposee(connue).origine == PROGRAMME
    return portee if du_programme and _count(portee) > _count(connue) else connue


def _count(fiche: Fiche) -> int:
    """The avenants and the mergers that a fiche knows."""
    return len(fiche.avenants) + len(fiche.recueil.fusions)


def require_ancien(lecture: Lecture, fiche: Fiche) -> None:
    """Raise MigrationError (MIG-03) for a workbook of today's model and fiche."""
    portee = lecture.parametre("Empreinte de la fiche")
    if lecture.modele is not None and lecture.modele >= VERSION and portee == fiche.empreinte:
        raise MigrationError(
            f"MIG-03, « {lecture.classeur} » est déjà au modèle {lecture.modele} : rien à faire ;"
            " continuez avec ce classeur"
        )


def list_refus(lecture: Lecture) -> list[Anomalie]:
    """Why a workbook cannot be re-poured: rows may be lost, or its PLIE is no more."""
    vaine = {"LEC-05", "LEC-06", "CON-07"}  # a sheet or its headers were not read; a merger
    dites = list_refus_recu(lecture) or structure_anomalies(lecture)
    return [a for a in dites if not lecture.fiche or a.code in vaine]


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
