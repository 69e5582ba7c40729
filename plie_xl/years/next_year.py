"""A workbook of one year → a blank one of the next, with what is still open and nothing else."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from plie_xl.checks.count import count
from plie_xl.checks.structure import structure_anomalies
from plie_xl.model.anomaly import Anomalie, Gravite
from plie_xl.model.cell import Cellule
from plie_xl.model.collection import fiches_en_vigueur
from plie_xl.model.copies import rank_nom
from plie_xl.model.fiche import Fiche
from plie_xl.model.lecture import Lecture
from plie_xl.model.mergers import Fiches, find_fin, find_fusions, find_noms, find_suite
from plie_xl.model.text import cle, est_vide, nombre, read_jour, read_nombre
from plie_xl.model.words import MANQUE, PREVUE, REPORTEE, TENUE
from plie_xl.model.workbook import INDICATEURS, MOIS, SUIVI, Colonne, Feuille
from plie_xl.template import build_template
from plie_xl.years.pour import dit, list_lignes

REPRISE = Feuille(
    "À reprendre",
    "reprise",
    "À reprendre",
    "Ce que l’année passée laisse ouvert. Notez « Oui » quand c’est fait.",
    (
        Colonne("origine", "Origine", 40, saisie=False),
        Colonne("nature", "Nature", 26, saisie=False),
        Colonne("libelle", "Libellé", 60, saisie=False),
        Colonne("date", "Date", 12, "date", saisie=False),
        Colonne("fait", "Fait", 12, liste="publicites", aide="« Oui » quand c’est fait."),
    ),
)
SORTIE_POSITIVE = "sortie positive"  # the nature of an indicator
ATTESTATION = 6  # months after which an exit is attested, as the fiches say
_GARDEES = ("date", "instance", "objet", "statut", "modalite", "lieu")  # never a piece


@dataclass
class Reprise:
    """The next year's workbook of one PLIE: rows, what is left to take up, what to look at."""

    fiche: Fiche
    suivi: list[dict[str, Any]] = field(default_factory=list)
    contact: object = ""
    lignes: list[dict[str, Any]] = field(default_factory=list)
    anomalies: list[Anomalie] = field(default_factory=list)

    @property
    def saisies(self) -> Mapping[str, list[dict[str, Any]]]:
        """The typed rows of the new workbook, as `build_template` takes them."""
        suivi = {"suivi": self.suivi} if self.suivi else {}
        return {**suivi, "parametres": [{"contact": self.contact} if self.contact else {}]}

    def build(self, *, boutons: bool = False) -> bytes:
        """The workbook, as .xlsx bytes; « À reprendre » only where something is."""
        annexes = [(REPRISE, self.lignes)] if self.lignes else []
        return build_template(self.fiche, self.saisies, boutons=boutons, annexes=annexes)

    def keep(self, lecture: Lecture, ou: str, nature: str, libelle: str, jour: object = "") -> None:
        """Note one thing that the old year leaves open."""
        origine = f"{lecture.classeur}, {ou}"
        self.lignes.append(
            {"origine": origine, "nature": nature, "libelle": libelle, "date": jour, "fait": ""}
        )


def roll_all(
    lectures: Iterable[Lecture], fiches: Mapping[str, Fiche]
) -> tuple[list[Reprise], list[str]]:
    """One workbook per fiche of the year, and what to say of those that have no counterpart."""
    avis: list[str] = []
    reprises: dict[str, Reprise] = {}
    vues: set[str] = set()
    lectures = list(lectures)
    dernieres = _find_dernieres(lectures)
    toutes = {**fiches_en_vigueur(), **{(f.id, f.annee): f for f in fiches.values()}}
    annee = next(iter(fiches.values())).annee
    for lecture in lectures:
        fiche = find_suite(toutes, lecture.fiche, annee)
        derniere = dernieres.get((lecture.fiche, lecture.annee), lecture)
        if not lecture.fiche:
            dit = next(a.constat for a in structure_anomalies(lecture))
            avis.append(f"« {lecture.classeur} » : {dit} ; rien n’est repris.")
        elif fiche is None:
            pourquoi = _say_sans_suite(lecture, toutes, annee)
            avis.append(f"« {lecture.classeur} » : {pourquoi}, rien n’est repris.")
        elif lecture.annee != fiche.annee - 1:
            dite = f"un classeur de {lecture.annee}, et non de {fiche.annee - 1}"
            avis.append(f"« {lecture.classeur} » : {dite}, rien n’est repris.")
        elif derniere is not lecture:
            dit = f"« {derniere.classeur} », du même PLIE, est repris à sa place"
            avis.append(f"« {lecture.classeur} » : {dit}.")
        else:
            vues.add(lecture.fiche)
            reprise = roll(lecture, fiche)
            reprises[fiche.id] = _join(reprises.get(fiche.id), reprise)
    for fiche in fiches.values():
        for nom in _list_attendues(toutes, fiche) - vues if fiche.id in reprises else ():
            avis.append(f"{fiche.plie} : aucun classeur de {fiche.annee - 1} de « {nom} ».")
        if fiche.id not in reprises:
            avis.append(f"{fiche.plie} : aucun classeur de {fiche.annee - 1}, le sien est vierge.")
    return [reprises.get(f.id) or Reprise(f) for f in fiches.values()], avis


