"""`plie-xl historique`: what masters say by date, none of it said anew."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from click.testing import CliRunner
from controle.atelier import consolider, deposer, ecrire

from plie_xl.cli.historique import historique
from plie_xl.consolidation import consolidate
from plie_xl.files.inbox import list_depot
from plie_xl.master import write_master
from plie_xl.master.read import read_master
from plie_xl.reading.read import read_classeur
from plie_xl.reports.history import build_historique

JOURS = (date(2024, 3, 31), date(2024, 6, 30), date(2024, 10, 31))


@pytest.fixture(scope="module")
def masters(racine, tmp_path_factory):
    dossier = tmp_path_factory.mktemp("masters")
    lectures = [
        read_classeur(racine / f"workbooks/2024/plie_{n}_2024.xlsx")
        for n in ("bordeaux", "sources")
    ]
    for rang, jour in enumerate(JOURS):
        recues = lectures[: rang + 1]  # the first date knows one territory only
        write_master(consolidate(recues, jour), dossier / f"AGAPE_{jour}.xlsx")
    return sorted(dossier.iterdir(), reverse=True)


@pytest.fixture(scope="module")
def classeur(masters):
    octets = build_historique(map(read_master, masters))
    assert octets == build_historique(map(read_master, reversed(masters)))
    return openpyxl.load_workbook(BytesIO(octets))


def rangees(feuille):
    entetes, *lignes = list(feuille.iter_rows(min_row=5, values_only=True))
    return [dict(zip(entetes, x, strict=True)) for x in lignes if x[0]]


def test_une_ligne_par_date_avec_les_chiffres_du_master(classeur, masters):
    lignes = rangees(classeur["Ensemble"])
    assert [x["Arrêté au"].date() for x in lignes] == list(JOURS)
    for ligne, chemin in zip(lignes, reversed(masters), strict=True):
        assert ligne["Tenu"] == read_master(chemin).chiffres["tenu"]
    assert [x["Territoires reçus"] for x in lignes] == [1, 2, 2]
    assert {x["Au dossier"] for x in lignes} == {"non contrôlé"}
    assert len(classeur["Ensemble"]._charts) == 2


def test_un_territoire_pas_encore_recu_n_a_pas_de_zero(classeur):
    sources = [x for x in rangees(classeur["Territoires"]) if x["PLIE"] == "PLIE des Sources"]
    assert [x["Tenu"] is None for x in sources] == [True, False, False]


def test_un_fichier_est_dit_une_fois_avec_ses_dates(classeur):
    recus = {x["PLIE"]: x for x in rangees(classeur["Réceptions"])}
    assert len(recus) == 2
    vus = {nom: (x["Vu d’abord au"].date(), x["Vu encore au"].date()) for nom, x in recus.items()}
    assert vus["PLIE de Bordeaux"] == (JOURS[0], JOURS[2])
    assert vus["PLIE des Sources"] == (JOURS[1], JOURS[2])


def test_la_commande_ecrit_et_ne_remplace_pas_un_master(masters, tmp_path):
    sortie = tmp_path / "historique.xlsx"
    fini = CliRunner().invoke(historique, [*map(str, masters), "-o", str(sortie)])
    assert fini.exit_code == 0, fini.output
    assert fini.output.index("31/03/2024") < fini.output.index("31/10/2024")
    assert sortie.exists()
    refus = CliRunner().invoke(historique, [*map(str, masters), "-o", str(masters[0])])
    assert refus.exit_code == 2


def test_deux_masters_du_meme_jour_et_du_meme_nom_restent_deux(masters, tmp_path):
    copie = tmp_path / masters[0].name
    copie.write_bytes(masters[0].read_bytes())
    octets = build_historique(map(read_master, [masters[0], copie]))
    classeur = openpyxl.load_workbook(BytesIO(octets))
    assert [c.value for c in classeur["Taux justifié"][5]] == [
        "PLIE", "31/10/2024", "31/10/2024 (2)",
    ]  # fmt: skip
    assert len(rangees(classeur["Ensemble"])) == 2


def test_une_courbe_ne_dessine_pas_zero_ou_personne_n_a_regarde(tmp_path):
    """« non contrôlé » in March is a gap of the curve, not a text that it would draw as zero."""
    recus = ecrire(tmp_path / "recus")
    registres = list_depot([deposer(tmp_path, recus)])
    consolider(recus, tmp_path / "mars.xlsx", au=date(2024, 3, 31))
    consolider(recus, tmp_path / "fin.xlsx", registres=registres)
    masters = [read_master(tmp_path / nom) for nom in ("mars.xlsx", "fin.xlsx")]
    feuille = openpyxl.load_workbook(BytesIO(build_historique(masters)))["Ensemble"]
    deposees = feuille._charts[0].series[2].val.numRef.f.replace("$", "").partition("!")[2]
    assert [c.value for (c,) in feuille[deposees]] == [None, 3]
    assert [x["Au dossier"] for x in rangees(feuille)] == ["non contrôlé", 3]


def test_un_master_ou_rien_n_a_pu_etre_compte_n_a_pas_de_courbe(tmp_path):
    """Its only workbook was refused: no figure to draw, and still its reception to show."""
    (tmp_path / "refuse.xlsx").write_bytes(b"un texte")
    write_master(consolidate([read_classeur(tmp_path / "refuse.xlsx")]), tmp_path / "AGAPE.xlsx")
    octets = build_historique([read_master(tmp_path / "AGAPE.xlsx")])
    feuille = openpyxl.load_workbook(BytesIO(octets))["Ensemble"]
    assert (feuille["B6"].value, feuille["C6"].value) == (0, None)
    assert len(feuille._charts) == 1  # the rates of the territories
