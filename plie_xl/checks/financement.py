"""The amounts of « Financement », one by one, then their sums."""

import re
from collections import defaultdict
from collections.abc import Mapping
from math import fsum, nan

import numpy as np

from plie_xl.checks.cells import CLES, drop_fautives, keep_typed, read_colonnes, stack
from plie_xl.checks.count import Compte
from plie_xl.model.fiche import Fiche
from plie_xl.model.frames import Rows, build_lignes, encode_column
from plie_xl.model.text import cle_entete, read_nombre
from plie_xl.model.words import find_listed
from plie_xl.model.workbook import DEPENSE, FSE, NATURES, RESSOURCE

_FSE = re.compile(  # in `cle_entete`; « ESF » alone is the fund, « ateliers ESF » are a trade
    r"\b(f ?s ?e(plus|\d*)|fonds? soc[a-z]* europ[a-z]*|european social funds?|e ?s ?f ?plus)\b"
    r"|^e ?s ?f( \d+)*$"
)
_SOMMES = ("depenses", "ressources", "fse")


def build_montants(compte: Compte) -> Rows:
    """One row per amount typed in « Financement »."""
    rows = compte.saisie.rows("financement")
    if "nature" not in rows:
        rows = rows.take(np.zeros(len(rows), bool)).avec(nature=encode_column([]))
    if "poste" not in rows:
        rows = rows.avec(poste=encode_column([""] * len(rows)))
    rows = rows.avec(nature_saisie=rows["nature"])
    typees = read_colonnes(rows, ("prevu", "realise"), keep_typed)
    montants = stack(rows, typees, ("poste", "nature_saisie"))
    montants = drop_fautives(montants, compte.saisie, "financement")
    nature = montants["nature_saisie"].translate(lambda v: find_listed(NATURES, v))
    return montants.avec(
        nature=nature,
        nombre=montants["valeur"].apply(_nombre, float),
        en_texte=montants["valeur"].apply(lambda v: isinstance(v, str), bool),
        nature_connue=~nature.est(None),
    )


def build_sommes(montants: Rows, fiches: Mapping[str, Fiche]) -> Rows:
    """Sums by workbook, planned and realised: costs, resources, FSE+, and the fiche's limits.

    `ligne` is where a fault is shown: on the FSE+, else on a resource, else on a cost.
    """
    valables = _keep_valables(montants)
    groupes: dict[tuple[str, str, str], dict[str, list[tuple[float, int]]]] = {}
    lues = valables.tuples(*CLES, "colonne", "nature", "nombre", "fse")
    for classeur, fiche, ligne, colonne, nature, nombre, est_du_fse in lues:
        groupe = groupes.setdefault((classeur, fiche, colonne), defaultdict(list))
        groupe[nature].append((nombre, ligne))
        if est_du_fse:  # a resource too
            groupe[FSE].append((nombre, ligne))
    sommes = []
    for cles, groupe in groupes.items():
        _, ligne = (groupe[FSE] or groupe[RESSOURCE] or groupe[DEPENSE])[0]
        totaux = (fsum(nombre for nombre, _ in groupe[n]) for n in (DEPENSE, RESSOURCE, FSE))
        sommes.append((*cles, ligne, *totaux))
    rows = build_lignes(("classeur", "fiche", "colonne", "ligne", *_SOMMES), sommes)
    return rows.avec(
        **{nom: rows[nom].apply(float, float) for nom in _SOMMES},
        montant_fse=rows["fiche"].apply(lambda f: fiches[f].montant_fse, float),
        taux_max=rows["fiche"].apply(lambda f: fiches[f].taux_max or nan, float),
    )


def list_saisies(montants: Rows) -> set[tuple[str, str]]:
    """« agenais », « fse_realise »: the sums that somebody typed something of, a zero included."""
    saisies = set()
    for fiche, colonne, nature, est_du_fse in _keep_valables(montants).tuples(
        "fiche", "colonne", "nature", "fse"
    ):
        saisies.add((fiche, f"{'depenses' if nature == DEPENSE else 'ressources'}_{colonne}"))
        if est_du_fse:
            saisies.add((fiche, f"fse_{colonne}"))
    return saisies


def _keep_valables(montants: Rows) -> Rows:
    """The amounts that count, and whether each is of the FSE+."""
    valables = montants.take((montants["nombre"] >= 0) & montants["nature_connue"])
    fse = valables["nature"].est(RESSOURCE) & valables["poste"].apply(est_fse, bool)
    return valables.avec(fse=fse)


def est_fse(poste: object) -> bool:
    """Whether a label holds the word: « Avance FSE+ », « Fonds social européen », « ESF+ »."""
    return _FSE.search(cle_entete(str(poste).replace("+", " plus "))) is not None


def _nombre(valeur: object) -> float:
    nombre = read_nombre(valeur)
    return np.nan if nombre is None else nombre
