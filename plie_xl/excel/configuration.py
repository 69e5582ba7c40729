"""The user's xlwings configuration: `"KEY","value"` lines, read by Python and by VBA.

Only the lines asked for change; every other line stays as it is, byte for byte.
"""

import re
from collections.abc import Mapping
from pathlib import Path

_LIGNE = re.compile(r'\s*"([^"]*)"\s*,\s*"([^"]*)"')


def read_settings(chemin: Path, encodage: str) -> dict[str, str]:
    """Return the settings by key, in capitals; empty when there is no file."""
    if not chemin.exists():
        return {}
    trouvees = map(_LIGNE.match, _read_lines(chemin, encodage))
    return {ligne[1].upper(): ligne[2] for ligne in trouvees if ligne}


def write_settings(chemin: Path, valeurs: Mapping[str, str | None], encodage: str) -> None:
    """Set these settings, None takes a line out; a file left empty goes.

    Keys are in capitals. UnicodeEncodeError when VBA could not read a value in `encodage`.
    """
    for valeur in filter(None, valeurs.values()):
        valeur.encode(encodage)
    lignes = _read_lines(chemin, encodage) if chemin.exists() else []
    fin = "\r\n" if any(ligne.endswith("\r\n") for ligne in lignes) else "\n"
    gardees = [_ended(ligne, fin) for ligne in lignes if _key(ligne) not in valeurs]
    nouvelles = [f'"{cle}","{valeur}"{fin}' for cle, valeur in valeurs.items() if valeur]
    if not gardees + nouvelles:
        chemin.unlink(missing_ok=True)
        return
    chemin.parent.mkdir(parents=True, exist_ok=True)
    chemin.write_bytes("".join(gardees + nouvelles).encode(encodage, "surrogateescape"))


def _read_lines(chemin: Path, encodage: str) -> list[str]:
    return chemin.read_bytes().decode(encodage, "surrogateescape").splitlines(keepends=True)


def _key(ligne: str) -> str:
    trouvee = _LIGNE.match(ligne)
    return trouvee[1].upper() if trouvee else ""


def _ended(ligne: str, fin: str) -> str:
    return ligne if ligne.endswith(("\n", "\r")) else ligne + fin
