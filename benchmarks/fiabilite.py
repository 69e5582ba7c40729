"""Mutated workbooks, thousands of them, through the real reading: `python -m benchmarks.fiabilite`.

Each case must come back as a `Lecture`: no traceback, no hang, no gigabyte, and no other value
without a word where the checksums can tell. Then a full inbox through the real command. Writes
docs/fiabilite.md. `--cas N` and `--boite N` change how many (20 000 cases, 5 000 files).
"""

import argparse
import os
import time
from collections import Counter
from pathlib import Path

from benchmarks.boite import FICHIERS, Boite, mesurer_boite
from benchmarks.essais import Bilan, essayer
from plie_xl.model.text import nombre
from plie_xl.reading.workers import LecteurMortError, WorkerPool

RACINE = Path(__file__).parent.parent
PAGE = RACINE / "docs" / "fiabilite.md"
PAR_APPEL = 50


def mesurer(cas: int) -> Bilan:
    """The same for many, spread over the pool of limited children."""
    total = Bilan()
    debut = time.perf_counter()
    with WorkerPool(delai=300, admis=(Bilan, Counter)) as lecteurs:
        lots = [range(n, min(n + PAR_APPEL, cas)) for n in range(0, cas, PAR_APPEL)]
        for lot, futur in [(lot, lecteurs.submit(essayer, lot)) for lot in lots]:
            try:
                total.add(futur.result())
            except LecteurMortError as erreur:
                total.fautes.append(f"{lot} : lecteur perdu ({erreur.cause})")
    total.duree = time.perf_counter() - debut
    return total


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cas", type=int, default=20_000)
    options.add_argument("--page", type=Path, default=PAGE)
    options.add_argument("--boite", type=int, default=FICHIERS)
    choix = options.parse_args()
    bilan, boite = mesurer(choix.cas), mesurer_boite(choix.boite)
    choix.page.write_text(dessiner(bilan, boite), encoding="utf-8")
    print(*bilan.fautes[:20], sep="\n")
    print(f"{bilan.cas} cas, {len(bilan.fautes)} faute(s) : {choix.page}")


def dessiner(bilan: Bilan, boite: Boite) -> str:
    """The page, in French."""
    issues = "\n".join(f"| {nom} | {nombre(n)} |" for nom, n in sorted(bilan.issues.items()))
    return PATRON.format(
        cas=nombre(bilan.cas),
        issues=issues,
        fautes=len(bilan.fautes),
        longue=f"{bilan.plus_longue:.2f}".replace(".", ","),
        memoire=f"{bilan.memoire / 1e6:.0f}",
        duree=f"{bilan.duree:.0f}",
        coeurs=os.cpu_count(),
        fichiers=nombre(boite.lus + boite.refuses + boite.passes + boite.tus),
        lus=nombre(boite.lus),
        refuses=nombre(boite.refuses),
        passes=nombre(boite.passes),
        tus=nombre(boite.tus),
        attente=f"{boite.secondes:.0f}",
    )


PATRON = (Path(__file__).parent / "fiabilite.modele.md").read_text(encoding="utf-8")

if __name__ == "__main__":
    main()
