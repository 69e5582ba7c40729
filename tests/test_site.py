"""The documentation site is built without a word of warning, and needs nothing from outside."""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from galerie.dessin import load_galerie

import plie_xl

GALERIE = load_galerie()
CODE = re.compile(r"\b[A-Z]{3}-\d\d\b")
DEHORS = re.compile(
    r"""<(?!a\b)[^>]+(?:src|href)="(?:https?:)?//|(?:url\(|@import )["']?(?:https?:)?//"""
)


@pytest.fixture(scope="module")
def site(racine, tmp_path_factory):
    for outil in ("sphinx", "myst_parser", "furo"):
        pytest.importorskip(outil, reason=f"{outil} n’est pas installé : pip install plie-xl[site]")
    dossier = tmp_path_factory.mktemp("site")
    commande = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-c", "docs", "."]
    bati = subprocess.run([*commande, dossier], cwd=racine, capture_output=True, text=True)
    assert bati.returncode == 0, bati.stderr
    return dossier


def test_chaque_code_a_son_ancre_et_une_seule(site):
    page = (site / "docs" / "anomalies.html").read_text("utf-8")
    ancres = re.findall(r'\bid="([a-z]{3}-\d\d)"', page)
    assert ancres == [code.lower() for code in GALERIE]


def test_chaque_code_qu_un_message_nomme_a_son_adresse_sur_une_seule_page(site):
    sources = [f for f in Path(plie_xl.__path__[0]).rglob("*") if f.suffix in (".py", ".toml")]
    nommes = {c for f in sources for c in CODE.findall(f.read_text("utf-8"))} - {"UTF-16"}
    pages = (f.read_text("utf-8") for f in (site / "docs").glob("*.html"))
    adresses = Counter(a for page in pages for a in re.findall(r'\bid="([a-z]{3}-\d\d)"', page))
    assert adresses == Counter(code.lower() for code in nommes)


def test_le_sommaire_des_anomalies_mene_a_chaque_ancre(site):
    page = (site / "docs" / "anomalies.html").read_text("utf-8")
    assert all(f'href="#{code.lower()}">{code}</a>' in page for code in GALERIE)


def test_le_site_ne_demande_rien_au_reseau(site):
    servis = [f for f in site.rglob("*") if f.suffix in (".html", ".css")]
    assert len(servis) > 10
    assert {f.name: DEHORS.findall(f.read_text("utf-8")) for f in servis} == {
        f.name: [] for f in servis
    }


def test_chaque_page_est_au_menu(site, racine):
    menu = (site / "docs" / "index.html").read_text("utf-8")
    pages = {f.stem for f in (racine / "docs").glob("*.md")} - {"index", "performances-notes"}
    assert all(f'href="{page}.html"' in menu for page in pages)


@pytest.mark.parametrize("mot", ["Next", "Previous", "Made with", "On this page", "Back to top"])
def test_le_theme_parle_francais(site, mot):
    texte = re.sub(r"<[^>]+>", "\n", (site / "docs" / "anomalies.html").read_text("utf-8"))
    assert mot not in texte
