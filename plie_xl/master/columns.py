"""A column of a DataFrame, whose equal values are looked at once."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from plie_xl.model.frames import Vector


def keep_distinct(colonne: pd.Series) -> tuple[Vector, list[Any]]:
    """For each row the place of its value among the distinct ones, and those; -1 for none."""
    if isinstance(colonne.dtype, pd.CategoricalDtype):
        if len(colonne.cat.categories) > len(colonne):  # a few rows of many
            colonne = colonne.cat.remove_unused_categories()
        return colonne.cat.codes.to_numpy(), colonne.cat.categories.to_list()
    objets = colonne.dtype == object or isinstance(colonne.dtype, pd.StringDtype)
    codes, valeurs = pd.factorize(colonne.to_numpy(object) if objets else colonne.to_numpy())
    return codes, valeurs.tolist()


def read_distinct(colonne: pd.Series, read: Callable[[Any], Any], dtype: Any = object) -> Vector:
    """What `read` answers for each value; that of "" for none."""
    codes, distinctes = keep_distinct(colonne)
    mots = [*distinctes, ""]  # the code of none is -1, the last
    return np.fromiter(map(read, mots), dtype, len(mots))[codes]
