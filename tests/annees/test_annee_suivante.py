"""The workbooks of the next year: what is open, never what was held."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from ordinaire import ordinaire

from plie_xl.model.collection import load_fiches
from plie_xl.reading.read import read_classeur, read_octets
from plie_xl.template import build_template
from plie_xl.years.next_year import roll, roll_all

REMPLIS = sorted((Path(__file__).parents[1] / "v1" / "remplis").glob("*.xlsx"))
FICHES = load_fiches(2024)


def move(fiche, annee=2025):
    debut, fin = (jour.replace(year=annee) for jour in (fiche.debut, fiche.fin))
    return replace(fiche, debut=debut, fin=fin)


SUIVANTES = {f.id: move(f) for f in FICHES.values()}


def reprendre(*lignes):
    fiche = FICHES["agenais"]
    copil = fiche.instances[0].libelle
    suivi = [{"instance": copil, "modalite": "Présentiel", **x} for x in lignes]
    octets = build_template(fiche, {"suivi": suivi, "parametres": [{"contact": "accueil"}]})
    return roll(read_octets(octets, "agenais.xlsx"), SUIVANTES["agenais"])


def test_une_reunion_prevue_dans_l_annee_est_reprise_sans_ses_pieces():
    reprise = reprendre(
        {"date": date(2025, 1, 14), "statut": "Prévue", "emargement": "x.pdf"},
        {"date": date(2024, 3, 14), "statut": "Réalisée"},
        {"date": date(2025, 1, 15), "statut": "Réalisée"},
    )
    [ligne] = reprise.suivi
    assert ligne["date"] == date(2025, 1, 14)
    assert "emargement" not in ligne
    assert reprise.contact == "accueil"
    assert [a.code for a in reprise.anomalies] == ["REP-01"]


def test_ce_qui_reste_ouvert_est_dans_a_reprendre():
    reprise = reprendre(
        {"date": date(2024, 3, 14), "statut": "Réalisée"},
        {"date": date(2024, 11, 4), "statut": "Reportée"},
        {"date": date(2025, 2, 4), "statut": "Prévue", "instance": "Ateliers mobilité"},
    )
    natures = [x["nature"] for x in reprise.lignes]
    assert natures[:2] == ["réunion à replanifier", "n’est plus une cible"]
    assert natures.count("pièce à retrouver") == 1
    assert [a.code for a in reprise.anomalies] == ["REP-02", "REP-03"]
    relue = read_octets(reprise.build(), "neuf.xlsx", SUIVANTES)
    assert (relue.fiche, relue.annee, relue.remarques) == ("agenais", 2025, ())


def test_une_sortie_des_six_derniers_mois_reste_a_attester():
    fiche = FICHES["hauts-de-garonne"]
    cdi = next(i for i in fiche.indicateurs if i.id == "sortie-cdi")
    autre = next(i for i in fiche.indicateurs if i.nature == "résultat")
    saisies = [
        {"indicateur": i.libelle, "nature": i.nature, "m06": 4, "m07": 3, "m12": 1}
        for i in (cdi, autre)
    ]
    octets = build_template(fiche, {"indicateurs": saisies})
    reprise = roll(read_octets(octets, "hg.xlsx"), SUIVANTES[fiche.id])
    sorties = [x for x in reprise.lignes if "attester" in x["nature"]]
    assert [(x["date"], ordinaire(x["libelle"])) for x in sorties] == [
        (date(2025, 1, 1), f"3 × {cdi.libelle}, Juillet"),
        (date(2025, 6, 1), f"1 × {cdi.libelle}, Décembre"),
    ]
    assert {ordinaire(x["origine"]) for x in sorties} == {"hg.xlsx, « Indicateurs », ligne 6"}


@pytest.mark.parametrize("chemin", REMPLIS[:3], ids=lambda c: c.stem)
def test_aucune_reunion_realisee_n_est_reprise(chemin):
    lecture = read_classeur(chemin)
    reprise = roll(lecture, SUIVANTES[lecture.fiche])
    assert all(x["statut"] != "Réalisée" for x in reprise.suivi)


def test_un_territoire_sans_classeur_a_le_sien_vierge_et_c_est_dit():
    lecture = read_classeur(REMPLIS[0])
    reprises, avis = roll_all([lecture, lecture], SUIVANTES)
    assert len(reprises) == 11
    assert len(avis) == 11  # ten without a workbook, one received twice
