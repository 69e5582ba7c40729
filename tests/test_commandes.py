"""The command line as a user runs it: real processes, their output, their exit code."""

import json
import re
import shutil
import tomllib

import pytest
from commande import lancer

import plie_xl as px
import plie_xl.excel
from plie_xl.cli.catalogue import COMMANDES


@pytest.fixture(scope="module")
def recus(racine):
    return racine / "workbooks" / "2024"


def test_fiches_json_donne_44_cibles_et_513_000_euros():
    fiches = json.loads(lancer("fiches", "--annee", "2024", "--json").stdout)
    assert len(fiches) == 11
    assert sum(len(f["cibles"]) for f in fiches) == 44
    assert sum(f["montant_fse"] for f in fiches) == 513_000


def test_fiches_json_dit_les_pieces_par_modalite():
    fiches = {f["id"]: f for f in json.loads(lancer("fiches", "--annee", "2024", "--json").stdout)}
    copil = next(c for c in fiches["sources"]["cibles"] if c["id"] == "copil")
    assert copil["pieces"] == {
        "présentiel": [["emargement", "compte_rendu"]],
        "consultation écrite": [["mail_consultation"]],
    }


def test_valider_un_classeur_parfait_rend_0(recus):
    resultat = lancer("valider", recus / "plie_portes-du-sud_2024.xlsx", "--json")
    assert (resultat.returncode, resultat.stdout) == (0, "")


def test_valider_un_classeur_fautif_rend_1_et_nomme_les_cellules(recus):
    resultat = lancer("valider", recus / "plie_technowest_2024.xlsx", "--json")
    assert resultat.returncode == 1
    [anomalie] = map(json.loads, resultat.stdout.splitlines())
    assert anomalie["code"] == "PIE-01"
    assert (anomalie["feuille"], anomalie["cellule"][0]) == ("Suivi", "L")
    assert list(anomalie) == ["code", "gravite", "classeur", "feuille", "cellule", "constat",
                              "attendu", "remede"]  # fmt: skip


def test_un_fichier_illisible_rend_3(tmp_path):
    faux = tmp_path / "faux.xlsx"
    faux.write_text("pas un classeur")
    resultat = lancer("valider", faux, "--json")
    assert resultat.returncode == 3
    assert json.loads(resultat.stdout)["code"] == "LEC-01"


@pytest.mark.parametrize("arguments", [["valider"], ["consolidr"], ["valider", "absent.xlsx"],
                                       ["valider", "x", "--au", "hier"], ["fiches", "--jsn"]])  # fmt: skip
def test_une_commande_mal_ecrite_rend_2_et_une_phrase_francaise(arguments):
    resultat = lancer(*arguments)
    assert (resultat.returncode, resultat.stdout) == (2, "")
    assert resultat.stderr.startswith("plie-xl : ")
    assert "Traceback" not in resultat.stderr


def test_sans_commande_l_aide_est_montree_et_le_code_est_2():
    resultat = lancer()
    assert (resultat.returncode, resultat.stdout) == (2, "")
    assert resultat.stderr.startswith("Usage : ")
    assert "mal écrite" not in resultat.stderr


@pytest.mark.parametrize(
    ("arguments", "phrase"),
    [
        ("fiches --jsn", "l’option « --jsn » n’existe pas ; vouliez-vous dire « --json » ?"),
        ("fiches --zzz", "l’option « --zzz » n’existe pas."),
        ("fiches --json=oui", "l’option « --json » s’écrit seule, sans valeur."),
        (
            "--json fiches",
            "l’option « --json » s’écrit après la commande, comme « plie-xl fiches --json ».",
        ),
        (
            "consolider x --graine 3",
            "l’option « --graine » n’est pas de cette commande, mais de « plie-xl tirer ».",
        ),
        ("consolider x –o a", "« –o » s’écrit « -o »."),
        ("consolider x —sortie a", "« —sortie » s’écrit « --sortie »."),
        ("consolider x -sortie=a", "« -sortie » s’écrit « --sortie »."),
        ("consolider x --o a", "« --o » s’écrit « -o »."),
        ("consolider x -o a -o b", "-o / --sortie est écrit plusieurs fois : gardez-en un."),
        (
            "consolidr",
            "la commande « consolidr » n’existe pas ; vouliez-vous dire « consolider » ?",
        ),
        ("valider", "il manque FICHIER…."),
        ("consolider x", "il manque -o / --sortie."),
        ("consolider x -o", "il manque la valeur de -o ; attendu : MAÎTRE.xlsx."),
        ("valider x --au hier", "la valeur donnée à --au est refusée ; attendu : JJ/MM/AAAA."),
        (
            "valider x --au 2024-02-30",
            "la valeur donnée à --au est refusée ; attendu : JJ/MM/AAAA.",
        ),
        (
            "valider x --au 12/31/2024",
            "la valeur donnée à --au est refusée ; attendu : JJ/MM/AAAA.",
        ),
        ("demo a b", "il y a un argument de trop."),
    ],
)
def test_la_faute_est_dite_puis_ou_trouver_de_l_aide(arguments, phrase):
    dit, aide = lancer(*arguments.split()).stderr.splitlines()
    assert dit == f"plie-xl : {phrase}"
    commande = "".join(f" {mot}" for mot in arguments.split()[:1] if mot in COMMANDES)
    assert aide == f"Pour de l’aide : python -m plie_xl{commande} --aide"


