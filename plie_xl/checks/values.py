"""A cell as the number or the day that rules compare; what is none is NaN."""

import re
from collections.abc import Iterable
from itertools import count

import numpy as np

from plie_xl.model.text import cle, est_vide, read_jour, read_nombre


def ordinal(valeur: object) -> float:
    """A day as a number one can compare; NaN when the value is no day."""
    jour = read_jour(valeur)
    return float(jour.toordinal()) if jour else np.nan


def read_quantite(valeur: object) -> float:
    """Empty counts 1; a positive whole number counts itself; anything else is NaN."""
    if est_vide(valeur):
        return 1.0
    if isinstance(valeur, str) and not re.fullmatch(r"[1-9][0-9]*", cle(valeur)):
        return np.nan  # of a text, the live formula reads bare figures only
    nombre = read_entier(valeur)
    return nombre if nombre > 0 else np.nan


def read_entier(valeur: object) -> float:
    """A whole number, negative or not; NaN when the value is none."""
    nombre = read_nombre(valeur)
    return nombre if nombre is not None and nombre == int(nombre) else np.nan


def number_rows(numeros: Iterable[object]) -> list[object]:
    """« N° » as « Valider » leaves it: what is written stays, a blank one takes the next."""
    numeros = list(numeros)
    connus = [n for n in map(read_entier, numeros) if n == n]
    suivants = count(int(max(connus, default=0)) + 1)
    return [next(suivants) if est_vide(n) else n for n in numeros]
