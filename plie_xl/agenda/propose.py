"""Meetings received → rows proposed for « Suivi », beside what stands there already."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from functools import partial
from typing import Any

from plie_xl.agenda.events import Evenement, Recu
from plie_xl.agenda.identity import list_rows
from plie_xl.checks.count import Compte
from plie_xl.model import sentences
from plie_xl.model.anomaly import Anomalie
from plie_xl.model.cell import Cellule
from plie_xl.model.fiche import Fiche
from plie_xl.model.text import enumere, pluriel, typographie, visible
from plie_xl.model.words import ANNULEE
from plie_xl.model.workbook import SUIVI, feuille_suivi

REMARQUES = {"IMP-01", "IMP-03"}  # nothing to do for them
_MONTRES = 5  # days, or rows, told one by one
_say = partial(sentences.say, __package__)


@dataclass
class Propositions:
    """Rows for « Suivi » by identifier of column, and what is to be known of the file."""

    fiche: Fiche
    lignes: list[dict[str, object]] = field(default_factory=list)
    anomalies: list[Anomalie] = field(default_factory=list)

    @property
    def a_regarder(self) -> list[Anomalie]:
        """What somebody must look at; the rest is said once, and needs nothing."""
        return [a for a in self.anomalies if a.code not in REMARQUES]


@dataclass(frozen=True)
class _Ligne:
    """A row of « Suivi » that a meeting may be."""

    ligne: int
    jour: date | None
    etat: str


def propose(recu: Recu, compte: Compte, fichier: str) -> Propositions:
    """What a calendar adds to a workbook: what stands there is named, never changed.

    Parameters
    ----------
    recu
        What was read of the file.
    compte
        The workbook, alone.
    fichier
        How the file is called in messages.
    """
    [lecture] = compte.saisie.lectures
    fiche = compte.saisie.fiches[lecture.fiche]
    propositions = Propositions(fiche)
    par_uid, par_jour = _index(compte)
    libelles = {c.id: c.libelle for c in fiche.instances}
    ici, annulees = Cellule(visible(fichier)), 0
    hors: dict[str, list[date]] = defaultdict(list)
    for lu in recu.evenements:
        e = _keep_demandees(lu, fiche)
        if not e.cibles and lu.statut != ANNULEE:
            hors[libelles[lu.cibles[0]]].append(lu.jour)
        elif e.cibles[1:]:
            noms = enumere(f"« {libelles[c]} »" for c in e.cibles)
            faits = {"titre": visible(e.titre), "jour": f"{e.jour:%d/%m/%Y}", "cibles": noms}
            propositions.anomalies.append(_say("IMP-02", ici, **faits))
        elif e.cibles and (connue := _take(e, par_uid, par_jour)) is not None:
            classeur = Cellule(lecture.classeur, SUIVI, connue.ligne, _place(fiche))
            propositions.anomalies.append(_say_connue(e, connue, libelles, classeur))
        elif e.statut == ANNULEE:
            annulees += 1
        else:
            propositions.lignes.append(_build(e, libelles[e.cibles[0]]))
    propositions.anomalies += [*_say_hors(hors, fiche, ici), *_say_reste(recu, fiche, ici)]
    propositions.anomalies.insert(
        0, _say_bilan(ici, len(propositions.lignes), annulees, recu.ignores)
    )
    propositions.anomalies[:] = map(_typographie, propositions.anomalies)
    return propositions


def _say_bilan(ici: Cellule, proposees: int, annulees: int, ignores: int) -> Anomalie:
    bilan = {
        "proposees": pluriel(proposees, "réunion proposée", "réunions proposées"),
        "annulees": pluriel(annulees, "annulée"),
        "ignores": pluriel(ignores, "événement ignoré", "événements ignorés"),
    }
    return _say("IMP-01", ici, **bilan)


def _keep_demandees(e: Evenement, fiche: Fiche) -> Evenement:
    """The same meeting, of the targets that the fiche asks for on its day."""
    ici = {cible.id for cible in fiche.instances if cible.en_vigueur(fiche.periode(e.jour))}
    return replace(e, cibles=tuple(cible for cible in e.cibles if cible in ici))


def _index(
    compte: Compte,
) -> tuple[dict[str, _Ligne], Mapping[tuple[str, date], list[_Ligne]]]:
    """The rows of « Suivi » by identifier, and by target and day."""
    par_uid: dict[str, _Ligne] = {}
    par_jour: dict[tuple[str, date], list[_Ligne]] = defaultdict(list)
    for uid, row in list_rows(compte):
        jour = None if row["jour"] != row["jour"] else date.fromordinal(int(row["jour"]))
        par_uid[uid] = ligne = _Ligne(int(row["ligne"]), jour, str(row["etat"]))
        if jour and row["cible"]:
            par_jour[row["cible"], jour].append(ligne)
    return par_uid, par_jour


def _take(
    e: Evenement,
    par_uid: Mapping[str, _Ligne],
    par_jour: Mapping[tuple[str, date], list[_Ligne]],
) -> _Ligne | None:
    """The row that this meeting is already; a row is one meeting, so it is taken once."""
    memes = par_jour.get((e.cibles[0], e.jour), [])
    ligne = par_uid.get(e.uid) or next(iter(memes), None)
    if ligne in memes:
        memes.remove(ligne)
    return ligne


def _say_connue(e: Evenement, connue: _Ligne, libelles: Mapping[str, str], ou: Cellule) -> Anomalie:
    suite, geste = "", "rien"
    if connue.jour != e.jour:
        dite = f"au {connue.jour:%d/%m/%Y}" if connue.jour else "sans date"
        suite, geste = f", {dite}", "si la réunion a bougé, changez la date dans « Suivi »"
    elif e.statut == ANNULEE != connue.etat:
        suite = " ; l’agenda la dit annulée"
        geste = f"si elle l’est, notez « {ANNULEE} » dans « Suivi »"
    return _say("IMP-03", ou, instance=libelles[e.cibles[0]], jour=f"{e.jour:%d/%m/%Y}",
                ligne=connue.ligne, suite=suite, geste=geste)  # fmt: skip


def _say_hors(hors: Mapping[str, list[date]], fiche: Fiche, ici: Cellule) -> Iterable[Anomalie]:
    """Meetings of a target on days on which the fiche does not ask for it, target by target."""
    objectifs = {cible.libelle: cible.objectif for cible in fiche.instances}
    for instance, jours in hors.items():
        faits = {"quoi": pluriel(len(jours), "réunion"), "objectif": objectifs[instance]}
        dits = _list_dits(f"le {jour:%d/%m/%Y}" for jour in sorted(jours))
        yield _say("IMP-08", ici, instance=instance, jours=dits, **faits)


def _say_reste(recu: Recu, fiche: Fiche, ici: Cellule) -> Iterable[Anomalie]:
    """What was recognised and could not be proposed."""
    if recu.hors:
        jours = _list_dits(f"le {jour:%d/%m/%Y}" for jour in recu.hors)
        quoi = pluriel(len(recu.hors), "réunion")
        periode = {
            "debut": f"{fiche.premier_jour:%d/%m/%Y}",
            "fin": f"{fiche.dernier_jour:%d/%m/%Y}",
        }
        yield _say("IMP-04", ici, quoi=quoi, jours=jours, **periode)
    if recu.illisibles:
        n = len(recu.illisibles)
        quoi = f"{pluriel(n, 'réunion')} dont la date ne se lit pas"
        ou = _list_dits(filter(None, recu.illisibles)) or "leur titre n’est pas gardé"
        yield _say("IMP-07", ici, quoi=quoi, ou=ou)


def _list_dits(dits: Iterable[str]) -> str:
    tous = list(dits)
    autres = [pluriel(len(tous) - _MONTRES, "autre")] if tous[_MONTRES:] else []
    return enumere([*tous[:_MONTRES], *autres]) if tous else ""


def _build(e: Evenement, libelle: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "date": e.jour,
        "instance": libelle,
        "statut": e.statut,
        "modalite": e.modalite,
        "lieu": visible(e.lieu),
        "presents": e.presents,
        "debut_heure": time.fromisoformat(e.debut) if e.debut else None,
        "fin_heure": time.fromisoformat(e.fin) if e.fin else None,
    }
    return {nom: valeur for nom, valeur in row.items() if valeur not in (None, "")}


def _place(fiche: Fiche) -> int:
    return feuille_suivi(fiche).rang("date") + 1


def _typographie(a: Anomalie) -> Anomalie:
    constat, attendu, remede = map(typographie, (a.constat, a.attendu, a.remede))
    return Anomalie(a.code, a.gravite, a.cellule, constat, attendu, remede, typographie(a.groupe))
