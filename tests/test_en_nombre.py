"""What is asked of many texts at once is what would be answered one by one."""

import random

import pytest

from plie_xl.model.evidence import DONNEE, NOMMEE, VIDE, name_references, read_piece
from plie_xl.model.privacy import find_personnelle, find_personnelles
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
    natures = [*map(read_piece, valeurs)]
    references = name_references(valeurs, natures)
    for valeur, nature, reference in zip(valeurs, natures, references, strict=True):
        assert reference == {VIDE: None, DONNEE: "", NOMMEE: cle(en_clair(valeur))}[nature]
