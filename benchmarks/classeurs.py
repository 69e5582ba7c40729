"""Real workbooks by the thousand: a few are drawn, each copy then bears texts of its own.

The strings of a drawn workbook hold a mark, « k0000 », in the identifier of the fiche and in
every reference; its shared strings are stored, not deflated. A copy changes the mark in place
and the checksums: a workbook of another fiche, with other references, in a millisecond.
"""

import random
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

from benchmarks.copies import MARQUE
from plie_xl.model.collection import load_fiches
from plie_xl.model.fiche import Fiche
from plie_xl.template import build_template
from plie_xl.template.demo import build_saisies
from plie_xl.template.stories import find_arrete, reference

TEXTES = "xl/sharedStrings.xml"
FAUTES = 0.03  # share of the rows that somebody must look at


def write_classeurs(dossier: Path, nombre: int, lignes: int) -> list[tuple[str, Path]]:
    """Write `nombre` workbooks of `lignes` rows of « Suivi »; names and paths."""
    dossier.mkdir(parents=True, exist_ok=True)
    modeles = [_draw(fiche, lignes) for fiche in list(load_fiches(2024).values())[:nombre]]
    ecrits = []
    for rang in range(nombre):
        chemin = dossier / f"plie_{rang:04}.xlsx"
        if not chemin.exists():
            chemin.write_bytes(_mark(modeles[rang % len(modeles)], f"k{rang:04}"))
        ecrits.append((chemin.name, chemin))
    return ecrits


def _draw(fiche: Fiche, lignes: int) -> bytes:
    """The workbook that copies are made of."""
    marquee = replace(fiche, id=f"{fiche.id}-{MARQUE}")
    saisies = {**build_saisies(fiche), "suivi": list(draw_suivi(fiche, lignes))}
    sorti = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(build_template(marquee, saisies))) as lu,
        zipfile.ZipFile(sorti, "w", zipfile.ZIP_DEFLATED) as ecrit,
    ):
        for partie in lu.infolist():
            genre = zipfile.ZIP_STORED if partie.filename == TEXTES else zipfile.ZIP_DEFLATED
            ecrit.writestr(partie, lu.read(partie), genre)
    return sorti.getvalue()


def draw_suivi(fiche: Fiche, lignes: int) -> Iterator[dict[str, object]]:
    """Held rows on working days, with their evidence; a few have a fault."""
    alea = random.Random(fiche.id)
    jours = [
        fiche.debut + timedelta(days=n) for n in range(12, (find_arrete(fiche) - fiche.debut).days)
    ]
    ouvres = [j for j in jours if j.weekday() < 5 and j != date(2024, 5, 1)]
    for n in range(lignes):
        cible = fiche.instances[n % len(fiche.instances)]
        jour = ouvres[n * len(ouvres) // lignes]
        modalite = next((m for m in cible.modalites), "présentiel")
        jeu = alea.choice(cible.jeux(modalite))
        ligne: dict[str, object] = {
            "numero": n + 1,
            "date": jour,
            "instance": cible.libelle,
            "objet": f"Point n° {n % 40}",
            "statut": "Réalisée",
            "modalite": {"présentiel": "Présentiel", "à distance": "À distance"}.get(
                modalite, "Consultation écrite"
            ),
            "lieu": alea.choice(("Pessac", "Agen", "Bergerac")),
            "presents": alea.randint(4, 16),
            **{p: f"{MARQUE}/{n}/{reference(p, cible, jour)}" for p in jeu},
        }
        if alea.random() < FAUTES:
            ligne |= alea.choice(({"date": "courant mars"}, {"statut": "Faite"}, {jeu[0]: ""}))
        yield ligne


def _mark(modele: bytes, marque: str) -> bytes:
    """A copy with a mark of its own, and the checksums that go with it."""
    with zipfile.ZipFile(BytesIO(modele)) as archive:
        info = archive.getinfo(TEXTES)
    octets = bytearray(modele)
    debut = (
        info.header_offset + 30 + sum(struct.unpack_from("<HH", octets, info.header_offset + 26))
    )
    textes = bytes(octets[debut : debut + info.file_size]).replace(MARQUE.encode(), marque.encode())
    octets[debut : debut + info.file_size] = textes
    ancienne, nouvelle = struct.pack("<L", info.CRC), struct.pack("<L", zlib.crc32(textes))
    centre = octets.rindex(TEXTES.encode()) - 46
    for place in (info.header_offset + 14, centre + 16):
        if octets[place : place + 4] != ancienne:
            raise RuntimeError("the checksum is not where it should be")
        octets[place : place + 4] = nouvelle
    return bytes(octets)
