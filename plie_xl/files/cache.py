"""What was read once is not read twice: a folder of products, believed only when they are ours.

An entry is signed with a secret of this person on this machine (`~/.plie_xl`), under its own
name. One that was altered, cut short, moved to another name, or written by somebody else is not
there for us: the file is read again. Only then is it unpickled, and only into plain readings.

Weighed: diskcache and joblib.Memory believe whatever pickle lies in their folder; itsdangerous
signs, for text in addresses; msgpack and JSON would need their own form for days and columns.
"""

import hashlib
import hmac
import json
import os
import re
import secrets
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from plie_xl.files.errors import explain
from plie_xl.model.collection import fiches_en_vigueur
from plie_xl.model.errors import PlieError
from plie_xl.model.lecture import Lecture, pack, unpack
from plie_xl.model.settings import load_reglages

SUFFIXE = ".plie"
_PROVISOIRE = ".plie-cache-"
_NOTRE = re.compile(rf"[0-9a-f]{{64}}{re.escape(SUFFIXE)}|{re.escape(_PROVISOIRE)}\w+\.tmp")
_OUBLI = 60 * 24 * 3600  # seconds after which an entry that served nobody goes
_BIBLIOTHEQUES = ("numpy", "pandas", "pandera", "pyarrow", "python-calamine", "xlsxwriter")
_MAX_OCTETS = 200_000_000  # as in `reading`: beyond, a file is refused and not worth a hash


class CacheError(PlieError):
    """The folder or the secret cannot be used; one French sentence."""


class Cache:
    """Products by what they were made of. `read` gives None for what is not there, or not ours.

    Parameters
    ----------
    dossier
        Where the entries lie; made when needed. Others may write there: nothing of it is believed.
    secret
        What signs the entries; by default that of the person, in `~/.plie_xl`.
    """

    def __init__(self, dossier: Path, secret: bytes | None = None) -> None:
        try:
            dossier.mkdir(parents=True, exist_ok=True)
            self._secret = secret or _load_secret(Path.home() / ".plie_xl" / "secret_du_cache")
        except OSError as erreur:
            cause, _ = explain(erreur)
            raise CacheError(f"« {dossier} » ne peut pas en servir, {cause}") from None
        except RuntimeError as erreur:
            raise CacheError(f"« {dossier} » ne peut pas en servir, {erreur}") from None
        self._dossier = dossier
        self._fabrique = hash_fabrique(), fiches_en_vigueur().empreinte, load_reglages().reglages
        self._forget()

    def load(self, *quoi: object) -> Any:
        """The product kept under these names, or None."""
        chemin = self._place(quoi)
        try:
            if not chemin.is_file():
                return None
            signature, contenu = (octets := chemin.read_bytes())[:32], octets[32:]
            if not hmac.compare_digest(signature, self._sign(chemin.name, contenu)):
                return None
            produit = unpack(contenu)
            os.utime(chemin)
        except Exception:  # whatever is wrong with an entry, it is made again
            return None
        return produit

    def keep(self, produit: object, *quoi: object) -> None:
        """Keep a product; a folder that refuses it costs nothing but time."""
        chemin = self._place(quoi)
        contenu = pack(produit)
        temp = self._dossier / f"{_PROVISOIRE}{secrets.token_hex(8)}.tmp"
        with suppress(OSError):
            try:  # before it is there, so that no interruption leaves it
                with temp.open("xb") as fichier:
                    fichier.write(self._sign(chemin.name, contenu) + contenu)
                temp.replace(chemin)
            except BaseException:
                temp.unlink(missing_ok=True)
                raise

    def _place(self, quoi: Iterable[object]) -> Path:
        texte = json.dumps([self._fabrique, *quoi], ensure_ascii=True, default=str)
        return self._dossier / (hashlib.sha256(texte.encode()).hexdigest() + SUFFIXE)

    def _sign(self, nom: str, contenu: bytes) -> bytes:
        return hmac.digest(self._secret, nom.encode() + contenu, "sha256")

    def _forget(self) -> None:
        """Take out what has served nobody for long, and what a killed process left behind."""
        limite = time.time() - _OUBLI
        for entree in self._dossier.iterdir():
            with suppress(OSError):
                if _NOTRE.fullmatch(entree.name) and entree.lstat().st_mtime < limite:
                    entree.unlink()


def read_changes(
    recus: Iterable[tuple[str, Path]],
    empreintes: Mapping[str, str],
    cache: Cache,
    read: Callable[[list[tuple[str, Path]]], list[Lecture]],
) -> list[Lecture]:
    """The readings of files, in their order; `read` reads those whose bytes were never read.

    A refusal is not kept: a file may be open or out of reach for a moment.
    """
    recus = list(recus)
    connues = {}
    for nom, _ in recus:
        lecture = cache.load("lecture", nom, empreintes[nom]) if empreintes.get(nom) else None
        if isinstance(lecture, Lecture):
            connues[nom] = lecture
    for lecture in read([(nom, chemin) for nom, chemin in recus if nom not in connues]):
        connues[lecture.classeur] = lecture
        if lecture.lisible and lecture.sha256:  # of the bytes that were read, whatever changed
            cache.keep(lecture, "lecture", lecture.classeur, lecture.sha256)
    return [connues[nom] for nom, _ in recus]


def hash_fichier(chemin: Path) -> str:
    """SHA-256 of an ordinary file; "" for anything else, and for what cannot be read."""
    try:
        if not chemin.is_file() or chemin.stat().st_size > _MAX_OCTETS:
            return ""
        with chemin.open("rb") as fichier:
            return hashlib.file_digest(fichier, "sha256").hexdigest()
    except OSError:
        return ""


def hash_fabrique() -> str:
    """What makes the products: the fiches, the code and its libraries; one change, one other."""
    racine = Path(__file__).parent.parent
    somme = hashlib.sha256(sys.version.encode())
    for nom in _BIBLIOTHEQUES:
        with suppress(PackageNotFoundError):
            somme.update(f"{nom} {version(nom)}".encode())
    for fichier in sorted(f for f in racine.rglob("*") if f.suffix in (".py", ".toml")):
        somme.update(fichier.relative_to(racine).as_posix().encode() + fichier.read_bytes())
    return somme.hexdigest()


def _load_secret(chemin: Path) -> bytes:
    """The secret of this person, drawn the first time, that nobody else may read."""
    chemin.parent.mkdir(parents=True, exist_ok=True)
    try:
        descripteur = os.open(chemin, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        secret = chemin.read_bytes()
        if len(secret) != 32:
            raise RuntimeError(f"« {chemin} » est abîmé : supprimez-le") from None
        return secret
    with os.fdopen(descripteur, "wb") as fichier:
        fichier.write(secret := os.urandom(32))
    return secret
