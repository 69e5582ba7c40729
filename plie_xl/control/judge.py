"""What the verdicts of a control are worth of the rows of « Suivi » as they now are."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from plie_xl.checks.accepted import Retenus
from plie_xl.control.constats import say
from plie_xl.control.contract import RETENUE
from plie_xl.control.identity import CLES, Identite, find_changes, identify, pair
from plie_xl.control.verdicts import Verdict
from plie_xl.model import settings
from plie_xl.model.anomaly import Anomalie
from plie_xl.model.text import en_clair, enumere, pluriel, read_jour

COMPTE, SANS_DECISION, REFUSE, CHANGE, ABSENTE = (
    "compté",
    "sans décision définitive",
    "ne compte pas",
    "ligne changée",
    "classeur sans ligne, ou non reçu",
)
_COLONNES = {
    "cle": "Instance",
    "date": "Date",
    "statut": "Statut",
    "modalite": "Modalité",
    "quantite": "Quantité",
    "pieces": "Pièces",
}


def judge(
    verdicts: Sequence[Verdict],
    lignes: Sequence[Mapping[str, Any]],
    reglages: settings.Controle,
    jour: date,
) -> tuple[Retenus, list[Anomalie]]:
    """What the verdicts are worth of the rows of « Suivi » as they now are.

    `jour` is the day that a delay of reply is counted to. A workbook that did not come is told
    once, by what receives it: its rows did not change one by one.
    """
    identites = [identify(x) for x in lignes]
    recues = {x.fiche for x in identites}
    anciennes = [v.identite for v in verdicts]
    places = {ancien: neuf for neuf, ancien in pair(anciennes, identites, CLES).items()}
    anomalies: list[Anomalie] = []
    rangees = []
    for n, verdict in enumerate(verdicts):
        ici = places.get(n)
        actuelle = None if ici is None else lignes[ici]
        change = "elle n’y est plus"
        if ici is not None:
            change = _say_change(anciennes[n], identites[ici], lignes[ici])
        absente = verdict.identite.fiche not in recues
        if change and not absente and (verdict.provisoire or verdict.definitive):
            anomalies.append(_say_changee(verdict, change))
        if not change and verdict.definitive and not verdict.refus:
            anomalies += _find_delais(verdict, reglages, jour)
        rangees.append(_row(verdict, actuelle, (ABSENTE if absente else CHANGE) if change else ""))
    population = Counter(x["cle"] for x in lignes if x["cle"] and (x["justifie"] or 0) > 0)
    return Retenus(tuple(rangees), population), anomalies


def _say_change(avant: Identite, apres: Identite, ligne: Mapping[str, Any]) -> str:
    """The columns that changed; "" when the row is the one that was drawn, and is still held."""
    changes = [_COLONNES[nom] for nom in find_changes(avant, apres)]
    if changes or (ligne["tenu"] or 0) > 0:
        return enumere(changes)
    return f"elle ne compte plus : {ligne['compte']}"


def _say_changee(verdict: Verdict, colonnes: str) -> Anomalie:
    x = verdict.ligne
    jour = f" du {en_clair(x['date'])}" if x.get("date") else ""
    quoi = f"la ligne {verdict.rang} ({x.get('plie')}, {x.get('libelle')}{jour})"
    return say("CSF-01", verdict.cellule("definitive"), quoi=quoi, colonnes=colonnes)


def _find_delais(verdict: Verdict, reglages: settings.Controle, jour: date) -> Iterator[Anomalie]:
    """CSF-03 and CSF-04: nothing is definitive before the PLIE could answer."""
    place, n, delai = (
        verdict.cellule("definitive"),
        verdict.rang,
        reglages.delai_contradictoire_jours,
    )
    notifie = read_jour(verdict.ligne.get("notifie_le"))
    if notifie is None:
        yield say("CSF-03", place, n=n)
        return
    repondu = verdict.ligne.get("repondu_le") or verdict.ligne.get("reponse")
    ecoules = (jour - notifie).days
    if delai is not None and not repondu and ecoules < delai:
        yield say("CSF-04", place, n=n, jours=pluriel(max(ecoules, 0), "jour"), delai=delai)


def _row(verdict: Verdict, actuelle: Mapping[str, Any] | None, change: str) -> dict[str, Any]:
    """The row of the master's « Contrôle », and where it stands in « Suivi »: `rangee`.

    `change` says what became of the row that was drawn, "" when it is the same.
    """
    x = verdict.ligne
    compte = bool(verdict.definitive) and not change and not verdict.refus
    unites = float(actuelle["tenu"]) if actuelle and compte else 0.0
    fiche, _, cible, *_ = [*verdict.cle.split("/"), "", ""]
    etat = COMPTE if compte else change or (REFUSE if verdict.refus else SANS_DECISION)
    return {
        **x,
        "provisoire": verdict.provisoire or x.get("provisoire"),
        "definitive": verdict.definitive or x.get("definitive"),
        "etat": etat,
        "retenu": (unites if verdict.definitive == RETENUE else 0.0) if compte else None,
        "cle": f"{fiche}/{cible}",
        "rangee": actuelle and (actuelle["classeur"], actuelle["ligne"]),
    }
