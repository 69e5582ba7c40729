"""What lies at a URL: each file under the name it bears in anomalies, by the rules of the inbox."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import PureWindowsPath
from typing import Any
from urllib.parse import unquote

from plie_xl.files.inbox import (
    LIEN,
    PAS_ORDINAIRE,
    PAS_UN_CLASSEUR,
    may_hide_classeur,
    raison_du_nom,
)
from plie_xl.files.remote.errors import INTROUVABLE, DistantError, explain, find_paquet
from plie_xl.files.remote.threads import ArretError, MuetError, Watch, watch
from plie_xl.files.urls import join_url, showable
from plie_xl.model.text import nombre, visible

MAX_NOMS = 100_000  # files and folders under one URL
PROFONDEUR = 30  # folders within folders: a site may link to itself without end
_DEBUT, _BLOC = 8, 65_536  # bytes that say what a file is; asked of a server at once
_WEB = frozenset({"http", "https"})


@dataclass(frozen=True)
class Distant:
    """A remote file. As text, its URL as it may be shown."""

    fs: Any = field(repr=False)
    chemin: str = field(repr=False)  # as the library wants it: may hold a password
    adresse: str = field(compare=False)
    taille: int | None = field(compare=False)  # bytes, when the listing says so

    def __str__(self) -> str:
        return self.adresse


Trouve = tuple[str, Distant, str]


def list_distants(adresses: Iterable[str]) -> list[Trouve]:
    """What lies at each URL: name, place, why it is not read; raises `DistantError`."""
    trouves: list[Trouve] = []
    with watch(1) as watched:  # one thread: in it, a same server is a same object
        for adresse in adresses:
            try:
                trouves += watched.wait(watched.send(_list, adresse, watched))
            except MuetError:
                raise DistantError(f"« {showable(adresse)} » : le serveur se tait") from None
    return trouves


def _list(adresse: str, watched: Watch) -> list[Trouve]:
    vue = showable(adresse)
    watched.signe()
    fs, chemin = _open_fs(adresse)
    racine = _Racine(fs, chemin, vue, watched)
    try:
        return list(racine.list_tree()) if racine.est_dossier() else [racine.fichier()]
    except (DistantError, ArretError):
        raise
    except Exception as erreur:
        dit = explain(erreur)
        raise DistantError(f"« {vue} » : {dit}", usage=dit == INTROUVABLE) from None


def _open_fs(adresse: str) -> tuple[Any, str]:
    """The file system of a URL, and the path of the URL in it."""
    vue = showable(adresse)
    try:
        import fsspec
    except ImportError:
        phrase = f"pour lire « {vue} », il faut « pip install plie-xl[distant] »"
        raise DistantError(phrase, usage=True) from None
    try:
        fs, chemin = fsspec.url_to_fs(adresse)
    except ImportError as erreur:
        phrase = f"pour lire « {vue} », il faut « pip install {find_paquet(erreur)} »"
        raise DistantError(phrase, usage=True) from None
    except Exception as erreur:
        inconnu = "rotocol not known" in str(erreur)
        dit = "protocole inconnu" if inconnu else explain(erreur)
        raise DistantError(f"« {vue} » : {dit}", usage=inconnu or dit == INTROUVABLE) from None
    return fs, chemin


class _Racine:
    """What a URL leads to: a file, or a folder whose files are named from it."""

    def __init__(self, fs: Any, chemin: str, vue: str, watched: Watch) -> None:
        self._fs, self._chemin, self._vue, self._veille = fs, chemin, vue, watched
        protocoles = fs.protocol if isinstance(fs.protocol, tuple) else (fs.protocol,)
        self._web = not _WEB.isdisjoint(protocoles)

    def est_dossier(self) -> bool:
        """On the web any address is a page: that of a folder ends with « / »."""
        if self._web:
            return self._chemin.partition("?")[0].endswith("/")
        return bool(self._fs.info(self._chemin)["type"] == "directory")

    def fichier(self) -> Trouve:
        taille = self._fs.info(self._chemin).get("size")
        nom = self._lisible(self._chemin).rpartition("/")[2]
        return nom or self._vue, Distant(self._fs, self._chemin, self._vue, taille), ""

    def list_tree(self) -> Iterator[Trouve]:
        """Each file, and each folder that is not entered."""
        a_voir, vus = [("", self._chemin)], {self._chemin.rstrip("/")}
        while a_voir:
            nom, dossier = a_voir.pop()
            try:
                entrees = self._fs.ls(dossier, detail=True)
            except Exception as erreur:
                if not nom:
                    raise
                yield self._pass(nom, f"dossier qui ne s’ouvre pas : {explain(erreur)}")
                continue
            self._veille.signe()
            for entree in sorted(entrees, key=lambda e: str(e["name"])):
                chemin = str(entree["name"])
                if chemin.rstrip("/") not in vus:
                    vus.add(chemin.rstrip("/"))
                    yield from self._sort(chemin, entree, a_voir)
            if len(vus) > MAX_NOMS:
                raise DistantError(f"« {self._vue} » : plus de {nombre(MAX_NOMS)} noms")

    def _sort(
        self, chemin: str, entree: dict[str, Any], a_voir: list[tuple[str, str]]
    ) -> Iterator[Trouve]:
        """A file, or nothing for a folder, which goes to those that are to be seen."""
        nom = self._sous_la_racine(chemin)
        if not nom or (nom.endswith("/") and entree["type"] != "directory"):
            return  # the page of a site that sorts its own list: « recu/?C=N;O=D »
        nom = nom.rstrip("/")
        if _est_dehors(nom):
            yield self._pass(nom, "nom qui sort du dossier demandé")
        elif entree["type"] == "directory" and nom.count("/") < PROFONDEUR:
            a_voir.append((nom, chemin))
        elif entree["type"] == "directory":
            yield self._pass(nom, "dossier trop profond")
        else:
            adresse = join_url(self._vue, nom)
            place = Distant(self._fs, chemin, adresse, entree.get("size"))
            raison = _raison(nom, entree["type"])
            if raison == PAS_UN_CLASSEUR and may_hide_classeur(nom, self._read_debut(chemin)):
                raison = ""
            yield nom, place, raison

    def _read_debut(self, chemin: str) -> bytes:
        """The first bytes of a file; none when it does not open, which its name already says."""
        self._veille.signe()
        with suppress(Exception), self._fs.open(chemin, "rb", block_size=_BLOC) as lu:
            return bytes(lu.read(_DEBUT))
        return b""

    def _pass(self, nom: str, raison: str) -> Trouve:
        return nom, Distant(self._fs, nom, join_url(self._vue, nom), None), raison

    def _sous_la_racine(self, chemin: str) -> str:
        """The name under the folder; the whole path when it is not under it."""
        racine = self._chemin.partition("?")[0] if self._web else self._chemin
        nom = chemin.removeprefix(racine.rstrip("/") + "/" if racine.strip("/") else racine)
        return self._lisible(nom)

    def _lisible(self, nom: str) -> str:
        """A name as people write it: without the codes of the web, nor what moves a terminal."""
        if self._web:
            nom = unquote(nom.partition("?")[0].partition("#")[0])
        return visible(nom)


def _est_dehors(nom: str) -> bool:
    """Whether a name would lead out of a folder, on any system: it is data, and named as such."""
    return bool(PureWindowsPath(nom).anchor) or ".." in PureWindowsPath(nom).parts


def _raison(nom: str, genre: str) -> str:
    if genre == "link":
        return LIEN
    return raison_du_nom(nom.rpartition("/")[2]) if genre == "file" else PAS_ORDINAIRE