def _say_sans_suite(lecture: Lecture, toutes: Fiches, annee: int) -> str:
    """Why a territory has no workbook that year; a merger older than its own workbook, if any."""
    fusion = find_fin(toutes, lecture.fiche, annee)
    if fusion is None:
        return f"pas de fiche de {annee}"
    return (
        f"ce PLIE a fusionné le {fusion.le:%d/%m/%Y}, son classeur de {lecture.annee} ne compte pas"
    )


def _find_dernieres(lectures: Iterable[Lecture]) -> dict[tuple[str, int | None], Lecture]:
    """Of several workbooks of one PLIE and year, the one that counts: as when they are brought
    together, the last saved, else the one whose name is the simplest.
    """
    rangees = sorted(lectures, key=lambda lecture: rank_nom(lecture.classeur), reverse=True)
    rangees.sort(key=lambda lecture: lecture.enregistre)
    return {(lecture.fiche, lecture.annee): lecture for lecture in rangees}


def _list_attendues(toutes: Mapping[tuple[str, int], Fiche], fiche: Fiche) -> set[str]:
    """The territories of the year before that this fiche takes over, itself left out."""
    avant = {nom for nom, annee in toutes if annee == fiche.annee - 1}
    suites = {nom: find_suite(toutes, nom, fiche.annee) for nom in avant - {fiche.id}}
    return {nom for nom, suite in suites.items() if suite is not None and suite.id == fiche.id}


def _join(avant: Reprise | None, reprise: Reprise) -> Reprise:
    """What several territories leave open, for the one that succeeds to them."""
    if avant is None:
        return reprise
    return Reprise(
        reprise.fiche,
        [*avant.suivi, *reprise.suivi],
        avant.contact or reprise.contact,
        [*avant.lignes, *reprise.lignes],
        [*avant.anomalies, *reprise.anomalies],
    )


def roll(lecture: Lecture, fiche: Fiche) -> Reprise:
    """What a workbook leaves open for the year of `fiche`: never a meeting that was held."""
    contact = lecture.parametre("Service à contacter")
    reprise = Reprise(fiche, contact="" if est_vide(contact) else contact)
    _take_reunions(reprise, lecture)
    _take_livrables(reprise, lecture)
    _take_sorties(reprise, lecture)
    for ou, libelle, jour in _list_manques(lecture):
        reprise.keep(lecture, ou, "pièce à retrouver", libelle, jour)
    return reprise


def _take_reunions(reprise: Reprise, lecture: Lecture) -> None:
    table = lecture.tables.get("suivi")
    noms = _list_noms(reprise.fiche, lecture)
    for ligne, lue in list_lignes(table) if table else ():
        statut, jour = cle(dit(lue.get("statut", ""))), read_jour(lue.get("date"))
        instance = dit(lue.get("instance", ""))
        reportee = statut == cle(REPORTEE)
        a_venir = jour is not None and jour.year == reprise.fiche.annee
        if not reportee and not (statut == cle(PREVUE) and a_venir):
            continue
        place = table.colonnes.get("instance", 0) if table else 0
        ou = Cellule(lecture.classeur, table.feuille if table else "", ligne, place)
        if cle(instance) not in noms:
            reprise.anomalies.append(_say_hors_cible(ou, instance, reprise.fiche.annee))
            reprise.keep(lecture, _ou(ligne), "n’est plus une cible", instance, jour)
        elif a_venir:
            gardee = {c: lue[c] for c in _GARDEES if not est_vide(lue.get(c))}
            reprise.suivi.append(gardee | {"instance": noms[cle(instance)]})
            reprise.anomalies.append(_say_reprise(ou, dit(instance), f"{jour:%d/%m/%Y}"))
        else:
            reprise.anomalies.append(_say_sans_date(ou, dit(instance)))
            reprise.keep(lecture, _ou(ligne), "réunion à replanifier", instance)


