import pytest

from plie_xl.model.collection import load_recueil


@pytest.fixture
def deposer(tmp_path, monkeypatch):
    """A folder of fiches of 2025 by name, in force for the test; the collection."""

    def deposer(annee=2025, **textes):
        dossier = tmp_path / "fiches"
        for nom, texte in textes.items():
            (dossier / str(annee)).mkdir(parents=True, exist_ok=True)
            (dossier / str(annee) / f"{nom}.toml").write_text(texte, "utf-8")
        monkeypatch.setenv("PLIE_XL_FICHES", str(dossier))
        return load_recueil([dossier])

    return deposer
