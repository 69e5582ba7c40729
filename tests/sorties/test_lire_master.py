"""A master read back: its tables, and the clear refusal of what is no master."""

import pytest

import plie_xl as px
from plie_xl.master.read import MasterError


def test_le_suivi_relu_a_chaque_ligne_recue(master, consolidation):
    assert len(master.tables["suivi"]) == len(consolidation.suivi)


def test_l_atteinte_relue_dit_les_memes_sommes(master, consolidation):
    relue = master.tables["atteinte"]
    for colonne in ("tenu", "justifie"):
        assert relue[colonne].sum() == consolidation.atteinte[colonne].sum()


def test_les_onze_territoires_sont_dans_la_synthese(master):
    plies = {x["plie"] for x in master.lignes("synthese")}
    assert plies >= {f.plie for f in px.load_fiches(2024).values()}


def test_un_classeur_de_territoire_n_est_pas_un_master(recus):
    with pytest.raises(MasterError, match="n’est pas un classeur maître"):
        px.read_master(recus / "plie_sources_2024.xlsx")


def test_un_master_tronque_est_refuse_en_une_phrase(chemin_master, tmp_path):
    tronque = tmp_path / "tronque.xlsx"
    tronque.write_bytes(chemin_master.read_bytes()[:-500])
    with pytest.raises(MasterError, match=r"incomplet|abîmé"):
        px.read_master(tronque)


def test_un_master_absent_est_dit(tmp_path):
    with pytest.raises(MasterError, match="il n’est pas là"):
        px.read_master(tmp_path / "absent.xlsx")
