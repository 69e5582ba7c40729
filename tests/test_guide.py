"""The guide shows real workbooks: each of its pictures can be drawn again, and is shown."""

import re

import pytest
from hote.images import TITRES, draw_images

CLIC = {"valider"}  # kept by the test that clicks


@pytest.fixture(scope="module")
def montrees(racine):
    return _list_montrees(racine, "guide-coordinateur")


def _list_montrees(racine, nom):
    page = (racine / "docs" / f"{nom}.md").read_text(encoding="utf-8")
    return re.findall(r"!\[[^]]+\]\(images/([\w-]+)\.png\)", page)


def test_le_guide_montre_chaque_image_et_aucune_autre(montrees, racine):
    livrees = {image.stem for image in (racine / "docs" / "images").glob("*.png")}
    pages = {page.stem for page in (racine / "docs").glob("*.md")}
    autres = {image for nom in pages for image in _list_montrees(racine, nom)}
    assert set(montrees) == {*TITRES, *CLIC}
    assert livrees == {*montrees, *autres}


@pytest.mark.libreoffice
def test_chaque_image_du_guide_se_refait_du_classeur(tmp_path):
    images = draw_images(tmp_path)
    assert set(images) == set(TITRES)
    assert all(image.stat().st_size > 5_000 for image in images.values())
