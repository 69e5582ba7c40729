"""Graves and Sources merge on 1 January 2025: a fictitious « PLIE de la Vallée » succeeds to them."""

import re
from datetime import date

import pytest
from ordinaire import ordinaire

from plie_xl.model.collection import load_fiches, load_recueil
from plie_xl.model.toml import FicheError
from plie_xl.reading.read import read_octets
from plie_xl.template import build_template
from plie_xl.years.next_year import roll_all

FICHES = load_fiches(2024)
SUCCESSION = '\n[[succession]]\nde = ["graves", "sources"]\nle = 2025-01-01\n'
SUCCEDE = 'succede = ["graves/copil", "sources/copil"]\n'


def vallee(succession=SUCCESSION, succede=SUCCEDE):
    """The fiche of the new territory: that of Graves moved to 2025, and whom it succeeds to."""
    texte = (
        FICHES["graves"]
        .texte.replace("2024-", "2025-")
        .replace("PLIE des Graves", "PLIE de la Vallée")
    )
    texte, fois = re.subn(r'(?m)^(id +)= "copil"\n', rf'\1= "copil"\n{succede}', texte)
    assert fois == 1
    return texte + succession


@pytest.fixture
def deposer(tmp_path, monkeypatch):
    """A folder of fiches of 2025 by name, in force for the test; the collection."""

    def deposer(**textes):
        dossier = tmp_path / "fiches"
        for nom, texte in textes.items():
            (dossier / "2025").mkdir(parents=True, exist_ok=True)
            (dossier / "2025" / f"{nom}.toml").write_text(texte, "utf-8")
        monkeypatch.setenv("PLIE_XL_FICHES", str(dossier))
        return load_recueil([dossier])

    return deposer


def classeur(fiche, *lignes):
    copil = next(c.libelle for c in fiche.instances if c.id == "copil")
    suivi = [{"instance": copil, "modalite": "Présentiel", **x} for x in lignes]
    return read_octets(build_template(fiche, {"suivi": suivi}), f"plie_{fiche.id}_2024.xlsx")


def test_ce_que_les_deux_laissent_ouvert_est_dans_le_classeur_du_nouveau(deposer):
    fiches = deposer(vallee=vallee()).annee(2025)
    prevue, tenue = {"statut": "Prévue"}, {"statut": "Réalisée"}
    lectures = [
        classeur(FICHES["graves"], {"date": date(2025, 1, 14), **prevue}),
        classeur(
            FICHES["sources"],
            {"date": date(2025, 2, 4), **prevue},
            {"date": date(2024, 2, 4), **tenue},
            {
                "date": date(2025, 3, 4),
                **prevue,
                "instance": FICHES["sources"].instances[1].libelle,
            },
        ),
    ]
    [reprise], avis = roll_all(lectures, fiches)
    copil = next(c.libelle for c in fiches["vallee"].instances if c.id == "copil")
    assert [(x["date"], x["instance"]) for x in reprise.suivi] == [
        (date(2025, 1, 14), copil),
        (date(2025, 2, 4), copil),  # « Comités de pilotage du PLIE », in Sources
    ]
    assert "n’est plus une cible" in {x["nature"] for x in reprise.lignes}
    assert [a.code for a in reprise.anomalies] == ["REP-01", "REP-01", "REP-03"]
    assert avis == []
    relue = read_octets(reprise.build(), "neuf.xlsx", fiches)
    assert (relue.fiche, len(relue.tables["suivi"].lignes), relue.remarques) == ("vallee", 2, ())


def test_un_ancien_qui_n_a_rien_envoye_est_nomme(deposer):
    fiches = deposer(vallee=vallee()).annee(2025)
    _, avis = roll_all([classeur(FICHES["graves"])], fiches)
    assert [ordinaire(x) for x in avis] == [
        "PLIE de la Vallée : aucun classeur de 2024 de « sources »."
    ]


@pytest.mark.parametrize(
    ("textes", "dit"),
    [
        (
            {"vallee": vallee(SUCCESSION.replace("graves", "grave"))},
            "vouliez-vous dire « graves » ?",
        ),
        (
            {"vallee": vallee(SUCCESSION.replace("2025", "2024"))},
            "« le » n’est pas un jour de 2025",
        ),
        ({"vallee": vallee(), "autre": vallee()}, "a déjà un successeur en 2025"),
        (
            {
                "graves": vallee('\n[[succession]]\nde = ["sources"]\nle = 2025-01-01\n', ""),
                "sources": vallee('\n[[succession]]\nde = ["graves"]\nle = 2025-01-01\n', ""),
            },
            "se succéderaient l’un à l’autre",
        ),
        (
            {"vallee": vallee(succede='succede = ["graves/copi"]\n')},
            "vouliez-vous dire « graves/copil » ?",
        ),
        ({"vallee": vallee(SUCCESSION + 'cibles = "somme"\n')}, "« somme » est inconnu"),
    ],
    ids=["ancien", "jour", "deux", "cercle", "cible", "somme"],
)
def test_une_succession_impossible_est_refusee(deposer, textes, dit):
    with pytest.raises(FicheError) as erreur:
        deposer(**textes)
    assert dit in ordinaire(str(erreur.value))
