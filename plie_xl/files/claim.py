"""Whether a destination may be written: claimed before any work begins, by one function.

| what stands there | what happens |
|---|---|
| nothing, or what we wrote, untouched | written |
| what we wrote and somebody changed, or the master that the new one succeeds to | kept beside |
| what somebody else wrote | refused; on `--remplacer`, kept beside |
| a filled workbook, or what the run reads | refused, whatever the option |
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from enum import Enum, auto
from itertools import count
from pathlib import Path

from plie_xl.files.errors import DestinationError, check_destination, explain, is_folder

_SCEAU = b"<!-- plie-xl %s -->\n"
_TERMINAISON = re.compile(r"\.[A-Za-z]\w{0,4}")  # « .txt », not « .2024 »
_DE_FICHIER = (  # endings that no folder should bear
    *(".csv", ".doc", ".docx", ".eml", ".htm", ".html", ".ics", ".json", ".ods", ".odt"),
    *(".parquet", ".pdf", ".toml", ".txt", ".xlam", ".xls", ".xlsm", ".xlsx", ".zip"),
)


class Origine(Enum):
    """Whose a file is, as those who know our files recognise it."""

    NOUS = auto()  # byte for byte as we wrote it
    RETOUCHE = auto()  # ours, changed since by somebody
    AUTRE = auto()
    REMPLI = auto()  # a coordinator's workbook


Recognize = Callable[[Path], Origine]

_LU = "« {chemin} » est un des fichiers à lire : il n’est jamais remplacé ; donnez un autre nom"
_REMPLI = (
    "« {chemin} » est un classeur rempli : il n’est jamais remplacé, même avec --remplacer ;"
    " donnez un autre nom"
)


def claim(
    chemin: Path,
    recognize: Recognize,
    *,
    lus: Iterable[Path] = (),
    ancien: Path | None = None,
    remplacer: bool | None = None,
) -> bool:
    """Whether what stands at `chemin` must be kept beside when it is replaced.

    Parameters
    ----------
    lus
        The files that the run reads.
    ancien
        The older master, of which the new one may take the place.
    remplacer
        Whether somebody else's file may be replaced; None where the door has no such option.

    Raises
    ------
    EcritureError
        Nothing may be written there: a folder, a link, a file in read only…
    DestinationError
        The file that stands there is not ours to replace.
    """
    if check_destination(chemin) is None:
        return False
    succede = ancien is not None and _same(chemin, ancien)
    if not succede and any(_same(chemin, lu) for lu in lus):
        raise DestinationError(_LU.format(chemin=chemin))
    try:
        origine = recognize(chemin)
    except OSError:  # not ours, then: we could read ours
        origine = Origine.AUTRE
    if origine is Origine.REMPLI:
        raise DestinationError(_REMPLI.format(chemin=chemin))
    if origine is Origine.AUTRE and not remplacer:
        raise DestinationError(_refuse_autre(chemin, remplacer is not None))
    return succede or origine is not Origine.NOUS


def seal(page: bytes) -> bytes:
    """A page of ours, its own SHA-256 at its foot: who changes it makes it hers."""
    return page + _SCEAU % hashlib.sha256(page).hexdigest().encode()


def is_sealed(chemin: Path) -> bool:
    """Whether a page is byte for byte as we wrote it."""
    octets = chemin.read_bytes()
    fin = len(octets) - len(_SCEAU % (b"0" * 64))
    return fin > 0 and seal(octets[:fin]) == octets


def with_ending(chemin: Path, fin: str) -> Path:
    """The destination as it will be called: `fin` is added, another ending is refused."""
    if is_folder(chemin):
        raise DestinationError(
            f"« {chemin} » est un dossier : donnez le nom du fichier à y écrire, comme"
            f" « {chemin / f'NOM{fin}'} »"
        )
    if chemin.suffix.casefold() == fin:
        return chemin
    if _TERMINAISON.fullmatch(chemin.suffix):
        raise DestinationError(
            f"« {chemin} » ne finit pas par « {fin} », comme ce qui y serait écrit : donnez par"
            f" exemple « {chemin.with_suffix(fin)} »"
        )
    return chemin.with_name(f"{chemin.name}{fin}")


def find_neuf(chemin: Path, fins: tuple[str, ...]) -> Path:
    """A destination where nothing stands; a taken name is refused, and a free one given."""
    if chemin.suffix.casefold() not in fins:
        return find_neuf(with_ending(chemin, fins[0]), fins)
    if check_destination(chemin) is None:
        return chemin
    libre = next(
        essai
        for n in count(2)
        if not os.path.lexists(essai := chemin.with_name(f"{chemin.stem} ({n}){chemin.suffix}"))
    )
    raise DestinationError(
        f"« {chemin} » existe : rien n’est écrit ; donnez un autre nom, par exemple « {libre} »"
    )


def check_dossier(dossier: Path) -> None:
    """Refuse what cannot become a folder to write in: a file bears its name, or that of a parent.

    Nothing is made yet. A new folder is not named as a file would be: « relances.xlsx ».
    """
    try:
        place = next((p for p in (dossier, *dossier.parents) if os.path.lexists(p)), None)
        pris = place is not None and not place.is_dir()
    except OSError as erreur:
        cause, conseil = explain(erreur)
        raise DestinationError(f"« {dossier} » : {cause} ; {conseil}") from erreur
    if pris:
        raise DestinationError(
            f"« {place} » est un fichier, pas un dossier : donnez un autre nom de dossier"
        )
    if place != dossier and names_a_file(dossier):
        raise DestinationError(
            f"« {dossier} » est un nom de fichier, et c’est un dossier qui serait écrit : donnez"
            f" par exemple « {dossier.with_suffix('')} »"
        )


def names_a_file(chemin: Path) -> bool:
    """Whether a name ends as those of files do, whatever stands there."""
    return chemin.suffix.casefold() in _DE_FICHIER


def _same(un: Path, autre: Path) -> bool:
    """Whether two paths lead to one file, whatever links, case or spelling lie between."""
    with suppress(OSError, ValueError):
        return un.samefile(autre)
    return False


def _refuse_autre(chemin: Path, option: bool) -> str:
    debut = f"« {chemin} » existe, et plie-xl ne l’a pas écrit tel quel : "
    if option:
        return f"{debut}donnez un autre nom, ou ajoutez --remplacer, qui garde l’ancien à côté"
    return f"{debut}renommez-le, ou choisissez un autre dossier"
