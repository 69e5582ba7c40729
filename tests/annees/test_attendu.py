"""What is expected of a PLIE that exists for a part of the year: its own days, of the whole operation."""

import random
from datetime import date
from fractions import Fraction

import pytest
from test_formules_vivantes import list_fautes, remplir

from annees.fusionnees import classeur, en_cours_d_annee
from plie_xl.attainment import compute_atteinte
from plie_xl.consolidation import consolidate
from plie_xl.master import write_master
from plie_xl.model.words import NON_ATTEINTE, NON_COMMENCEE
from plie_xl.reading.read import read_octets
from plie_xl.template import build_template

A_LA_MAIN = {  # day: of 8 workshops a year, those of Graves until 30 June, of la Vallée from 1 July
    date(2025, 1, 31): (Fraction(8 * 31, 365), 0),
    date(2025, 6, 29): (Fraction(8 * 180, 365), 0),
    date(2025, 6, 30): (Fraction(8 * 181, 365), 0),
    date(2025, 7, 1): (Fraction(8 * 181, 365), Fraction(8, 365)),
    date(2025, 9, 30): (Fraction(8 * 181, 365), Fraction(8 * 92, 365)),
    date(2025, 12, 31): (Fraction(8 * 181, 365), Fraction(8 * 184, 365)),
}
AVRIL = (
    "\n[[avenant]]\nnumero = 1\nle = 2025-04-01\n[avenant.cible.entreprises]\nminimum = 12\n"
    "\n[[avenant]]\nnumero = 2\nle = 2025-10-01\n[avenant.cible.entreprises]\nminimum = 16\n"
)
AMENDEE = {  # day: 8 a year, 12 from 1 April, 16 from 1 October, of Graves then of la Vallée
    date(2025, 3, 31): (Fraction(8 * 90, 365), 0),
    date(2025, 4, 1): (Fraction(8 * 90 + 12, 365), 0),
    date(2025, 6, 30): (Fraction(8 * 90 + 12 * 91, 365), 0),
    date(2025, 7, 1): (Fraction(8 * 90 + 12 * 91, 365), Fraction(12, 365)),
    date(2025, 10, 1): (Fraction(8 * 90 + 12 * 91, 365), Fraction(12 * 92 + 16, 365)),
    date(2025, 12, 31): (Fraction(8 * 90 + 12 * 91, 365), Fraction(12 * 92 + 16 * 92, 365)),
}


def amender(deposer):
    return en_cours_d_annee(deposer, AVRIL)


@pytest.mark.parametrize(
    ("fiches", "jour", "attendus"),
    [
        *((en_cours_d_annee, jour, attendus) for jour, attendus in A_LA_MAIN.items()),
        *((amender, jour, attendus) for jour, attendus in AMENDEE.items()),
    ],
)
def test_un_plie_n_est_attendu_que_les_jours_ou_il_existe(deposer, fiches, jour, attendus):
    fiches = fiches(deposer)
    for nom, attendu in zip(("graves", "vallee"), attendus, strict=True):
        atteinte = compute_atteinte(classeur(fiches[nom]), jour, fiches).set_index("cible")
        assert atteinte.loc["entreprises", "attendu"] == pytest.approx(float(attendu))


def test_la_periode_d_un_plie_qui_fusionne_finit_la_veille(deposer):
    fiches = en_cours_d_annee(deposer)
    lecture = classeur(fiches["graves"], {"date": date(2025, 2, 3), "statut": "Réalisée"})
    statuts = [
        compute_atteinte(lecture, jour, fiches).set_index("cible").loc["entreprises", "statut"]
        for jour in (date(2025, 6, 29), date(2025, 6, 30), date(2025, 8, 31))
    ]
    assert statuts == [NON_COMMENCEE, NON_ATTEINTE, NON_ATTEINTE]


@pytest.mark.libreoffice
def test_les_feuilles_et_le_classeur_maitre_attendent_comme_python(deposer, tmp_path):
    chemins = []
    for faire, jours in ((en_cours_d_annee, [*A_LA_MAIN][1:5:3]), (amender, [*AMENDEE][2::3])):
        fiches = faire(deposer)
        for jour in jours:
            lectures = []
            for nom in ("graves", "vallee"):
                saisies = {
                    "suivi": remplir(fiches[nom], random.Random(f"{nom} {jour}"), 8),
                    "parametres": [{"reference": jour}],
                }
                chemins.append(tmp_path / f"{nom}_{faire.__name__}_{jour}.xlsx")
                chemins[-1].write_bytes(build_template(fiches[nom], saisies))
                lectures.append(read_octets(chemins[-1].read_bytes(), chemins[-1].name))
            chemins.append(tmp_path / f"AGAPE_{faire.__name__}_{jour}.xlsx")
            write_master(consolidate(lectures, fiches=fiches), chemins[-1])
    assert list_fautes(chemins, tmp_path) == {}
