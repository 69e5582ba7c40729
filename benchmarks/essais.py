"""One lot of mutated files through the real reading, in whatever process it is called."""

import resource
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.mutations import mutate
from plie_xl.reading import read_octets

SOURCES = sorted((Path(__file__).parent.parent / "workbooks" / "2024").glob("*.xls*"))


@dataclass
class Bilan:
    """What came of the cases."""

    cas: int = 0
    issues: Counter[str] = field(default_factory=Counter)
    fautes: list[str] = field(default_factory=list)
    plus_longue: float = 0.0
    memoire: int = 0
    duree: float = 0.0

    def add(self, autre: "Bilan") -> None:
        self.cas += autre.cas
        self.issues += autre.issues
        self.fautes += autre.fautes
        self.plus_longue = max(self.plus_longue, autre.plus_longue)
        self.memoire = max(self.memoire, autre.memoire)


def essayer(graines: range) -> Bilan:
    """Read one mutated file per seed, here and now."""
    bilan = Bilan()
    sources = [chemin.read_bytes() for chemin in SOURCES]
    for graine in graines:
        octets = mutate(sources[graine // 2 % len(sources)], graine)
        debut = time.perf_counter()
        try:
            lecture = read_octets(octets, "essai.xlsx")
            issue = "refusé" if not lecture.lisible else "lu, avec une remarque"
            if lecture.lisible and not lecture.remarques:
                issue = "lu"
        except BaseException as erreur:
            issue = "faute"
            bilan.fautes.append(f"{graine} : {type(erreur).__name__}: {erreur}"[:200])
        bilan.plus_longue = max(bilan.plus_longue, time.perf_counter() - debut)
        bilan.issues[issue] += 1
        bilan.cas += 1
    bilan.memoire = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return bilan
