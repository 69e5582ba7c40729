"""« Euros et cibles »: the FSE+ of each territory beside the targets that nothing proves yet.

How much of an amount depends on a target is AGAPE's to say: without `[argent] methode` nothing
is computed, and what a method gives is shown with its name, never as what is due.
"""

from typing import Any

from plie_xl.attainment import CIBLE
from plie_xl.consolidation import Consolidation
from plie_xl.master import contract
from plie_xl.master.batches import Ligne
from plie_xl.master.cells import NON_RECU
from plie_xl.master.figures import somme_connue, sum_connues
from plie_xl.master.page import add_ensemble, add_page, dans, lettres_de, say_non_recus
from plie_xl.model.settings import AUCUNE, PART_EGALE, PRORATA, load_reglages
from plie_xl.model.words import ATTEINTE, NON_SAISI
from plie_xl.model.workbook import LIGNE_ENTETE, PREMIERE_LIGNE
from plie_xl.sheets.pen import Pen, plage

FEUILLE = contract.EUROS
SANS_METHODE = "aucune méthode choisie"
_REPRIS = ("fse_prevu", "fse_realise")  # of « Financement »
CONNUES = {**dict.fromkeys(_REPRIS, NON_SAISI), "solde": ""}  # summed where they are known


def add_euros(pen: Pen, c: Consolidation, resume: str) -> None:
    """One row per territory, and their total."""
    methode = load_reglages().reglages.argent.methode
    lignes = _lignes(c, pen, methode)
    f = add_page(pen, FEUILLE, lignes, resume, _formules)
    sommes = {x.id for x in FEUILLE.colonnes if x.format in ("euros", "entier")} - {*CONNUES}
    if methode == AUCUNE:
        sommes.remove("dependant")
    autres: dict[str, tuple[str, object]] = {"methode": say_non_recus(FEUILLE, "methode", lignes)}
    for nom, sinon in CONNUES.items():
        etendue = plage(FEUILLE.rang(nom), PREMIERE_LIGNE, LIGNE_ENTETE + len(lignes))
        autres[nom] = somme_connue(etendue, sinon), sum_connues(lignes, nom, sinon)
    add_ensemble(pen, f, FEUILLE, lignes, sommes, autres)


def _lignes(c: Consolidation, pen: Pen, methode: str) -> list[Ligne]:
    financement = {x["plie"]: x for x in pen.lignes[contract.FINANCEMENT.table]}
    statuts: dict[str, list[str]] = {}
    for x in pen.lignes[contract.ATTEINTE.table]:
        if x["nature"] == CIBLE:
            statuts.setdefault(x["plie"], []).append(x["statut"])
    return [
        _ligne(x, financement[x["plie"]], statuts.get(x["plie"], []), methode)
        for x in pen.lignes[contract.SYNTHESE.table]
    ]


def _ligne(territoire: Ligne, argent: Ligne, statuts: list[str], methode: str) -> Ligne:
    recu, atteintes = territoire["reference"] is not None, statuts.count(ATTEINTE)
    ligne: Ligne = {
        "plie": territoire["plie"],
        "montant_fse": territoire["montant_fse"],
        **{nom: argent[nom] for nom in _REPRIS},
        "cibles": len(statuts),
        "methode": (SANS_METHODE if methode == AUCUNE else methode) if recu else NON_RECU,
        "taux_justifie": territoire["taux_justifie"],
    }
    if recu:
        realise = argent["fse_realise"]
        connu = isinstance(realise, float)
        ligne["solde"] = territoire["montant_fse"] - realise if connu else None
        ligne["non_justifiees"] = len(statuts) - atteintes
        ligne["dependant"] = _compute(ligne, methode)
    return ligne


def _compute(ligne: Ligne, methode: str) -> float | None:
    """The euros that a method ties to targets not proved; None without one."""
    if methode == PART_EGALE and ligne["cibles"]:
        return float(ligne["montant_fse"] * ligne["non_justifiees"] / ligne["cibles"])
    if methode == PRORATA and ligne["taux_justifie"] is not None:
        return float(ligne["montant_fse"] * (1 - ligne["taux_justifie"]))
    return None


def _formules(n: int, ligne: Ligne) -> dict[str, str]:
    """A row: what other sheets say of the territory, and the method spelled out."""
    if ligne["methode"] == NON_RECU:
        return {}
    s, a, o = contract.SYNTHESE, contract.ATTEINTE, contract.FINANCEMENT
    ici: dict[str, Any] = {nom: f"{lettre}{n}" for nom, lettre in lettres_de(FEUILLE).items()}
    cibles = f'{dans(a, "plie")},{ici["plie"]},{dans(a, "nature")},"{CIBLE}"'
    taux = f"SUMIFS({dans(s, 'taux_justifie')},{dans(s, 'plie')},{ici['plie']})"
    methodes = {
        PART_EGALE: f"={ici['montant_fse']}*{ici['non_justifiees']}/{ici['cibles']}",
        PRORATA: f"={ici['montant_fse']}*(1-{taux})",
    }
    return {
        **{x: _reprend(dans(o, x), f"{dans(o, 'plie')},{ici['plie']}") for x in _REPRIS},
        "solde": f'=IF(COUNT({ici["fse_realise"]})=0,"",{ici["montant_fse"]}-{ici["fse_realise"]})',
        "cibles": f"=COUNTIFS({cibles})",
        "non_justifiees": f'={ici["cibles"]}-COUNTIFS({cibles},{dans(a, "statut")},"{ATTEINTE}")',
        **({"dependant": methodes[ligne["methode"]]} if ligne["dependant"] is not None else {}),
    }


def _reprend(colonne: str, lequel: str) -> str:
    """What « Financement » says of the territory: a number, or that nobody typed one."""
    return f'=IF(COUNTIFS({colonne},">=0",{lequel})=0,"{NON_SAISI}",SUMIFS({colonne},{lequel}))'
