"""« Consolider », in the manager's workbook: the run of the command line, shown in its sheets."""

import shutil
from datetime import datetime

import pytest
from ordinaire import ordinaire

from plie_xl.checks import check
from plie_xl.excel import consolider
from plie_xl.excel.agape import build_agape
from plie_xl.files.errors import DestinationError
from plie_xl.master import est_un_master, write_master
from plie_xl.model.errors import ActionError
from plie_xl.reading.read import read_classeur


@pytest.fixture(scope="module")
def recus(racine):
    return racine / "workbooks" / "2024"


@pytest.fixture
def agape(tmp_path, ouvrir):
    chemin = tmp_path / "AGAPE.xlsx"
    chemin.write_bytes(build_agape())
    return ouvrir(chemin)


def indiquer(book, dossier):
    book.sheets["Consolider"].range("B8").value = str(dossier)


def test_le_dossier_de_la_case_jaune_devient_le_master_de_la_ligne_de_commande(
    agape, recus, tmp_path
):
    indiquer(agape, recus)
    resultat = consolider(agape)
    temoin = write_master(resultat, tmp_path / "temoin.xlsx").chemin
    assert (tmp_path / "AGAPE_2024.xlsx").read_bytes() == temoin.read_bytes()
    attendues = [a for chemin in sorted(recus.iterdir()) for a in check(read_classeur(chemin))]
    assert resultat.anomalies == sorted(attendues, key=lambda a: (a.cellule, a.code))


def test_les_feuilles_se_remplissent(agape, recus):
    indiquer(agape, recus)
    resultat = consolider(agape)
    synthese = agape.sheets["Synthèse"].range("A6:K16").value
    assert [ligne[0] for ligne in synthese] == [f.plie for f in resultat.fiches.values()]
    assert all(ligne[10] for ligne in synthese)  # the status
    codes = agape.sheets["Anomalies"].range("E6:E200").value
    assert [c for c in codes if c] == [a.code for a in resultat.anomalies]
    assert agape.sheets["Sources"].range("C6:C16").value == ["compté"] * 11


def test_une_ligne_dit_le_bilan_et_ou_est_le_master(agape, recus, tmp_path):
    indiquer(agape, recus)
    consolider(agape)
    bilan, maitre = agape.sheets["Consolider"].range("B10:B11").value
    assert ordinaire(bilan).startswith("11 fichiers reçus : 11 comptés, 0 écarté, 0 refusé.")
    assert maitre == str(tmp_path / "AGAPE_2024.xlsx")


def test_la_barre_d_etat_compte_les_fichiers_lus(agape, recus, monkeypatch):
    dits = []
    monkeypatch.setattr(
        type(agape.app.impl),
        "status_bar",
        property(lambda _app: "", lambda _app, x: dits.append(x)),
    )
    indiquer(agape, recus)
    consolider(agape)
    assert ordinaire(dits[0]) == "Lecture : 1 fichier sur 11"
    assert ordinaire(dits[10]) == "Lecture : 11 fichiers sur 11"
    assert dits[11].startswith("11 fichiers reçus")


def test_recliquer_remplace_le_bilan_precedent(agape, recus, tmp_path):
    indiquer(agape, recus)
    consolider(agape)
    dossier = tmp_path / "un seul"
    dossier.mkdir()
    shutil.copy(recus / "plie_sources_2024.xlsx", dossier)
    indiquer(agape, "un seul")  # from the folder of the workbook
    resultat = consolider(agape)
    assert len(resultat.manquantes) == 10
    assert agape.sheets["Synthèse"].range("K6:K16").value.count("Non reçu") == 10


def test_la_date_de_la_case_vaut_pour_tous(agape, recus):
    indiquer(agape, recus)
    agape.sheets["Consolider"].range("B9").value = datetime(2024, 6, 30)
    assert [f"{jour:%d/%m/%Y}" for jour in consolider(agape).references] == ["30/06/2024"]


def test_ni_ce_classeur_ni_un_master_ne_sont_pris_pour_des_recus(agape, tmp_path, recus):
    recu = next(recus.glob("*.xlsx"))
    (tmp_path / recu.name).write_bytes(recu.read_bytes())
    indiquer(agape, tmp_path)
    consolider(agape)
    resultat = consolider(agape)
    assert dict(resultat.passes) == {
        "AGAPE.xlsx": "classeur AGAPE",
        "AGAPE_2024.xlsx": "classeur maître",
    }
    assert est_un_master(tmp_path / "AGAPE_2024.xlsx")


@pytest.mark.parametrize("typed", ["", "nulle part"])
def test_sans_dossier_rien_n_est_ecrit(agape, typed, tmp_path):
    indiquer(agape, typed)
    with pytest.raises(ActionError, match="case jaune"):
        consolider(agape)
    assert not (tmp_path / "AGAPE_2024.xlsx").exists()


def test_un_fichier_de_quelqu_un_n_est_pas_ecrase(agape, recus, tmp_path):
    (tmp_path / "AGAPE_2024.xlsx").write_bytes(b"mon budget")
    indiquer(agape, recus)
    with pytest.raises(DestinationError, match="renommez-le"):
        consolider(agape)
    assert (tmp_path / "AGAPE_2024.xlsx").read_bytes() == b"mon budget"


def test_deux_constructions_donnent_les_memes_octets():
    assert build_agape(boutons=True) == build_agape(boutons=True)
