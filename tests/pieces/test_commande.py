"""`plie-xl pieces`: what it says, what it writes, how it ends."""

import json

import openpyxl
import pytest
from click.exceptions import Exit
from commande import lancer

from pieces.atelier import CLASSEURS, build_dossier, sow_absent, write_piece
from plie_xl.cli import pieces as commande
from plie_xl.model.extras import BIBLIOTHEQUES

LIBOURNAIS = next(c for c in CLASSEURS if "libournais" in c.name)


@pytest.fixture
def dossier(tmp_path):
    return build_dossier(tmp_path / "pieces", LIBOURNAIS)


def _run(*arguments):
    rendu = lancer("pieces", *arguments)
    return rendu.returncode, rendu.stdout, rendu.stderr


def test_les_quatre_chiffres_dans_leur_ordre(dossier):
    sow_absent(dossier, dossier.references[0])
    code, sorti, dit = _run(LIBOURNAIS, dossier.racine)
    assert code == 1
    assert "DOS-01" in sorti
    assert (
        "Comités opérationnels (COP) : tenu 4, justifié 4, au dossier 4, retenu au CSF non contrôlé"
        in sorti
    )
    assert "16 pièces citées : 15 trouvées, 1 absente." in dit


def test_le_registre_ecrit_se_relit_et_se_remplace(dossier, tmp_path):
    sortie = tmp_path / "registre.xlsx"
    assert _run(LIBOURNAIS, dossier.racine, "-o", sortie)[0] == 1  # nobody filled « Publicité »
    octets = sortie.read_bytes()
    feuille = openpyxl.load_workbook(sortie)["Registre"]
    lignes = list(feuille.iter_rows(min_row=5, values_only=True))
    assert lignes[0][0] == "N° pièce"
    assert [ligne[0] for ligne in lignes[1:]] == list(range(1, 17))
    assert {ligne[8] for ligne in lignes[1:]} == {"trouvé"}
    _run(LIBOURNAIS, dossier.racine, "-o", sortie)
    assert sortie.read_bytes() == octets


def test_le_registre_ne_remplace_ni_le_classeur_ni_le_fichier_d_un_autre(dossier, tmp_path):
    copie = tmp_path / "classeur.xlsx"
    copie.write_bytes(LIBOURNAIS.read_bytes())
    assert _run(LIBOURNAIS, dossier.racine, "-o", copie)[0] == 2
    autre = tmp_path / "autre.xlsx"
    write_piece(autre, "à quelqu’un")
    assert _run(LIBOURNAIS, dossier.racine, "-o", autre)[0] == 2
    assert copie.read_bytes() == LIBOURNAIS.read_bytes()


def test_json_donne_une_piece_par_ligne(dossier):
    _, sorti, _ = _run(LIBOURNAIS, dossier.racine, "--json")
    lignes = [json.loads(ligne) for ligne in sorti.splitlines()]
    assert sum("numero_piece" in ligne for ligne in lignes) == 16
    assert [ligne["code"] for ligne in lignes if "code" in ligne] == ["DOS-10"]


def test_ce_qui_ne_peut_pas_etre_fait_le_dit(dossier, tmp_path):
    code, _, dit = _run(LIBOURNAIS, tmp_path / "absent")
    assert code == 2
    assert "n’existe pas" in dit
    texte = tmp_path / "note.xlsx"
    texte.write_text("rien", encoding="utf-8")
    assert _run(texte, dossier.racine)[0] == 3


def test_le_complement_absent_le_dit(monkeypatch, capsys):
    monkeypatch.setitem(BIBLIOTHEQUES, "dossier", ("bibliotheque_absente",))
    with pytest.raises(Exit) as fini:
        commande.require_complement("dossier")
    assert fini.value.exit_code == 2
    assert 'pip install "plie-xl[dossier]"' in capsys.readouterr().err