def _list_noms(fiche: Fiche, lecture: Lecture) -> dict[str, str]:
    """How a target of the old workbook is called in the new one: folded name → name."""
    connues = fiches_en_vigueur()
    noms = {cle(c.libelle): c.libelle for c in fiche.instances}
    ancienne = connues.find(lecture.fiche, lecture.annee or 0)
    if ancienne is None:
        return noms
    memes = (f for f in connues.values() if f.annee == ancienne.annee)
    pendant = find_fusions(memes).get(ancienne.id)  # a merger of that very year stands between
    if pendant is None:
        return noms | find_noms(ancienne, fiche)
    suite = noms | find_noms(pendant.nouvelle, fiche)
    repris = find_noms(ancienne, pendant.nouvelle).items()
    return noms | {avant: suite[cle(nom)] for avant, nom in repris if cle(nom) in suite}


def _take_livrables(reprise: Reprise, lecture: Lecture) -> None:
    table = lecture.tables.get("livrables")
    for ligne, lue in list_lignes(table) if table else ():
        if not est_vide(lue.get("livrable")) and est_vide(lue.get("remis_le")):
            ou = f"« Livrables », ligne {ligne}"
            reprise.keep(lecture, ou, "livrable à remettre", dit(lue["livrable"]))


def _take_sorties(reprise: Reprise, lecture: Lecture) -> None:
    """Positive exits whose six months end in the new year: somebody has to attest them there."""
    table = lecture.tables.get(INDICATEURS.table)
    for ligne, lue in list_lignes(table) if table else ():
        if cle(dit(lue.get("nature", ""))) != SORTIE_POSITIVE:
            continue
        for mois in range(13 - ATTESTATION, 13):
            combien = read_nombre(lue.get(f"m{mois:02}"))
            if combien is not None and combien > 0:
                jour = date(reprise.fiche.annee, mois + ATTESTATION - 12, 1)
                libelle = f"{nombre(combien)} × {dit(lue['indicateur'])}, {MOIS[mois - 1]}"
                ou = f"« {INDICATEURS.nom} », ligne {ligne}"
                reprise.keep(lecture, ou, "sortie à attester à six mois", libelle, jour)


def _list_manques(lecture: Lecture) -> Iterator[tuple[str, str, object]]:
    """The rows that are held and whose evidence lacks."""
    for ligne in count(lecture).rangees.lignes():
        etat = str(ligne["etat_pieces"])
        if ligne["compte"] == TENUE and etat.startswith(MANQUE.strip()):
            libelle = f"{dit(ligne['instance'])} : {etat}"
            yield _ou(ligne["ligne"]), libelle, read_jour(ligne["date"])


def _ou(ligne: int) -> str:
    return f"« {SUIVI} », ligne {ligne}"


def _say_reprise(ou: Cellule, instance: str, jour: str) -> Anomalie:
    return Anomalie(
        "REP-01",
        Gravite.A_VERIFIER,
        ou,
        f"« {instance} », le {jour}, est reprise dans le classeur de l’année nouvelle",
        "une réunion de l’année nouvelle, dans son classeur",
        "vérifiez que la réunion est bien prévue ce jour-là",
    )


def _say_sans_date(ou: Cellule, instance: str) -> Anomalie:
    return Anomalie(
        "REP-02",
        Gravite.A_VERIFIER,
        ou,
        f"« {instance} » est reportée sans nouvelle date",
        "la nouvelle date",
        "fixez une date, et notez la réunion dans « Suivi »",
    )


def _say_hors_cible(ou: Cellule, instance: str, annee: int) -> Anomalie:
    return Anomalie(
        "REP-03",
        Gravite.A_VERIFIER,
        ou,
        f"« {instance} » n’est plus une cible de {annee} : la ligne {ou.ligne} n’est pas reprise",
        f"une cible de la fiche de {annee}",
        "lisez « À reprendre », et notez la réunion sous une cible de l’année s’il y a lieu",
    )
