"""A cell as the number or the day that rules compare; what is none is NaN."""

import re
from collections.abc import Iterable
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


def read_isos(octets: bytes, debuts: Vector) -> Vector:
    """The day that each text laid out writes as « 2024-03-14 », from a place of its own on.

    NaN for « 2024-02-30 », and for a text without a place (-1).
    """
    signes = np.frombuffer(octets + b"\0", np.uint8)
    premiers_signes = np.append(0, np.flatnonzero(signes == 0)[:-1] + 1)
    ou = np.flatnonzero(debuts >= 0)
    places = (premiers_signes[: len(debuts)] + debuts)[ou, None] + np.arange(len("2024-03-14"))
    jours = np.full(len(debuts), np.nan)
    jours[ou] = _read_iso(signes[places] - ord("0"))
    return jours


def _read_iso(chiffres: Vector) -> Vector:
    an, mois, jour = (
        np.polyval(chiffres[:, ou].T.astype(np.int64), 10)
        for ou in (slice(0, 4), slice(5, 7), slice(8, 10))
    )
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
