"""Rows that are alike: numbered group by group, asked once for all, counted."""

from collections.abc import Callable
from typing import Any

import numpy as np

from plie_xl.model.frames import Coded, Mask, Vector, encode_column


def number_groups(
    *colonnes: Coded | Vector, ou: Vector | slice = slice(None)
) -> tuple[Vector, Vector]:
    """The group of each row (rows with the same values in all columns), its first row by group.

    Of all the rows, or of those at these places, where the first ones are counted among them.
    """
    joints = np.zeros(1, np.int64)
    for colonne in colonnes:
        if isinstance(colonne, Coded):
            codes, combien = colonne.codes[ou], len(colonne.distinctes)
        else:
            codes, distincts = _number(colonne[ou])
            combien = len(distincts)
        joints = joints * combien + codes
    return _number(joints)


_PEU_DE_NOMBRES = 2_000  # a dictionary has numbered them before pandas has begun


def _number(nombres: Vector) -> tuple[Vector, Vector]:
    """Which of the distinct numbers each one is, and where each of those comes first."""
    if len(nombres) <= _PEU_DE_NOMBRES:
        codes = encode_column(_as_bits(nombres).tolist()).codes
    else:
        import pandas as pd

        codes, _ = pd.factorize(nombres, use_na_sentinel=False)
    premieres = np.empty(codes.max(initial=-1) + 1, np.int64)
    premieres[codes[::-1]] = np.arange(len(codes))[::-1]
    return codes, premieres


def _as_bits(nombres: Vector) -> Vector:
    """The same, or whole numbers in their place: NaN is equal to itself, and -0.0 to 0.0."""
    if nombres.dtype.kind != "f":
        return nombres
    return np.where(np.isnan(nombres), np.nan, nombres + 0.0).view(np.int64)


def cross(read: Callable[..., Any], *colonnes: Coded) -> Coded:
    """What `read` answers for each row, asked once for each distinct set of these values."""
    groupes, premieres = number_groups(*colonnes)
    mots = [colonne[premieres].tolist() for colonne in colonnes]
    reponses = encode_column(map(read, *mots))
    return Coded(reponses.codes[groupes], reponses.distinctes)


def count_by(colonne: Coded, masque: Mask) -> dict[Any, int]:
    """How many of the rows where a mask is true hold each value of a column."""
    fois = np.bincount(colonne.codes[masque], minlength=len(colonne.distinctes))
    return dict(zip(colonne.distinctes, fois.tolist(), strict=True))


def encode_numbers(nombres: Vector) -> Coded:
    """The same numbers, equal ones kept once; NaN is one of them."""
    codes, premieres = _number(nombres)
    return Coded(codes, nombres[premieres].tolist())
