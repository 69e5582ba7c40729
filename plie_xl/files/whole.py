"""A new folder written whole or not at all: filled under a hidden name beside, then renamed."""

import os
import secrets
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from plie_xl.files.atomic import sync_dossier
from plie_xl.files.errors import DestinationError, Etat, explain, refusal
from plie_xl.files.hidden import is_abandoned, name_poste


def write_whole(dossier: Path, fill: Callable[[Path], None]) -> None:
    """Make a folder that is not there: whole when this returns, absent when it does not.

    `fill` is given an empty folder. What a killed run left beside goes with the next one.

    Raises
    ------
    DestinationError
        Something bears that name already.
    EcritureError
        The disk refuses.
    """
    check_libre(dossier)
    debut = f".plie-{name_poste()}-{os.getpid()}-{secrets.token_hex(4)}.tmp.d"
    cache = dossier.parent / debut
    try:
        dossier.parent.mkdir(parents=True, exist_ok=True)
        _sweep(dossier.parent)
        cache.mkdir()
        fill(cache)
        _sync(cache)
        cache.rename(dossier)
        sync_dossier(dossier.parent)
    except OSError as erreur:
        raise refusal(dossier, Etat.RIEN, *explain(erreur)) from erreur
    finally:
        shutil.rmtree(cache, ignore_errors=True)


def write_fichiers(dossier: Path, fichiers: Mapping[str, bytes]) -> None:
    """The same for files whose bytes are known. Raises as `write_whole`."""

    def fill(ici: Path) -> None:
        for nom, octets in fichiers.items():
            (ici / nom).write_bytes(octets)

    write_whole(dossier, fill)


def check_libre(dossier: Path) -> None:
    """Refuse a name that something bears: nothing is ever written over."""
    if os.path.lexists(dossier):
        rang = 2
        while os.path.lexists(libre := dossier.with_name(f"{dossier.name} ({rang})")):
            rang += 1
        raise DestinationError(
            f"« {dossier} » existe déjà, rien n’y a été écrit ; donnez un autre nom, comme"
            f" « {libre} »"
        )


def _sync(dossier: Path) -> None:
    """Make what is inside outlive a power cut."""
    for chemin in dossier.rglob("*"):
        if chemin.is_file():
            with chemin.open("rb+") as fichier:
                os.fsync(fichier.fileno())
        else:
            sync_dossier(chemin)
    sync_dossier(dossier)


def _sweep(parent: Path) -> None:
    for chemin in parent.glob(".plie-*-*.tmp.d"):
        _, poste, pid, *_ = chemin.name.split("-")
        with suppress(OSError, ValueError):
            if chemin.is_dir() and is_abandoned(chemin, poste, int(pid)):
                shutil.rmtree(chemin, ignore_errors=True)
