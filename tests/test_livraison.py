"""What is handed out is what the fiches give, byte for byte."""

import pytest

from plie_xl.demo import ARRETE, build_demo
from plie_xl.fiche import load_fiches
from plie_xl.template import build_template


@pytest.mark.parametrize("fiche", load_fiches().values(), ids=lambda f: f.id)
def test_le_modele_livre_est_celui_que_la_fiche_donne(fiche, racine):
    livre = racine / "templates" / f"plie_{fiche.id}_{fiche.annee}.xlsx"
    assert livre.read_bytes() == build_template(fiche)


def test_les_classeurs_fictifs_livres_sont_ceux_du_generateur(racine):
    livres = {f.name: f.read_bytes() for f in (racine / "workbooks" / "2024").iterdir()}
    assert livres == build_demo()


def test_les_classeurs_fictifs_s_arretent_tous_le_meme_jour():
    assert f"{ARRETE:%d/%m/%Y}" == "31/10/2024"
