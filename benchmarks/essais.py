"""One lot of mutated files through the real reading, in whatever process it is called."""

import resource
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from benchmarks.mutations import mutate
from benchmarks.mutations_xml import FAMILLES
from benchmarks.temoin import agrees
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
    """Read one file gone wrong per seed, here and now."""
    return _essayer(graines, SOURCES, mutate, _juger_abime)


def essayer_ecrits(famille: str, graines: range) -> Bilan:
    """Read one file per seed that says the same in another way (`mutations_xml`)."""
    sources, autrement = FAMILLES[famille]
    return _essayer(graines, sources, autrement, _juger_ecrit)


def _essayer(
    graines: range,
    sources: Sequence[Path],
    geste: Callable[[bytes, int], bytes],
    juger: Callable[[bytes, int, str], str],
) -> Bilan:
    bilan = Bilan()
    for graine in graines:
        source = sources[graine // 2 % len(sources)]
        octets = geste(source.read_bytes(), graine)
        debut = time.process_time()  # a busy machine is slow, not wrong
        try:
            issue = _comparer(read_octets(octets, NOM), read_propre(source))
            bilan.plus_longue = max(bilan.plus_longue, time.process_time() - debut)
            issue = juger(octets, graine, issue)
        except BaseException as erreur:
            issue = "faute"
            bilan.fautes.append(f"{graine} : {type(erreur).__name__}: {erreur}"[:200])
        bilan.issues[issue] += 1
        bilan.cas += 1
    bilan.memoire = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return bilan


def _juger_abime(octets: bytes, graine: int, issue: str) -> str:
    """Another value is right where its own bytes were written again, and another reader agrees."""
    if issue == TROMPEUR and graine % 2:  # the checksums see every changed byte
        raise ValueError("valeurs changées sans un mot, dans un fichier dont un octet change")
    if issue == TROMPEUR and not agrees(octets):
        raise ValueError("valeurs changées sans un mot, et openpyxl en lit d’autres")
    return issue


def _juger_ecrit(_: bytes, graine: int, issue: str) -> str:
    if issue == TROMPEUR:
        raise ValueError("d’autres valeurs, dans un fichier qui dit la même chose")
    return issue


@cache
def read_propre(source: Path) -> Lecture:
    """The sample workbook that a case was made from, as it was."""
    return read_octets(source.read_bytes(), NOM)


def _comparer(lecture: Lecture, propre: Lecture) -> str:
    """What became of a case, against the clean file."""
    if not lecture.lisible:
        return REFUSE
    pareil = lecture.fiche == propre.fiche and lecture.tables == propre.tables
    if not set(lecture.remarques) <= set(propre.remarques):
        return "lu, avec une remarque"
    return "lu, mêmes valeurs" if pareil else TROMPEUR
