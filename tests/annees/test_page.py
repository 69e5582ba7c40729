"""« Une nouvelle année » is true: its commands run as they stand, its examples are fiches."""

import re
from datetime import date
from pathlib import Path

import pytest
from commande import lancer
from ordinaire import ordinaire

from annees.fusionnees import FICHES, move, vallee
from plie_xl.model.collection import load_fiches, load_recueil

PAGE = (Path(__file__).parents[2] / "docs" / "nouvelle-annee.md").read_text("utf-8")


@pytest.fixture
def bureau(tmp_path, racine, monkeypatch):
    """The folder of AGAPE on 2 January: fiches of 2025, workbooks received of 2024."""
    annee = tmp_path / "fiches" / "2025"
    annee.mkdir(parents=True)
    autres = {nom: move(nom) for nom in FICHES if nom not in ("graves", "sources")}
    for nom, texte in {**autres, "vallee": vallee()}.items():
        (annee / f"{nom}.toml").write_text(texte, "utf-8")
    (tmp_path / "recus").mkdir()
    for nom in ("graves", "sources", "agenais"):
        recu = racine / "workbooks" / "2024" / f"plie_{nom}_2024.xlsx"
        (tmp_path / "recus" / recu.name).write_bytes(recu.read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLIE_XL_FICHES", str(tmp_path / "fiches"))
    return tmp_path


def test_les_commandes_de_la_page_se_tapent_comme_elles_sont(bureau):
    commandes = re.findall(r"^plie-xl (.+)$", PAGE, re.M)
    assert len(commandes) == 7
    for commande in commandes:
        mots = [a or b for a, b in re.findall(r'"([^"]+)"|(\S+)', commande)]
        fini = lancer(*mots)
        assert fini.returncode in (0, 1), (commande, fini.stderr)
    copies = {f.stem: f.read_text("utf-8") for f in (bureau / "depart").iterdir()}
    assert copies == {nom: fiche.texte for nom, fiche in FICHES.items()}
    assert len([*(bureau / "modeles_2025").iterdir()]) == 2 * 10 + 3
    assert len([*(bureau / "2025").iterdir()]) == 10
    agenais = load_fiches(2025, [bureau / "fiches"])["agenais"]
    cibles = {c.id: ordinaire(c.objectif) for c in agenais.cibles}
    assert cibles["copil"] == "3 (2 jusqu’au 30/06)"
    assert cibles["initiatives"] == "retirée le 01/07 (2 jusqu’au 30/06)"


def test_l_avenant_ecrit_a_la_main_dans_la_page_est_une_fiche(bureau):
    [exemple] = re.findall(r"```toml\n(\[\[avenant\]\].+?)```", PAGE, re.S)
    (bureau / "fiches" / "2025" / "agenais.toml").write_text(move("agenais") + exemple, "utf-8")
    fiche = load_recueil([bureau / "fiches"]).find("agenais", 2025)
    assert [a.le for a in fiche.avenants] == [date(2025, 7, 1)]
    assert {c.id: c.objectif for c in fiche.cibles}["ateliers"] == "2 (dès le 01/07)"


def test_un_fichier_copie_n_est_lu_qu_une_fois_ses_dates_changees(bureau):
    assert lancer("fiches", "--annee", 2024, "-o", "depart").returncode == 0
    (bureau / "depart" / "graves.toml").rename(bureau / "fiches" / "2025" / "graves.toml")
    refus = lancer("fiches", "--annee", 2025)
    assert (refus.returncode, "la fiche est de 2024" in refus.stderr) == (2, True)


def test_fiches_dit_d_ou_elles_viennent_et_ne_remplace_rien(bureau):
    assert f"Elles viennent de « {bureau}/fiches/2025 »." in lancer("fiches").stderr
    assert "Elles viennent du programme." in lancer("fiches", "--annee", 2024).stderr
    (bureau / "depart").mkdir()
    (bureau / "depart" / "graves.toml").write_text("à moi", "utf-8")
    assert lancer("fiches", "--annee", 2024, "-o", "depart").returncode == 2
    assert [f.read_text("utf-8") for f in (bureau / "depart").iterdir()] == ["à moi"]
