"""« Suivi », « Atteinte », « Synthèse » and `atteinte --json` say the same figures."""

import json
from collections import Counter

import openpyxl
import pytest
from commande import run_plie_xl
from ordinaire import ordinaire

from plie_xl.consolidation import consolidate
from plie_xl.master import write_master
from plie_xl.master.calendrier import find_silences
from plie_xl.model.collection import load_fiches
from plie_xl.model.lecture import encode
from plie_xl.reading.read import read_classeur

FIGURES = ("Synthèse", "Atteinte", "Par instance", "Par fonction", "Calendrier", "Financement")


@pytest.fixture(scope="module")
def recus(racine):
    return sorted((racine / "workbooks" / "2024").iterdir())


@pytest.fixture(scope="module")
def master(recus, tmp_path_factory):
    chemin = tmp_path_factory.mktemp("master") / "AGAPE.xlsx"
    return write_master(consolidate(map(read_classeur, recus)), chemin).chemin


@pytest.fixture(scope="module")
def lus(master):
    """Rows by header of each sheet that holds figures."""
    classeur = openpyxl.load_workbook(master, data_only=True)
    tables = {}
    for feuille in classeur:
        entetes, *lignes = list(feuille.iter_rows(min_row=5, values_only=True))
        tables[feuille.title] = [dict(zip(entetes, x, strict=True)) for x in lignes]
    return tables


def sommes(lignes, cle, colonnes=("Tenu", "Justifié")):
    total = {c: Counter() for c in colonnes}
    for x in lignes:
        for c in colonnes:
            total[c][x[cle]] += x[c] or 0
    return total


def test_suivi_fait_atteinte(lus):
    suivi = sommes(lus["Suivi"], "Clé")
    mensuels = {x["Clé"].partition("/")[0] for x in lus["Indicateurs"]}
    for x in lus["Atteinte"]:
        if x["Clé"].partition("/")[0] not in mensuels:
            assert [x[c] for c in suivi] == [suivi[c][x["Clé"]] for c in suivi], x["Clé"]


def test_atteinte_fait_synthese(lus):
    cibles = sommes([x for x in lus["Atteinte"] if x["Nature"] == "cible"], "PLIE")
    territoires = [x for x in lus["Synthèse"] if x["Arrêté au"]]
    assert len(territoires) == 11
    for x in territoires:
        assert [x[c] for c in cibles] == [cibles[c][x["PLIE"]] for c in cibles], x["PLIE"]


def test_atteinte_fait_la_commande(lus, recus):
    fini = run_plie_xl("atteinte", *recus, "--json")
    dites = {
        f"{x['fiche']}/{x['cible']}": (x["tenu"], x["justifie"], x["reste"])
        for x in map(json.loads, fini.stdout.splitlines())
    }
    assert len(dites) >= 44
    vues = {x["Clé"]: (x["Tenu"], x["Justifié"], x["Reste à justifier"]) for x in lus["Atteinte"]}
    assert {c: vues[c] for c in dites} == dites


def test_le_calendrier_compte_chaque_ligne_tenue(lus):
    tenues = sum(x["Tenu"] > 0 for x in lus["Suivi"])
    [ensemble] = [
        x for x in lus["Calendrier"] if (x["PLIE"], x["Réunions"]) == ("Ensemble", "tenues")
    ]
    assert ensemble["Total"] == tenues


def test_44_cibles_et_513_000_euros(lus):
    ensemble = next(x for x in lus["Synthèse"] if x["PLIE"] == "Ensemble")
    assert (ensemble["Cibles"], ensemble["FSE+ maximum"]) == (44, 513_000)


@pytest.mark.parametrize("feuille", FIGURES)
def test_tenu_et_justifie_sont_des_formules(master, feuille):
    f = openpyxl.load_workbook(master)[feuille]
    vivantes = [c for ligne in f.iter_rows(min_row=6) for c in ligne if c.data_type == "f"]
    assert len(vivantes) >= 40


def test_un_silence_dure_plus_d_un_trimestre():
    from datetime import date

    fiche, tenues = load_fiches(2024)["sources"], [date(2024, 3, 1), date(2024, 6, 2)]
    [trou] = find_silences(fiche, tenues, date(2024, 9, 3))
    assert trou == (date(2024, 6, 3), date(2024, 9, 3))


@pytest.fixture(scope="module")
def partiel(recus, tmp_path_factory):
    """The rows by header of a master that received one territory of eleven."""
    chemin = tmp_path_factory.mktemp("partiel") / "m.xlsx"
    write_master(consolidate([read_classeur(recus[0])]), chemin)
    return openpyxl.load_workbook(chemin, data_only=True)


def test_un_territoire_absent_est_montre_non_recu(partiel):
    feuille = partiel["Synthèse"]
    rang = [c.value for c in feuille[5]].index("Statut") + 1
    statuts = [feuille.cell(n, rang).value for n in range(6, 17)]
    assert statuts.count("Non reçu") == 10
    assert feuille["A4"].value == "1 sur 11"


