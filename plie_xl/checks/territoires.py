"""What only several territories seen together can show: one meeting counted for two of them.

A row pasted from a neighbour's workbook under a name that both fiches have looks like any other.
Nobody can tell from the two files which one held the meeting, so it counts in neither until a
person says: nothing is counted twice, and no territory is credited by a guess. Two territories
may well meet on the same day: a row that says hardly more than its day proves nothing.
"""

from functools import cache

import numpy as np
import pandas as pd

from plie_xl.checks.regle import BLOQUANTE, regle
from plie_xl.classeur import REALISEE
from plie_xl.fiche import load_mots_sans_reference, load_pieces
from plie_xl.saisie import distinguer, par_valeur
from plie_xl.texte import cle, est_vide

MOTS = ("objet", "lieu")  # one of them, and one more fact, make two rows of a day the same row
FAITS = (*MOTS, "presents", "")  # "" stands for the first reference


@regle(
    "CON-04",
    BLOQUANTE,
    colonne="instance",
    motif="dans deux territoires",
    constat="« {instance} » du {jour_fr} est aussi dans {ailleurs}, avec les mêmes mots",
    attendu="une réunion dans le classeur d’un seul territoire",
    remede="retirez-la du classeur qui ne l’a pas tenue ; si chacun a tenu la sienne, précisez"
    " son objet ou sa pièce ; elle n’est comptée nulle part pour l’instant",
)
def ligne_d_un_seul_territoire(suivi: pd.DataFrame) -> pd.Series:
    return pd.Series(~np.isin(np.arange(len(suivi)), _find_recopiees(suivi)[0]), suivi.index)


def find_ailleurs(suivi: pd.DataFrame) -> pd.Series:
    """« plie_sources.xlsx », ligne 12: the first same row of another territory; "" without one."""
    places, groupes = _find_recopiees(suivi)
    mots = np.full(len(suivi), "", object)
    classeurs, fiches, lignes = (suivi[c].tolist() for c in ("classeur", "fiche", "ligne"))
    par_groupe: dict[int, list[int]] = {}
    for place, groupe in zip(places.tolist(), groupes.tolist(), strict=True):
        par_groupe.setdefault(groupe, []).append(place)
    for memes in par_groupe.values():
        for n in memes:
            autre = next(m for m in memes if fiches[m] != fiches[n])
            mots[n] = f"« {classeurs[autre]} » (ligne {lignes[autre]})"
    return pd.Series(mots, suivi.index)


def _find_recopiees(suivi: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the rows that two territories have, and the group of same rows of each.

    Columns are compared one after the other, each among the rows that are still alike.
    """
    fiches = pd.factorize(suivi["fiche"].to_numpy(object))[0]
    places = np.flatnonzero(_comptables(suivi)) if len(fiches) and fiches.max() else fiches[:0]
    groupes = np.zeros(len(places), np.int64)
    mots, faits = (np.zeros(len(places), np.int64) for _ in range(2))
    for colonne in ("jour", "instance", *FAITS):
        if not len(places):
            break
        brutes = suivi[colonne].iloc[places] if colonne else _references(suivi, places)
        codes, dit = _coder(brutes)
        mots += dit & (colonne in MOTS)
        faits += dit & (colonne in FAITS)
        groupes = pd.factorize(groupes * (codes.max(initial=0) + 1) + codes)[0]
        partages = _partages(groupes, fiches[places])
        places, groupes, mots, faits = (x[partages] for x in (places, groupes, mots, faits))
    parlantes = (mots > 0) & (faits > 1)
    return places[parlantes], groupes[parlantes]


def _comptables(suivi: pd.DataFrame) -> np.ndarray:
    """Rows that would count: held, of a known target, in the period, in a whole quantity."""
    tenues = (suivi["etat"] == REALISEE) & suivi["cible"].notna() & ~suivi["illisible"]
    tenues &= suivi["jour"].between(suivi["debut"], suivi["fin"]) & suivi["nombre"].notna()
    return tenues.to_numpy(bool)


def _references(suivi: pd.DataFrame, places: np.ndarray) -> pd.Series:
    """The first piece that each row names: pasted cells may have slid to other columns."""
    premieres = np.full(len(places), "", object)
    muettes = np.arange(len(places))
    for piece in load_pieces():
        valeurs = suivi[piece].iloc[places[muettes]]
        dit = par_valeur(valeurs, _nomme, bool).to_numpy()
        premieres[muettes[dit]] = valeurs[dit].to_numpy(object)
        muettes = muettes[~dit]
    return pd.Series(premieres, dtype=object)


def _nomme(valeur: object) -> bool:
    """Whether a cell names a document: « oui » says only that there is one."""
    return not est_vide(valeur) and cle(valeur) not in _banals()


@cache
def _banals() -> frozenset[str]:
    return frozenset(map(cle, load_mots_sans_reference()))


def _coder(valeurs: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """A number for each distinct value, all kinds of emptiness being one; and which say one."""
    codes, distinctes = distinguer(valeurs)
    vides = np.array([est_vide(v) for v in distinctes] + [True], bool)[codes]
    return np.where(vides, -1, codes) + 1, ~vides


def _partages(groupes: np.ndarray, fiches: np.ndarray) -> np.ndarray:
    """Rows whose group holds more than one fiche."""
    if not len(groupes):
        return np.zeros(0, bool)
    premieres = np.empty(groupes.max() + 1, np.int64)
    premieres[groupes[::-1]] = fiches[::-1]
    partage = np.zeros(len(premieres), bool)
    partage[groupes[fiches != premieres[groupes]]] = True
    return np.take(partage, groupes)
