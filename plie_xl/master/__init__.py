"""Consolidation → the AGAPE workbook. Same inputs, same bytes.

contract (sheets and columns) → batches (rows lot by lot) → overflow (those that no sheet holds)
→ page → one module per sheet (rows, formulas, look) → pages (their order) → build_master
→ write_rendu → run (inbox → written master, for both doors)
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from plie_xl.consolidation import Consolidation
from plie_xl.files.atomic import Ecrit, write_atomic
from plie_xl.files.errors import EcritureError, Etat
from plie_xl.master.claim import MARQUE, claim_master, est_un_master
from plie_xl.master.evolutions import Changements
from plie_xl.master.overflow import Detail, find_anciens
from plie_xl.master.pages import add_pages, find_resume
from plie_xl.model.text import enumere
from plie_xl.sheets.pen import Pen

__all__ = ["Rendu", "build_master", "est_un_master", "write_master", "write_rendu"]


class Rendu(NamedTuple):
    """A master as .xlsx bytes, and what must stand beside it: most often nothing."""

    octets: bytes
    details: tuple[Detail, ...] = ()


def build_master(
    consolidation: Consolidation,
    evolutions: Changements | None = None,
    nom: str = "AGAPE",
    dossier: str = "",
) -> Rendu:
    """The AGAPE workbook of a consolidation.

    `evolutions` (of `plie_xl.reports.changes`) fill « Évolutions »; without them, no such sheet.
    `nom` is what it will be called, without suffix: the files beside it begin with it. `dossier`
    is where the received files are, from its own folder (« recus/ »), for its links to them.

    Raises
    ------
    EcritureError
        A sheet is longer than Excel's, and pyarrow is not installed.
    """
    fiche = next(iter(consolidation.fiches.values()))
    pen = Pen(fiche.debut, find_resume(consolidation), mots_cles=MARQUE)
    details = add_pages(pen, consolidation, evolutions, nom, dossier)
    return Rendu(pen.close(), details)


def write_master(
    consolidation: Consolidation,
    chemin: Path | str,
    evolutions: Changements | None = None,
) -> Ecrit:
    """Write the AGAPE workbook in one go: the folder holds the old one whole, or the new one.

    Rows beyond what a sheet of Excel holds are written first, as Parquet, beside it.

    Returns
    -------
    Ecrit
        Where it was written (`chemin`), and in French (`avis`) why not where asked, when the old
        one is open in Excel, and which rows are in a file beside.

    Raises
    ------
    EcritureError
        The file could not be written; the sentence says in what state the folder is.
    DestinationError
        What stands there is not a master of ours. One that somebody changed is kept beside.
    """
    chemin = Path(chemin)
    garde = claim_master(chemin)
    rendu = build_master(consolidation, evolutions, chemin.stem)
    ecrit = write_rendu(chemin, rendu, garde)
    return replace(ecrit, avis=_join((ecrit.avis, *(d.phrase for d in rendu.details))))


def write_rendu(chemin: Path, rendu: Rendu, copie: bool = False) -> Ecrit:
    """Write what stands beside a master, then the master: it names no file that is not there.

    `copie`: the old one is kept beside. When the master cannot be written, the files made for it
    are removed. Raises as `write_master`.
    """
    faits: list[Path] = []
    try:
        for detail in rendu.details:
            a_cote = chemin.with_name(detail.fichier)
            if not _holds(a_cote, detail.octets):
                faits.append(a_cote)
                _write_detail(a_cote, detail.octets)
        ecrit = write_atomic(chemin, rendu.octets, copie=copie)
    except BaseException:  # Ctrl-C too
        if not _holds(chemin, rendu.octets):
            _remove(faits)
        raise
    anciens = [] if ecrit.a_cote else find_anciens(chemin, rendu.details)
    return replace(ecrit, avis=_join((ecrit.avis, _say_anciens(chemin.name, anciens))))


def _say_anciens(nom: str, anciens: list[str]) -> str:
    """What to do with files that this master no longer needs; another may, so we leave them."""
    if not anciens:
        return ""
    servent, les = ("servent", "les") if len(anciens) > 1 else ("sert", "le")
    return (
        f"{enumere(f'« {ancien} »' for ancien in anciens)} ne {servent} plus à « {nom} » :"
        f" supprimez-{les}, sauf si une copie de l’ancien classeur en a besoin."
    )


def _write_detail(chemin: Path, octets: bytes) -> None:
    ecrit = write_atomic(chemin, octets)
    if ecrit.a_cote:  # on Windows, a file of that name is open: the master would name that one
        _remove([ecrit.chemin])
        raise EcritureError(
            f"« {chemin.name} » est ouvert dans un autre programme : fermez-le, puis relancez",
            Etat.ANCIEN,
        )


def _join(phrases: Iterable[str]) -> str:
    return " ".join(filter(None, phrases))


def _holds(chemin: Path, octets: bytes) -> bool:
    """Whether these bytes stand there already."""
    with suppress(OSError):
        memes = chemin.is_file() and chemin.stat().st_size == len(octets)
        return memes and chemin.read_bytes() == octets
    return False


def _remove(faits: Iterable[Path]) -> None:
    for chemin in faits:
        with suppress(OSError):
            chemin.unlink()
