"""A sheet of a master → its frame: rows from the headers to a blank one, their totals apart."""

from collections.abc import Sequence
from datetime import date
from math import inf
from typing import Any

import numpy as np
import pandas as pd

from plie_xl.master import contract
from plie_xl.master.columns import read_distinct
from plie_xl.master.page import ENSEMBLE
from plie_xl.master.read_large import Colonnes
from plie_xl.model.lecture import IllisibleError
from plie_xl.model.text import cle_entete, en_clair, est_vide, read_jour
from plie_xl.model.workbook import Colonne, Feuille
from plie_xl.reading.headers import LIGNES_EXPLOREES, find_entete


def read_table(colonnes: Colonnes, feuille: Feuille) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """Rows from the headers to a blank row, then their totals; None when headers are gone."""
    tete = [["" if v is None else v for v in x] for x in _rangees(colonnes, LIGNES_EXPLOREES)]
    entete = find_entete(tete, feuille.colonnes)
    if entete is None:
        return None
    places = {cle_entete(en_clair(v)): rang for rang, v in enumerate(tete[entete])}
    rangs = [places.get(cle_entete(c.entete)) for c in feuille.colonnes]
    debut, fin = entete + 1, _find_blanche(colonnes, entete + 1)
    totaux = np.flatnonzero(colonnes[0][debut:fin] == ENSEMBLE) + debut
    milieu = int(totaux[0]) if len(totaux) else fin
    return (
        _build_frame(colonnes, feuille, rangs, range(debut, milieu)),
        _build_frame(colonnes, feuille, rangs, totaux),
    )


def read_chiffres(synthese: Colonnes) -> dict[str, object]:
    """The value under the name of each key figure; none in a master without them."""
    if not len(synthese) or len(synthese[0]) < 4:
        return {}
    places = {cle_entete(en_clair(c[2])): c[3] for c in reversed(synthese) if c[2]}
    lus = {c: places.get(cle_entete(c.entete)) for c in contract.CHIFFRES}
    noms = {cle_entete(c.entete) for c in contract.CHIFFRES} & set(places)
    return {
        c.id: _en_jour(v) if c.format == "date" else v
        for c, v in lus.items()
        if cle_entete(c.entete) in noms
    }


def find_resume(suivi: Colonnes) -> str:
    """The sentence under the title of « Suivi », on its second row; "" for an empty sheet."""
    return en_clair(suivi[0][1]) if len(suivi) and len(suivi[0]) > 1 else ""


def is_impossible(valeurs: Any) -> bool:
    """Whether one of these values is infinite, or a number that is none."""
    v = np.array(valeurs, object)
    return bool(((v != v) | (v == inf) | (v == -inf)).any())


def _rangees(colonnes: Colonnes, fin: int) -> list[list[object]]:
    """The first rows."""
    return [list(rangee) for rangee in zip(*(c[:fin] for c in colonnes), strict=True)]


def _find_blanche(colonnes: Colonnes, debut: int) -> int:
    """The first row from `debut` on that holds nothing (0-based)."""
    pleines = np.zeros(len(colonnes[0]) - debut, bool)
    for colonne in colonnes:
        pleines |= ~read_distinct(pd.Series(colonne[debut:]), est_vide, bool)
    blanches = np.flatnonzero(~pleines)
    return debut + (int(blanches[0]) if len(blanches) else len(pleines))


def _build_frame(
    colonnes: Colonnes, feuille: Feuille, rangs: list[int | None], lignes: Sequence[int] | Any
) -> pd.DataFrame:
    """The rows at these places (0-based), under the names of the contract."""
    choix = slice(lignes.start, lignes.stop) if isinstance(lignes, range) else lignes
    valeurs = {}
    for c, rang in zip(feuille.colonnes, rangs, strict=True):
        lues = np.full(len(lignes), None, object) if rang is None else colonnes[rang][choix]
        valeurs[c.id] = _en_jours(pd.Series(lues, dtype=object), c)
    frame = pd.DataFrame(valeurs)
    premiere = int(lignes[0]) + 1 if len(lignes) else 1
    frame.index = pd.RangeIndex(premiere, premiere + len(lignes), name="ligne_excel")
    return frame


def _en_jours(valeurs: pd.Series, colonne: Colonne) -> pd.Series:
    """Days of a column of dates, whose numbers mean nothing else."""
    if colonne.format != "date":
        return valeurs
    if is_impossible(valeurs):
        raise IllisibleError(f"« {colonne.entete} » contient une date impossible")
    return pd.Series(read_distinct(valeurs, _en_jour), index=valeurs.index)


def _en_jour(valeur: object) -> object:
    jour = read_jour(valeur) if isinstance(valeur, float | date) else None
    return jour or (None if valeur == "" else valeur)
