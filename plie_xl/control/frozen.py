"""A closed year: what its folder holds, what it said, and what no longer says the same.

The folder is a chain of versions, each whole; `ARRETE.toml`, replaced in one go, says which one
is in force. Figures and seals stand in it; the files themselves are verified by their digests.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from plie_xl.model.errors import PlieError
from plie_xl.model.toml import parse_toml

NOM, SCHEMA = "ARRETE.toml", 1
CLASSEURS, REGISTRES, CONTROLES, BILANS = "classeurs", "registres", "controle", "bilans"
A_RENDRE = "a_rendre"  # the workbooks to hand back, whose banner says that the year is closed
_MAX = 50_000_000  # bytes of ARRETE.toml: a year of a thousand territories
_MORCEAU = 1_048_576
T = TypeVar("T")


class ArreteError(PlieError):
    """The folder is no closed year, or cannot be closed or opened so; one French sentence."""


@dataclass(frozen=True)
class Version:
    """One closing of the year. `bloquantes` is how many anomalies it was closed in spite of."""

    numero: int
    dossier: str
    le: date
    master: str
    par: str = ""
    malgre: str = ""
    bloquantes: int = 0
    au: date | None = None

    @property
    def bandeau(self) -> str:
        """« Arrêté le 01/03/2025, version 1 »."""
        return f"Arrêté le {self.le:%d/%m/%Y}, version {self.numero}"


@dataclass(frozen=True)
class Fichier:
    """One file of the version in force: its place in the folder, its digest."""

    nom: str
    sha256: str


@dataclass(frozen=True)
class Chiffres:
    """The figures of a target, « fiche/cible »; None where nobody looked."""

    cle: str
    tenu: float | None = None
    justifie: float | None = None
    au_dossier: float | None = None
    retenu: float | None = None


@dataclass(frozen=True)
class Retenue:
    """The seal of one row that counted."""

    cle: str
    numero: str
    sceau: str


@dataclass(frozen=True)
class Reouverture:
    """The year was opened again, and why; `version` is the one that was in force."""

    le: date
    motif: str
    version: int


@dataclass(frozen=True)
class Arrete:
    """All that `ARRETE.toml` says. `fichiers`, `cibles` and `lignes` are of the last version."""

    annee: int
    versions: tuple[Version, ...]
    fichiers: tuple[Fichier, ...] = ()
    cibles: tuple[Chiffres, ...] = ()
    lignes: tuple[Retenue, ...] = ()
    reouvertures: tuple[Reouverture, ...] = field(default=())

    @property
    def derniere(self) -> Version:
        """The version of the latest closing."""
        return self.versions[-1]

    @property
    def ouverte(self) -> bool:
        """Whether the year was opened again since it was last closed."""
        return any(x.version == self.derniere.numero for x in self.reouvertures)


_TABLES: Mapping[str, tuple[str, type[Any]]] = {
    "version": ("versions", Version),
    "reouverture": ("reouvertures", Reouverture),
    "fichier": ("fichiers", Fichier),
    "cible": ("cibles", Chiffres),
    "ligne": ("lignes", Retenue),
}


def read_arrete(dossier: Path) -> Arrete:
    """The closed year that a folder holds.

    Raises
    ------
    ArreteError
        There is none, or its page cannot be read.
    """
    page = dossier / NOM
    if not page.is_file():
        raise ArreteError(f"« {dossier} » n’est pas une année arrêtée : il n’y a pas de « {NOM} »")
    try:
        if page.stat().st_size > _MAX:
            raise ValueError
        brut = parse_toml(page.read_bytes())
        if brut["schema"] != SCHEMA:
            raise ValueError
        tables = {
            champ: tuple(_build(classe, x) for x in brut.get(nom, ()))
            for nom, (champ, classe) in _TABLES.items()
        }
        arrete = Arrete(int(brut["annee"]), **tables)
    except (OSError, ValueError, KeyError, TypeError) as erreur:
        raise ArreteError(f"« {page} » ne se laisse pas lire : reprenez l’original") from erreur
    if not arrete.versions or not _is_inside(dossier, arrete.derniere.dossier):
        raise ArreteError(f"« {page} » ne se laisse pas lire : reprenez l’original")
    return arrete


def _build(classe: type[T], brut: Mapping[str, Any]) -> T:
    """A row of a table; what it does not know is another program’s."""
    connus = {champ.name for champ in fields(classe)}  # type: ignore[arg-type]
    if set(brut) - connus or any(
        not isinstance(v, str | int | float | date) for v in brut.values()
    ):
        raise ValueError
    return classe(**brut)


def _is_inside(dossier: Path, nom: str) -> bool:
    return (dossier / nom).resolve().is_relative_to(dossier.resolve())


def write_toml(arrete: Arrete) -> bytes:
    """The page, the same bytes for the same year."""
    lignes = [
        "# Une année arrêtée, écrite par plie-xl : ne la modifiez pas.",
        f"schema = {SCHEMA}",
        f"annee = {arrete.annee}",
    ]
    for nom, (champ, _) in _TABLES.items():
        for objet in getattr(arrete, champ):
            lignes += ["", f"[[{nom}]]", *_list_cles(objet)]
    return ("\n".join(lignes) + "\n").encode("utf-8")


def _list_cles(objet: Any) -> Iterator[str]:
    for champ in fields(objet):
        valeur = getattr(objet, champ.name)
        if valeur is not None and valeur != "":
            yield f"{champ.name} = {_say(valeur)}"


def _say(valeur: object) -> str:
    if isinstance(valeur, date):
        return valeur.isoformat()
    if isinstance(valeur, float):
        return str(int(valeur)) if valeur.is_integer() else repr(valeur)
    return json.dumps(valeur, ensure_ascii=False).replace("\x7f", "\\u007f")


def list_fichiers(dossier: Path, version: Path) -> tuple[Fichier, ...]:
    """Every file of a version with its digest, by its place in the folder of the year."""
    return tuple(
        Fichier(chemin.relative_to(dossier).as_posix(), hash_file(chemin))
        for chemin in sorted(version.rglob("*"))
        if chemin.is_file()
    )


def hash_file(chemin: Path) -> str:
    """SHA-256 in hexadecimal, read by pieces."""
    somme = hashlib.sha256()
    with chemin.open("rb") as lu:
        while morceau := lu.read(_MORCEAU):
            somme.update(morceau)
    return somme.hexdigest()


def find_alteres(dossier: Path, arrete: Arrete) -> list[str]:
    """Files that have no longer their digest, or are gone."""
    return [f.nom for f in arrete.fichiers if not _is_same(dossier, f)]


def _is_same(dossier: Path, fichier: Fichier) -> bool:
    chemin = dossier / fichier.nom
    with suppress(OSError):
        if _is_inside(dossier, fichier.nom) and chemin.is_file() and not chemin.is_symlink():
            return hash_file(chemin) == fichier.sha256
    return False


Deplace = tuple[str, str, float | None, float | None]


def find_moved(avant: Sequence[Chiffres], apres: Iterable[Chiffres]) -> Iterator[Deplace]:
    """Key, figure, before and after, of each figure of a target that is not what it was."""
    anciens = {x.cle: x for x in avant}
    for neuf in apres:
        ancien = anciens.get(neuf.cle)
        for nom in ("tenu", "justifie", "au_dossier", "retenu"):
            if ancien and getattr(ancien, nom) != getattr(neuf, nom):
                yield neuf.cle, nom, getattr(ancien, nom), getattr(neuf, nom)