def test_version_dit_celle_du_projet(racine):
    projet = tomllib.loads((racine / "pyproject.toml").read_text("utf-8"))["project"]
    resultat = lancer("--version")
    assert (resultat.returncode, resultat.stdout) == (0, f"plie-xl {projet['version']}\n")
    assert px.__version__ == projet["version"]


def test_la_version_du_projet_est_datee_dans_les_nouveautes(racine):
    nouveautes = (racine / "CHANGELOG.md").read_text("utf-8")
    datees = re.findall(r"^## ([\d.]+) \(\d{1,2} \w+ \d{4}\)$", nouveautes, re.MULTILINE)
    assert datees[0] == px.__version__


@pytest.mark.parametrize("module", [px, plie_xl.excel])
def test_dir_montre_les_noms_publics(module):
    assert set(module.__all__) <= set(dir(module))
    assert all(getattr(module, nom) is not None for nom in module.__all__)


ANGLAIS = re.compile(
    r"\b(required|default|Commands|Usage: |Show|Error|option\.|argument\.|list\[|<\w+>)"
)


@pytest.mark.parametrize("ecriture", ["--aide", "--help", "-h"])
@pytest.mark.parametrize("commande", ["", *COMMANDES])
def test_l_aide_est_francaise_et_dit_chaque_parametre(commande, ecriture):
    resultat = lancer(*commande.split(), ecriture)
    assert resultat.returncode == 0
    assert not ANGLAIS.search(resultat.stdout)
    assert not re.search(r"^  \S.*  $", resultat.stdout, re.M)
    assert "-h, --aide, --help" in resultat.stdout


def test_l_aide_dit_chaque_commande():
    aide = " ".join(lancer("--aide").stdout.split())
    assert all(f"{nom} {phrase}" in aide for nom, phrase in COMMANDES.items())


def test_atteinte_json_nomme_le_classeur_et_donne_ses_cles(recus):
    resultat = lancer("atteinte", recus / "plie_sources_2024.xlsx", "--json")
    lignes = [json.loads(ligne) for ligne in resultat.stdout.splitlines()]
    assert len(lignes) == 4
    assert {x["classeur"] for x in lignes} == {"plie_sources_2024.xlsx"}
    assert list(lignes[0]) == ["classeur", "fiche", "cible", "libelle", "minimum", "maximum", "tenu",
                               "justifie", "au_dossier", "retenu_csf", "reste", "taux", "attendu", "projection",
                               "statut"]  # fmt: skip


def test_au_change_ce_qui_est_attendu(recus):
    classeur = recus / "plie_sources_2024.xlsx"
    fin = lancer("atteinte", classeur, "--json", "--au", "2024-12-31").stdout.splitlines()
    assert [json.loads(ligne)["attendu"] for ligne in fin] == [1, 2, 20, 10]


def test_consolider_dit_ses_totaux_et_ne_change_pas_les_classeurs(recus, tmp_path):
    avant = {f.name: f.read_bytes() for f in recus.iterdir()}
    resultat = lancer("consolider", recus, "-o", tmp_path / "m.xlsx", "--json")
    bilan = json.loads(resultat.stdout)
    assert (bilan["recus"], bilan["comptes"], bilan["manquants"]) == (11, 11, [])
    assert bilan["lignes_lues"] == bilan["lignes_retenues"] + bilan["lignes_ecartees"]
    assert {f.name: f.read_bytes() for f in recus.iterdir()} == avant


def test_consolider_deux_fois_donne_les_memes_octets(recus, tmp_path):
    lancer("consolider", recus, "-o", tmp_path / "a.xlsx")
    lancer("consolider", recus, "-o", tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_consolider_n_ecrase_pas_le_fichier_de_quelqu_un(recus, tmp_path):
    autre = shutil.copy(recus / "plie_sources_2024.xlsx", tmp_path / "autre.xlsx")
    avant = autre.read_bytes()
    resultat = lancer("consolider", recus, "-o", autre)
    assert resultat.returncode == 2
    assert "--remplacer" in resultat.stderr
    assert autre.read_bytes() == avant


def test_la_derniere_ligne_dit_la_suite(recus):
    assert lancer("fiches").stderr.splitlines()[-1].startswith("→ ")
