"""Measure everything in one run and write `docs/performances.md`.

    python -m benchmarks.vitesse              # up to 5 000 workbooks: about half an hour
    python -m benchmarks.vitesse --rapide     # up to 100 workbooks: three minutes, prints only

No assertion on time: a machine is noisy, only ratios of one run compare.
"""

import argparse
import compileall
import platform
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from benchmarks import scripts
from benchmarks.barre import measure_toolbar_click
from benchmarks.classeurs import write_classeurs
from benchmarks.mesure import Mesure, time_code, time_command
from benchmarks.metiers import measure_metiers
from benchmarks.recalcul import VERSIONS, measure_recalcul, weigh
from benchmarks.vises import list_vises
from plie_xl.reading.workers import count_cores

RACINE = Path(__file__).parent.parent
PAGE = RACINE / "docs" / "performances.md"
NOTES = PAGE.with_name("performances-notes.md")
PANDAS_AU_PLUS = 1_000  # beyond, the reference takes a quarter of an hour to say the same
NOMBRES = (11, 100, 1_000, 5_000)
LIGNES = 200
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
        course = Course(Path(temporaire))
        for page in course.build_pages([n for n in NOMBRES if n <= plafond]):
            if not choix.rapide:  # what is measured is kept, even when the rest is given up
                PAGE.write_text(page + NOTES.read_text(encoding="utf-8"), encoding="utf-8")
    sys.stdout.write(page)


