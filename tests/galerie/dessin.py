"""Read the gallery: sheets drawn in Markdown, whose last column says what each row must raise.

A cell in bold is the cell that the anomaly must name; « **vide** » is an empty one.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from plie_xl.model.collection import load_fiches
from plie_xl.model.fiche import Fiche

DOSSIER = Path(__file__).parent
FICHIERS = "fichiers reçus"
_SECTION = re.compile(r"^## ", re.MULTILINE)
_LEGENDE = re.compile(r"^\*(?:(.+), feuille « (.+) »|Fichiers reçus)\*$")


@dataclass(frozen=True)
class Ligne:
    """One row: its Excel number or its file, its cells by header, and the codes it raises."""

    nom: str
    cases: dict[str, str]
    codes: tuple[str, ...]

    @property
    def fautives(self) -> list[str]:
        """Headers of the cells in bold."""
        return [entete for entete, case in self.cases.items() if case.startswith("**")]

    def valeur(self, entete: str) -> str:
        """A cell as it is typed."""
        case = self.cases[entete].strip("*")
        return "" if case == "vide" else case


@dataclass(frozen=True)
class Dessin:
    """One sheet of the workbook of one PLIE, or the files received (no `fiche`)."""

    legende: str
    texte: str
    fiche: Fiche | None
    feuille: str
    lignes: tuple[Ligne, ...]


@dataclass(frozen=True)
class Vitrine:
    """What the gallery shows of one code."""

    code: str
    titre: str
    sens: str
    dessins: tuple[Dessin, ...]
    a_faire: str


@cache
def load_galerie() -> dict[str, Vitrine]:
    """Every entry by code, in the order of the families and of the files."""
    vitrines = [
        _parse_vitrine(section)
        for famille in FAMILLES
        for section in _SECTION.split((DOSSIER / f"{famille}.md").read_text("utf-8"))[1:]
    ]
    galerie = {vitrine.code: vitrine for vitrine in vitrines}
    assert len(galerie) == len(vitrines), "a code has two entries"
    return galerie


FAMILLES = ("lec", "sui", "pie", "cib", "fin", "ind", "liv", "eca", "con", "mig", "rep")


def load_famille(famille: str) -> str:
    """What a family's file says before its first entry: a title and a few words."""
    return _SECTION.split((DOSSIER / f"{famille}.md").read_text("utf-8"))[0].strip()


def _parse_vitrine(section: str) -> Vitrine:
    titre, *blocs = [bloc.strip() for bloc in section.strip().split("\n\n")]
    code, _, titre = titre.partition(" · ")
    rangs = [n for n, bloc in enumerate(blocs) if _LEGENDE.match(bloc)]
    dessins = tuple(_parse_dessin(blocs[n], blocs[n + 1]) for n in rangs)
    a_faire = next(bloc for bloc in blocs if bloc.startswith("À faire : "))
    sens = "\n\n".join(blocs[: rangs[0]])
    return Vitrine(code, titre, sens, dessins, a_faire.removeprefix("À faire : "))


def _parse_dessin(legende: str, tableau: str) -> Dessin:
    plie, feuille = _LEGENDE.match(legende).groups()
    fiche = None if plie is None else find_fiche(plie)
    return Dessin(legende, tableau, fiche, feuille or FICHIERS, parse_lignes(tableau))


def find_fiche(plie: str) -> Fiche:
    """The fiche of a PLIE, by its name."""
    return next(fiche for fiche in load_fiches(2024).values() if fiche.plie == plie)


def parse_lignes(tableau: str) -> tuple[Ligne, ...]:
    """Rows of a Markdown table: first column the row, last one the codes."""
    entetes, *corps = [
        [case.strip() for case in ligne.strip().strip("|").split("|")]
        for ligne in tableau.strip().splitlines()
        if not set(ligne.strip()) <= set("|-: ")
    ]
    for cases in corps:
        assert len(cases) == len(entetes), cases
    return tuple(
        Ligne(nom, dict(zip(entetes[1:-1], cases, strict=True)), tuple(codes.split()))
        for nom, *cases, codes in corps
    )
