"""A cell of evidence that says « CR », and whose link leads to the file: both are its reference.

The link is read as the text is, and written after it: « CR <2024-03-12 CR.pdf> ». It is never
opened. Of a path, the name of the file alone: folders of a computer often bear a person's name.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TypeGuard
from urllib.parse import unquote

from plie_xl.model.evidence import DONNEE, denies_further, read_piece
from plie_xl.model.lecture import Place
from plie_xl.model.linked import join_cible
from plie_xl.model.text import visible
from plie_xl.model.vocabulary import load_pieces

_TRES_LONG = 500  # signs: no address of a document
_TOILE = re.compile(r"https?://", re.IGNORECASE)
_SCHEME = re.compile(r"(?!file:|[a-z]:[\\/])[a-z][a-z0-9+.-]*:", re.IGNORECASE)  # « mailto: »


def write_liens(
    lues: Mapping[str, Sequence[object]],
    colonnes: Mapping[str, int],
    lignes: Sequence[int],
    liens: Mapping[Place, str],
) -> dict[str, Sequence[object]]:
    """The same values, where a cell that names no piece bears the name that its link leads to."""
    ecrites = dict(lues)
    for piece in load_pieces() if liens else ():
        if piece in lues:
            ecrites[piece] = [
                _complete(valeur, liens, (ligne, colonnes[piece]))
                for ligne, valeur in zip(lignes, lues[piece], strict=True)
            ]
    return ecrites


def _complete(valeur: object, liens: Mapping[Place, str], place: Place) -> object:
    if not needs_lien(valeur):
        return valeur
    cible = say_cible(liens.get(place, ""))
    return join_cible(valeur, cible) if cible else valeur


def needs_lien(valeur: object) -> TypeGuard[str]:
    """Whether a cell says that there is a piece, and not at all which one."""
    return isinstance(valeur, str) and read_piece(valeur) == DONNEE and not denies_further(valeur)


def say_cible(adresse: str) -> str:
    """What an address names: itself on the web, else a file; "" for a place of the workbook."""
    adresse = visible(adresse.strip())
    if not adresse or len(adresse) > _TRES_LONG:
        return ""
    if _TOILE.match(adresse):
        return re.sub(r"[;<>\s]", lambda signe: f"%{ord(signe[0]):02X}", adresse)
    if _SCHEME.match(adresse):
        return ""
    chemin = unquote(adresse.partition("#")[0]).replace("\\", "/").rstrip("/")
    return re.sub(r"[;<>\n\r]", " ", chemin.rpartition("/")[2]).strip()
