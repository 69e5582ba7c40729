"""AGAPE adds words to the reading; a word that does not fit is refused in one sentence."""

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
    ],
)
def test_un_lexique_fautif_est_refuse_en_une_phrase(contenu, attendu, tmp_path):
    chemin = tmp_path / "lexique.toml"
    chemin.write_text(contenu, encoding="utf-8")
    with pytest.raises(ReglageError, match="lexique") as erreur:
        add_mots(load_lexique(), chemin)
    assert attendu in str(erreur.value)
    assert "\n" not in str(erreur.value)
