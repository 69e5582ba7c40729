"""Consolidation → the AGAPE workbook. Same inputs, same bytes.

contrat (sheets and columns) → lignes, annexes (values) → page → cibles, chiffres, synthese
(formulas, looks) → pages → build_master
"""

import zipfile
from pathlib import Path

from plie_xl.consolidation import Consolidation
from plie_xl.ecriture import Ecrit, write_atomic
from plie_xl.master.pages import Changements, add_pages, find_resume
from plie_xl.plume import Plume

__all__ = ["build_master", "est_un_master", "write_master"]

MARQUE = "plie_xl master"  # in the document's properties: how we know our own work
_PROPRIETES = 100_000  # bytes of properties looked at: a received file may hide a bomb there


def build_master(consolidation: Consolidation, evolutions: Changements | None = None) -> bytes:
    """The AGAPE workbook of a consolidation, as .xlsx bytes.

    `evolutions` (of `plie_xl.evolutions`) fill « Évolutions »; without them, no such sheet.
    """
    fiche = next(iter(consolidation.fiches.values()))
    plume = Plume(fiche.debut, find_resume(consolidation), mots_cles=MARQUE)
    add_pages(plume, consolidation, evolutions)
    return plume.close()


def write_master(
    consolidation: Consolidation,
    chemin: Path | str,
    evolutions: Changements | None = None,
) -> Ecrit:
    """Write the AGAPE workbook in one go: the folder holds the old one whole, or the new one.

    Returns
    -------
    Ecrit
        Where it was written (`chemin`), and in French why not where asked (`avis`), when the old
        one is open in Excel.

    Raises
    ------
    EcritureError
        The file could not be written; the sentence says in what state the folder is.
    """
    return write_atomic(Path(chemin), build_master(consolidation, evolutions))


def est_un_master(chemin: Path) -> bool:
    """Whether a file was written by `write_master`: such a file may be replaced unasked."""
    try:
        if not chemin.is_file():  # a pipe would be waited for without end
            return False
        with zipfile.ZipFile(chemin) as archive, archive.open("docProps/core.xml") as proprietes:
            return MARQUE.encode() in proprietes.read(_PROPRIETES)
    except Exception:  # the reader says later, in French, what is wrong with a received file
        return False
