import re
from pathlib import Path

import pytest

import plie_xl

PROGRAMME = Path(plie_xl.__file__).parent / "fiches"


@pytest.fixture
def deposer(tmp_path):
    """Lay fiches of 2024 in a folder, moved to another year; `change` is a pattern, a text."""

    def poser(annee, *identifiants, dossier="fiches", change=("$^", "")):
        lieu = tmp_path / dossier / str(annee)
        lieu.mkdir(parents=True, exist_ok=True)
        for modele in sorted((PROGRAMME / "2024").glob("*.toml")):
            if not identifiants or modele.stem in identifiants:
                texte = modele.read_text(encoding="utf-8")
                texte = re.sub(*change, texte.replace("2024-", f"{annee}-"))
                (lieu / modele.name).write_text(texte, encoding="utf-8")
        return tmp_path / dossier

    return poser
