"""The frames of figures: amounts of « Financement », counts of « Indicateurs »."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from plie_xl.checks.compte import Compte
from plie_xl.classeur import DEPENSE, FSE, INDICATEURS, NATURES, RESSOURCE, find_liste
from plie_xl.fiche import Fiche
from plie_xl.lecture import Lecture
from plie_xl.saisie import Saisie, distinguer, par_valeur, read_entier
from plie_xl.texte import cle, cle_entete, est_vide, read_nombre

MOIS = tuple(c.id for c in INDICATEURS.colonnes if c.id.startswith("m"))
CLES = ["classeur", "fiche", "ligne"]
_DEJA_DITES = ("valeur_erreur", "formule_sans_valeur")

Place = tuple[str, int, str]  # workbook, Excel row, identifier of the column


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


def build_montants(compte: Compte) -> pd.DataFrame:
    """One row per amount typed in « Financement »."""
    rows = compte.saisie.table("financement")
    if "nature" not in rows:
        rows["nature"] = pd.Series(dtype=object)
        rows = rows.iloc[:0]
    poste = rows["poste"] if "poste" in rows else pd.Series("", index=rows.index, dtype=object)
    rows = rows.assign(poste=poste, nature_saisie=rows["nature"])
    montants = stack(rows, ("prevu", "realise"), _typee, ("poste", "nature_saisie"))
    montants = _typed(montants, compte.saisie, "financement")
    montants["nature"] = par_valeur(montants["nature_saisie"], lambda v: find_liste(NATURES, v))
    montants["nombre"] = par_valeur(montants["valeur"], _nombre, float)
    montants["en_texte"] = par_valeur(montants["valeur"], lambda v: isinstance(v, str), bool)
    montants["nature_connue"] = montants["nature"].notna()
    return montants


def build_financement(compte: Compte) -> pd.DataFrame:
    """Sums by workbook, planned and realised: costs, resources, FSE+, and the fiche's limits."""
    montants = build_montants(compte)
    valables = montants[(montants["nombre"] >= 0) & montants["nature_connue"]]
    ressource = valables["nature"] == RESSOURCE
    fse = ressource & par_valeur(valables["poste"], est_fse, bool)
    postes = {"depenses": valables["nature"] == DEPENSE, "ressources": ressource, "fse": fse}
    sommes = pd.DataFrame({n: valables["nombre"].where(m, 0.0) for n, m in postes.items()})
    cles = [valables[c] for c in ("classeur", "fiche", "colonne")]
    total = sommes.groupby(cles, sort=True).sum().reset_index()
    rang = 2 - ressource.astype(int) - fse.astype(int)  # a fault is shown on the FSE+, if any
    lignes = valables.assign(rang=rang).sort_values("rang", kind="stable")
    lignes = lignes.drop_duplicates(["classeur", "colonne"])
    total = total.merge(lignes[["classeur", "colonne", "ligne"]], how="left")
    fiches = compte.saisie.fiches
    total["montant_fse"] = total["fiche"].map({f.id: f.montant_fse for f in fiches.values()})
    taux = {f.id: np.nan if f.taux_max is None else f.taux_max for f in fiches.values()}
    total["taux_max"] = total["fiche"].map(taux).astype(float)
    return total


def est_fse(poste: object) -> bool:
    """True for « FSE+ », and for what people write in its place: « FSE », « FSE + (avance) »."""
    return cle_entete(str(poste)).split()[:1] == [cle_entete(FSE)]


def build_indicateurs(compte: Compte) -> pd.DataFrame:
    """One row per count typed in « Indicateurs »."""
    rows = compte.saisie.table("indicateurs")
    if "indicateur" not in rows:
        rows["indicateur"] = pd.Series("", index=rows.index, dtype=object)
    comptes = _typed(stack(rows, MOIS, _typee, ("indicateur",)), compte.saisie, "indicateurs")
    comptes["nombre"] = par_valeur(comptes["valeur"], read_entier, float)
    comptes["id"] = _identifie(comptes, compte.saisie)
    return comptes


