"""From the copies of the pieces to the PDFs that bind them: each prepared alone, in a child."""

import shutil
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from plie_xl.pieces.bundle import (
    MANQUES,
    PAGE_DE_GARDE,
    Feuillet,
    build_bundle,
    can_merge,
    prepare_piece,
)
from plie_xl.pieces.register import Mo, Suivre
from plie_xl.reading.workers import LecteurMortError, WorkerPool

_DELAI_PIECE, _DELAI_VOLUME = 60.0, 600.0  # seconds of processor
_VOLUME = 150 * Mo  # of pieces in one PDF: more would not be held in memory, nor sent
_ATELIER = ".prepare"

Cahiers = Sequence[tuple[str, Sequence[str]]]


def bind(
    dossier: Path, cahiers: Cahiers, feuillets: Sequence[Feuillet], suivre: Suivre | None = None
) -> tuple[list[Feuillet], list[str]]:
    """Write « dossier.pdf », and « dossier_2.pdf »… when the pieces are too heavy for one.

    Gives the pieces, those that became pages with their `pret`, and the names of the PDFs.

    Raises
    ------
    LecteurMortError
        The child that merges did not come back.
    """
    atelier = dossier / _ATELIER
    atelier.mkdir()
    try:
        prets = _prepare(atelier, feuillets, suivre)
        volumes = _split(prets)
        noms = [f"dossier_{n}.pdf" if n > 1 else "dossier.pdf" for n in range(1, len(volumes) + 1)]
        for n, (nom, volume) in enumerate(zip(noms, volumes, strict=True), start=1):
            ses = cahiers if n == 1 else _say_suite(cahiers, n, len(volumes))
            with WorkerPool(1, delai=_DELAI_VOLUME) as enfant:  # whose memory goes with it
                enfant.submit(build_bundle, str(dossier / nom), ses, volume).result()
    finally:
        shutil.rmtree(atelier, ignore_errors=True)
    return prets, noms


def _prepare(atelier: Path, feuillets: Sequence[Feuillet], suivre: Suivre | None) -> list[Feuillet]:
    """Each piece with the file of its pages; without where it has none, or kills its child."""
    prets = []
    a_faire = [f for f in feuillets if can_merge(f.extension)]
    with (
        WorkerPool(delai=_DELAI_PIECE) as enfants,
        suivre(len(a_faire)) if suivre else nullcontext() as advance,
    ):
        futurs = {
            f.numero: enfants.submit(
                prepare_piece, f.chemin, f.extension, f.numero, str(atelier / f"{f.numero}.pdf")
            )
            for f in a_faire
        }
        for feuillet in feuillets:
            fait = False
            if feuillet.numero in futurs:
                try:
                    fait = futurs[feuillet.numero].result()
                except LecteurMortError:
                    fait = False
                if advance is not None:
                    advance()
            pret = str(atelier / f"{feuillet.numero}.pdf") if fait else ""
            prets.append(replace(feuillet, pret=pret))
    return prets


def _split(feuillets: Sequence[Feuillet]) -> list[list[Feuillet]]:
    """The pieces of each PDF, in their order; there is one PDF at least."""
    volumes: list[list[Feuillet]] = [[]]
    pris = 0
    for feuillet in feuillets:
        poids = feuillet.octets if feuillet.pret else 0
        if volumes[-1] and pris + poids > _VOLUME:
            volumes.append([])
            pris = 0
        volumes[-1].append(feuillet)
        pris += poids
    return volumes


def _say_suite(cahiers: Cahiers, n: int, combien: int) -> Cahiers:
    """What the first page of a following PDF says."""
    garde = next(lignes for titre, lignes in cahiers if titre == PAGE_DE_GARDE)
    suite = f"Suite du dossier, volume {n} sur {combien} ; « {MANQUES} » est dans le premier."
    return [(PAGE_DE_GARDE, [suite, "", *garde])]
