"""What is a URL among the sources a person names, and how it may be shown."""

import re
from collections.abc import Iterable
from pathlib import Path

_ADRESSE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(::.*)?://")  # one letter is a drive of Windows
_ABIMEE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(::.*)?:[/\\]")  # the same, once made a path
_ICI = re.compile(r"(?:file|local)://(?:localhost(?=/))?(?P<chemin>(?:(?!::).)*)", re.I | re.S)
_SANS_HOTE = frozenset({"memory", "zip", "tar", "libarchive", "file", "local"})
_MONTRABLE = re.compile(
    r"(?:[^/?#@]*@)?"  # a user, a password
    r"(?P<hote>[^/?#@:]*(?::\d+)?(?:/(?![^?#]*:[^?#]*@)[^?#]*)?)"
    r"(?:[?#].*)?",  # a signature
    re.S,
)


def est_adresse(texte: str) -> bool:
    r"""Whether a source is a URL: `s3://…`, `zip://…::…`; never `C:\dossier`."""
    return bool(_ADRESSE.match(texte))


def est_adresse_abimee(chemin: Path) -> bool:
    """Whether a path was typed as a URL, of which it keeps one slash only."""
    return bool(_ABIMEE.match(str(chemin))) and not chemin.parent.exists()


def sort_sources(sources: Iterable[str]) -> tuple[list[Path], list[str]]:
    """Paths of this machine, `file:///…` among them, and the URLs that need fsspec."""
    chemins, adresses = [], []
    for source in sources:
        ici = _ICI.fullmatch(source)
        if ici:
            chemins.append(_find_ici(ici["chemin"]))
        elif est_adresse(source):
            adresses.append(source)
        else:
            chemins.append(Path(source))
    return chemins, list(dict.fromkeys(adresses))


def _find_ici(chemin: str) -> Path:
    """As typed by hand, or as copied from a browser: « %20 » for a space."""
    if Path(chemin).exists():
        return Path(chemin)
    from urllib.request import url2pathname

    return Path(url2pathname(chemin))


def showable(adresse: str) -> str:
    """A URL without what opens doors: user, password, query. All of it goes if in doubt."""
    return "::".join(_showable(maillon) for maillon in adresse.split("::"))


def _showable(maillon: str) -> str:
    protocole, marque, reste = maillon.partition("://")
    if not marque or protocole.casefold() in _SANS_HOTE:
        return maillon
    trouve = _MONTRABLE.fullmatch(reste)
    return f"{protocole}://{trouve['hote'] if trouve else '…'}"


def join_url(adresse: str, nom: str) -> str:
    """The URL of what bears this name under another: in a chain, under its first link."""
    tete, *suite = adresse.split("::")
    barre = "" if tete.endswith("/") else "/"
    return "::".join([f"{tete}{barre}{nom}", *suite])
