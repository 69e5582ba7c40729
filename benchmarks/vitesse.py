"""Measure everything in one run and write `docs/performances.md`.

    python -m benchmarks.vitesse              # up to 5 000 workbooks: about half an hour
    python -m benchmarks.vitesse --rapide     # up to 100 workbooks: two minutes, prints only

No assertion on time: a machine is noisy, only ratios of one run compare.
"""

import argparse
import platform
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from benchmarks import scripts
from benchmarks.classeurs import write_classeurs
from benchmarks.mesure import Mesure, time_code, time_command
from plie_xl.reading.workers import count_cores

PAGE = Path(__file__).parent.parent / "docs" / "performances.md"
NOTES = PAGE.with_name("performances-notes.md")
PANDAS_AU_PLUS = 1_000  # beyond, the reference takes a quarter of an hour to say the same
NOMBRES = (11, 100, 1_000, 5_000)
ENTETES = ("classeurs", "mesure", "s", "ms/classeur", "× calamine", "pandas ÷", "Mio")
Tableau = list[tuple[str, ...]]


def main() -> None:
    """Entry point."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rapide", action="store_true", help="100 workbooks at most")
    options.add_argument("--jusqu-a", type=int, default=5_000, metavar="N")
    choix = options.parse_args()
    plafond = 100 if choix.rapide else choix.jusqu_a
    with tempfile.TemporaryDirectory() as temporaire:
        page = ""
        for page in build_pages(Path(temporaire), [n for n in NOMBRES if n <= plafond]):
            if not choix.rapide:  # what is measured is kept, even when the rest is given up
                PAGE.write_text(page + NOTES.read_text(encoding="utf-8"), encoding="utf-8")
    sys.stdout.write(page)


def build_pages(dossier: Path, nombres: list[int]) -> Iterator[str]:
    """The page in French (cold starts, one workbook, many workbooks), after each number of them."""
    machine = (
        f"{count_cores()} cœurs, Python {platform.python_version()}, pandas {version('pandas')},"
        f" pandera {version('pandera')}, python-calamine {version('python-calamine')}"
    )
    debut = [
        "# Performances\n",
        "Mesurées en une fois par `python -m benchmarks.vitesse`. Médianes ; seuls",
        f"les rapports d’une même mesure se comparent. {machine}.\n",
        "## Départs à froid\n",
        draw_table(("commande", "ms", "rapport", "visé"), measure_departs(dossier)),
        "## Un classeur, processus déjà chaud\n",
        draw_table(("lignes", "lire et valider, ms"), measure_clics(dossier)),
        "## Des classeurs de 200 lignes\n",
    ]
    lignes: Tableau = []
    for nombre in nombres:
        lignes += measure_lot(dossier, nombre)
        yield "\n".join([*debut, draw_table(ENTETES, lignes)])


def draw_table(entetes: tuple[str, ...], lignes: Tableau) -> str:
    """A Markdown table, figures to the right."""
    traits = ("---", *("---:" for _ in entetes[1:]))
    return "\n".join(f"| {' | '.join(x)} |" for x in (entetes, traits, *lignes)) + "\n"


def measure_departs(dossier: Path) -> Tableau:
    """Whole processes, beside those that only import."""
    classeur = str(Path(__file__).parent.parent / "workbooks/2024/plie_sources_2024.xlsx")
    pandas = time_command("-c", "import pandas").secondes
    pandera = time_command("-c", "import pandera.pandas").secondes
    sortie = str(dossier / "master.xlsx")
    recus = str(Path(classeur).parent)
    commandes = (
        (("--help",), pandas, "sans pandas"),
        (("fiches",), pandas, "sans pandas"),
        (("atteinte", classeur), pandas, "≤ 1,3 × pandas"),
        (("valider", classeur), pandera, "≤ 1,25 × pandera"),
        (("consolider", recus, "-o", sortie), pandera, "onze classeurs"),
    )
    lignes = [
        ("`import pandas`", _ms(pandas), "1", ""),
        ("`import pandera.pandas`", _ms(pandera), _fois(pandera / pandas), ""),
    ]
    for arguments, base, vise in commandes:
        duree = time_command("-m", "plie_xl", *arguments).secondes
        lignes.append((f"`plie-xl {arguments[0]}`", _ms(duree), _fois(duree / base), vise))
    return lignes


def measure_clics(dossier: Path) -> Tableau:
    """Our part of a click, for workbooks of three sizes."""
    lignes = []
    for taille in (50, 200, 2_000):
        lieu = dossier / f"un_{taille}"
        write_classeurs(lieu, 1, taille)
        clic = time_code(scripts.CLIC.format(dossier=str(lieu), nombre=1), fois=7)
        lignes.append((str(taille), _ms(clic.secondes)))
    return lignes


def measure_lot(dossier: Path, nombre: int) -> Tableau:
    """Reading, counting, writing `nombre` workbooks, and the references beside them."""
    write_classeurs(dossier / "lot", nombre, 200)
    fois = 3 if nombre <= 100 else 1
    ou = {"dossier": str(dossier / "lot"), "nombre": nombre, "sortie": str(dossier / "m.xlsx")}
    brut = time_code(scripts.CALAMINE.format(**ou), fois)
    etapes = {
        "plie_xl : lire": scripts.LIRE,
        "plie_xl : lire, contrôler, compter": scripts.CONSOLIDER,
        "**plie_xl : tout, master écrit**": scripts.ECRIRE,
    }
    mesures = [("calamine seul (référence)", brut)]
    for nom, script in etapes.items():
        mesures.append((nom, time_code(script.format(**ou), fois, count_cores())))
    cache = scripts.CACHE.format(**ou, cache=str(dossier / f"cache_{nombre}"))
    mesures.append(("plie_xl : tout, avec un cache vide", time_code(cache)))
    mesures.append(("plie_xl : la même chose, rien n’a changé", time_code(cache, fois)))
    _retouch(dossier / "lot" / "plie_0000.xlsx")
    mesures.append(("plie_xl : la même chose, un classeur a changé", time_code(cache)))
    if nombre <= PANDAS_AU_PLUS:
        mesures.append(("pandas + openpyxl (référence)", time_code(scripts.PANDAS.format(**ou))))
    pandas = mesures[-1][1].secondes if nombre <= PANDAS_AU_PLUS else 0.0
    return [_ligne(nombre, nom, mesure, brut, pandas) for nom, mesure in mesures]


def _retouch(chemin: Path) -> None:
    """Save a workbook again with other bytes: what stands after the container is passed over."""
    chemin.write_bytes(chemin.read_bytes() + b"\0")


def _ligne(nombre: int, nom: str, m: Mesure, brut: Mesure, pandas: float) -> tuple[str, ...]:
    return (
        f"{nombre:,}".replace(",", " "),
        nom,
        _virgule(f"{m.secondes:.2f}"),
        _virgule(f"{1000 * m.secondes / nombre:.1f}"),
        _fois(m.secondes / brut.secondes),
        _fois(pandas / m.secondes) if pandas else "",
        f"{m.mio:.0f}",
    )


def _ms(secondes: float) -> str:
    return f"{1000 * secondes:.0f}"


def _fois(rapport: float) -> str:
    return _virgule(f"{rapport:.2f}" if rapport < 10 else f"{rapport:.0f}")


def _virgule(texte: str) -> str:
    return texte.replace(".", ",")


if __name__ == "__main__":
    main()