class Course:
    """One run: `mesures` keeps each figure of which something was wanted."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier
        self.mesures: dict[str, float] = {}

    def build_pages(self, nombres: list[int]) -> Iterator[str]:
        """The page in French, after each number of workbooks."""
        outils = ("pandas", "pandera", "python-calamine")
        versions = ", ".join(f"{outil} {version(outil)}" for outil in outils)
        machine = f"{count_cores()} cœurs, Python {platform.python_version()}, {versions}"
        debut = [
            "# Performances\n",
            "Mesurées en une fois par `python -m benchmarks.vitesse`. Médianes ; seuls",
            f"les rapports d’une même mesure se comparent. {machine}.\n",
        ]
        etapes = [
            "## Départs à froid\n",
            draw_table(("commande", "ms", "rapport"), self.measure_departs()),
            "## Un classeur, processus déjà chaud\n",
            draw_table(("lignes", "lire et valider, ms"), self.measure_clics()),
            "## Le classeur lui-même\n",
            "« Sources » dans les deux versions ; recalculé avec deux cents lignes remplies.\n",
            draw_table(("version", "Ko", "Ko de XML", "recalcul, ms"), self.measure_classeur()),
            "## Les onze exemples, dans les deux versions du modèle\n",
            draw_table(
                ("version", "calamine, ms", "plie_xl, ms", "rapport"), self.measure_boites()
            ),
            "## Les pièces et les fiches\n",
            draw_table(("commande", "combien", "s", "ms par unité"), self.measure_metiers()),
            "## La barre « PLIE » de LibreOffice\n",
            draw_table(("clic", "s"), self.measure_barre()),
        ]
        lignes: Tableau = []
        for nombre in nombres:
            lignes += self.measure_lot(nombre)
            lots = ["## Des classeurs de 200 lignes\n", draw_table(ENTETES, lignes)]
            vises = draw_table(("visé", "borne", "mesuré", ""), list_vises(self.mesures))
            yield "\n".join([*debut, "## Visé et mesuré\n", vises, *etapes, *lots])

    def measure_departs(self) -> Tableau:
        """Whole processes, beside those that only import; ours compiled, as pip leaves it."""
        compileall.compile_dir(RACINE / "plie_xl", quiet=1)
        classeur = str(RACINE / "workbooks/2024/plie_sources_2024.xlsx")
        pandas = time_command("-c", "import pandas").secondes
        pandera = time_command("-c", "import pandera.pandas").secondes
        recus = str(RACINE / "workbooks/2024"), "-o", str(self.dossier / "master.xlsx")
        commandes = (
            (("--help",), pandas, "pandas"),
            (("fiches",), pandas, "pandas"),
            (("atteinte", classeur), pandas, "pandas"),
            (("valider", classeur), pandera, "pandera"),
            (("consolider", *recus), pandera, "pandera"),
        )
        lignes = [
            ("`import pandas`", _ms(pandas), "1"),
            ("`import pandera.pandas`", _ms(pandera), f"{_fois(pandera / pandas)} × pandas"),
        ]
        for arguments, base, nom in commandes:
            duree = time_command("-m", "plie_xl", *arguments).secondes
            self.mesures[arguments[0]] = duree / base
            rapport = f"{_fois(duree / base)} × {nom}"
            lignes.append((f"`plie-xl {arguments[0]}`", _ms(duree), rapport))
        return lignes

    def measure_clics(self) -> Tableau:
        """Our part of a click, for workbooks of three sizes; the rules alone for one of them."""
        lignes = []
        for taille in (50, LIGNES, 2_000):
            ou = self._write(f"un_{taille}", 1, taille)
            clic = time_code(scripts.CLIC.format(**ou), fois=7).secondes
            lignes.append((str(taille), _ms(clic)))
            if taille == LIGNES:
                controle = time_code(scripts.CONTROLER.format(**ou), fois=7).secondes
                self.mesures |= {"clic": 1_000 * clic, "controle_200": 1_000 * controle}
                lignes.append((f"{taille}, les règles seules", _ms(controle)))
        return lignes

    def measure_classeur(self) -> Tableau:
        """What the workbook weighs, and its recalculation where LibreOffice is."""
        durees = measure_recalcul()
        if durees:
            self.mesures["recalcul"] = durees["2"] / durees["1"]
        return [
            (
                n,
                *(f"{octets / 1_000:.0f}" for octets in weigh(chemin)),
                _ms(durees[n]) if durees else "",
            )
            for n, chemin in VERSIONS.items()
        ]

    def measure_boites(self) -> Tableau:
        """The eleven samples of each version: the reader alone, then reading and rules."""
        lignes = []
        for nom, chemin in VERSIONS.items():
            ou = {"dossier": str(chemin.parent), "nombre": 11}
            brut = time_code(scripts.CALAMINE.format(**ou), fois=5).secondes
            lu = time_code(scripts.BOITE.format(**ou), fois=5).secondes
            lignes.append((nom, _ms(brut), _ms(lu), _fois(lu / brut)))
        return lignes

    def measure_metiers(self) -> Tableau:
        return [
            (nom, str(combien), _virgule(f"{m.secondes:.1f}"), _ms(m.secondes / combien))
            for nom, combien, m in measure_metiers(self.dossier)
        ]

    def measure_barre(self) -> Tableau:
        """A real click, where a virtual screen and LibreOffice are."""
        try:
            clics = measure_toolbar_click()
        except pytest.skip.Exception as manque:
            return [(str(manque), "")]
        self.mesures |= {"barre_froid": clics.premier, "barre_chaud": clics.suivants}
        dits = {
            "le premier, LibreOffice à peine ouvert": clics.premier,
            "les suivants": clics.suivants,
        }
        return [(nom, _virgule(f"{duree:.2f}")) for nom, duree in dits.items()]

    def measure_lot(self, nombre: int) -> Tableau:
        """Reading, counting, writing `nombre` workbooks, and the references beside them."""
        fois = 3 if nombre <= 100 else 1
        ou = self._write("lot", nombre, LIGNES) | {"sortie": str(self.dossier / "m.xlsx")}
        brut = time_code(scripts.CALAMINE.format(**ou), fois)
        etapes = {
            "plie_xl : lire": scripts.LIRE,
            "plie_xl : lire, contrôler, compter": scripts.CONSOLIDER,
            "**plie_xl : tout, master écrit**": scripts.ECRIRE,
        }
        mesures = [("calamine seul (référence)", brut)]
        for nom, script in etapes.items():
            mesures.append((nom, time_code(script.format(**ou), fois, count_cores())))
        tout = mesures[-1][1]
        controle = time_code(scripts.CONTROLER.format(**ou), fois)
        mesures.append(("plie_xl : les règles seules", controle))
        cache = scripts.CACHE.format(**ou, cache=str(self.dossier / f"cache_{nombre}"))
        vide, inchange = time_code(cache), time_code(cache, fois)
        _retouch(self.dossier / "lot" / "plie_0000.xlsx")
        change = time_code(cache)
        mesures.append(("plie_xl : tout, avec un cache vide", vide))
        mesures.append(("plie_xl : la même chose, rien n’a changé", inchange))
        mesures.append(("plie_xl : la même chose, un classeur a changé", change))
        pandas = 0.0
        if nombre <= PANDAS_AU_PLUS:
            a_cote = ou | {"sortie": str(self.dossier / "pandas.xlsx")}  # ours stays
            mesures.append(
                ("pandas + openpyxl (référence)", time_code(scripts.PANDAS.format(**a_cote)))
            )
            pandas = mesures[-1][1].secondes
        self.mesures |= {
            f"calamine_{nombre}": tout.secondes / brut.secondes,
            f"pandas_{nombre}": pandas / tout.secondes,
            f"mio_{nombre}": tout.mio,
            f"par_classeur_{nombre}": tout.secondes / nombre,
            f"controle_{LIGNES * nombre}": controle.secondes,
            f"inchange_{nombre}": inchange.secondes / vide.secondes,
            f"un_change_{nombre}": change.secondes / vide.secondes,
        }
        if nombre == NOMBRES[-1]:
            self.mesures["plat"] = (
                self.mesures[f"par_classeur_{nombre}"] / self.mesures["par_classeur_1000"]
            )
        return [_ligne(nombre, nom, mesure, brut, pandas) for nom, mesure in mesures]

    def _write(self, nom: str, nombre: int, lignes: int) -> dict[str, object]:
        """So many workbooks of so many rows: where the scripts find them."""
        lieu = self.dossier / nom
        write_classeurs(lieu, nombre, lignes)
        return {"dossier": str(lieu), "nombre": nombre}


def draw_table(entetes: tuple[str, ...], lignes: Tableau) -> str:
    """A Markdown table, figures to the right."""
    traits = ("---", *("---:" for _ in entetes[1:]))
    return "\n".join(f"| {' | '.join(x)} |" for x in (entetes, traits, *lignes)) + "\n"


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
