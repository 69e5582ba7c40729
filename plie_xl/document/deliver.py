"""The confirming workbooks of a document, written where nothing stands: they may hold decisions."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from plie_xl.document.compose import FicheLue
from plie_xl.document.confirm import build_classeur
from plie_xl.files.atomic import write_atomic
from plie_xl.files.folder import make_dossier


def write_confirmer(dossier: Path, fiches: Iterable[FicheLue | None]) -> Iterator[tuple[Path, str]]:
    """One workbook per fiche (None: the blank one), and what to say of a name that was taken."""
    make_dossier(dossier)
    for fiche in fiches:
        nom = fiche.nom if fiche else "fiche_vierge"
        octets = build_classeur(fiche)
        chemin, n = dossier / f"{nom}.xlsx", 1
        while chemin.exists() and chemin.read_bytes() != octets:
            n += 1
            chemin = dossier / f"{nom}_{n}.xlsx"
        if not chemin.exists():
            write_atomic(chemin, octets)
        yield chemin, f"« {nom}.xlsx » existe : rien n’y est changé" if n > 1 else ""
