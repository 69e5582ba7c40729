"""The files of a folder of fiches that look like one, and stand where none is read."""

import re
from collections.abc import Iterator
from pathlib import Path

ANNEE = re.compile(r"(?:19|20)\d\d")  # the name of the folder of a year
_CIBLE = b"[[cible]]"


def list_egarees(dossier: Path) -> list[str]:
    """« fiches/graves.toml : ce fichier n’est pas lu ; … », in order: where, and what to do."""
    return [f"{chemin} : ce fichier n’est pas lu ; {quoi}" for chemin, quoi in _find(dossier)]


def say_vide(dossier: Path) -> str:
    """Why a folder gives no fiche: most often, it is that of one year."""
    attendu = "un dossier par année, par exemple « 2025 », avec un fichier « .toml » par PLIE"
    if ANNEE.fullmatch(dossier.name) and any(map(_is_fiche, dossier.glob("*.toml"))):
        suite = [f"« {dossier.name} » est celui d’une année, donnez le dossier qui le contient"]
    else:
        suite = list_egarees(dossier)[:1]
    return " ; ".join([f"aucune fiche dans « {dossier} » : attendu {attendu}", *suite])


def _find(dossier: Path) -> Iterator[tuple[Path, str]]:
    for chemin in sorted([*dossier.glob("*"), *dossier.glob("*/*")]):
        nom, fin, suite = chemin.name.casefold().partition(".toml")
        lu = chemin.name.endswith(".toml") and ANNEE.fullmatch(chemin.parent.name)
        if not fin or suite not in ("", ".txt") or lu or not _is_fiche(chemin):
            continue
        if chemin.parent == dossier or not ANNEE.fullmatch(chemin.parent.name):
            yield chemin, "rangez-le dans le dossier de son année, par exemple « 2025 »"
        else:
            yield chemin, f"nommez-le « {nom}.toml »"


def _is_fiche(chemin: Path) -> bool:
    """Settings and words may stand there too; a fiche has targets."""
    try:
        return chemin.is_file() and _CIBLE in chemin.read_bytes()[:262_144]
    except OSError:
        return False
