"""`reglages.toml`: what AGAPE decides, refused when a line is wrong, said when it is in force."""

import json
import os
from pathlib import Path

import pytest
from commande import lancer

from plie_xl.model.settings import ReglageError, Reglages, load_reglages


@pytest.fixture
def ecrire(tmp_path):
    def poser(texte, nom="reglages.toml"):
        (tmp_path / nom).write_text(texte, encoding="utf-8")
        return tmp_path / nom

    return poser


def test_sans_fichier_tout_est_par_defaut(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    en_vigueur = load_reglages(environ={})
    assert en_vigueur.reglages == Reglages()
    assert {origine for _, _, origine, _ in en_vigueur.lines()} == {"défaut"}


def test_chaque_cle_dit_ce_qu_elle_decide():
    lignes = list(load_reglages(environ={}).lines())
    assert len(lignes) == 24
    assert all(dit.endswith((".", ")")) for *_, dit in lignes)


def test_un_fichier_change_une_valeur_et_le_dit(ecrire):
    en_vigueur = load_reglages(ecrire("[pieces]\ntolerance_jours = 3\n"), environ={})
    assert en_vigueur.reglages.pieces.tolerance_jours == 3
    dites = {cle: origine for cle, _, origine, _ in en_vigueur.lines()}
    assert dites["pieces.tolerance_jours"] == "réglage"
    assert dites["pieces.sans_date"] == "défaut"


def test_les_chemins_partent_du_dossier_du_fichier(ecrire, tmp_path):
    chemin = ecrire('fiches = ["mes fiches"]\n[bilan]\nmodele = "bilan.docx"\n')
    en_vigueur = load_reglages(chemin, environ={})
    assert en_vigueur.dossiers == [tmp_path / "mes fiches"]
    assert en_vigueur.reglages.bilan.modele == str(tmp_path / "bilan.docx")


def test_l_option_passe_avant_l_environnement_et_l_environnement_avant_le_fichier(ecrire):
    chemin = ecrire('fiches = ["du fichier"]')
    environ = {"PLIE_XL_REGLAGES": str(chemin), "PLIE_XL_FICHES": os.pathsep.join(["a", "b"])}
    assert load_reglages(environ=environ).dossiers == [Path("a"), Path("b")]
    en_vigueur = load_reglages(fiches=(Path("c"),), environ=environ)
    assert en_vigueur.dossiers == [Path("c")]
    assert en_vigueur.origines["fiches"] == "option"


@pytest.mark.parametrize(
    ("texte", "phrase"),
    [
        (
            "[pieces]\ntolerance_jour = 7",
            "reglages.toml, [pieces] : la clé « tolerance_jour » est inconnue ; vouliez-vous dire"
            " « tolerance_jours » ?",
        ),
        ("[piece]\n", "la clé « piece » est inconnue ; vouliez-vous dire « pieces » ?"),
        ('[pieces]\ntolerance_jours = "7"', "« 7 » n’est pas un nombre entier"),
        ("[pieces]\ntolerance_jours = true", "« true » n’est pas un nombre entier"),
        ("[pieces]\ntolerance_jours = -1", "clé « tolerance_jours » : -1 est inférieur à zéro"),
        ("[pieces]\ntolerance_jours = 10001", "clé « tolerance_jours » : 10001 dépasse 10 000"),
        ("[bilan]\ndelai_mois = 9999999", "clé « delai_mois » : 9999999 dépasse 10 000"),
        ("[programme]\nfin = 2021", "« fin » précède « debut »"),
        ("[programme]\nfin = 9999", "ou est bien après"),
        ("[controle]\ntaux = 10", "une part entre 0 et 1"),
        ('[controle]\nmode = "tout"', "« tout » est inconnu ; attendu exhaustif | echantillon"),
        ("[reponses.adresses]\ngraves = 3", "« 3 » n’est pas un texte"),
        ("pieces = 3", "attendu une section, pas « 3 »"),
        ("fiches = ", "ce n’est pas du TOML"),
    ],
)
def test_une_ligne_fausse_est_refusee_en_une_phrase(ecrire, texte, phrase):
    with pytest.raises(ReglageError) as leve:
        load_reglages(ecrire(texte), environ={})
    assert phrase in str(leve.value)


def test_un_fichier_nomme_qui_manque(tmp_path):
    with pytest.raises(ReglageError, match="introuvable"):
        load_reglages(tmp_path / "non.toml")


def test_un_fichier_pose_a_cote_d_un_classeur_recu_ne_change_rien(ecrire, tmp_path, monkeypatch):
    ecrire("[pieces]\ntolerance_jours = 99\n")
    monkeypatch.chdir(tmp_path)
    assert load_reglages(environ={}).reglages.pieces.tolerance_jours == 7


def test_la_commande_les_montre_tous(ecrire):
    chemin = ecrire("[publicite]\nmention = 'Avec l’Europe'\n")
    fini = lancer("reglages", "--json", env={**os.environ, "PLIE_XL_REGLAGES": str(chemin)})
    assert fini.returncode == 0
    lignes = {ligne["cle"]: ligne for ligne in json.loads(fini.stdout)}
    assert lignes["publicite.mention"]["valeur"] == "Avec l’Europe"
    assert lignes["publicite.mention"]["origine"] == "réglage"


def test_la_commande_refuse_une_ligne_fausse(ecrire):
    chemin = ecrire("[pieces]\ntolerance_jour = 7\n")
    fini = lancer("reglages", env={**os.environ, "PLIE_XL_REGLAGES": str(chemin)})
    assert fini.returncode == 2
    assert "vouliez-vous dire « tolerance_jours »" in fini.stderr
