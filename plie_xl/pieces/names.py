"""The house name of the file of a piece, made and read back by one pair of inverse functions.

« 2024-03-12_COPIL_EMARG_01.pdf »: the day, the target, the kind of piece, and a number that tells
apart two meetings of one instance on one day. Capitals, figures and dashes only: such a name opens
on every system.
"""

import re
from dataclasses import dataclass
from datetime import date

from plie_xl.model.errors import PlieError
from plie_xl.model.vocabulary import load_pieces

LONGUEUR = 120
_CIBLE = r"[a-z0-9]+(?:[-_][a-z0-9]+)*"
_FORME = re.compile(
    rf"(\d{{4}}-\d\d-\d\d)_({_CIBLE})_([a-z]+)_(\d\d|[1-9]\d\d)\.([a-z0-9]{{1,5}})", re.I | re.A
)


class NomError(PlieError, ValueError):
    """No house name can be made of these parts."""


@dataclass(frozen=True)
class Nom:
    """What a house name says: `cible` and `kind` are identifiers, `rang` is from 1 to 999."""

    jour: date
    cible: str
    kind: str
    rang: int = 1
    extension: str = "pdf"


def build_nom(nom: Nom) -> str:
    """The name that the file should bear.

    Raises
    ------
    NomError
        The kind is unknown, a part holds a sign that has no place in a name, or the whole is too
        long.
    """
    if nom.kind not in load_pieces():
        raise NomError(f"« {nom.kind} » n’est pas une sorte de pièce")
    abrege = load_pieces()[nom.kind].abrege
    cible = nom.cible.upper()
    texte = f"{nom.jour.isoformat()}_{cible}_{abrege}_{nom.rang:02}.{nom.extension}"
    if len(texte) > LONGUEUR:
        raise NomError(f"« {texte} » dépasse {LONGUEUR} caractères")
    if parse_nom(texte) != nom:
        raise NomError(f"« {texte} » ne se relirait pas")
    return texte


def parse_nom(texte: str) -> Nom | None:
    """What a name says, in capitals or not; None for a name that is not of the house."""
    trouve = _FORME.fullmatch(texte) if len(texte) <= LONGUEUR else None
    if trouve is None:
        return None
    jour, cible, abrege, rang, extension = trouve.groups()
    kinds = {piece.abrege: piece.id for piece in load_pieces().values()}
    kind = kinds.get(abrege.upper())
    try:
        lu = date.fromisoformat(jour)
    except ValueError:
        return None
    if kind is None or not int(rang):
        return None
    return Nom(lu, cible.lower(), kind, int(rang), extension.lower())
