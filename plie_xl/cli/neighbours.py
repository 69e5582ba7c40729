"""What a person who mistyped a path most likely meant."""

import unicodedata
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path

_RESSEMBLANCE = 0.6
_MAX_NOMS = 5_000  # of a folder: beyond, it is not looked into


def find_voisin(chemin: Path) -> Path | None:
    """What is there and bears almost the same name: « recus » for « recu », « é » or « e »."""
    for place in (chemin, *chemin.parents):
        if _is_dir(place.parent):
            nom = _find_nom(place)
            if nom is None:
                return None
            voisin, suite = place.with_name(nom), chemin.relative_to(place)
            if suite == Path():
                return voisin
            entier = voisin / suite
            return entier if entier.exists() else find_voisin(entier) or voisin
    return None


def _find_nom(place: Path) -> str | None:
    """The name in its folder that most resembles it, with or without its ending."""
    noms: dict[str, str] = {}
    with suppress(OSError):
        for n, autre in enumerate(sorted(place.parent.iterdir())):
            if n >= _MAX_NOMS:
                return None
            if not autre.name.startswith("."):
                noms.setdefault(_plain(autre.stem), autre.name)
                noms[_plain(autre.name)] = autre.name
    proches = get_close_matches(_plain(place.name), list(noms), 1, _RESSEMBLANCE)
    return noms[proches[0]] if proches else None


def _plain(nom: str) -> str:
    """Without accents nor case, however they are written."""
    lettres = unicodedata.normalize("NFKD", nom.casefold())
    return "".join(c for c in lettres if not unicodedata.combining(c))


def _is_dir(chemin: Path) -> bool:
    with suppress(OSError, ValueError):
        return chemin.is_dir()
    return False
