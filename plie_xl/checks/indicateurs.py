"""The counts of people of « Indicateurs », month by month, and the totals with their parts."""

from collections.abc import Mapping

import numpy as np

from plie_xl.checks.cells import CLES, drop_fautives, keep_typed, read_colonnes, stack
from plie_xl.checks.count import Compte
from plie_xl.checks.interpret import Saisie
from plie_xl.checks.values import read_entier
from plie_xl.model.fiche import Fiche
from plie_xl.model.frames import Coded, Mask, Rows, build_lignes, encode_column
from plie_xl.model.grouping import cross, number_groups
from plie_xl.model.text import cle
from plie_xl.model.workbook import INDICATEURS

MOIS = tuple(c.id for c in INDICATEURS.colonnes if c.id.startswith("m"))


def build_indicateurs(compte: Compte) -> Rows:
    """One row per count typed in « Indicateurs »; `echu`, whether its month is counted."""
    rows = compte.saisie.rows("indicateurs")
    if "indicateur" not in rows:
        rows = rows.avec(indicateur=encode_column([""] * len(rows)))
    comptes = stack(rows, read_colonnes(rows, MOIS, keep_typed), ("indicateur",))
    comptes = drop_fautives(comptes, compte.saisie, "indicateurs")
    return comptes.avec(
        nombre=comptes["valeur"].apply(read_entier, float),
        en_texte=comptes["valeur"].apply(lambda v: isinstance(v, str), bool),
        id=_identifie(comptes, compte.saisie.fiches),
        echu=_find_echus(comptes, find_mois_comptes(compte.saisie)),
    )


def sum_effectifs(comptes: Rows) -> Mapping[tuple[str, str], float]:
    """Sum of each indicator up to the month of the reference, by workbook and identifier."""
    comptes = comptes.only("classeur", "id", "nombre", "echu")
    comptes = comptes.take((comptes["nombre"] >= 0) & comptes["echu"])
    groupes, premieres = number_groups(comptes["classeur"], comptes["id"])
    sommes = np.bincount(groupes, comptes["nombre"], len(premieres)).tolist()
    return dict(zip(comptes.take(premieres).tuples("classeur", "id"), sommes, strict=True))


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
    lus = comptes.tuples("classeur", "fiche", "colonne", "id", "nombre", "ligne")
    for *cles, identifiant, nombre, ligne in lus:
        mois.setdefault(tuple(cles), {})[identifiant] = (nombre, ligne)
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
