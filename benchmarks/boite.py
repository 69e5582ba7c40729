"""An inbox of five thousand files through the real command: each read, or passed over and named."""

import json
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from benchmarks.essais import SOURCES

FICHIERS = 5_000
COPIES, COUPES = 1_000, 3_000  # the others are what programs leave in a folder
RESTES = ("~${}.xlsx", ".~lock.{}.ods#", "{}.tmp", "{}.pdf")


@dataclass(frozen=True)
class Boite:
    """What the command said of the inbox, and how long it took."""

    lus: int
    refuses: int
    passes: int
    tus: int  # files of which nothing was said
    secondes: float


def mesurer_boite(fichiers: int = FICHIERS) -> Boite:
    """Fill a folder, consolidate it, count what was said; the figures are those of the eleven."""
    with tempfile.TemporaryDirectory() as dossier:
        boite = Path(dossier) / "recus"
        boite.mkdir()
        _fill(boite, fichiers)
        commande = ["-m", "plie_xl", "consolider", str(boite), "-o", f"{dossier}/m.xlsx", "--json"]
        debut = time.perf_counter()
        rendu = subprocess.run(
            [sys.executable, *commande], capture_output=True, encoding="utf-8", check=False
        )
        secondes = time.perf_counter() - debut
    bilan = json.loads(rendu.stdout)
    if bilan["comptes"] != len(SOURCES) or "Traceback" in rendu.stderr:
        raise RuntimeError(rendu.stderr[-2_000:])
    lus = bilan["recus"] - bilan["refuses"]
    dits = bilan["recus"] + len(bilan["passes"])
    return Boite(lus, bilan["refuses"], len(bilan["passes"]), fichiers - dits, secondes)


def _fill(boite: Path, fichiers: int) -> None:
    octets = [chemin.read_bytes() for chemin in SOURCES]
    for chemin, contenu in zip(SOURCES, octets, strict=True):
        (boite / chemin.name).write_bytes(contenu)
    copies = COPIES * fichiers // FICHIERS
    coupes = COUPES * fichiers // FICHIERS
    for rang in range(copies):
        contenu = _comment(octets[rang % len(octets)], rang)
        (boite / f"a copie {rang:04}.xlsx").write_bytes(contenu)
    for rang in range(coupes):
        (boite / f"coupé {rang:04}.xlsx").write_bytes(octets[rang % len(octets)][: 5_000 + rang])
    for rang in range(fichiers - len(SOURCES) - copies - coupes):
        (boite / RESTES[rang % len(RESTES)].format(f"reste {rang:04}")).write_bytes(b"x")


def _comment(octets: bytes, rang: int) -> bytes:
    """The same workbook as another file: a comment at the end of the zip."""
    tampon = BytesIO(octets)
    with zipfile.ZipFile(tampon, "a") as archive:
        archive.comment = b"%d" % rang
    return tampon.getvalue()
