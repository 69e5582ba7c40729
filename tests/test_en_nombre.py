"""What is asked of many texts at once is what would be answered one by one."""

import random
from datetime import date

import numpy as np
import pytest

from plie_xl.checks.references import read_references
from plie_xl.model.days import find_iso
from plie_xl.model.evidence import NOMMEE, name_references, read_piece
from plie_xl.model.frames import encode_column
from plie_xl.model.privacy import find_personnelle, find_personnelles, find_suspects
from plie_xl.model.shapes import find_shapes, zero_figures
from plie_xl.model.text import cle, en_clair

MORCEAUX = [
    *(
        "06 00 00 00 00",
        "0033612345678",
        "1 84 03 75 123 456 78",
        "2A",
        "01\u00a002\u00a003\u202f04 05",
    ),
    *("prenom.nom@exemple.fr", "M. ", "Mme ", "Jean Exemple", "Marie Modèle", "COPIL", "M", "É"),
    *(" ", "  ", "\u00a0", "\u202f", "\u2009", "\n", "\t", "\0", "\u0301", "…", "’", "?", "-", "."),
    *("non", "oui", "néant", "x", "é", "ß", "Œuvre", "٣", "2024-03-14 émargement.pdf"),
    *("ligne 4", "2 feuilles", "cf. ", "B12", "1", "0", "scan.p7m", "CR 12", "à venir", "/", "12/"),
    *("née le 12/03/1985", "DDN 1/2/85", "association "),
]
NOMBRES = [1840375123456.0, 1840375123456, 10**12, 10**12 - 1, 0.1234567890123, True, 12, None]


@pytest.fixture(scope="module")
def valeurs() -> list[object]:
    """Texts made at random of what might be misread, always the same; and numbers."""
    hasard = random.Random(2024)
    textes = ["".join(hasard.choices(MORCEAUX, k=hasard.randrange(9))) for _ in range(20_000)]
    return [*textes, *NOMBRES]


def test_les_donnees_personnelles_se_cherchent_ensemble_comme_une_a_une(valeurs):
    une_a_une = [find_personnelle(valeur) for valeur in valeurs]
    assert find_personnelles(valeurs) == une_a_une
    assert 0 < une_a_une.count(None) < len(valeurs)
    assert find_personnelles([]) == []


def test_chaque_sorte_de_donnee_personnelle_est_vue_parmi_les_autres():
    seules = ["06 00 00 00 00", "a@exemple.fr", "M. Exemple et Mme Modèle", 1840375123456]
    melees = ["rien", *seules, "rien"]
    assert find_personnelles(melees) == [None, *map(find_personnelle, seules), None]
    assert None not in map(find_personnelle, seules)


def test_une_reference_se_compare_comme_excel_la_compare(valeurs):
    nommees = [valeur for valeur in valeurs if read_piece(valeur) == NOMMEE]
    assert name_references(nommees) == [cle(en_clair(valeur)) for valeur in nommees]
    assert 0 < len(nommees) < len(valeurs)


def test_une_piece_se_juge_a_sa_forme_comme_elle_meme(valeurs):
    formes = find_shapes(encode_column(valeurs)).tolist()
    assert [*map(read_piece, formes)] == [*map(read_piece, valeurs)]
    assert len(set(formes)) < len(set(valeurs))


def test_aucune_donnee_personnelle_n_echappe_a_qui_ne_regarde_que_les_formes(valeurs):
    formes = find_shapes(encode_column(valeurs)).tolist()
    suspects = {*find_suspects(formes)}
    assert [v for n, v in enumerate(valeurs) if find_personnelle(v) and n not in suspects] == []
    assert len(suspects) < len(valeurs)


def test_une_forme_qui_est_son_propre_nom_est_celle_de_textes_qui_le_sont_aussi(valeurs):
    """And the day that a name says in full stands where that of its shape does."""
    formes = find_shapes(encode_column(valeurs)).tolist()
    noms, des_formes = name_references(valeurs), name_references(formes)
    for valeur, forme, nom, de_la_forme in zip(valeurs, formes, noms, des_formes, strict=True):
        assert (nom == valeur) == (de_la_forme == forme)
        assert find_iso(nom) == find_iso(de_la_forme)


def test_un_radical_est_celui_des_noms_qui_ne_different_que_par_leurs_chiffres(valeurs):
    nommees = encode_column(v for v in dict.fromkeys(valeurs) if read_piece(v) == NOMMEE)
    noms = [zero_figures(nom) for nom in name_references(nommees.distinctes)]
    toutes = np.ones(len(noms), bool)
    _, radicaux = read_references(nommees.distinctes, toutes, find_shapes(nommees))
    assert len(set(noms)) < len(noms)
    assert len(set(zip(noms, radicaux.tolist(), strict=True))) == len(set(noms))
    assert len(set(radicaux.tolist())) == len(set(noms))


def test_le_jour_d_une_reference_est_celui_que_dit_son_nom(valeurs):
    nommees = encode_column(v for v in dict.fromkeys(valeurs) if read_piece(v) == NOMMEE)
    toutes = np.ones(len(nommees), bool)
    jours, _ = read_references(nommees.distinctes, toutes, find_shapes(nommees))
    noms = name_references(nommees.distinctes)
    lus = [nom[debut : debut + 10] if (debut := find_iso(nom)) >= 0 else "" for nom in noms]
    attendus = [date.fromisoformat(lu).toordinal() if lu else None for lu in lus]
    assert [None if jour != jour else jour for jour in jours.tolist()] == attendus
    assert 0 < attendus.count(None) < len(attendus)


@pytest.mark.parametrize(
    "faux", ["2024-02-30", "2023-02-29", "2024-13-01", "2024-00-10", "0000-01-01"]
)
def test_un_jour_d_aucun_calendrier_n_en_est_pas_un(faux):
    references = encode_column([f"CR {faux}.pdf", "CR 2024-02-29.pdf", "CR 12.pdf"])
    jours, _ = read_references(references.distinctes, np.ones(3, bool), find_shapes(references))
    vrai = date(2024, 2, 29).toordinal()
    assert [None if jour != jour else jour for jour in jours.tolist()] == [None, vrai, None]


def test_la_forme_d_un_texte_tait_ses_chiffres_sauf_s_il_n_est_que_chiffres():
    valeurs = ["CR 2024-03-14", "CR 1985-07-69", "14/03/2024", "1", "²n", "a\0b1", 12.0, None, ""]
    formes = ["CR 0000-00-00", "CR 0000-00-00", "14/03/2024", "1", "²n", "a\0b1", 12.0, None, ""]
    assert find_shapes(encode_column(valeurs)).tolist() == formes
