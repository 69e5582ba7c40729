"""Imports run one way, and each heavy library has one home."""

import ast
from pathlib import Path

import pytest

import plie_xl

RACINE = Path(plie_xl.__path__[0])

FLUX = [
    "model",
    "files",
    "sheets",
    "checks",
    "reading",
    "attainment",
    "template",
    "consolidation",
    "master",
    "reports",
    "excel",
    "cli",
    "__main__",
]

MAISONS = {
    "pandera": {"checks"},
    "xlsxwriter": {"sheets"},
    "python_calamine": {"reading"},
    "openpyxl": {"reading"},
    "xlwings": {"excel"},
    "click": {"cli"},
    "rich": {"cli"},
    "distributed": {"reading"},
    "pyopenvba": {"excel"},
    "pygal": {"reports"},
    "pyarrow": {"master"},
    "fsspec": {"files"},
}

MODULES = sorted(RACINE.rglob("*.py"))


def _etage(fichier: Path) -> str:
    return fichier.relative_to(RACINE).parts[0].removesuffix(".py")


def _imports(fichier: Path) -> list[str]:
    noms = []
    for noeud in ast.walk(ast.parse(fichier.read_text(encoding="utf-8"))):
        if isinstance(noeud, ast.ImportFrom) and noeud.module:
            suite = [f"plie_xl.{a.name}" for a in noeud.names] if noeud.module == "plie_xl" else []
            noms += suite or [noeud.module]
        elif isinstance(noeud, ast.Import):
            noms += [alias.name for alias in noeud.names]
    return noms


@pytest.mark.parametrize("fichier", MODULES, ids=lambda f: f.relative_to(RACINE).as_posix())
def test_un_module_n_importe_que_ce_qui_le_precede(fichier):
    if fichier == RACINE / "__init__.py":
        return  # the public names, each loaded when first used
    for nom in _imports(fichier):
        if nom.startswith("plie_xl."):
            importe = nom.split(".")[1]
            assert FLUX.index(importe) <= FLUX.index(_etage(fichier)), nom


@pytest.mark.parametrize("fichier", MODULES, ids=lambda f: f.relative_to(RACINE).as_posix())
def test_une_bibliotheque_lourde_n_a_qu_une_maison(fichier):
    for nom in _imports(fichier):
        bibliotheque = nom.split(".")[0]
        if bibliotheque in MAISONS:
            assert _etage(fichier) in MAISONS[bibliotheque], nom


@pytest.mark.parametrize("fichier", MODULES, ids=lambda f: f.relative_to(RACINE).as_posix())
def test_seule_la_ligne_de_commande_imprime(fichier):
    appels = [
        noeud
        for noeud in ast.walk(ast.parse(fichier.read_text(encoding="utf-8")))
        if isinstance(noeud, ast.Call) and getattr(noeud.func, "id", "") == "print"
    ]
    assert not appels or _etage(fichier) == "cli"
