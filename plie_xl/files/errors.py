"""Where a result file may be written, and the French sentence when it cannot be."""

import errno
import os
import stat
from enum import Enum
from pathlib import Path

from plie_xl.model.errors import PlieError

_PLACE = "libérez de la place, puis relancez"
_DROIT = "choisissez un autre dossier, ou demandez le droit d’y écrire"
_CAUSES = {  # what happened, what to do
    errno.ENOSPC: ("le disque est plein", _PLACE),
    errno.EDQUOT: ("votre quota de disque est atteint", _PLACE),
    errno.EFBIG: ("le fichier est trop gros pour ce disque", "choisissez un autre disque"),
    errno.EROFS: ("le disque est en lecture seule", _DROIT),
    errno.EACCES: ("le dossier est protégé en écriture", _DROIT),
    errno.EPERM: ("le dossier est protégé en écriture", _DROIT),
    errno.EIO: ("le disque répond mal", "vérifiez le disque ou le réseau, puis relancez"),
    errno.ENAMETOOLONG: ("le nom est trop long", "choisissez un nom plus court"),
    errno.ENOENT: ("le dossier a changé pendant l’écriture", "vérifiez le dossier, puis relancez"),
    errno.EEXIST: ("un fichier porte déjà ce nom", "renommez-le, ou donnez un autre nom"),
    errno.ENOTDIR: ("un fichier porte le nom d’un dossier", "donnez un autre nom de dossier"),
    errno.EISDIR: ("un dossier porte le nom d’un fichier à écrire", "renommez ce dossier"),
    errno.ELOOP: ("un lien porte le nom d’un fichier à écrire", "retirez ce lien"),
}
_OUVERT_AILLEURS = frozenset({5, 32, 33})  # Windows: access denied, sharing and lock violations


class Etat(Enum):
    """What stands at the destination after a failure, as it is said to the user."""

    RIEN = "n’a pas été enregistré : {cause} ; rien n’a été changé"
    ANCIEN = "n’a pas été enregistré : {cause} ; l’ancien fichier est entier, à sa place"
    NOUVEAU = "est enregistré, mais {cause} ; le nouveau fichier est entier, à sa place"
    INCONNU = "n’est peut-être pas enregistré : {cause} ; ouvrez-le avant de vous en servir"


class EcritureError(PlieError, OSError):
    """A file was not written as asked: one French sentence, and what stands there (`etat`)."""

    def __init__(self, phrase: str, etat: Etat) -> None:
        super().__init__(phrase)
        self.etat = etat

    def __reduce__(self) -> tuple[type["EcritureError"], tuple[str, Etat]]:
        return type(self), (str(self), self.etat)


class DestinationError(EcritureError):
    """What stands at a destination is not ours to replace: nothing is written, ask otherwise."""

    def __init__(self, phrase: str, etat: Etat = Etat.RIEN) -> None:
        super().__init__(phrase, etat)


class RelectureError(PlieError, OSError):
    """The file just written, reopened, is not what was asked; the message says why."""


def check_destination(chemin: Path) -> os.stat_result | None:
    """The plain file that stands at `chemin`, or None when the name is free.

    Raises
    ------
    EcritureError
        No folder, or something there that must not be replaced: a link (never followed), a
        folder, a pipe or a device, a file made read-only on purpose.
    """
    try:
        est_dossier = chemin.parent.is_dir()
        avant = chemin.lstat() if est_dossier else None
    except FileNotFoundError:
        return None
    except OSError as erreur:
        raise refusal(chemin, Etat.RIEN, *explain(erreur)) from erreur
    if not est_dossier:
        cause = f"le dossier « {chemin.parent} » n’existe pas"
        raise refusal(chemin, Etat.RIEN, cause, "créez-le, ou choisissez un autre dossier")
    if avant and (defaut := _defaut(avant.st_mode)):
        raise refusal(chemin, Etat.RIEN, *defaut)
    return avant


def is_folder(chemin: Path) -> bool:
    """Whether a folder stands there; a destination that no disk can name is refused."""
    try:
        return chemin.is_dir()
    except OSError as erreur:
        cause, conseil = explain(erreur)
        raise DestinationError(f"« {chemin} » : {cause} ; {conseil}") from erreur


def refusal(chemin: Path, etat: Etat, cause: str, conseil: str) -> EcritureError:
    """The error whose sentence names the file, what happened, what stands there, what to do."""
    fait = etat.value.format(cause=cause)
    return EcritureError(f"« {chemin.name or chemin} » {fait} ; {conseil}.", etat)


def explain(erreur: OSError) -> tuple[str, str]:
    """What happened and what to do, in French, for an error of the system."""
    if isinstance(erreur, RelectureError):
        cause = f"le fichier relu aussitôt écrit n’est pas le bon ({erreur})"
        return cause, "relancez ; si cela se répète, choisissez un autre disque"
    if is_locked(erreur):
        return "un autre programme tient un des fichiers", "fermez Excel, puis relancez"
    cause = f"le système refuse (code {erreur.errno or type(erreur).__name__})"
    conseil = "relancez ; si cela se répète, montrez cette phrase à votre informaticien"
    return _CAUSES.get(erreur.errno or 0, (cause, conseil))


def is_locked(erreur: OSError) -> bool:
    """True when another Windows program, most often Excel, holds the file."""
    return getattr(erreur, "winerror", None) in _OUVERT_AILLEURS


def _defaut(mode: int) -> tuple[str, str] | None:
    if stat.S_ISLNK(mode):
        return "c’est un lien, et les liens ne sont pas suivis", "donnez le chemin du vrai fichier"
    if stat.S_ISDIR(mode):
        return "c’est un dossier", "donnez un nom de fichier"
    if not stat.S_ISREG(mode):
        return "ce n’est pas un fichier ordinaire", "donnez un autre nom"
    if not mode & 0o222:
        return "le fichier est en lecture seule", "ôtez cette protection, ou donnez un autre nom"
    return None
