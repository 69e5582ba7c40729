"""Rows that no sheet of Excel holds: all of them in a Parquet file beside, and a sentence instead.

A table cut at Excel's last row would be summed and filtered as if it were whole, so such a sheet
keeps none. « Sources » names the file and its SHA-256. A part of that SHA-256 is in the file's
name: another content never takes the place of a file that an older master still needs.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from plie_xl.files.errors import EcritureError, Etat
from plie_xl.master import contract
from plie_xl.master.batches import TOUTES, Longue
from plie_xl.master.parquet import INSTALLER, has_parquet, write_parquet
from plie_xl.model.text import pluriel, typographie
from plie_xl.model.workbook import LIGNE_ENTETE, Feuille

LIGNES_EXCEL = 1_048_576  # of a sheet
LIGNES_TENUES = LIGNES_EXCEL - LIGNE_ENTETE  # rows that a long sheet keeps; a test may lower it
DETAIL = "détail"  # in « Sources », the state of such a file
SUFFIXE = ".parquet"
_MARQUE = 8  # signs of the SHA-256 in a file's name


class Detail(NamedTuple):
    """The rows of one sheet, as the bytes of a file that stands beside the master."""

    table: str
    feuille: str
    fichier: str
    lignes: int
    octets: bytes

    @property
    def sha256(self) -> str:
        """By which « Sources » knows its file again."""
        return hashlib.sha256(self.octets).hexdigest()

    @property
    def contenu(self) -> str:
        """« Suivi » : 1 200 000 lignes. How « Sources » says what the file is."""
        return say_contenu(self.feuille, self.lignes)

    @property
    def phrase(self) -> str:
        """What stands above the empty table."""
        return say_ou(self.feuille, self.lignes, self.fichier)


def say_ou(feuille: str, lignes: int, fichier: str) -> str:
    """Which file holds the rows that a sheet cannot."""
    return typographie(
        f"« {feuille} » a {pluriel(lignes, 'ligne')}, plus qu’une feuille d’Excel n’en tient :"
        f" toutes sont dans « {fichier} », à garder à côté de ce classeur."
    )


def say_contenu(feuille: str, lignes: int) -> str:
    """« Suivi » and its number of rows, as « Sources » says them."""
    return typographie(f"« {feuille} » : {pluriel(lignes, 'ligne')}")


def build_details(nom: str, longues: Mapping[Feuille, Longue]) -> tuple[Detail, ...]:
    """The files of a master called `nom` (without suffix), for those of its sheets that overflow.

    Raises
    ------
    EcritureError
        There are some, and pyarrow is not installed.
    """
    trop = {f: longue for f, longue in longues.items() if longue.nombre > LIGNES_TENUES}
    if trop and not has_parquet():
        feuille, longue = next(iter(trop.items()))
        raise EcritureError(
            f"« {feuille.nom} » aurait {pluriel(longue.nombre, 'ligne')}, plus qu’une feuille"
            " d’Excel n’en tient, et le détail s’écrit alors en Parquet ; rien n’est écrit :"
            f" installez-le (« {INSTALLER} ») et relancez, ou consolidez le dossier en plusieurs"
            " fois",
            Etat.RIEN,
        )
    return tuple(_build(nom, feuille, longue) for feuille, longue in trop.items())


def _build(nom: str, feuille: Feuille, longue: Longue) -> Detail:
    octets = write_parquet(longue.make(TOUTES).to_frame(), contract.keep_donnees(feuille))
    marque = hashlib.sha256(octets).hexdigest()[:_MARQUE]
    fichier = f"{nom} - {feuille.nom} {marque}{SUFFIXE}"
    return Detail(feuille.table, feuille.nom, fichier, longue.nombre, octets)


def find_anciens(chemin: Path, details: Iterable[Detail]) -> list[str]:
    """Names of the files beside a master that were written for an older content of it."""
    noms = "|".join(re.escape(f.nom) for f in contract.LONGUES)
    marque = rf"[0-9a-f]{{{_MARQUE}}}{re.escape(SUFFIXE)}"
    notre = re.compile(rf"{re.escape(chemin.stem)} - (?:{noms}) {marque}")
    servent = {d.fichier for d in details}
    with suppress(OSError):
        vus = sorted(f.name for f in chemin.parent.iterdir() if notre.fullmatch(f.name))
        return [nom for nom in vus if nom not in servent]
    return []


def lignes_details(details: Iterable[Detail]) -> list[dict[str, object]]:
    """Their rows in « Sources »."""
    return [
        {"classeur": d.fichier, "etat": DETAIL, "detail": d.contenu, "sha256": d.sha256}
        for d in details
    ]
