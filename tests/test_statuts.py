"""The word of a target, and that of a territory: never « En bonne voie » once all is over."""

from datetime import date

import pytest

from plie_xl.attainment import compute_atteinte, find_statut, find_statut_territoire
from plie_xl.model.collection import load_fiches
from plie_xl.model.words import (
    A_COMPLETER,
    A_PRECISER,
    ATTEINTE,
    EN_BONNE_VOIE,
    EN_RETARD,
    NON_ATTEINTE,
    NON_COMMENCEE,
)
from plie_xl.template import build_saisie

SOURCES = load_fiches(2024)["sources"]
INCONNU = float("nan")


@pytest.mark.parametrize(
    ("tenu", "justifie", "statut"),
    [
        *((8, 8, ATTEINTE), (9, 8, ATTEINTE), (8, 7, A_COMPLETER)),
        *((7, 7, NON_ATTEINTE), (0, 0, NON_ATTEINTE), (1, 0, NON_ATTEINTE)),
    ],
)
def test_la_periode_finie_une_cible_est_atteinte_a_completer_ou_non_atteinte(
    tenu, justifie, statut
):
    assert find_statut(8, tenu, justifie, attendu=8, finie=True) == statut


@pytest.mark.parametrize(
    ("tenu", "statut"), [(0, NON_COMMENCEE), (3, EN_RETARD), (4, EN_BONNE_VOIE)]
)
def test_pendant_la_periode_le_rythme_compte(tenu, statut):
    assert find_statut(8, tenu, 0, attendu=4) == statut


def test_un_minimum_inconnu_reste_a_preciser_meme_a_la_fin():
    assert find_statut(INCONNU, 3, 3, INCONNU, finie=True) == A_PRECISER


def statuts_au(jour: date) -> set[str]:
    cible = SOURCES.cibles[0].libelle
    ligne = {"date": date(2024, 3, 14), "instance": cible, "statut": "Réalisée"}
    return set(compute_atteinte(build_saisie(SOURCES, {"suivi": [ligne]}), jour)["statut"])


@pytest.mark.parametrize("jour", [SOURCES.fin, date(2025, 6, 1)])
def test_le_dernier_jour_est_la_fin(jour):
    assert statuts_au(jour) <= {ATTEINTE, A_COMPLETER, NON_ATTEINTE}


def test_la_veille_du_dernier_jour_n_est_pas_la_fin():
    assert NON_ATTEINTE not in statuts_au(date(2024, 12, 30))


@pytest.mark.parametrize(
    ("statuts", "phrase"),
    [
        ([ATTEINTE, ATTEINTE], "Atteinte"),
        (
            [ATTEINTE, A_COMPLETER, NON_ATTEINTE, NON_ATTEINTE, NON_ATTEINTE],
            "Non atteinte : 1 cible sur 5 atteinte",
        ),
        (
            [ATTEINTE, ATTEINTE, A_COMPLETER],
            "Tenue, pièces à compléter : 2 cibles sur 3 atteintes",
        ),
        ([EN_BONNE_VOIE, EN_RETARD, ATTEINTE], "En retard : 1 cible sur 3 atteinte"),
        ([NON_COMMENCEE, EN_BONNE_VOIE], "Non commencée : 0 cible sur 2 atteinte"),
        ([ATTEINTE, A_PRECISER], "À préciser : 1 cible sur 2 atteinte"),
        ([], ""),
    ],
)
def test_un_territoire_suit_sa_cible_la_moins_avancee(statuts, phrase):
    assert find_statut_territoire(statuts) == phrase
