"""What a workbook holds of its owner's own: sheets that the model has not, formulas in our cells.

The file is one that the guard has let in; it is searched in a child with limits all the same.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plie_xl.model.cell import rang
from plie_xl.model.fiche import Fiche
from plie_xl.model.lecture import Lecture
from plie_xl.model.text import cle_entete
from plie_xl.model.workbook import (
    FICHE_SOURCE,
    LISTES,
    MODE_EMPLOI,
    colonnes_remplissables,
    feuilles,
)
from plie_xl.reading.workers import WorkerPool

_DELAI = 30.0
_MAX = 2_000  # formulas named one by one
_FORMULE = re.compile(rb'<c\b[^<>]*?\br="([A-Z]{1,3})(\d{1,7})"[^<>]*+>\s*+<f\b')
Place = tuple[str, int, int]  # sheet, row, column


@dataclass(frozen=True)
class Siennes:
    """Names of the owner's sheets, and where her formulas stand in our tables."""

    feuilles: tuple[str, ...] = ()
    formules: tuple[Place, ...] = ()


def find_own(chemin: Path, lecture: Lecture, fiche: Fiche, ours: tuple[str, ...] = ()) -> Siennes:
    """The owner's sheets and formulas; nothing where the file does not let itself be searched.

    `ours` are sheets that we write beside those of the model.
    """
    connues = {f.table: f for f in feuilles(fiche)}
    colonnes = {
        table.feuille: [
            k for c, k in table.colonnes.items() if c in colonnes_remplissables(connues[table.nom])
        ]
        + list(table.inconnues.values())
        for table in lecture.tables.values()
        if table.nom in connues and connues[table.nom].saisie  # « Fiche » has formulas of ours
    }
    with WorkerPool(1, _DELAI) as enfants:
        try:
            noms, formules = enfants.submit(search, str(chemin), colonnes).result()
        except Exception:
            return Siennes()
    notres = {MODE_EMPLOI, LISTES, FICHE_SOURCE.nom, *(f.nom for f in connues.values())}
    prises = {cle_entete(nom) for nom in (*notres, *ours, *colonnes)}
    lignes = {table.feuille: set(table.lignes) for table in lecture.tables.values()}
    siennes = tuple(n for n in noms if cle_entete(n) not in prises)
    return Siennes(siennes, tuple(f for f in formules if f[1] in lignes[f[0]]))


def search(
    chemin: str, colonnes: Mapping[str, list[int]]
) -> tuple[tuple[str, ...], tuple[Place, ...]]:
    """In the child: every sheet by name, and the formulas that stand in these columns of each."""
    from plie_xl.reading.guard.archive import open_archive
    from plie_xl.reading.guard.xlsx import find_parties

    archive = open_archive(Path(chemin).read_bytes())
    if archive is None:
        return (), ()
    parties, _ = find_parties(archive)
    trouvees: list[Place] = []
    for nom, partie in parties.items():
        voulues = set(colonnes.get(nom, ()))
        if voulues:
            for lue in _FORMULE.finditer(archive.read_xml(partie)):
                colonne = rang(lue[1].decode())
                if colonne in voulues:
                    trouvees.append((nom, int(lue[2]), colonne))
    return tuple(parties), tuple(trouvees[:_MAX])
