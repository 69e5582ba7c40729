"""The folder of the pieces, listed once: nothing in it is followed, changed or opened here."""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from plie_xl.files.inbox import LIEN, PAS_ORDINAIRE
from plie_xl.model.errors import PlieError

_SYSTEME = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini"})
_PROFONDEUR = 32  # folders within folders
_FERME = "ce dossier ne se laisse pas lire"
_PROFOND = "ce dossier est trop profond"
_JONCTION = getattr(stat, "FILE_ATTRIBUTE_REPARSE_POINT", 0)


class DossierError(PlieError):
    """The folder of the pieces cannot be listed; one French sentence."""


@dataclass(frozen=True, slots=True)
class Fichier:
    """A plain file. `relatif` is its path in the folder, with « / »."""

    relatif: str
    chemin: Path
    octets: int

    @property
    def nom(self) -> str:
        """The last part of its path."""
        return self.relatif.rpartition("/")[2]

    @property
    def extension(self) -> str:
        """In lower case, without its dot; "" for none."""
        return Path(self.nom).suffix.removeprefix(".").casefold()


@dataclass(frozen=True, slots=True)
class Inventaire:
    """What the folder holds. `refuses` gives links, devices and closed folders, with the reason;
    `passes` counts what systems and programs leave there.
    """

    dossier: Path
    fichiers: tuple[Fichier, ...]
    refuses: tuple[tuple[str, str], ...]
    passes: int


def list_dossier(dossier: Path, sauf: Iterable[Path] = ()) -> Inventaire:
    """List a folder and those in it; `sauf` names files of ours that stand there.

    Raises
    ------
    DossierError
        It is not there, is no folder, or is closed to us.
    """
    try:
        if not dossier.exists():
            raise DossierError(f"le dossier « {dossier} » n’existe pas")
        if not dossier.is_dir():
            raise DossierError(f"« {dossier} » n’est pas un dossier")
        with os.scandir(dossier):
            pass
    except (OSError, ValueError) as erreur:
        raise DossierError(f"le dossier « {dossier} » ne se laisse pas lire") from erreur
    vus = list(_walk(dossier, ""))
    a_part = {chemin.resolve() for chemin in sauf}
    fichiers = (x for x in vus if isinstance(x, Fichier))
    return Inventaire(
        dossier,
        tuple(sorted((f for f in fichiers if f.chemin.resolve() not in a_part), key=_order)),
        tuple(sorted(x for x in vus if isinstance(x, tuple))),
        sum(x is None for x in vus),
    )


def _order(fichier: Fichier) -> tuple[int, str]:
    return fichier.relatif.count("/"), fichier.relatif


def _walk(dossier: Path, avant: str) -> Iterator[Fichier | tuple[str, str] | None]:
    """Each file, each thing refused with its reason, None for what is passed over."""
    if avant.count("/") >= _PROFONDEUR:
        yield avant, _PROFOND
        return
    try:
        with os.scandir(dossier) as entrees:
            trouvees = list(entrees)
    except OSError:
        yield avant, _FERME
        return
    for entree in trouvees:
        relatif = avant + entree.name
        if entree.name.startswith((".", "~$")) or entree.name.casefold() in _SYSTEME:
            yield None
        else:
            yield from _look(entree, relatif)


def _look(entree: "os.DirEntry[str]", relatif: str) -> Iterator[Fichier | tuple[str, str] | None]:
    try:
        etat = entree.stat(follow_symlinks=False)
    except OSError:
        yield relatif, PAS_ORDINAIRE
        return
    if stat.S_ISLNK(etat.st_mode) or getattr(etat, "st_file_attributes", 0) & _JONCTION:
        yield relatif, LIEN
    elif stat.S_ISDIR(etat.st_mode):
        yield from _walk(Path(entree.path), f"{relatif}/")
    elif stat.S_ISREG(etat.st_mode):
        yield Fichier(relatif, Path(entree.path), etat.st_size)
    else:
        yield relatif, PAS_ORDINAIRE
