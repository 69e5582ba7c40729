"""A folder of files written together: claimed all at once, then written one by one.

A hidden file there lists what we wrote, as `sha256sum` does: what was changed since, or came from
elsewhere, is somebody's.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from plie_xl.files.atomic import write_atomic
from plie_xl.files.claim import Origine, Recognize, check_dossier, claim
from plie_xl.files.errors import EcritureError, Etat, explain, is_folder, refusal

LISTE = ".plie_xl.sha256"
_MAX_LISTE = 1_000_000  # bytes
_LIGNE = re.compile(r"([0-9a-f]{64})  (\S.*)")


def claim_dossier(
    dossier: Path,
    noms: Iterable[str],
    recognize: Recognize,
    *,
    lus: Iterable[Path] = (),
    remplacer: bool | None = None,
) -> dict[str, bool]:
    """For each file to write there, whether the one that stands in its place must be kept.

    `recognize` is asked about those that are not as we left them. Raises as `claim`.
    """
    check_dossier(dossier)
    connus, lus = read_liste(dossier), list(lus)

    def recognize_here(chemin: Path) -> Origine:
        return Origine.NOUS if _hash(chemin) == connus.get(chemin.name) else recognize(chemin)

    la = is_folder(dossier)
    return {
        nom: la and claim(dossier / nom, recognize_here, lus=lus, remplacer=remplacer)
        for nom in noms
    }


def claim_pareils(dossier: Path, fichiers: Mapping[str, bytes]) -> dict[str, bool]:
    """The same for files that are the same each time: what differs there is somebody's."""

    def recognize(chemin: Path) -> Origine:
        le_meme = chemin.read_bytes() == fichiers[chemin.name]
        return Origine.NOUS if le_meme else Origine.AUTRE

    return claim_dossier(dossier, fichiers, recognize)


def write_dossier(
    dossier: Path,
    fichiers: Iterable[tuple[str, bytes]],
    gardes: Mapping[str, bool],
    note: Callable[[str], object],
    *,
    retenir: bool = True,
) -> None:
    """Write each file whole; `note` is told after each, with what its writing has to say.

    Parameters
    ----------
    gardes
        What `claim_dossier` gave. A name that it was not asked about is a free one.
    retenir
        Remember what was written, so that the next run may replace it.

    Raises
    ------
    EcritureError
        One of them could not be written; those before it are there.
    """
    make_dossier(dossier)
    ecrits: dict[str, str] = {}
    try:
        for nom, octets in fichiers:
            if not _holds(dossier / nom, octets):
                ecrit = write_atomic(dossier / nom, octets, copie=gardes.get(nom, True))
                note(ecrit.avis)
                if ecrit.a_cote:
                    continue
            else:
                note("")
            ecrits[nom] = hashlib.sha256(octets).hexdigest()
    finally:
        if retenir and ecrits:
            keep_liste(dossier, read_liste(dossier) | ecrits)


def make_dossier(dossier: Path) -> None:
    """The folder, and those above it. Raises EcritureError where the disk refuses."""
    try:
        dossier.mkdir(parents=True, exist_ok=True)
    except OSError as erreur:
        raise refusal(dossier, Etat.RIEN, *explain(erreur)) from erreur


def read_liste(dossier: Path) -> dict[str, str]:
    """The SHA-256 of what we wrote in this folder, by name."""
    chemin = dossier / LISTE
    with suppress(OSError, UnicodeError):
        if chemin.is_file() and chemin.stat().st_size <= _MAX_LISTE:
            lignes = map(_LIGNE.fullmatch, chemin.read_text("utf-8").splitlines())
            return {ligne[2]: ligne[1] for ligne in lignes if ligne}
    return {}


def keep_liste(dossier: Path, sommes: Mapping[str, str]) -> None:
    """Remember; a folder that refuses costs a question the next time."""
    texte = "".join(f"{somme}  {nom}\n" for nom, somme in sorted(sommes.items()))
    with suppress(EcritureError):
        write_atomic(dossier / LISTE, texte.encode())


def _hash(chemin: Path) -> str:
    """ "" when it cannot be read: not a file that we know."""
    with suppress(OSError), chemin.open("rb") as fichier:
        return hashlib.file_digest(fichier, "sha256").hexdigest()
    return ""


def _holds(chemin: Path, octets: bytes) -> bool:
    with suppress(OSError):
        return not chemin.is_symlink() and chemin.read_bytes() == octets
    return False
