"""« Passer au nouveau modèle »: the workbook of an older model, re-poured beside it."""

import hashlib
from pathlib import Path

import pytest
from ordinaire import ordinaire

from plie_xl.excel import passer_au_nouveau_modele
from plie_xl.model.errors import ActionError
from plie_xl.model.workbook import VERSION
from plie_xl.reading.read import read_classeur

ANCIEN = Path(__file__).parents[1] / "v1" / "remplis"


def test_le_nouveau_classeur_est_a_cote_et_l_ancien_est_intact(ouvrir, tmp_path):
    source = sorted(ANCIEN.glob("*.xlsx"))[0]
    book = ouvrir(source)
    place = tmp_path / source.name
    avant = hashlib.sha256(place.read_bytes()).digest()
    fait = passer_au_nouveau_modele(book)
    assert fait.chemin.name == f"{source.stem}_modele_{VERSION}.xlsm"
    assert hashlib.sha256(place.read_bytes()).digest() == avant
    neuf, vieux = read_classeur(fait.chemin), read_classeur(place)
    assert len(neuf.tables["suivi"].lignes) == len(vieux.tables["suivi"].lignes)
    assert "ouvrez-le, et continuez avec lui" in ordinaire(book.app.impl.messages[-1])
    assert passer_au_nouveau_modele(book).chemin.name.endswith("(2).xlsm")


def test_un_classeur_a_jour_le_dit(saisir, ouvrir, tmp_path):
    with pytest.raises(ActionError, match="MIG-03"):
        passer_au_nouveau_modele(ouvrir(saisir("sources", [])))
    assert list(tmp_path.glob("*.xlsm")) == []
