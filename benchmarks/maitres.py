"""Mutated masters through all that reads one: a master is trusted no more than a received file.

`python -m benchmarks.maitres --cas 600` says how each ended; any other end than an answer or a
French sentence is a fault, and its seed makes it again.
"""

import argparse
import json
import random
import re
import resource
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.mutations import mutate
from plie_xl.cli.expliquer import en_dict, en_lignes
from plie_xl.consolidation import Consolidation, consolidate
from plie_xl.files.parts import read_parts, write_parts
from plie_xl.master import build_master
from plie_xl.master.read import Master, MasterError, read_master
from plie_xl.reading.read import read_octets
from plie_xl.reading.workers import LecteurMortError, WorkerPool
from plie_xl.reports.changes import compare
from plie_xl.reports.dashboard import build_tableau
from plie_xl.reports.explain import InconnuError, explain
from plie_xl.reports.reminders import build_relances

SOURCES = sorted((Path(__file__).parent.parent / "workbooks" / "2024").glob("*.xlsx"))
PAR_APPEL = 20
CAS = 600
DELAI = 120.0  # seconds for one lot
REFUSE = "refusé, en une phrase"
_VALEUR = re.compile(rb"<v>[^<]*</v>")
_TEXTE = re.compile(rb"<t(?: [^>]*)?>[^<]*</t>")
# What no honest master holds where a figure, a day or a word is expected.
_CHIFFRES = (b"NaN", b"INF", b"-1e999", b"1e308", b"-5", b"0.5", b"2958465", b"99999999", b"", b"x")
_MOTS = (
    b"..parquet", b"M.Suivi.parquet", b"_x0000_.parquet", b"a_x000A_Bcc: b", b"_x001B_[2J",
    b"&lt;script&gt;", b"x" * 40_000, b"lignes au-del\xc3\xa0", b"", b"\xe2\x80\xae",
)  # fmt: skip
ANGLAIS = re.compile(r"\b(error|invalid|cannot|expected|not found|No such|failed)\b")


@dataclass
class Fins:
    """How the cases ended."""

    cas: int = 0
    issues: Counter[str] = field(default_factory=Counter)
    fautes: list[str] = field(default_factory=list)
    plus_longue: float = 0.0
    memoire: int = 0

    def add(self, autre: "Fins") -> None:
        self.cas += autre.cas
        self.issues += autre.issues
        self.fautes += autre.fautes
        self.plus_longue = max(self.plus_longue, autre.plus_longue)
        self.memoire = max(self.memoire, autre.memoire)


@cache
def consolide() -> Consolidation:
    """The consolidation of the samples: what an older master is compared with."""
    return consolidate(read_octets(c.read_bytes(), c.name) for c in SOURCES)


@cache
def build_propre() -> bytes:
    """An honest master."""
    return build_master(consolide()).octets


def abime(graine: int) -> bytes:
    """One mutated master: a third in its bytes, the others in its figures and its words."""
    if graine % 3 == 0:
        return mutate(build_propre(), graine // 3)
    hasard = random.Random(graine)
    parties = read_parts(build_propre())
    motif, mots = (_VALEUR, _CHIFFRES) if graine % 3 == 1 else (_TEXTE, _MOTS)
    noms = [nom for nom in sorted(parties) if motif.search(parties[nom])]
    for _ in range(1 << hasard.randrange(6)):
        nom = hasard.choice(noms)
        places = list(motif.finditer(parties[nom]))
        place, mot = hasard.choice(places), hasard.choice(mots)
        balise = b"<v>%s</v>" if motif is _VALEUR else b"<t>%s</t>"
        octets = parties[nom]
        parties[nom] = octets[: place.start()] + balise % mot + octets[place.end() :]
    return write_parts(parties)


def _relances(master: Master) -> None:
    for texte in build_relances(master).values():
        texte.encode()
        if "\nBcc" in texte or "\x1b" in texte:
            raise ValueError("a text of the master drives a letter")


def _tableau(master: Master) -> None:
    if b"<script>" in build_tableau(master).split(b"<script>", 1)[0]:
        raise ValueError("a text of the master drives the page")


def _expliquer(master: Master) -> None:
    for fiche, cible in (("sources", "copil"), ("graves", "copil"), ("agenais", "referents")):
        resultat = explain(master, fiche, cible)
        en_lignes(resultat)
        json.dumps(en_dict(resultat), allow_nan=False)


def _depuis(master: Master) -> None:
    evolutions = compare(master, consolide())
    build_master(consolide(), evolutions)


USAGES: tuple[Callable[[Master], None], ...] = (_relances, _tableau, _expliquer, _depuis)


def essayer(graines: range) -> Fins:
    """Each mutated master of these seeds, read and used in all ways, here and now."""
    fins = Fins()
    with TemporaryDirectory() as dossier:
        for graine in graines:
            chemin = Path(dossier) / "M.xlsx"
            chemin.write_bytes(abime(graine))
            debut = time.process_time()  # a busy machine is slow, not wrong
            fins.issues[_use(chemin, graine, fins)] += 1
            fins.plus_longue = max(fins.plus_longue, time.process_time() - debut)
            fins.cas += 1
    fins.memoire = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return fins


def _use(chemin: Path, graine: int, fins: Fins) -> str:
    etape = "lecture"
    try:
        master = read_master(chemin)
        for usage in USAGES:
            etape = usage.__name__
            try:
                usage(master)
            except InconnuError as erreur:
                _require_french(erreur)
    except MasterError as erreur:
        if ANGLAIS.search(str(erreur)):
            fins.fautes.append(f"{graine}, {etape} : en anglais : {erreur}"[:300])
        return REFUSE
    except BaseException as erreur:
        fins.fautes.append(f"{graine}, {etape} : {type(erreur).__name__}: {erreur}"[:300])
        return "faute"
    return "lu, et montré"


def _require_french(erreur: Exception) -> None:
    if ANGLAIS.search(str(erreur)):
        raise ValueError(f"in English: {erreur}")


def mesurer(cas: int, depart: int = 0) -> Fins:
    """Many, spread over children with limits."""
    total = Fins()
    with WorkerPool(delai=DELAI, admis=(Fins, Counter)) as enfants:
        lots = [
            range(n, min(n + PAR_APPEL, depart + cas))
            for n in range(depart, depart + cas, PAR_APPEL)
        ]
        for lot, futur in [(lot, enfants.submit(essayer, lot)) for lot in lots]:
            try:
                total.add(futur.result())
            except LecteurMortError as erreur:
                total.fautes.append(f"{lot} : processus perdu ({erreur.cause})")
    return total


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cas", type=int, default=CAS)
    options.add_argument("--depart", type=int, default=0)
    choix = options.parse_args()
    fins = mesurer(choix.cas, choix.depart)
    print(*fins.fautes[:40], sep="\n")
    print(f"{fins.cas} cas, {len(fins.fautes)} faute(s), {dict(fins.issues)}")
    print(f"le plus long {fins.plus_longue:.1f} s, au plus {fins.memoire / 1e6:.0f} Mo")


if __name__ == "__main__":
    from benchmarks.maitres import main  # under the name that the children know

    main()
