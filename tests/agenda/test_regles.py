"""The rules: those of a file, those that the fiche gives, and what is said of a bad one."""

import pytest

from agenda.atelier import CIS, COP, COPIL, LIBOURNAIS
from plie_xl.agenda.rules import find_regles, list_exactes, load_regles
from plie_xl.model.collection import load_fiches
from plie_xl.model.errors import ChoiceError

EXACTES = list_exactes(LIBOURNAIS)


def trouver(titre, regles=None):
    return (regles or load_regles(None, LIBOURNAIS)).find_cibles(titre, EXACTES)


@pytest.mark.parametrize(
    ("titre", "cibles"),
    [
        (COPIL, ["copil"]),
        ("COMITÉS DE PILOTAGE, 12 mars", ["copil"]),
        ("Commission d'integration et de suivi de parcours", ["cis"]),
        (f"{COP} – visio", ["cop"]),
        ("copilote", []),
        ("Congés (COPIL reporté)", []),
        ("Férié", []),
    ],
)
def test_les_mots_de_la_fiche_reconnaissent_ses_reunions(titre, cibles):
    assert trouver(titre) == cibles


def test_chaque_libelle_des_onze_fiches_est_sa_propre_cible():
    for fiche in load_fiches(2024).values():
        regles, exactes = load_regles(None, fiche), list_exactes(fiche)
        for cible in fiche.instances:
            assert regles.find_cibles(cible.libelle, exactes) == [cible.id]


def test_un_fichier_de_regles_remplace_les_mots_de_la_fiche(tmp_path):
    chemin = tmp_path / "agenda.toml"
    chemin.write_text("[[regle]]\ntitre = '\\bjury\\b|comité d.entrée'\ncible = \"cis\"\n", "utf-8")
    regles = load_regles(chemin, LIBOURNAIS)
    assert trouver("Comite d’entree de mars", regles) == ["cis"]
    assert trouver("COPIL", regles) == []
    assert trouver(CIS, regles) == ["cis"]  # a label is always its own target
    assert regles.is_visio("Salle Zoom")


@pytest.mark.parametrize(
    ("toml", "dit"),
    [
        ('[[regle]]\ntitre = "x"\ncible = "copi"', "vouliez-vous dire « copil » ?"),
        ('[[regle]]\ntitre = "(x"\ncible = "copil"', "n’est pas une expression qui se cherche"),
        ('[[regle]]\ntitre = "x"\ncibles = "copil"', "vouliez-vous dire « cible » ?"),
        ('[csv]\ndat = "Jour"', "vouliez-vous dire « date » ?"),
    ],
)
def test_une_regle_fausse_est_refusee_avec_sa_place(tmp_path, toml, dit):
    chemin = tmp_path / "agenda.toml"
    chemin.write_text(toml, "utf-8")
    with pytest.raises(ChoiceError, match=r"agenda\.toml") as erreur:
        load_regles(chemin, LIBOURNAIS)
    assert dit in str(erreur.value)


def test_les_reglages_donnent_les_regles_d_agape(tmp_path, monkeypatch):
    tmp_path.joinpath("agenda.toml").write_text(
        '[[regle]]\ntitre = "jury"\ncible = "cis"\n', "utf-8"
    )
    reglages = tmp_path / "reglages.toml"
    reglages.write_text('[agenda]\nregles = "agenda.toml"\n', "utf-8")
    monkeypatch.setenv("PLIE_XL_REGLAGES", str(reglages))
    assert trouver("Jury", find_regles(None, LIBOURNAIS)) == ["cis"]
