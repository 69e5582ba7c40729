"""A TOML file from elsewhere, or carried by a workbook: its size alone bounds nothing."""

import pytest

from plie_xl.control.frozen import NOM, ArreteError, read_arrete
from plie_xl.model.toml import FicheError, read_toml

SANS_FIN = {
    "une clé de mille noms": b"a" + b".a" * 1_000 + b" = 1",
    "une clé de mille noms cités": b"a" + b""" . "x.y" . 'z'""" * 500 + b" = 1",
    "une table de mille noms": b"[a" + b".a" * 1_000 + b"]",
    "un nombre de dix mille chiffres": b"a = " + b"9" * 10_000,
    "des listes dans des listes": b"a = " + b"[" * 5_000 + b"]" * 5_000,
    "des tables dans des tables": b"a = " + b"{a = " * 5_000 + b"1" + b"}" * 5_000,
}


@pytest.mark.parametrize("tour", SANS_FIN)
def test_un_fichier_sans_fin_est_refuse_en_une_phrase(tour):
    with pytest.raises(FicheError, match="y sont sans fin"):
        read_toml("sources.toml", SANS_FIN[tour])


@pytest.mark.parametrize("tour", SANS_FIN)
def test_la_page_d_une_annee_arretee_aussi(tour, tmp_path):
    (tmp_path / NOM).write_bytes(SANS_FIN[tour])
    with pytest.raises(ArreteError, match="ne se laisse pas lire"):
        read_arrete(tmp_path)


def test_des_points_dans_un_texte_ne_sont_pas_une_cle():
    points = b"a = 'voir l.p.a.j. ......... : Mme X. Y. Z.'\nb = 1.5\n"
    assert read_toml("a.toml", points)["b"] == 1.5
