"""A cell typed far away in a master costs nothing when the master is read back."""

import tracemalloc

import pytest
from hostile.gros import ajoute_feuille

import plie_xl as px


@pytest.mark.parametrize("cellule", ["ZZ100000", "XFD200", "A1048576"])
def test_une_cellule_loin_dans_un_master_ne_coute_rien(cellule, master, chemin_master, tmp_path):
    loin = tmp_path / "AGAPE.xlsx"
    rangee = f'<row><c r="{cellule}"><v>1</v></c></row>'.encode()
    loin.write_bytes(ajoute_feuille(chemin_master.read_bytes(), rangee))
    tracemalloc.start()
    relu = px.read_master(loin)
    pic = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert relu.chiffres == master.chiffres
    assert {nom: table.shape for nom, table in relu.tables.items()} == {
        nom: table.shape for nom, table in master.tables.items()
    }
    assert pic < 100_000_000
