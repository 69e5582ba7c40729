"""The example notebook runs as it is, from its first cell to its last, and draws."""

import json
from html import escape

import pytest

import plie_xl as px


def test_le_carnet_d_exemple_s_execute(racine, monkeypatch):
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("agg")
    from matplotlib import pyplot

    monkeypatch.chdir(racine)
    carnet = json.loads((racine / "docs/exemples/premiers-pas.ipynb").read_text("utf-8"))
    cellules = ["".join(c["source"]) for c in carnet["cells"] if c["cell_type"] == "code"]
    assert all(not c["outputs"] for c in carnet["cells"] if c["cell_type"] == "code")
    noms: dict[str, object] = {}
    for cellule in cellules:
        exec(compile(cellule, "premiers-pas.ipynb", "exec"), noms)
    axes = [axe for n in pyplot.get_fignums() for axe in pyplot.figure(n).axes]
    assert len(noms["atteinte"]) >= 13
    assert any(axe.patches for axe in axes)
    assert any(axe.lines for axe in axes)
    pyplot.close("all")


@pytest.fixture(scope="module")
def lecture(racine):
    return px.read_classeur(racine / "workbooks/2024/plie_sud-perigord_2024.xlsx")


def test_les_anomalies_se_montrent_en_tableau_leurs_phrases_entieres(lecture):
    anomalies = px.check(lecture)
    vue = anomalies._repr_html_()
    assert vue.count("<tr") == 1 + len(anomalies)
    assert max(len(a.remede) for a in anomalies) > 50
    assert all(f"<td>{escape(a.remede)}</td>" in vue for a in anomalies)


def test_un_compte_se_montre_en_une_ligne(lecture):
    assert repr(px.count(lecture)) == "<Compte : 1 classeur, 17 lignes, dont 5 retenues>"


def test_une_reunion_de_classeurs_se_montre_en_une_ligne(lecture):
    dit = "<Consolidation : 1 classeur compté sur 11 fiches, 17 lignes, dont 5 retenues ; 23 anomalies>"
    assert repr(px.consolidate([lecture])) == dit


def test_un_classeur_maitre_se_montre_en_une_ligne(lecture, tmp_path):
    chemin = tmp_path / "AGAPE.xlsx"
    px.write_master(px.consolidate([lecture]), chemin)
    vue = repr(px.read_master(chemin))
    assert vue.startswith("<Master « AGAPE.xlsx » : synthese 11 lignes, ")
    assert "suivi 17 lignes" in vue
    assert len(vue) < 400


def test_rien_de_ce_qui_est_saisi_ne_se_montre(lecture):
    """What somebody typed may point at a person, and a notebook is shown around."""
    compte = px.count(lecture)
    vues = map(repr, (compte, compte.rangees, compte.rangees["objet"], px.consolidate([lecture])))
    objets = {str(x) for x in compte.suivi["objet"] if x}
    assert objets
    assert not any(objet in vue for vue in vues for objet in objets)
