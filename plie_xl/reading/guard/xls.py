"""The records of a .xls workbook: nothing is read, all that would kill the reader is found."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from plie_xl.model.cell import Cellule
from plie_xl.reading.guard.limits import (
    MAX_AIRE,
    MAX_COLONNE_XLS,
    MAX_ENREGISTREMENTS,
    MAX_LIGNE_XLS,
)
from plie_xl.reading.guard.refusals import Garde, RefusError

_TETE = struct.Struct("<HH")
_LIEU = struct.Struct("<HH")
_DEBUT, _FILEPASS, _DATE1904, _DIMENSIONS = 0x0809, 0x002F, 0x0022, 0x0200
_FORMULE, _BOOL_OU_ERREUR, _MULTIPLE = 0x0006, 0x0205, 0x00BD
# Records that put a value in one cell: formula, number, text (three ways), boolean, RK.
_VALEURS = frozenset((_FORMULE, 0x0203, 0x0204, 0x00D6, 0x00FD, _BOOL_OU_ERREUR, 0x027E, _MULTIPLE))


@dataclass(slots=True)
class _Vue:
    """What the walk gathers; the used rectangle is that of the current sheet."""

    aire: int = 0
    erreurs: int = 0
    date1904: bool = False
    lignes: list[int] = field(default_factory=list)
    colonnes: list[int] = field(default_factory=list)


def inspect_biff(flux: bytes) -> Garde:
    """What the guard says of an old workbook; raises `RefusError` when it must not be read."""
    vue = _Vue()
    premier = True
    for genre, corps in _list_enregistrements(flux):
        if premier and genre != _DEBUT:
            raise RefusError("xls_illisible", raison="son début n’est pas celui d’un classeur")
        premier = False
        if genre in _VALEURS:
            _see_valeur(vue, genre, corps)
        elif genre == _DEBUT:
            _end_feuille(vue)
        elif genre == _FILEPASS:
            raise RefusError("chiffre")
        elif genre == _DATE1904:
            vue.date1904 = corps[:1] == b"\x01"
        elif genre == _DIMENSIONS:
            _require_dimensions(corps)
    _end_feuille(vue)
    return Garde("xls", avertissements=_list_avertissements(vue), date1904=vue.date1904)


def _list_enregistrements(flux: bytes) -> Iterator[tuple[int, bytes]]:
    place = nombre = 0
    while place + 4 <= len(flux):
        genre, longueur = _TETE.unpack_from(flux, place)
        place += 4
        nombre += 1
        if place + longueur > len(flux):
            raise RefusError("tronque")
        if nombre > MAX_ENREGISTREMENTS:
            raise RefusError("xls_illisible", raison="il contient trop d’enregistrements")
        if genre or longueur:  # zeros fill the end of the stream
            yield genre, flux[place : place + longueur]
        place += longueur


def _see_valeur(vue: _Vue, genre: int, corps: bytes) -> None:
    if len(corps) < 6:
        raise RefusError("xls_illisible", raison="une cellule est incomplète")
    ligne, colonne = _LIEU.unpack_from(corps)
    if genre == _MULTIPLE:  # its last two bytes are its last column
        colonne = max(colonne, int.from_bytes(corps[-2:], "little"))
    if colonne >= MAX_COLONNE_XLS:
        lieu = Cellule("", "", ligne + 1, colonne + 1).a1
        raise RefusError("xls_illisible", raison=f"la cellule {lieu} n’existe pas dans un .xls")
    vue.lignes.append(ligne)
    vue.colonnes.append(colonne)
    if genre == _BOOL_OU_ERREUR:
        vue.erreurs += corps[7:8] == b"\x01"
    elif genre == _FORMULE:
        vue.erreurs += corps[6:7] == b"\x02" and corps[12:14] == b"\xff\xff"


def _require_dimensions(corps: bytes) -> None:
    """The reader reserves what the sheet announces."""
    forme = "<IIHH" if len(corps) >= 12 else "<HHHH"
    if len(corps) < struct.calcsize(forme):
        raise RefusError("xls_illisible", raison="les dimensions d’une feuille sont fausses")
    _, bas, _, droite = struct.unpack_from(forme, corps)
    if bas > MAX_LIGNE_XLS or droite > MAX_COLONNE_XLS:
        raise RefusError("xls_illisible", raison="les dimensions d’une feuille sont fausses")


def _end_feuille(vue: _Vue) -> None:
    """The reader expands every sheet as soon as it opens the file: the bound is on the sum."""
    if vue.lignes:
        hauteur = max(vue.lignes) - min(vue.lignes) + 1
        vue.aire += hauteur * (max(vue.colonnes) - min(vue.colonnes) + 1)
        vue.lignes.clear()
        vue.colonnes.clear()
    if vue.aire > MAX_AIRE:
        raise RefusError("xls_illisible", raison="ses feuilles sont démesurées")


def _list_avertissements(vue: _Vue) -> tuple[str, ...]:
    if not vue.erreurs:
        return ()
    nombre = "une cellule" if vue.erreurs == 1 else f"{vue.erreurs} cellules"
    return (f"{nombre} en erreur (#N/A, #REF!…) dans ce classeur .xls ; lues comme vides",)
