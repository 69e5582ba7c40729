"""The papers of planned meetings, written: one folder a meeting, whole or absent."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from plie_xl.files.errors import DestinationError
from plie_xl.files.whole import check_libre, write_fichiers
from plie_xl.model.settings import Publicite
from plie_xl.reports.meeting import Reunion
from plie_xl.reports.meeting_papers import build_papiers


@dataclass(frozen=True)
class Papier:
    """One paper written, and the row of « Suivi » that it is for."""

    ligne: int
    dossier: str
    fichier: str

    def to_dict(self) -> dict[str, object]:
        """As `reunion --json` gives it."""
        return asdict(self)


def prepare(
    reunions: Iterable[Reunion], publicite: Publicite, dossier: Path, *, essai: bool = False
) -> list[Papier]:
    """Write the papers of each meeting under `dossier`, once all are made and no name is taken.

    Raises
    ------
    DestinationError
        REU-02: one of the folders is there already, and nothing is written.
    ModeleError
        AGAPE's own attendance sheet cannot be filled, and nothing is written.
    EcritureError
        The disk refuses.
    """
    reunions = list(reunions)
    try:
        for x in reunions:
            check_libre(dossier / x.dossier)
    except DestinationError as erreur:
        raise DestinationError(f"REU-02 : {erreur}") from erreur
    prets = [(x, build_papiers(x, publicite)) for x in reunions]
    for x, papiers in prets:
        if papiers and not essai:
            write_fichiers(dossier / x.dossier, papiers)
    return [Papier(x.ligne, x.dossier, nom) for x, papiers in prets for nom in papiers]
