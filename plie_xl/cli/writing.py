"""How the commands write: one file where one of ours may stand, or every file of a folder."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from plie_xl.cli.common import ILLISIBLE, fail, refusing
from plie_xl.cli.progress import Progress
from plie_xl.cli.screen import say
from plie_xl.model.text import pluriel

if TYPE_CHECKING:
    from plie_xl.files.claim import Recognize


def write_one(
    sortie: Path,
    octets: bytes,
    recognize: "Recognize",
    *,
    ending: str = ".xlsx",
    lus: Iterable[Path] = (),
    remplacer: bool | None = None,
) -> Path:
    """Write a file where nothing else stands, or an older one of ours; says what is kept.

    `recognize`, `lus` and `remplacer` are those of `claim`. Returns where it was written.
    """
    from plie_xl.files.atomic import write_atomic
    from plie_xl.files.claim import claim, with_ending

    with refusing():
        chemin = with_ending(sortie, ending)
        garde = claim(chemin, recognize, lus=lus, remplacer=remplacer)
        ecrit = write_atomic(chemin, octets, copie=garde)
    if ecrit.avis:
        say(ecrit.avis)
    return ecrit.chemin


def write_all(
    dossier: Path,
    fichiers: Iterable[tuple[str, bytes]],
    gardes: Mapping[str, bool],
    *,
    retenir: bool = True,
) -> int:
    """Write each file whole in a folder where all were claimed (`gardes`), and count them.

    Says what is kept, and what is written already when the folder refuses the next.
    """
    from plie_xl.files.errors import EcritureError
    from plie_xl.files.folder import write_dossier

    avis: list[str] = []
    try:
        with Progress("Écriture", len(gardes)) as advance:

            def note(texte: str) -> None:
                avis.append(texte)
                advance()

            write_dossier(dossier, fichiers, gardes, note, retenir=retenir)
    except EcritureError as erreur:
        fail(f"{_say_faits(len(avis), dossier)}{erreur}", ILLISIBLE)
    finally:
        for texte in filter(None, avis):
            say(texte)
    return len(avis)


def write_ours(dossier: Path, fichiers: Mapping[str, bytes]) -> int:
    """Write files that are the same each time, where nothing else bears their names."""
    from plie_xl.files.folder import claim_pareils

    with refusing():
        gardes = claim_pareils(dossier, fichiers)
    return write_all(dossier, fichiers.items(), gardes, retenir=False)


def _say_faits(nombre: int, dossier: Path) -> str:
    if not nombre:
        return ""
    return f"{pluriel(nombre, 'fichier écrit', 'fichiers écrits')} dans {dossier}, puis arrêt : "
