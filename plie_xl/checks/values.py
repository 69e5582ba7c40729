"""A cell as the number or the day that rules compare; what is none is NaN."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import count

import numpy as np

from plie_xl.model.frames import Vector
from plie_xl.model.text import cle, est_vide, read_jour, read_nombre

AVANT_1970 = date(1970, 1, 1).toordinal()  # numpy counts its days from there


def ordinal(valeur: object) -> float:
    """A day as a number one can compare; NaN when the value is no day."""
    jour = read_jour(valeur)
    return float(jour.toordinal()) if jour else np.nan


def read_isos(textes: Sequence[str], debuts: Vector) -> Vector:
    """The day that each text writes as « 2024-03-14 », from a place of its own on.

    NaN for « 2024-02-30 ».
    """
    signes = np.frombuffer("".join(textes).encode("latin-1", "replace"), np.uint8)  # one by sign
    longueurs = np.fromiter(map(len, textes), np.int64, len(textes))
    places = np.cumsum(longueurs) - longueurs + debuts

    def read(rangs: Iterable[int]) -> Vector:
        nombre = np.zeros(len(places), np.int64)
        for rang in rangs:
            nombre = 10 * nombre + signes[places + rang] - ord("0")
        return nombre

    an, mois, jour = read(range(4)), read(range(5, 7)), read(range(8, 10))
    premiers = (12 * (an - 1970) + mois - 1).astype("datetime64[M]")
    jours = premiers.astype("datetime64[D]") + (jour - 1)
    vrais = (an > 0) & (mois > 0) & (mois <= 12) & (jours.astype("datetime64[M]") == premiers)
    return np.where(vrais, jours.astype(np.int64) + AVANT_1970, np.nan)


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
