"""What is handed out is what the fiches give, byte for byte."""

import pytest

from plie_xl.excel.deliver import modeles
from plie_xl.template.demo import build_demo
from plie_xl.template.stories import ARRETE

MODELES = modeles()


@pytest.mark.parametrize("nom", MODELES)
def test_le_modele_livre_est_celui_que_la_fiche_donne(nom, racine):
    assert (racine / "templates" / nom).read_bytes() == MODELES[nom]()


def test_rien_d_autre_n_est_livre(racine):
    assert {f.name for f in (racine / "templates").iterdir()} == set(MODELES)


def test_les_classeurs_fictifs_livres_sont_ceux_du_generateur(racine):
    livres = {f.name: f.read_bytes() for f in (racine / "workbooks" / "2024").iterdir()}
    assert livres == build_demo()


def test_les_classeurs_fictifs_s_arretent_tous_le_meme_jour():
    assert f"{ARRETE:%d/%m/%Y}" == "31/10/2024"
