"""From one year to the next: what 2024 leaves open stands in 2025, and each year has its master."""

from commande import lancer

from plie_xl.master.read import read_master

TROIS = ("libournais", "sources", "technowest")


def test_annee_suivante_puis_consolider_font_deux_annees(deposer, racine, tmp_path):
    fiches = deposer(2025, *TROIS)
    recus = tmp_path / "recus"
    recus.mkdir()
    for nom in TROIS:
        classeur = racine / "workbooks" / "2024" / f"plie_{nom}_2024.xlsx"
        (recus / classeur.name).write_bytes(classeur.read_bytes())
    fini = lancer(
        "annee-suivante", recus, "--annee", 2025, "-o", tmp_path / "2025", "--fiches", fiches
    )
    assert fini.returncode in (0, 1), fini.stderr
    neufs = sorted((tmp_path / "2025").iterdir())
    assert [f.name for f in neufs] == [f"plie_{nom}_2025.xlsm" for nom in TROIS]
    for annee, dossier in ((2024, recus), (2025, tmp_path / "2025")):
        maitre = tmp_path / f"AGAPE_{annee}.xlsx"
        fini = lancer("consolider", dossier, "-o", maitre, "--fiches", fiches)
        assert fini.returncode in (0, 1), fini.stderr
        lu = read_master(maitre)
        assert lu.annee == annee
