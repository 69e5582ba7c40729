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
    trouvees = map(_LIGNE.match, _split(chemin.read_bytes(), encodage))
    return {ligne[1].upper(): ligne[2] for ligne in trouvees if ligne}


def write_settings(chemin: Path, valeurs: Mapping[str, str | None], encodage: str) -> None:
    """Set these settings, None takes a line out; a file left empty goes.

    Keys are in capitals. UnicodeEncodeError when VBA could not read a value in `encodage`.
    """
    avant = chemin.read_bytes() if chemin.exists() else b""
    apres = edit_settings(avant, valeurs, encodage)
    if not apres:
        chemin.unlink(missing_ok=True)
        return
    chemin.parent.mkdir(parents=True, exist_ok=True)
    chemin.write_bytes(apres)


def edit_settings(octets: bytes, valeurs: Mapping[str, str | None], encodage: str) -> bytes:
    """A configuration with these settings: each in the place it had, new ones at the end."""
    for valeur in filter(None, valeurs.values()):
        valeur.encode(encodage)
    lignes = _split(octets, encodage)
    fin = "\r\n" if any(ligne.endswith("\r\n") for ligne in lignes) else "\n"
    reste = {cle: valeur for cle, valeur in valeurs.items() if valeur}
    ecrites = []
    for ligne in lignes:
        cle = _key(ligne)
        if cle not in valeurs:
            ecrites.append(_ended(ligne, fin))
        elif cle in reste:
            ecrites.append(f'"{cle}","{reste.pop(cle)}"{fin}')
    ecrites += [f'"{cle}","{valeur}"{fin}' for cle, valeur in reste.items()]
    return "".join(ecrites).encode(encodage, "surrogateescape")


def _split(octets: bytes, encodage: str) -> list[str]:
    return octets.decode(encodage, "surrogateescape").splitlines(keepends=True)


def _key(ligne: str) -> str:
    trouvee = _LIGNE.match(ligne)
    return trouvee[1].upper() if trouvee else ""


def _ended(ligne: str, fin: str) -> str:
    return ligne if ligne.endswith(("\n", "\r")) else ligne + fin
