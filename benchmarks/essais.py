"""One lot of mutated files through the real reading, in whatever process it is called."""

import resource
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from benchmarks.mutations import mutate
from plie_xl.model.lecture import Lecture
from plie_xl.reading.read import read_octets

NOM = "essai.xlsx"
REFUSE = "refusé, en une phrase"
TROMPEUR = "lu, une valeur changée dans son XML"
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
    for graine in graines:
        source = graine // 2 % len(SOURCES)
        octets = mutate(SOURCES[source].read_bytes(), graine)
        debut = time.perf_counter()
        try:
            issue = _juger(read_octets(octets, NOM), read_propre(source))
            if issue == TROMPEUR and graine % 2:  # the checksums see every changed byte
                raise ValueError(
                    "valeurs changées sans un mot, dans un fichier dont un octet change"
                )
        except BaseException as erreur:
            issue = "faute"
            bilan.fautes.append(f"{graine} : {type(erreur).__name__}: {erreur}"[:200])
        bilan.plus_longue = max(bilan.plus_longue, time.perf_counter() - debut)
        bilan.issues[issue] += 1
        bilan.cas += 1
    bilan.memoire = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return bilan


@cache
def read_propre(source: int) -> Lecture:
    """The sample workbook that a case was made from, as it was."""
    return read_octets(SOURCES[source].read_bytes(), NOM)


def _juger(lecture: Lecture, propre: Lecture) -> str:
    """What became of a case, against the clean file."""
    if not lecture.lisible:
        return REFUSE
    pareil = lecture.fiche == propre.fiche and lecture.tables == propre.tables
    if not set(lecture.remarques) <= set(propre.remarques):
        return "lu, avec une remarque"
    return "lu, mêmes valeurs" if pareil else TROMPEUR
