"""What is handed out is what the fiches give, byte for byte."""

from datetime import date

import pytest

from plie_xl.excel.deliver import modeles
from plie_xl.model.collection import load_fiches
from plie_xl.template.demo import build_demo
from plie_xl.template.stories import find_arrete

MODELES = modeles(load_fiches(2024))


@pytest.mark.parametrize("nom", MODELES)
def test_le_modele_livre_est_celui_que_la_fiche_donne(nom, racine):
    assert (racine / "templates" / nom).read_bytes() == MODELES[nom]()


def test_rien_d_autre_n_est_livre(racine):
    assert {f.name for f in (racine / "templates").iterdir()} == set(MODELES)


def test_les_classeurs_fictifs_livres_sont_ceux_du_generateur(racine):
    livres = {f.name: f.read_bytes() for f in (racine / "workbooks" / "2024").iterdir()}
    assert livres == build_demo(load_fiches(2024))


def test_les_classeurs_fictifs_s_arretent_tous_le_meme_jour():
    jours = {find_arrete(fiche) for fiche in load_fiches(2024).values()}
    assert jours == {date(2024, 10, 31)}
