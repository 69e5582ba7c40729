"""The workbooks of the next year: what is open, never what was held."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from ordinaire import ordinaire

from plie_xl.cli.annee_suivante import annee_suivante
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


def test_de_deux_classeurs_d_un_plie_le_plus_recent_est_repris():
    vieux, neuf = (
        replace(read_classeur(REMPLIS[0], nom), enregistre=jour)
        for nom, jour in (("plie_agenais_2024.xlsx", "2024-11-02"), ("copie.xlsx", "2024-12-20"))
    )
    for lectures in ([vieux, neuf], [neuf, vieux]):
        reprises, avis = roll_all(lectures, SUIVANTES)
        agenais = next(r for r in reprises if r.fiche.id == "agenais")
        assert {x["origine"].partition(",")[0] for x in agenais.lignes} == {"copie.xlsx"}
        assert "« plie_agenais_2024.xlsx » : « copie.xlsx », du même PLIE, est repris" in avis[0]


def test_un_fichier_illisible_dit_pourquoi_et_n_arrete_pas_les_autres():
    reprises, avis = roll_all([read_octets(b"rien", "faux.xlsx"), vide()], SUIVANTES)
    assert len(reprises) == 11
    assert avis[0].startswith("« faux.xlsx » : ")
    assert avis[0].endswith(" ; rien n’est repris.")


def vide():
    return read_octets(build_template(FICHES["agenais"]), "agenais.xlsx")


def test_les_classeurs_neufs_ne_se_melent_pas_aux_recus(tmp_path, monkeypatch):
    recu = tmp_path / "agenais.xlsx"
    recu.write_bytes(build_template(FICHES["agenais"]))
    for fichiers in (tmp_path, recu):
        mots = [str(fichiers), "--annee", "2024", "-o", str(tmp_path)]
        refus = CliRunner().invoke(annee_suivante, mots)
        assert refus.exit_code == 2
        assert "est le dossier des classeurs reçus" in ordinaire(refus.output)
    assert list(tmp_path.iterdir()) == [recu]


def test_un_territoire_sans_classeur_a_le_sien_vierge_et_c_est_dit():
    lecture = read_classeur(REMPLIS[0])
    deux = [lecture, replace(lecture, classeur="autre.xlsx")]
    reprises, avis = roll_all(deux, SUIVANTES)
    assert len(reprises) == 11
    assert len(avis) == 11  # ten without a workbook, one received twice
