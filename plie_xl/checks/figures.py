"""The frames of figures: amounts of « Financement », counts of « Indicateurs »."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import fsum, nan
from typing import Any

import numpy as np

from plie_xl.checks.count import Compte
from plie_xl.checks.interpret import Saisie
from plie_xl.checks.values import read_entier
from plie_xl.model.fiche import Fiche
from plie_xl.model.frames import (
    Coded,
    Mask,
    Rows,
    build_lignes,
    cross,
    encode_column,
    number_groups,
)
from plie_xl.model.lecture import Lecture
from plie_xl.model.text import cle, cle_entete, est_vide, read_nombre
from plie_xl.model.words import A_VENIR, find_listed
from plie_xl.model.workbook import DEPENSE, FSE, INDICATEURS, NATURES, RESSOURCE

MOIS = tuple(c.id for c in INDICATEURS.colonnes if c.id.startswith("m"))
CLES = ("classeur", "fiche", "ligne")
_FSE = re.compile(r"\b(f ?s ?e(plus|\d*)|fonds? socia(l|ux) europeens?)\b")  # in `cle_entete`
_DEJA_DITES = ("valeur_erreur", "formule_sans_valeur")

Place = tuple[str, int, str]  # workbook, Excel row, identifier of the column


Unites = Mapping[tuple[str, str], tuple[float, float, float]]


def sum_unites(suivi: Rows) -> Unites:
    """Units held, proved and still planned, by workbook and target."""
    groupes, premieres = number_groups(suivi["classeur"], suivi["cible"])
    masques = (suivi["retenue"], suivi["justifiee"], suivi["compte"].est(A_VENIR))
    unites = [
        np.bincount(groupes, np.where(m, suivi["unites"], 0.0), len(premieres)) for m in masques
    ]
    cles = zip(*(suivi[c][premieres].tolist() for c in ("classeur", "cible")), strict=True)
    return dict(zip(cles, zip(*(u.tolist() for u in unites), strict=True), strict=True))


def find_fautives(lectures: tuple[Lecture, ...], nom: str) -> set[Place]:
    """Cells of a table that reading has already reported: no rule says them a second time."""
    trouvees = set()
    for lecture in lectures:
        table = lecture.tables.get(nom)
        if table is None or not table.illisibles:
            continue
        noms = {rang: colonne for colonne, rang in table.colonnes.items()}
        for remarque in lecture.remarques:
            if remarque.feuille == table.feuille and remarque.nature in _DEJA_DITES:
                colonne = noms.get(remarque.colonne, "")
                trouvees.add((lecture.classeur, remarque.ligne, colonne))
    return trouvees


def build_montants(compte: Compte) -> Rows:
    """One row per amount typed in « Financement »."""
    rows = compte.saisie.rows("financement")
    if "nature" not in rows:
        rows = rows.take(np.zeros(len(rows), bool)).avec(nature=encode_column([]))
    if "poste" not in rows:
        rows = rows.avec(poste=encode_column([""] * len(rows)))
    rows = rows.avec(nature_saisie=rows["nature"])
    typees = read_colonnes(rows, ("prevu", "realise"), _typees)
    montants = stack(rows, typees, ("poste", "nature_saisie"))
    montants = _typed(montants, compte.saisie, "financement")
    nature = montants["nature_saisie"].translate(lambda v: find_listed(NATURES, v))
    return montants.avec(
        nature=nature,
        nombre=montants["valeur"].apply(_nombre, float),
        en_texte=montants["valeur"].apply(lambda v: isinstance(v, str), bool),
        nature_connue=~nature.est(None),
    )


def build_financement(montants: Rows, fiches: Mapping[str, Fiche]) -> Rows:
    """Sums by workbook, planned and realised: costs, resources, FSE+, and the fiche's limits.

    `ligne` is where a fault is shown: on the FSE+, else on a resource, else on a cost.
    """
    valables = montants.take((montants["nombre"] >= 0) & montants["nature_connue"])
    fse = valables["nature"].est(RESSOURCE) & valables["poste"].apply(est_fse, bool)
    groupes: dict[tuple[str, str, str], dict[str, list[Any]]] = {}
    for x, est in zip(valables.lignes(), fse.tolist(), strict=True):
        groupe = groupes.setdefault((x["classeur"], x["fiche"], x["colonne"]), defaultdict(list))
        for nature in (x["nature"], FSE)[: 1 + est]:
            groupe[nature].append((x["nombre"], x["ligne"]))
    sommes = [
        (
            *cles,
            (groupe[FSE] or groupe[RESSOURCE] or groupe[DEPENSE])[0][1],
            *(fsum(nombre for nombre, _ in groupe[n]) for n in (DEPENSE, RESSOURCE, FSE)),
        )
        for cles, groupe in groupes.items()
    ]
    nombres = ("depenses", "ressources", "fse")
    rows = build_lignes(("classeur", "fiche", "colonne", "ligne", *nombres), sommes)
    return rows.avec(
        **{n: rows[n].apply(float, float) for n in nombres},
        montant_fse=rows["fiche"].apply(lambda f: fiches[f].montant_fse, float),
        taux_max=rows["fiche"].apply(lambda f: fiches[f].taux_max or nan, float),
    )


def est_fse(poste: object) -> bool:
    """Whether a label holds the word: « Avance FSE+ », « F.S.E. », « Fonds social européen »."""
    return _FSE.search(cle_entete(str(poste))) is not None


def build_indicateurs(compte: Compte) -> Rows:
    """One row per count typed in « Indicateurs »; `echu`, whether its month is counted."""
    rows = compte.saisie.rows("indicateurs")
    if "indicateur" not in rows:
        rows = rows.avec(indicateur=encode_column([""] * len(rows)))
    comptes = stack(rows, read_colonnes(rows, MOIS, _typees), ("indicateur",))
    comptes = _typed(comptes, compte.saisie, "indicateurs")
    return comptes.avec(
        nombre=comptes["valeur"].apply(read_entier, float),
        id=_identifie(comptes, compte.saisie.fiches),
        echu=_find_echus(comptes, find_mois_comptes(compte.saisie)),
    )


def sum_effectifs(compte: Compte) -> Mapping[tuple[str, str], float]:
    """Sum of each indicator up to the month of the reference, by workbook."""
    comptes = build_indicateurs(compte)
    sommes: dict[tuple[str, str], float] = defaultdict(float)
    for x in comptes.take((comptes["nombre"] >= 0) & comptes["echu"]).lignes():
        sommes[x["classeur"], x["id"]] += x["nombre"]
    return sommes


def find_mois_comptes(saisie: Saisie) -> Mapping[str, int]:
    """How many months each workbook counts: up to and including that of its reference."""
    return {
        x["classeur"]: 12 * (x["reference"].year - saisie.fiches[x["fiche"]].annee)
        + x["reference"].month
        for x in saisie.parametres.lignes()
    }


def _find_echus(comptes: Rows, mois_comptes: Mapping[str, int]) -> Mask:
    def est_echu(classeur: str, mois: str) -> bool:
        return MOIS.index(mois) < mois_comptes[classeur]

    return cross(est_echu, comptes["classeur"], comptes["colonne"]).est(True)


def build_ventilations(comptes: Rows, fiches: Mapping[str, Fiche]) -> Rows:
    """Each total of each month with the highest sum of its parts (genders, ages…).

    `exces` holds pairs (identifiers of the parts, their sum) above the total. The cell is that of
    the last part when one sum is too high; that of the total when several are.
    """
    comptes = comptes.take(~comptes["id"].est(None))
    groupes = {fiche: _groupes(fiches[fiche]) for fiche in comptes["fiche"].distinctes}
    trouvees = []
    for (classeur, fiche, mois), cellules in _par_mois(comptes).items():
        nombres = {i: nombre for i, (nombre, _) in cellules.items()}
        for total, parts in groupes[fiche].items():
            borne = nombres.get(total, 0.0)  # not a number when what is typed is none
            sommes = _sommes(parts, nombres)
            if sommes and borne >= 0:
                exces = tuple((parties, somme) for parties, somme in sommes if somme > borne)
                derniere = (exces or sommes)[0][0][-1]
                coupable = total if total in nombres and len(exces) > 1 else derniere
                ligne = cellules[coupable][1]
                somme = max(somme for _, somme in sommes)
                trouvees.append((classeur, fiche, ligne, mois, exces, total, somme, borne))
    rows = build_lignes((*CLES, "colonne", "exces", "total", "somme", "borne"), trouvees)
    return rows.avec(**{n: rows[n].apply(float, float) for n in ("somme", "borne")})


def _par_mois(comptes: Rows) -> dict[tuple[str, str, str], dict[str, tuple[float, int]]]:
    """Number and row of each indicator, by workbook, fiche and month."""
    mois: dict[tuple[str, str, str], dict[str, tuple[float, int]]] = {}
    for x in comptes.lignes():
        cles = x["classeur"], x["fiche"], x["colonne"]
        mois.setdefault(cles, {})[x["id"]] = (x["nombre"], x["ligne"])
    return mois


def _sommes(
    groupes: list[list[str]], nombres: Mapping[str, float]
) -> list[tuple[tuple[str, ...], float]]:
    """The parts of each group that are known in a month, with their sum."""
    connues = [tuple(p for p in groupe if nombres.get(p, -1) >= 0) for groupe in groupes]
    return [(parties, sum(nombres[p] for p in parties)) for parties in connues if parties]


def _groupes(fiche: Fiche) -> dict[str, list[list[str]]]:
    """Each total with its groups of parts; together, the parts of a group stay below it."""
    groupes: dict[tuple[str, str], list[str]] = {}
    for indicateur in fiche.indicateurs:
        if indicateur.partie_de:
            nom = indicateur.groupe or indicateur.id
            groupes.setdefault((indicateur.partie_de, nom), []).append(indicateur.id)
    par_total: dict[str, list[list[str]]] = {}
    for (total, _), parties in groupes.items():
        par_total.setdefault(total, []).append(parties)
    return par_total


def _identifie(comptes: Rows, fiches: Mapping[str, Fiche]) -> Coded:
    connus = {
        (fiche, cle(indicateur.libelle)): indicateur.id
        for fiche in comptes["fiche"].distinctes
        for indicateur in fiches[fiche].indicateurs
    }
    cles = comptes["indicateur"].translate(cle)
    return cross(lambda fiche, nom: connus.get((fiche, nom)), comptes["fiche"], cles)


def _typed(cellules: Rows, saisie: Saisie, table: str) -> Rows:
    """The cells that reading has not already reported."""
    fautives = find_fautives(saisie.lectures, table)
    if not fautives:
        return cellules
    places = zip(*(cellules[c].tolist() for c in ("classeur", "ligne", "colonne")), strict=True)
    return cellules.take(np.array([place not in fautives for place in places], bool))


def _typees(valeurs: Sequence[object]) -> list[object]:
    return [None if est_vide(valeur) else valeur for valeur in valeurs]


def _nombre(valeur: object) -> float:
    nombre = read_nombre(valeur)
    return np.nan if nombre is None else nombre


def read_colonnes(
    rows: Rows, colonnes: Iterable[str], read: Callable[[Sequence[Any]], Sequence[object]]
) -> dict[str, Sequence[object]]:
    """What `read` answers of all the distinct values of each of these columns that there are."""
    return {nom: read(rows[nom].distinctes) for nom in colonnes if nom in rows}


def stack(
    rows: Rows,
    lues_par_colonne: Mapping[str, Sequence[object]],
    gardees: Iterable[str] = (),
) -> Rows:
    """One row per cell of these columns, given what each of their distinct values was read as.

    Its workbook, fiche and row, `colonne`, `valeur` as typed, `lu` as read; column after column.
    A cell that was read as None is left out.
    """
    places, rangs, codes = ([np.empty(0, int)] for _ in range(3))
    valeurs: list[object] = []
    lues: list[object] = []
    for rang, (nom, reponses) in enumerate(lues_par_colonne.items()):
        colonne = rows[nom]
        if any(reponse is not None for reponse in reponses):
            bonnes = np.array([reponse is not None for reponse in reponses], bool)
            ici = np.flatnonzero(bonnes[colonne.codes])
            places.append(ici)
            rangs.append(np.full(len(ici), rang))
            codes.append(colonne.codes[ici] + np.intp(len(valeurs)))
            valeurs += colonne.distinctes
            lues += reponses
    ou, tous = np.concatenate(places), np.concatenate(codes)
    return Rows(
        {
            **{nom: rows[nom][ou] for nom in (*CLES, *gardees)},
            "colonne": Coded(np.concatenate(rangs), [*lues_par_colonne]),
            "valeur": Coded(tous, valeurs),
            "lu": Coded(tous, lues),
        }
    )
