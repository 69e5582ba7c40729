"""AGAPE adds words to the reading; a word that does not fit is refused in one sentence."""

import json
import os
import subprocess
import sys

import pytest

from plie_xl.document.words import add_mots, load_lexique
from plie_xl.model.settings import ReglageError

FICHE = """FICHE OPERATION N°1 – PLIE des Dunes
Compteurs de l’année :
- 3 comités de pilotage
Pièces justificatives attendues :
- Comités de pilotage : registre de présence
"""


def test_les_mots_d_un_reglage_sont_lus(tmp_path):
    (tmp_path / "dunes.txt").write_text(FICHE, encoding="utf-8")
    lexique = tmp_path / "lexique.toml"
    lexique.write_text(
        'mesures = ["Compteurs de l’année"]\n[pieces]\nemargement = ["registre de présence"]\n',
        "utf-8",
    )
    reglages = tmp_path / "reglages.toml"
    reglages.write_text(f"[fiche]\nlexique = '{lexique}'\n", encoding="utf-8")
    commande = [
        sys.executable,
        "-m",
        "plie_xl",
        "lire-fiche",
        str(tmp_path / "dunes.txt"),
        "--json",
    ]
    rendu = subprocess.run(
        commande, env={**os.environ, "PLIE_XL_REGLAGES": str(reglages)}, capture_output=True
    )
    sortie = rendu.stdout.decode("utf-8")
    assert '"valeur": {"toutes": [["emargement"]]}' in sortie
    assert '"doute": ""' in next(x for x in sortie.splitlines() if '"pieces"' in x)


@pytest.mark.parametrize(
    ("contenu", "attendu"),
    [
        ("mesure = []", "vouliez-vous dire « mesures » ?"),
        ("[pieces]\nemargemen = ['x']", "vouliez-vous dire « emargement » ?"),
        ("mesures = [", "ce n’est pas du TOML"),
        ("[tournures]\nplanchers = ['x']", "vouliez-vous dire « plancher » ?"),
        ("[rythmes]\nquinzomadaire = 'souvent'", "attend un nombre de fois par an"),
    ],
)
def test_un_lexique_fautif_est_refuse_en_une_phrase(contenu, attendu, tmp_path):
    chemin = tmp_path / "lexique.toml"
    chemin.write_text(contenu, encoding="utf-8")
    with pytest.raises(ReglageError, match="lexique") as erreur:
        add_mots(load_lexique(), chemin)
    assert attendu in str(erreur.value)
    assert "\n" not in str(erreur.value)


AJOUTS = """
preuves = ["ce qu’il faudra fournir"]
sommaires = ["ce que vous lirez"]
[tournures]
plancher = ["sans descendre sous"]
retrait  = ["en sommeil"]
suite    = ["au fil de l’eau"]
[rythmes]
quinzomadaire = 26
[unites]
chantier = "action"
[connecteurs]
ou = ["sinon"]
"""


def test_chaque_famille_de_mots_peut_etre_completee(tmp_path):
    (tmp_path / "lexique.toml").write_text(AJOUTS, "utf-8")
    (tmp_path / "f.txt").write_text(
        "FICHE OPERATION N°1 – PLIE des Dunes\nUnités de mesure :\n"
        "- 3 comités, sans descendre sous ce nombre\n- 4 ateliers, en sommeil\n"
        "- Forums : 5 au fil de l’eau\n- Bureau quinzomadaire\n- 2 chantiers\n"
        "Ce que vous lirez\n8 Instances\n"
        "Ce qu’il faudra fournir :\n- Comités : compte rendu sinon émargement\n",
        "utf-8",
    )
    code = (
        "import sys, json\n"
        "from pathlib import Path\n"
        "from plie_xl.document.read import read_document\n"
        "(f,) = read_document(Path(sys.argv[1]))\n"
        "print(json.dumps([[v.cible, v.donnee, v.valeur, v.doute] for v in f.valeurs if v.cible]))"
    )
    (tmp_path / "r.toml").write_text("[fiche]\nlexique = 'lexique.toml'\n", "utf-8")
    rendu = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "f.txt")],
        env={**os.environ, "PLIE_XL_REGLAGES": str(tmp_path / "r.toml")},
        capture_output=True,
        check=True,
    )
    lues = {(c, d): (v, doute) for c, d, v, doute in json.loads(rendu.stdout)}
    assert lues["comites-sans-descendre-sous-ce-nombre", "genre"][0] == "minimum"
    assert "FIC-15" in lues["ateliers-en-sommeil", "minimum"][1]
    assert lues["forums-au-fil-de-l-eau", "minimum"] == (5, "")
    assert lues["bureau-quinzomadaire", "minimum"] == (None, "FIC-04")
    assert lues["chantiers", "unite"][0] == "action"
    assert ("instances", "minimum") not in lues
    assert lues["comites-sans-descendre-sous-ce-nombre", "pieces"][0] == {
        "toutes": [["compte_rendu"], ["emargement"]]
    }