@pytest.mark.parametrize(
    ("feuille", "colonnes"),
    [
        ("Synthèse", ("Cibles atteintes", "Tenu", "Justifié", "Taux tenu", "Réunions à compléter")),
        ("Atteinte", ("Tenu", "Justifié", "Reste à justifier", "Taux tenu", "Projection")),
        ("Par instance", ("Tenu", "Justifié", "Taux tenu")),
        ("Calendrier", ("Janv.", "Oct.", "Total")),
        ("Financement", ("Dépenses prévues", "FSE+ prévu", "FSE+ réalisé")),
    ],
)
def test_un_territoire_absent_n_a_jamais_de_zero(partiel, feuille, colonnes):
    entetes, *lignes = list(partiel[feuille].iter_rows(min_row=5, values_only=True))
    rangs = [entetes.index(c) for c in colonnes]
    absentes = [x for x in lignes if "PLIE des Sources" in x]
    assert absentes
    assert {x[r] for x in absentes for r in rangs} == {None}


def test_le_taux_d_ensemble_est_celui_des_territoires_recus(partiel):
    entetes, *lignes = list(partiel["Synthèse"].iter_rows(min_row=5, max_row=17, values_only=True))
    [recue] = [x for x in lignes if x[entetes.index("Arrêté au")]]
    taux = entetes.index("Taux tenu")
    assert lignes[-1][taux] == recue[taux]


def test_les_totaux_de_controle_sont_justes(master):
    assert verdict(master).startswith("Le compte y est")


@pytest.mark.parametrize("colonne", ["retenues", "ecartees"])
def test_un_compte_faux_se_voit_dans_sources(recus, tmp_path, colonne):
    consolidation = consolidate([read_classeur(recus[0])])
    consolidation.sources.loc[0, colonne] += 1
    ecrit = write_master(consolidation, tmp_path / "m.xlsx")
    assert verdict(ecrit.chemin).startswith("Le compte n’y est pas")


def verdict(chemin):
    [mots] = [
        c.value
        for c in openpyxl.load_workbook(chemin, data_only=True)["Sources"][4]
        if str(c.value).startswith("Le compte")
    ]
    return mots


def test_le_financement_d_ensemble_dit_combien_sont_hors_limites(recus, tmp_path):
    lecture = read_classeur(recus[0])
    postes = lecture.tables["financement"].valeurs
    prevus = [
        90_000 if p == "FSE+" else v for p, v in zip(postes["poste"], postes["prevu"], strict=True)
    ]
    postes["prevu"] = encode(prevus)
    chemin = write_master(consolidate([lecture]), tmp_path / "m.xlsx").chemin
    constats = [
        ligne[-1] for ligne in openpyxl.load_workbook(chemin, data_only=True)["Financement"].values
    ]
    assert "1 territoire hors limites" in constats
    assert any(str(c).startswith("FSE+ prévu au-dessus du montant") for c in constats)


def test_un_mois_de_silence_est_rouge_et_seulement_lui(master):
    feuille = openpyxl.load_workbook(master)["Calendrier"]
    lignes = {(x[0].value, x[1].value): x for x in feuille.iter_rows(min_row=6)}
    silence = lignes["PLIE Sud Périgord", "tenues"]
    rouges = [feuille.cell(5, c.column).value for c in silence if c.fill.fgColor.rgb == "FFF8D7D2"]
    assert rouges == ["Janv.", "Févr.", "Mars", "Avril", "Juin", "Juil."]
    assert silence[-1].value == "du 01/01 au 30/04 (121 jours) ; du 02/05 au 21/08 (112 jours)"
    assert lignes["PLIE de Bordeaux", "tenues"][-1].value == "aucun"


def test_une_piece_manquante_a_sa_phrase_a_envoyer(lus):
    [technowest] = [x for x in lus["Pièces manquantes"] if "Technowest" in x["PLIE"]]
    assert ordinaire(technowest["À écrire au territoire"]) == (
        "Pour « Comités de pilotage » du 28/08/2024 (ligne 20), il manque : mail de consultation."
        " Merci d’indiquer la référence de la pièce dans « Suivi »."
    )


def test_chaque_cible_dit_sa_ligne_de_la_fiche(lus):
    cibles = [x for x in lus["Atteinte"] if x["Nature"] == "cible"]
    assert len(cibles) == 44
    assert all(str(x["Ligne de la fiche"]).startswith("l. ") for x in cibles)
    assert "2 en moyenne par technicien" in {x["Objectif"] for x in cibles}


def test_la_synthese_tient_sur_une_page_a4_en_largeur(master):
    mise = openpyxl.load_workbook(master)["Synthèse"]
    assert (mise.page_setup.orientation, mise.page_setup.paperSize) == ("landscape", 9)
    assert {mise.page_setup.fitToWidth, mise.page_setup.fitToHeight} <= {None, 1}  # 0: no limit
    assert mise.sheet_properties.pageSetUpPr.fitToPage
    assert len(mise._charts) == 2