def build_ventilations(compte: Compte) -> pd.DataFrame:
    """Each total of each month with the sums of its parts (genders, ages…) that exceed it.

    `exces` holds pairs (identifiers of the parts, their sum). The cell is that of the last
    part when one sum is too high; that of the total when several are.
    """
    comptes = build_indicateurs(compte)
    comptes = comptes[comptes["id"].notna()]
    groupes = {f.id: _groupes(f) for f in compte.saisie.fiches.values()}
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
                trouvees.append((classeur, fiche, ligne, mois, exces, total, borne))
    return pd.DataFrame(trouvees, columns=[*CLES, "colonne", "exces", "total", "borne"])


def _par_mois(comptes: pd.DataFrame) -> dict[tuple[str, str, str], dict[str, tuple[float, int]]]:
    """Number and row of each indicator, by workbook, fiche and month."""
    mois: dict[tuple[str, str, str], dict[str, tuple[float, int]]] = {}
    colonnes = ["classeur", "fiche", "colonne", "id", "nombre", "ligne"]
    for classeur, fiche, colonne, identifiant, nombre, ligne in zip(
        *(comptes[c] for c in colonnes), strict=True
    ):
        mois.setdefault((classeur, fiche, colonne), {})[identifiant] = (nombre, ligne)
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


def _identifie(comptes: pd.DataFrame, saisie: Saisie) -> pd.Series:
    connus = {(f.id, cle(i.libelle)): i.id for f in saisie.fiches.values() for i in f.indicateurs}
    cles = par_valeur(comptes["indicateur"], cle)
    paires = zip(comptes["fiche"], cles, strict=True)
    return pd.Series([connus.get(p) for p in paires], index=comptes.index, dtype=object)


def _typed(cellules: pd.DataFrame, saisie: Saisie, table: str) -> pd.DataFrame:
    """The cells that reading has not already reported."""
    fautives = find_fautives(saisie.lectures, table)
    if not fautives:
        return cellules
    places = cellules[["classeur", "ligne", "colonne"]].itertuples(index=False)
    gardees = np.array([tuple(p) not in fautives for p in places], bool)
    return cellules[gardees].reset_index(drop=True)


def _typee(valeur: object) -> object:
    return None if est_vide(valeur) else valeur


def _nombre(valeur: object) -> float:
    nombre = read_nombre(valeur)
    return np.nan if nombre is None else nombre


def stack(
    rows: pd.DataFrame,
    colonnes: Iterable[str],
    lire: Callable[[Any], object],
    gardees: Iterable[str] = (),
) -> pd.DataFrame:
    """One row per cell of these columns in which `lire`, asked once per distinct value, reads.

    Its workbook, fiche and row, `colonne`, `valeur` as typed, `lu` as read; column after column.
    A cell of which `lire` gives None is left out.
    """
    noms = [colonne for colonne in colonnes if colonne in rows]
    places, rangs, valeurs, lus = [_AUCUN], [_AUCUN], [_RIEN], [_RIEN]
    for rang, nom in enumerate(noms):
        codes, distinctes = distinguer(rows[nom])
        lues = _objets([lire(valeur) for valeur in distinctes])
        bonnes = lues != None  # noqa: E711  (value by value)
        if bonnes.any():
            ici = np.flatnonzero(bonnes[codes])
            places.append(ici)
            rangs.append(np.full(len(ici), rang))
            valeurs.append(_objets(distinctes)[codes[ici]])
            lus.append(lues[codes[ici]])
    ou = np.concatenate(places)
    donnees = {nom: rows[nom].to_numpy()[ou] for nom in (*CLES, *gardees)}
    donnees["colonne"] = np.array(noms, object)[np.concatenate(rangs)]
    donnees |= {"valeur": np.concatenate(valeurs), "lu": np.concatenate(lus)}
    return pd.DataFrame(donnees, index=pd.RangeIndex(len(ou)))


_AUCUN, _RIEN = np.empty(0, int), np.empty(0, object)


def _objets(valeurs: Sequence[object]) -> Any:
    objets = np.empty(len(valeurs), object)
    objets[:] = valeurs
    return objets


def assemble(frames: list[pd.DataFrame], colonnes: list[str]) -> pd.DataFrame:
    """One frame of many, the empty ones left out; with these columns when all are empty."""
    pleines: list[Any] = [f for f in frames if len(f)]
    return pd.concat(pleines, ignore_index=True) if pleines else pd.DataFrame(columns=colonnes)
