"""The cells of a table, one a row: those in which something is typed, and was not said already."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from plie_xl.checks.interpret import Saisie
from plie_xl.model.frames import Coded, Rows, Vector
from plie_xl.model.lecture import Lecture
from plie_xl.model.text import est_vide

CLES = ("classeur", "fiche", "ligne")  # where a cell stands, but for its column
_DEJA_DITES = ("valeur_erreur", "formule_sans_valeur")

Place = tuple[str, int, str]  # workbook, Excel row, identifier of the column


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

    Its workbook, fiche and row, `colonne`, `valeur` as typed, `lu` as read; column after column. A
    cell read as None is left out.
    """
    bonnes = {
        nom: np.array([reponse is not None for reponse in reponses], bool)
        for nom, reponses in lues_par_colonne.items()
    }
    cellules = stack_where(rows, bonnes, gardees)
    dites = cellules["valeur"]
    lues = [lu for nom, bons in bonnes.items() if bons.any() for lu in lues_par_colonne[nom]]
    return cellules.avec(lu=Coded(dites.codes, lues))


def stack_where(
    rows: Rows,
    bonnes: Mapping[str, Vector],
    gardees: Iterable[str] = (),
    **nombres: Mapping[str, Vector],
) -> Rows:
    """The same without `lu`, told which of the distinct values of each column are taken.

    With these numbers, that tell more of each distinct value.
    """
    places, rangs, codes = ([np.empty(0, int)] for _ in range(3))
    dits: dict[str, list[Vector]] = {nom: [np.empty(0, bool)] for nom in nombres}
    valeurs: list[object] = []
    for rang, (nom, bons) in enumerate(bonnes.items()):
        colonne = rows[nom]
        if bons.any():
            ici = np.flatnonzero(bons[colonne.codes])
            places.append(ici)
            rangs.append(np.full(len(ici), rang))
            codes.append(colonne.codes[ici] + np.intp(len(valeurs)))
            valeurs += colonne.distinctes
            for nombre, par_colonne in nombres.items():
                dits[nombre].append(par_colonne[nom][colonne.codes[ici]])
    ou, tous = np.concatenate(places), np.concatenate(codes)
    return Rows(
        {
            **{nom: rows[nom][ou] for nom in (*CLES, *gardees)},
            "colonne": Coded(np.concatenate(rangs), [*bonnes]),
            "valeur": Coded(tous, valeurs),
            **{nom: np.concatenate(vecteurs) for nom, vecteurs in dits.items()},
        }
    )


def keep_typed(valeurs: Sequence[object]) -> list[object]:
    """The same values, None for a blank one: what `stack` leaves out."""
    return [None if est_vide(valeur) else valeur for valeur in valeurs]


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


def drop_fautives(cellules: Rows, saisie: Saisie, table: str) -> Rows:
    """The cells that reading has not already reported."""
    fautives = find_fautives(saisie.lectures, table)
    if not fautives:
        return cellules
    places = cellules.tuples("classeur", "ligne", "colonne")
    return cellules.take(np.array([place not in fautives for place in places], bool))
