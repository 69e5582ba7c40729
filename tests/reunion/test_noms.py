"""A house name says day, target, kind and number, and is read back as it was made."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plie_xl.model.collection import load_fiches
from plie_xl.model.toml import FicheError
from plie_xl.model.vocabulary import Piece, check_abreges, load_pieces
from plie_xl.pieces.names import LONGUEUR, Nom, NomError, build_nom, parse_nom

NOMS = st.builds(
    Nom,
    jour=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    cible=st.from_regex(r"[a-z0-9]{1,12}(?:[-_][a-z0-9]{1,9}){0,6}", fullmatch=True),
    kind=st.sampled_from(sorted(load_pieces())),
    rang=st.integers(1, 999),
    extension=st.sampled_from(["pdf", "docx", "eml", "jpeg", "p7m"]),
)
RESERVES = {"CON", "PRN", "AUX", "NUL", *(f"{x}{n}" for x in ("COM", "LPT") for n in range(10))}


@settings(max_examples=2_000, deadline=None)
@given(NOMS)
def test_un_nom_se_relit_tel_qu_il_a_ete_fait(nom):
    texte = build_nom(nom)
    assert parse_nom(texte) == nom
    assert parse_nom(texte.lower()) == parse_nom(texte.upper()) == nom
    assert len(texte) <= LONGUEUR
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]|[. ]$', texte)
    assert texte.split(".")[0].upper() not in RESERVES


def test_le_nom_dit_le_jour_la_cible_et_la_piece():
    assert (
        build_nom(Nom(date(2024, 3, 12), "copil", "emargement")) == "2024-03-12_COPIL_EMARG_01.pdf"
    )


def test_chaque_cible_et_chaque_piece_ont_un_nom():
    for fiche in load_fiches(2024).values():
        for cible in fiche.instances:
            for kind in cible.kinds:
                nom = Nom(fiche.debut, cible.id, kind)
                assert parse_nom(build_nom(nom)) == nom


@pytest.mark.parametrize(
    "texte",
    [
        "",
        "2024-03-12 COPIL émargement.pdf",
        "2024-02-30_COPIL_EMARG_01.pdf",
        "2024-03-12_COPIL_EMARG_00.pdf",
        "2024-03-12_COPIL_AUTRE_01.pdf",
        "2024-03-12_COPIL_EMARG_1.pdf",
        "2024-03-12_COPIL_EMARG_01.pdf ",
        "٢٠٢٤-03-12_COPIL_EMARG_01.pdf",
        "2024-03-12_" + "A" * 120 + "_CR_01.pdf",
    ],
)
def test_un_nom_d_ailleurs_n_est_pas_lu(texte):
    assert parse_nom(texte) is None


@pytest.mark.parametrize(
    "nom",
    [
        Nom(date(2024, 3, 12), "copil", "photo"),
        Nom(date(2024, 3, 12), "../copil", "emargement"),
        Nom(date(2024, 3, 12), "copil", "emargement", 0),
        Nom(date(2024, 3, 12), "copil", "emargement", 1, "p/d"),
        Nom(date(2024, 3, 12), "c" * 110, "emargement"),
    ],
)
def test_un_nom_qui_ne_se_relirait_pas_est_refuse(nom):
    with pytest.raises(NomError):
        build_nom(nom)


def test_deux_pieces_ne_partagent_pas_leur_abrege():
    une = Piece("a", "a", "A", "CR")
    with pytest.raises(FicheError, match="« CR » est déjà à « a »"):
        check_abreges([une, Piece("b", "b", "B", "CR")])
    with pytest.raises(FicheError, match="2 à 8 capitales"):
        check_abreges([Piece("b", "b", "B", "C-R")])
