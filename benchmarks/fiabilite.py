"""Mutated workbooks, thousands of them, through the real reading: `python -m benchmarks.fiabilite`.

Each case must come back as a `Lecture`: no traceback, no hang, no gigabyte, and no other value
without a word where the checksums can tell. Then a full inbox through the real command. Writes
docs/fiabilite.md, with what `fiabilite.notes.md` says of other runs. `--cas N`, `--maitres N`,
`--boite N`, `--grands N` change how many (20 000 cases, 600 masters, 5 000 files, all large ones).
"""

import argparse
import os
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from benchmarks import maitres
from benchmarks.boite import FICHIERS, Boite, mesurer_boite
from benchmarks.essais import REFUSE, Bilan, essayer, essayer_ecrits
from benchmarks.grands import Lu, mesurer_grands
from benchmarks.mutations_xml import FAMILLES
from benchmarks.programmes import Essai, mesurer_programmes
from plie_xl.model.text import nombre
from plie_xl.reading.workers import LecteurMortError, WorkerPool

RACINE = Path(__file__).parent.parent
PAGE = RACINE / "docs" / "fiabilite.md"
PAR_APPEL = 50


def mesurer(cas: int, essai: Callable[[range], Bilan] = essayer) -> Bilan:
    """Many cases, spread over the pool of limited children."""
    total = Bilan()
    debut = time.perf_counter()
    with WorkerPool(delai=300, admis=(Bilan, Counter)) as lecteurs:
        lots = [range(n, min(n + PAR_APPEL, cas)) for n in range(0, cas, PAR_APPEL)]
        for lot, futur in [(lot, lecteurs.submit(essai, lot)) for lot in lots]:
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
    options.add_argument("--maitres", type=int, default=maitres.CAS)
    options.add_argument("--grands", type=int)
    choix = options.parse_args()
    bilan = mesurer(choix.cas)
    ecrits = {nom: mesurer(choix.cas // 4, partial(essayer_ecrits, nom)) for nom in FAMILLES}
    boite, programmes = mesurer_boite(choix.boite), mesurer_programmes()
    relus = maitres.mesurer(choix.maitres)
    grands = _dire_grands(*mesurer_grands(choix.grands))
    page = dessiner(bilan, boite, ecrits, programmes, relus, grands)
    choix.page.write_text(page, encoding="utf-8")
    for autre in (*ecrits.values(), relus):
        bilan.fautes += autre.fautes
    print(*bilan.fautes[:20], sep="\n")
    print(f"{bilan.cas} cas, {len(bilan.fautes)} faute(s) : {choix.page}")


def dessiner(
    bilan: Bilan,
    boite: Boite,
    ecrits: Mapping[str, Bilan],
    programmes: Sequence[Essai],
    relus: maitres.Fins,
    grands: str,
) -> str:
    """The page, in French."""
    return PATRON.format(
        notes=NOTES,
        cas=nombre(bilan.cas),
        issues=_dire_issues(bilan.issues),
        maitres=nombre(relus.cas),
        maitres_issues=_dire_issues(relus.issues),
        maitres_fautes=len(relus.fautes),
        maitres_longue=f"{relus.plus_longue:.1f}".replace(".", ","),
        maitres_memoire=f"{relus.memoire / 1e6:.0f}",
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
        ecrits="\n".join(_dire_famille(nom, autre) for nom, autre in ecrits.items()),
        programmes="\n".join(map(_dire_programme, programmes)),
        grands=grands,
    )


def _dire_issues(issues: Mapping[str, int]) -> str:
    return "\n".join(f"| {nom} | {nombre(n)} |" for nom, n in sorted(issues.items()))


def _dire_famille(nom: str, bilan: Bilan) -> str:
    refus = bilan.issues[REFUSE]
    pareils = bilan.cas - refus - len(bilan.fautes)
    return _ranger(nom, nombre(bilan.cas), nombre(pareils), nombre(refus), len(bilan.fautes))


def _dire_programme(essai: Essai) -> str:
    if essai.lignes is None:
        return _ranger(essai.programme, essai.format, "non installé ici", "", "")
    lignes = f"{essai.lignes}, {'les mêmes' if essai.memes_lignes else 'PAS les mêmes'}"
    chiffres = "les mêmes" if essai.memes_chiffres else "PAS les mêmes"
    return _ranger(essai.programme, essai.format, lignes, chiffres, essai.de_plus or "rien")


def _dire_grands(honnetes: Mapping[str, Lu], hostiles: Mapping[str, Lu]) -> str:
    """A line for each honest file, one for all that are hostile."""
    lignes = [_dire_grand(nom, [lu], 3) for nom, lu in honnetes.items()]
    nom = f"{len(hostiles)} fichiers hostiles (bombes, répétitions, textes, noms), chacun au plus"
    return "\n".join([*lignes, _dire_grand(nom, [*hostiles.values()], 30)])


def _dire_grand(nom: str, lus: Sequence[Lu], promis: int) -> str:
    duree = f"{max(lu.duree for lu in lus):.1f} s".replace(".", ",")
    return _ranger(nom, duree, f"{promis} s", f"{max(lu.memoire for lu in lus)} Mo", "500 Mo")


def _ranger(*cellules: object) -> str:
    return f"| {' | '.join(map(str, cellules))} |"


PATRON = (Path(__file__).parent / "fiabilite.modele.md").read_text(encoding="utf-8")
# What was measured on another day, which a run of this module does not do again.
NOTES = (Path(__file__).parent / "fiabilite.notes.md").read_text(encoding="utf-8").strip()

if __name__ == "__main__":
    main()
