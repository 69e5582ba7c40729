"""What a live LibreOffice shows of workbooks that it opens and recalculates: nothing is saved.

To save a workbook costs as much as to open it and to compute all of it.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from hote.bureau import write_profile
from hote.ordres import from_here
from hote.pont import live_desktop, open_document
from plie_xl.host.libreoffice.cells import Zone

Grilles = dict[str, list[list[Any]]]


def read_recalculated(chemins: Iterable[Path], dossier: Path) -> Iterator[Grilles]:
    """The cells of each workbook, in the same order: by sheet, from A1 to the last one used."""
    with live_desktop(write_profile(dossier / "profil_calcul")) as bureau:
        for chemin in chemins:
            document = open_document(bureau, chemin)
            try:
                classeur = from_here(document)
                noms = classeur.sheet_names()
                zones = {nom: classeur.used_zone(nom) for nom in noms}
                yield {nom: classeur.read(nom, Zone(1, 1, *zones[nom][2:])) for nom in noms}
            finally:
                document.close(True)
