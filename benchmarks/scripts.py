"""What is measured, as the text of small scripts: ours, and the references beside it."""

_LISTE = (
    "from pathlib import Path; fichiers = sorted(Path({dossier!r}).glob('*.xlsx'))[:{nombre}]\n"
)

# What someone would write who does not know plie_xl.
PANDAS = (
    _LISTE
    + """
import pandas as pd
lus = [pd.read_excel(f, sheet_name="Suivi", header=4, engine="openpyxl") for f in fichiers]
pd.concat(lus).to_excel({sortie!r}, index=False)
"""
)

# The same sheets as plie_xl reads, parsed and thrown away, in one thread.
CALAMINE = (
    _LISTE
    + """
from python_calamine import CalamineWorkbook
NON_LUES = {{"Mode d’emploi", "Atteinte", "Anomalies", "Listes"}}
for f in fichiers:
    classeur = CalamineWorkbook.from_path(f)
    for nom in classeur.sheet_names:
        if nom not in NON_LUES:
            classeur.get_sheet_by_name(nom).to_python(skip_empty_area=False)
"""
)

# What the command does first: useless libraries stay unloaded.
_PLIE = "from plie_xl.cli.startup import lighten; lighten()\n" + _LISTE

_LIRE = (
    _PLIE
    + """
from benchmarks.copies import Copies, read_copie
from plie_xl.reading.workers import WorkerPool
with WorkerPool() as lecteurs:
    futurs = [lecteurs.submit(read_copie, f.name, f) for f in fichiers]
    PENDANT
    lectures = [futurs.pop(0).result() for _ in fichiers]
"""
)
LIRE = _LIRE.replace("PENDANT", "pass")
# Imported while the children read, as the command does.
_IMPORTS = (
    "from plie_xl.consolidation import consolidate; from plie_xl.master import write_master;"
    " import pandera.pandas"
)

# Guard, children, reading, all the rules, attainment, the whole master, written and read back.
CONSOLIDER = (
    _LIRE.replace("PENDANT", _IMPORTS)
    + """
def ceder():
    while lectures:
        yield lectures.pop()
fiches = {{lecture.fiche: Copies()[lecture.fiche] for lecture in lectures}}
resultat = consolidate(ceder(), fiches=fiches)
assert resultat.totaux["comptes"] == len(fichiers), resultat.totaux
"""
)
ECRIRE = CONSOLIDER + "write_master(resultat, {sortie!r})\n"

# As `consolider --cache`: the whole master when nothing changed, else each reading that did not.
CACHE = (
    _PLIE
    + """
from benchmarks.copies import Copies, read_copie
from plie_xl.files.cache import Cache, hash_fichier, read_changes
from plie_xl.reading.workers import WorkerPool
def lire(recus):
    with WorkerPool() as lecteurs:
        futurs = [lecteurs.submit(read_copie, *recu) for recu in recus]
        return [futur.result() for futur in futurs]
cache = Cache(Path({cache!r}), b"0" * 32)
recus = [(f.name, f) for f in fichiers]
empreintes = {{nom: hash_fichier(chemin) for nom, chemin in recus}}
octets = cache.load("master", empreintes)
if octets is None:
    lectures = read_changes(recus, empreintes, cache, lire)
    from plie_xl.consolidation import consolidate
    from plie_xl.master import build_master
    fiches = {{lecture.fiche: Copies()[lecture.fiche] for lecture in lectures}}
    octets = build_master(consolidate(lectures, fiches=fiches)).octets
    cache.keep(octets, "master", empreintes)
from plie_xl.files.atomic import write_atomic
write_atomic(Path({sortie!r}), octets)
"""
)

# One click, the server of xlwings already warm: read, check, count.
CLIC = (
    _PLIE
    + "from plie_xl.reading.read import read_classeur; from plie_xl.checks import check\n"
    + """
from benchmarks.copies import Copies
lue = read_classeur(fichiers[0], fiches=Copies())
fiches = {{lue.fiche: Copies()[lue.fiche]}}
check(lue, fiches=fiches)
debut = time.perf_counter()
check(read_classeur(fichiers[0], fiches=Copies()), fiches=fiches)
"""
)

# The rules alone, over readings already made.
CONTROLER = (
    _LIRE.replace("PENDANT", "pass")
    + """
from benchmarks.copies import Copies
from plie_xl.checks import check
fiches = {{lecture.fiche: Copies()[lecture.fiche] for lecture in lectures}}
check(lectures[:1], fiches=fiches)
debut = time.perf_counter()
check(lectures, fiches=fiches)
"""
)

# The workbooks of one version of the model, as they were handed out.
BOITE = (
    _PLIE
    + """
from plie_xl.reading.read import read_classeur; from plie_xl.checks import check
check(read_classeur(fichiers[0]))
debut = time.perf_counter()
check([read_classeur(fichier) for fichier in fichiers])
"""
)
