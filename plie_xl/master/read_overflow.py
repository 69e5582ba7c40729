"""The rows that a master keeps in a file beside it, believed when they are those that it names."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping

import pandas as pd

from plie_xl.files.container import FermeError
from plie_xl.master.overflow import DETAIL, SUFFIXE, say_contenu, say_ou
from plie_xl.master.parquet import INSTALLER, count_lignes, has_parquet, read_parquet
from plie_xl.model.errors import PlieError
from plie_xl.model.text import cle
from plie_xl.model.workbook import Feuille
from plie_xl.reading.guard.refusals import cite

MAX_LIGNES = 10_000_000  # five times ten thousand workbooks of 200 rows; about 2 GB of columns
_INTERDITS = frozenset("/\\:")  # a name that would leave the folder of the master
REFAIRE = "refaites le classeur maître"


class DetailError(PlieError, ValueError):
    """A file named by the master cannot serve; one French sentence without the final period."""


def read_details(
    sources: pd.DataFrame, feuilles: Iterable[Feuille], opener: Callable[[str], bytes]
) -> Mapping[str, tuple[pd.DataFrame, str]]:
    """By table, the rows that « Sources » says to be in a file beside, and a sentence on where.

    `opener` gives the bytes of a file by its name, without folder.

    Raises
    ------
    DetailError
        The file is not there, is not the one that was written with the master, or cannot be read.
    """
    return {
        feuille.table: _read(feuille, fichier, sha256, opener)
        for feuille, fichier, sha256 in _list_details(sources, feuilles)
    }


def _list_details(
    sources: pd.DataFrame, feuilles: Iterable[Feuille]
) -> Iterator[tuple[Feuille, str, str]]:
    """Sheet, file and SHA-256 of each row of « Sources » that names such a file."""
    noms = {_quoi(say_contenu(f.nom, 0)): f for f in feuilles}
    for x in sources[sources["etat"] == DETAIL].to_dict("records"):
        feuille = noms.get(_quoi(str(x["detail"])))
        if feuille is not None:
            yield feuille, str(x["classeur"]), str(x["sha256"])


def _quoi(contenu: str) -> str:
    """The sheet that a text names, whatever blanks surround it."""
    return cle(contenu.rpartition(":")[0])


def _read(
    feuille: Feuille, fichier: str, sha256: str, opener: Callable[[str], bytes]
) -> tuple[pd.DataFrame, str]:
    quoi = f"les lignes de « {feuille.nom} » sont dans « {cite(fichier)} »"
    if _INTERDITS.intersection(fichier) or not fichier.endswith(SUFFIXE):
        raise DetailError(f"{quoi}, qui n’est pas un nom de fichier ; {REFAIRE}")
    if not has_parquet():
        raise DetailError(f"{quoi}, qui se lit avec pyarrow ; installez-le : « {INSTALLER} »")
    try:
        octets = opener(fichier)
    except FermeError as erreur:
        raise DetailError(
            f"{quoi}, qui ne se lit pas : {erreur} ; remettez-le à côté de ce classeur,"
            f" ou {REFAIRE}"
        ) from erreur
    if hashlib.sha256(octets).hexdigest() != sha256:
        raise DetailError(
            f"{quoi}, mais ce fichier n’est plus celui d’alors ; remettez celui qui a été écrit"
            f" avec ce classeur, ou {REFAIRE}"
        )
    lignes = _open(octets, feuille, quoi)
    return lignes, say_ou(feuille.nom, len(lignes), fichier)


def _open(octets: bytes, feuille: Feuille, quoi: str) -> pd.DataFrame:
    """The rows, if they are not more than we hold: whoever wrote this master may have lied."""
    try:
        lignes = count_lignes(octets)
        if lignes <= min(MAX_LIGNES, 8 * len(octets)):
            return read_parquet(octets, feuille)
    except Exception as erreur:  # pyarrow raises many kinds on what is no Parquet
        raise DetailError(f"{quoi}, qui ne se laisse pas lire ; {REFAIRE}") from erreur
    trop = "plus de dix millions" if lignes > MAX_LIGNES else "plus que ce fichier n’en peut tenir"
    raise DetailError(f"{quoi}, et il y en a {trop} ; {REFAIRE}")
