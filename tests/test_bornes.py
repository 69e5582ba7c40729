"""At the very edge: the day itself, the last day of the operation, the target just passed."""

from datetime import date

import pytest
from galerie.atelier import base, type_suivi
from galerie.dessin import parse_lignes

from plie_xl.attainment import compute_atteinte, compute_taux, list_atteintes
from plie_xl.checks import check, count
from plie_xl.model.collection import load_fiches
from plie_xl.template import build_saisie

SOURCES = load_fiches(2024)["sources"]
COPIL, _, REFERENTS = (cible.libelle for cible in SOURCES.cibles[:3])

AUTOUR_DU_31_OCTOBRE = f"""
| ligne | Date       | Instance ou action | Statut   | Modalité   | Compte              | |
|------:|------------|--------------------|----------|------------|---------------------|-|
|     6 | 30/10/2024 | {COPIL}            | Prévue   |            | prévue, date passée | |
|     7 | 31/10/2024 | {COPIL}            | Prévue   |            | prévue              | |
|     8 | 04/11/2024 | {COPIL}            | Prévue   |            | prévue              | |
|     9 | 30/10/2024 | {COPIL}            | Réalisée | Présentiel | tenue               | |
|    10 | 31/10/2024 | {COPIL}            | Réalisée | Présentiel | tenue               | |
|    11 | 04/11/2024 | {COPIL}            | Réalisée | Présentiel | après l’arrêté      | |
"""

AUTOUR_DU_31_DECEMBRE = f"""
| ligne | Date       | Instance ou action | Statut   | Modalité   | Compte              | |
|------:|------------|--------------------|----------|------------|---------------------|-|
|     6 | 30/12/2024 | {COPIL}            | Prévue   |            | prévue, date passée | |
|     7 | 31/12/2024 | {COPIL}            | Prévue   |            | prévue              | |
|     8 | 31/12/2024 | {COPIL}            | Réalisée | Présentiel | tenue               | |
|     9 | 02/01/2025 | {COPIL}            | Réalisée | Présentiel | hors période        | |
"""


def saisir(tableau):
    """The reading of a workbook in which these rows, and nothing else, are typed."""
    return build_saisie(SOURCES, {**base(SOURCES), "suivi": type_suivi(SOURCES, tableau)})


def dit(tableau):
    return [ligne.cases["Compte"] for ligne in parse_lignes(tableau)]


def comptes(lecture, au=None):
    return list(count(lecture, au).suivi["compte"])


def test_une_reunion_prevue_le_jour_de_l_arrete_est_encore_a_venir():
    lecture = saisir(AUTOUR_DU_31_OCTOBRE)
    assert comptes(lecture) == dit(AUTOUR_DU_31_OCTOBRE)
    copil = compute_atteinte(lecture).set_index("libelle").loc[COPIL]
    assert (copil["tenu"], copil["a_venir"], copil["projection"]) == (2, 2, 4)


@pytest.mark.parametrize("au", [date(2024, 12, 31), date(2025, 1, 1), date(2025, 6, 30)])
def test_une_reference_au_dela_de_la_fin_est_la_fin_de_l_operation(au):
    """Whatever the day on which it is read, a year that is over is counted at its last day."""
    lecture = saisir(AUTOUR_DU_31_DECEMBRE)
    assert comptes(lecture, au) == dit(AUTOUR_DU_31_DECEMBRE)
    (classeur,) = count(lecture, au).saisie.parametres.lignes()
    assert classeur["reference"] == date(2024, 12, 31)
    assert compute_atteinte(lecture, au).equals(compute_atteinte(lecture, SOURCES.fin))
    assert check(lecture, au) == check(lecture, SOURCES.fin)


def test_une_reference_saisie_au_dela_de_la_fin_est_la_fin_de_l_operation():
    lecture = build_saisie(
        SOURCES,
        {
            "parametres": [{"reference": date(2025, 2, 14)}],
            "suivi": type_suivi(SOURCES, AUTOUR_DU_31_DECEMBRE),
        },
    )
    assert comptes(lecture) == dit(AUTOUR_DU_31_DECEMBRE)


def test_une_cible_depassee_n_en_cache_pas_une_autre():
    """One committee is asked for and three are held; of twenty meetings, ten are."""
    tenues = [COPIL] * 3 + [REFERENTS] * 10
    tableau = "| ligne | Date | Instance ou action | Statut | Modalité | |\n" + "".join(
        f"| {n} | {n:02}/03/2024 | {libelle} | Réalisée | Présentiel | |\n"
        for n, libelle in enumerate(tenues, start=6)
    )
    atteintes = list_atteintes(saisir(tableau))
    par_cible = {x["libelle"]: x["taux"] for x in atteintes}
    assert (par_cible[COPIL], par_cible[REFERENTS]) == (3.0, 0.5)
    assert [*compute_taux(atteintes).values()] == [pytest.approx((1 + 0.5) / len(SOURCES.cibles))]
