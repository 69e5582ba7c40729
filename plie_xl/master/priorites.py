"""« Priorités »: the territories again, the one that needs help first, and why in words."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from plie_xl.attainment import CIBLE
from plie_xl.consolidation import COMPTE, VIDE, Consolidation
from plie_xl.master import contract
from plie_xl.master.batches import Ligne
from plie_xl.master.cells import NON_RECU
from plie_xl.master.figures import REGARDEES
from plie_xl.master.page import add_page, add_statuts, dans
from plie_xl.model.anomaly import Gravite
from plie_xl.model.lecture import records
from plie_xl.model.text import nombre, pluriel, read_jour, typographie
from plie_xl.model.words import A_PRECISER, ATTEINTE, AVANCEMENT
from plie_xl.sheets import theme
from plie_xl.sheets.pen import Pen

FEUILLE = contract.PRIORITES
RETARD = 31  # days between the saving of a workbook and the date of reference that deserve a word
A_JOUR, RECU_VIDE = "à jour", "reçu vide"
ETATS = {
    A_JOUR: theme.STATUTS["Atteinte"],
    RECU_VIDE: theme.STATUTS["En retard"],
    "non reçu": theme.STATUTS["Non reçu"],
    "enregistré": theme.STATUTS["Tenue, pièces à compléter"],
}


def rank(c: Consolidation, territoires: Iterable[Ligne], atteinte: Iterable[Ligne]) -> list[Ligne]:
    """The rows of « Synthèse » with what « Priorités » adds, the most urgent first.

    Not received, then empty, then by the status of the worst target, then by the lowest rate
    justified; the alphabet last.
    """
    cibles: dict[str, list[Ligne]] = {}
    for x in atteinte:
        if x["nature"] == CIBLE:
            cibles.setdefault(x["fiche"], []).append(x)
    faits = _find_faits(c)
    lignes = [_ligne(x, cibles.get(x["fiche"], []), faits.get(x["fiche"], {})) for x in territoires]
    lignes.sort(key=_urgence)
    return [{**x, "urgence": rang} for rang, x in enumerate(lignes, start=1)]


def _find_faits(c: Consolidation) -> Mapping[str, Ligne]:
    """What the file of each territory says beyond its rows."""
    gravites = Counter((a.cellule.classeur, a.gravite) for a in c.groupees)
    enregistres = {x.classeur: x.enregistre for x in c.compte.saisie.lectures}
    return {
        x["fiche"]: {
            "ecartees": x["ecartees"],
            "bloquantes": gravites[x["classeur"], Gravite.BLOQUANTE],
            "a_verifier": gravites[x["classeur"], Gravite.A_VERIFIER],
            "enregistre": read_jour(enregistres.get(x["classeur"], "")[:10]),
            "vide": x["etat"] == VIDE,
        }
        for x in records(c.sources)
        if x["etat"] in (COMPTE, VIDE)
    }


def _ligne(territoire: Ligne, cibles: list[Ligne], faits: Ligne) -> Ligne:
    pire = max(cibles, key=_retard, default=None)
    return {
        **territoire,
        **faits,
        "pire": _say_pire(pire),
        "etat": _say_etat(territoire["reference"], faits),
        "gravite": AVANCEMENT.index(pire["statut"]) if pire and faits else len(AVANCEMENT),
    }


def _retard(cible: Ligne) -> tuple[int, float]:
    """How far a target is from its minimum: by its word, then by its figures."""
    if cible["statut"] not in AVANCEMENT:
        return -1, 0.0
    return AVANCEMENT.index(cible["statut"]), -(cible["part_justifiee"] or 0.0)


def _say_pire(cible: Ligne | None) -> str:
    """« Comité de pilotage : tenu 1, justifié 0, sur 2 »."""
    if cible is None or cible["statut"] == NON_RECU:
        return ""
    if cible["statut"] == ATTEINTE:
        return "aucune : toutes sont atteintes"
    if cible["statut"] == A_PRECISER:
        return typographie(f"{cible['libelle']} : nombre à préciser dans « Fiche »")
    tenu, justifie, minimum = (nombre(cible[c]) for c in ("tenu", "justifie", "minimum"))
    return typographie(f"{cible['libelle']} : tenu {tenu}, justifié {justifie}, sur {minimum}")


def _say_etat(reference: date | None, faits: Ligne) -> str:
    """Whether a workbook can be trusted to know what happened until the date of reference."""
    if reference is None:
        return NON_RECU.lower()
    if faits["vide"]:
        return RECU_VIDE
    retard = (reference - faits["enregistre"]).days if faits["enregistre"] else 0
    if retard <= RETARD:
        return A_JOUR
    return f"enregistré {pluriel(retard, 'jour')} avant l’arrêté"


def _urgence(x: Ligne) -> tuple[Any, ...]:
    recu = x["reference"] is not None
    taux = x["taux_justifie"] if x["taux_justifie"] is not None else 0.0
    return recu, not x.get("vide"), -x["gravite"], taux, -x.get("bloquantes", 0), x["plie"]


def say_premiers(lignes: Iterable[Ligne], combien: int = 3) -> str:
    """« À aider d’abord : PLIE du Libournais, … »; "" when every target is reached."""
    noms = [x["plie"] for x in lignes if x["statut"] != ATTEINTE][:combien]
    return f"à aider d’abord : {', '.join(noms)}" if noms else ""


def add_priorites(pen: Pen, lignes: list[Ligne], resume: str) -> Any:
    """Draw the sheet, its figures summed from the sheets that hold them."""
    f = add_page(pen, FEUILLE, lignes, resume, _formules)
    f.fit_to_pages(1, 0)
    add_statuts(pen, f, FEUILLE, len(lignes), debut=True)
    add_statuts(pen, f, FEUILLE, len(lignes), "etat", ETATS, debut=True)
    return f


def _formules(n: int, ligne: Ligne) -> dict[str, str]:
    """A row: what « Synthèse » says of the territory, and counts over three other sheets."""
    if ligne["reference"] is None:
        return {}
    s, a, p, o = contract.SYNTHESE, contract.ANOMALIES, contract.PIECES_MANQUANTES, contract.SOURCES
    ici = f"B{n}"
    sommes = {
        x: f"=SUMIFS({dans(s, x)},{dans(s, 'plie')},{ici})"
        for x in ("tenu", "justifie", *REGARDEES)
        if isinstance(ligne[x], int | float)
    }
    graves = {
        nom: f'=COUNTIFS({dans(a, "plie")},{ici},{dans(a, "gravite")},"{gravite.value}")'
        for nom, gravite in (
            ("bloquantes", Gravite.BLOQUANTE),
            ("a_verifier", Gravite.A_VERIFIER),
        )
    }
    etats = (f'{dans(o, "plie")},{ici},{dans(o, "etat")},"{etat}"' for etat in (COMPTE, VIDE))
    return {
        **sommes,
        **graves,
        "a_completer": f"=COUNTIFS({dans(p, 'plie')},{ici})",
        "ecartees": "=" + "+".join(f"SUMIFS({dans(o, 'ecartees')},{x})" for x in etats),
    }
