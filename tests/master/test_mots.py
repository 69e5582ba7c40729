"""The words of the master's sheets: one word for one number, and nothing technical on paper."""

from plie_xl.master import contract
from plie_xl.master.read import FEUILLES


def test_un_chiffre_de_tete_porte_le_nom_de_sa_colonne():
    colonnes = {c.id: c.entete for c in contract.SYNTHESE.colonnes}
    portes = {c.id: c.entete for c in contract.CHIFFRES if c.id in colonnes}
    assert len(portes) > 4
    assert {nom: colonnes[nom] for nom in portes} == portes


def test_une_cle_n_est_jamais_imprimee():
    avec = {f.table for f in FEUILLES if any(c.id == "cle" for c in f.colonnes)}
    assert "ecarts" in avec
    assert avec - contract.HORS_PAPIER.keys() == set()
