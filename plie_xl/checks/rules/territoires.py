"""What only several territories seen together can show: one meeting counted for two of them.

A row pasted from a neighbour's workbook under a name that both fiches have looks like any other.
Nobody can tell from the two files which one held the meeting, so it counts in neither until a
person says: nothing is counted twice, and no territory is credited by a guess. Two territories
may well meet on the same day: a row that says hardly more than its day proves nothing.
"""

import numpy as np

from plie_xl.checks.rule import BLOQUANTE, regle
from plie_xl.model.frames import Coded, Mask, Rows, Vector, encode_column
from plie_xl.model.grouping import number_groups
from plie_xl.model.text import est_vide
from plie_xl.model.vocabulary import load_pieces
from plie_xl.model.words import REALISEE

MOTS = ("objet", "lieu")  # one of them, and one more fact, make two rows of a day the same row
REFERENCE, HACHEE = "", "#"  # the first piece named; its hash, which few rows share
FAITS = (*MOTS, "presents", REFERENCE)


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
def ligne_d_un_seul_territoire(suivi: Rows) -> Mask:
    return suivi["ailleurs"].est("")


def find_ailleurs(suivi: Rows) -> Coded:
    """« plie_sources.xlsx » (ligne 12): the first same row of another territory; "" elsewhere."""
    ailleurs = Coded(np.zeros(len(suivi), np.int32), [""])
    recopiees, groupes = _find_recopiees(suivi)
    if not len(recopiees):
        return ailleurs
    memes = [suivi[c][recopiees].tolist() for c in ("classeur", "fiche", "ligne")]
    classeurs, fiches, lignes = memes
    par_groupe: dict[int, list[int]] = {}
    for place, groupe in enumerate(groupes.tolist()):
        par_groupe.setdefault(groupe, []).append(place)
    mots = [""] * len(recopiees)
    for places in par_groupe.values():
        for n in places:
            autre = next(m for m in places if fiches[m] != fiches[n])
            mots[n] = f"« {classeurs[autre]} » (ligne {lignes[autre]})"
    dits = encode_column(["", *mots])
    ailleurs.codes[recopiees] = dits.codes[1:]
    return Coded(ailleurs.codes, dits.distinctes)


def _find_recopiees(suivi: Rows) -> tuple[Vector, Vector]:
    """Positions of the rows that two territories have, and the group of same rows of each.

    Columns are compared one after the other, each among the rows that are still alike.
    """
    fiches = suivi["fiche"].codes
    places = np.flatnonzero(_comptables(suivi) & (len(suivi["fiche"].distinctes) > 1))
    groupes = np.zeros(len(places), np.int64)
    mots, faits = (np.zeros(len(places), np.int64) for _ in range(2))
    for colonne in ("jour", "instance", HACHEE, *MOTS, "presents", REFERENCE):
        if not len(places):
            break
        dites = _find_dites(suivi, places, colonne)
        if isinstance(dites, Coded):
            vides = dites.apply(est_vide, bool)
            dites = dites.sauf(vides, "")
            mots += ~vides & (colonne in MOTS)
            faits += ~vides & (colonne in FAITS)
        groupes, _ = number_groups(groupes, dites)
        partages = _partages(groupes, fiches[places])
        places, groupes, mots, faits = (x[partages] for x in (places, groupes, mots, faits))
    parlantes = (mots > 0) & (faits > 1)
    return places[parlantes], groupes[parlantes]


def _comptables(suivi: Rows) -> Mask:
    """Rows that would count: held, of a known target, in the period, in a whole quantity."""
    tenues = suivi["etat"].est(REALISEE) & ~suivi["cible"].est(None) & ~suivi["illisible"]
    jour = suivi["jour"]
    dedans = (suivi["debut"] <= jour) & (jour <= suivi["fin"])
    return tenues & dedans & ~suivi["hors_fusion"] & ~np.isnan(suivi["nombre"])


def _find_dites(suivi: Rows, places: Vector, colonne: str) -> Coded | Vector:
    """What these rows say in a column, or the first piece that they name, or its hash."""
    if colonne == HACHEE:
        return _references(suivi, places).hashes()
    if colonne == REFERENCE:
        return _references(suivi, places).shrink().unify()
    dites: Coded | Vector = suivi[colonne][places]
    return dites


def _references(suivi: Rows, places: Vector) -> Coded:
    """The first piece that each row names: pasted cells may have slid to other columns."""
    mots, codes = [""], np.zeros(len(places), np.int64)
    nommees = suivi["nommees"][places]
    for piece in reversed(list(load_pieces())):
        ici = np.array([piece in jeu for jeu in nommees.distinctes], bool)[nommees.codes]
        codes[ici] = suivi[piece].codes[places[ici]] + np.int64(len(mots))
        mots += suivi[piece].distinctes
    return Coded(codes, mots)


def _partages(groupes: Vector, fiches: Vector) -> Mask:
    """Rows whose group holds more than one fiche."""
    if not len(groupes):
        return np.zeros(0, bool)
    premieres = np.empty(groupes.max() + 1, np.int64)
    premieres[groupes[::-1]] = fiches[::-1]
    partage = np.zeros(len(premieres), bool)
    partage[groupes[fiches != premieres[groupes]]] = True
    return np.take(partage, groupes)
