"""The example notebook runs as it is, from its first cell to its last, and draws."""

import json

import pytest


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
