"""Reading a workbook that life has been at: other programs, other headers, other values.

Each test changes one thing in a real workbook, saves it with another tool, and reads it back.
"""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from galerie.atelier import build, retouch
from galerie.parfait import fill_parfait
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from plie_xl.attainment import compute_atteinte
from plie_xl.checks import check, count
from plie_xl.checks.financement import build_montants
from plie_xl.checks.interpret import interpret
from plie_xl.model.collection import load_fiches
from plie_xl.model.errors import PlieError
from plie_xl.model.lecture import Lecture, refuse
from plie_xl.model.workbook import VERSION
from plie_xl.reading.many import read_many
from plie_xl.reading.read import read_classeur, read_octets
from plie_xl.template import build_template

FICHES = load_fiches(2024)
NOM = "agenais.xlsx"
COPIL = FICHES["agenais"].cibles[0].libelle
SUIVI = [
    {
        "numero": 1,
        "date": date(2024, 3, 4),
        "instance": COPIL,
        "objet": "Bilan, « reports » compris",
        "statut": "Réalisée",
        "modalite": "Présentiel",
        "presents": 12,
        "emargement": "2024-03-04 émargement.pdf",
    },
    {},
    {"numero": 2, "date": date(2024, 12, 2), "instance": COPIL, "statut": "Prévue"},
]


@cache
def _modele() -> bytes:
    parametres = {"reference": date(2024, 10, 31)}
    financement = [{"poste": "FSE+", "nature": "Ressource", "prevu": 1234.5}]
    saisies = {"parametres": [parametres], "suivi": SUIVI, "financement": financement}
    return build(FICHES["agenais"], saisies)


def relire(geste: Callable[[Any], None]) -> Lecture:
    """The workbook of the Agenais after a gesture of openpyxl, saved and read."""
    return read_octets(retouch(_modele(), geste), NOM)


@pytest.fixture(scope="module")
def intacte() -> Lecture:
    """The same workbook as the template wrote it."""
    return read_octets(_modele(), NOM)


@pytest.fixture(scope="module")
def resauvee() -> Lecture:
    """The same again, opened and saved by openpyxl: what a gesture is compared with."""
    return relire(lambda classeur: None)


def natures(lecture: Lecture) -> list[str]:
    return [remarque.nature for remarque in lecture.remarques]


def colonne(lecture: Lecture, nom: str, table: str = "suivi") -> list[object]:
    return list(lecture.tables[table].valeurs[nom])


def en_tetes(classeur: Any, change: Callable[[str], str]) -> None:
    """Change the headers of three sheets."""
    for feuille in ("Suivi", "Fiche", "Financement"):
        for cellule in classeur[feuille][5]:
            cellule.value = change(cellule.value)


def type_dates(ecrites: list[object]) -> Callable[[Any], None]:
    """The gesture that types these as dates of held meetings, from row 6, each with its proof."""

    def geste(classeur):
        for n, ecrite in enumerate(ecrites, start=6):
            valeurs = {2: ecrite, 3: COPIL, 5: "Réalisée", 10: f"{n}.pdf"}
            for rang, valeur in valeurs.items():
                classeur["Suivi"].cell(n, rang).value = valeur
            classeur["Suivi"].cell(n, 2).number_format = "General"

    return geste


# The same file, another program ---------------------------------------------------------------


def test_un_classeur_du_modele_se_lit_avec_ses_places(intacte):
    suivi = intacte.tables["suivi"]
    assert list(suivi.lignes) == [6, 8]
    assert (suivi.colonnes["date"], suivi.colonnes["instance"]) == (2, 3)
    assert colonne(intacte, "date") == [date(2024, 3, 4), date(2024, 12, 2)]
    assert colonne(intacte, "presents") == [12, ""]
    assert (intacte.fiche, intacte.annee, intacte.modele) == ("agenais", 2024, VERSION)
    assert natures(intacte) == []


def test_un_classeur_enregistre_par_openpyxl_se_lit_pareil(intacte, resauvee):
    """Only formulas have lost their values, which nobody had typed."""
    tables = [dict(lecture.tables) for lecture in (intacte, resauvee)]
    parametres = [table.pop("parametres") for table in tables]
    assert tables[0] == tables[1]
    perdues = [
        rubrique
        for rubrique, *valeurs in zip(
            parametres[0].valeurs["rubrique"],
            *(p.valeurs["valeur"] for p in parametres),
            strict=True,
        )
        if valeurs[0] != valeurs[1]
    ]
    assert perdues == ["Date prise en compte", "Part écoulée de la période"]
    assert natures(resauvee) == []
    assert check(resauvee) == check(intacte) == []


@pytest.mark.libreoffice
@pytest.mark.parametrize("suffixe", ["xlsx", "ods"])
def test_un_classeur_enregistre_par_libreoffice_se_lit_pareil(suffixe, tmp_path):
    from hote import bureau

    noms = ("grand-perigueux", "hauts-de-garonne")
    for nom in noms:
        (tmp_path / f"{nom}.xlsx").write_bytes(build(FICHES[nom], fill_parfait(FICHES[nom])))
    sources = [tmp_path / f"{nom}.xlsx" for nom in noms]
    copies = bureau.to_format(sources, tmp_path / "copies", suffixe)
    for source, copie in zip(sources, copies, strict=True):
        avant, apres = read_classeur(source), read_classeur(copie, source.name)
        assert natures(apres) == []
        assert check(apres) == []
        assert compute_atteinte(apres).equals(compute_atteinte(avant))
        assert colonne(apres, "date") == colonne(avant, "date")
        assert apres.tables["suivi"].lignes == avant.tables["suivi"].lignes


@pytest.mark.libreoffice
def test_un_xls_de_libreoffice_est_refuse_d_une_phrase(tmp_path):
    from hote import bureau

    (tmp_path / "a.xlsx").write_bytes(build(FICHES["agenais"], fill_parfait(FICHES["agenais"])))
    [copie] = bureau.to_format([tmp_path / "a.xlsx"], tmp_path / "copies", "xls")
    [anomalie] = check(read_classeur(copie))
    assert (anomalie.code, "(.xls)" in anomalie.constat) == ("LEC-01", True)


def test_les_dates_de_1904_sont_les_memes_jours(intacte):
    def geste(classeur):
        classeur.epoch = CALENDAR_MAC_1904

    assert colonne(relire(geste), "date") == colonne(intacte, "date")


# Headers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda texte: unicodedata.normalize("NFD", texte),
        lambda texte: texte.replace(" ", "\u00a0"),
        str.upper,
        lambda texte: f"  {texte}\n",
        lambda texte: texte.replace(" ", "\n"),
        lambda texte: texte[0] + "\u200b" + texte[1:],
        lambda texte: unicodedata.normalize("NFD", texte).encode("ascii", "ignore").decode(),
    ],
    ids=["NFD", "insécables", "majuscules", "espaces", "lignes", "invisible", "accents"],
)
def test_un_en_tete_se_reconnait_malgre_sa_forme(change, resauvee):
    relue = relire(lambda classeur: en_tetes(classeur, change))
    assert relue.tables == resauvee.tables
    assert natures(relue) == []


def test_les_rubriques_de_fiche_se_reconnaissent_malgre_leur_forme(intacte):
    def geste(classeur):
        for (cellule,) in classeur["Fiche"].iter_rows(6, 21, 1, 1):
            cellule.value = unicodedata.normalize("NFD", cellule.value).upper()

    relue = relire(geste)
    assert relue.fiche == "agenais"
    assert relue.parametre("Arrêté au") == date(2024, 10, 31)


def test_une_colonne_deplacee_se_lit_a_sa_nouvelle_place(intacte):
    def geste(classeur):
        for ligne in classeur["Suivi"].iter_rows(5, 110, 2, 5):
            ligne[0].value, ligne[3].value = ligne[3].value, ligne[0].value

    relue = relire(geste)
    assert relue.tables["suivi"].colonnes["date"] == 5
    assert colonne(relue, "date") == colonne(intacte, "date")
    assert colonne(relue, "statut") == colonne(intacte, "statut")
    assert natures(relue) == []


def test_une_anomalie_suit_la_colonne_deplacee():
    def geste(classeur):
        for ligne in classeur["Suivi"].iter_rows(5, 110, 2, 5):
            ligne[0].value, ligne[3].value = ligne[3].value, ligne[0].value
        classeur["Suivi"]["E6"].value = "courant mars"

    (anomalie,) = check(relire(geste))
    assert (anomalie.code, anomalie.cellule.a1) == ("SUI-07", "E6")


def test_une_colonne_inseree_est_gardee_et_dite(intacte):
    def geste(classeur):
        classeur["Suivi"].insert_cols(3)
        classeur["Suivi"]["C5"].value = "Animateur"
        classeur["Suivi"]["C6"].value = "service insertion"

    relue = relire(geste)
    suivi = relue.tables["suivi"]
    assert dict(suivi.inconnues) == {"Animateur": 3}
    assert list(suivi.valeurs["Animateur"]) == ["service insertion", ""]
    assert (suivi.colonnes["date"], suivi.colonnes["instance"]) == (2, 4)
    assert colonne(relue, "instance") == colonne(intacte, "instance")
    assert natures(relue) == ["colonne_inconnue"]
    assert relue.suivi["Animateur"].tolist() == ["service insertion", ""]


def test_deux_colonnes_inconnues_de_meme_nom_sont_gardees_toutes_deux():
    def geste(classeur):
        for rang, valeur in ((20, "a"), (21, "b")):
            classeur["Suivi"].cell(5, rang).value = "Notes"
            classeur["Suivi"].cell(6, rang).value = valeur

    suivi = relire(geste).tables["suivi"]
    assert [suivi.valeurs[nom][0] for nom in suivi.inconnues] == ["a", "b"]


def test_un_en_tete_presque_juste_est_lu_et_dit(intacte):
    def geste(classeur):
        classeur["Suivi"]["C5"].value = "Instances ou actions"

    relue = relire(geste)
    assert colonne(relue, "instance") == colonne(intacte, "instance")
    (remarque,) = relue.remarques
    assert (remarque.nature, remarque.detail, remarque.conseil) == (
        "colonne_renommee",
        "Instances ou actions",
        "Instance ou action",
    )


@pytest.mark.parametrize(
    ("cellule", "ecrit", "lu"), [("E5", "Stat", "Statut"), ("I5", "Présences", "Présents")]
)
def test_un_en_tete_aux_quatre_cinquiemes_pareil_est_reconnu(cellule, ecrit, lu, intacte):
    """« Stat » has four fifths of its letters in common with « Statut », no more."""

    def geste(classeur):
        classeur["Suivi"][cellule].value = ecrit

    relue = relire(geste)
    assert [(r.nature, r.conseil) for r in relue.remarques] == [("colonne_renommee", lu)]
    assert colonne(relue, "statut") == colonne(intacte, "statut")
    assert colonne(relue, "presents") == colonne(intacte, "presents")


@pytest.mark.parametrize(
    ("cellule", "ecrit"),
    [("D5", "Objectif"), ("I5", "Présence"), ("K5", "Compte rendement")],
)
def test_un_en_tete_a_peine_moins_proche_n_est_pas_devine(cellule, ecrit):
    """« Objectif » is at 0.77 of « Objet », « Compte rendement » at 0.79 of its: they say other things."""

    def geste(classeur):
        classeur["Suivi"][cellule].value = ecrit

    relue = relire(geste)
    assert sorted(natures(relue)) == ["colonne_absente", "colonne_inconnue"]
    assert ecrit in relue.tables["suivi"].inconnues


@pytest.mark.parametrize("ecrit", ["Émargement", "Émargements", "Les feuilles"])
def test_a_sa_place_un_en_tete_qui_en_dit_moins_est_reconnu(ecrit, intacte):
    def geste(classeur):
        classeur["Suivi"]["J5"].value = ecrit

    relue = relire(geste)
    assert [r.conseil for r in relue.remarques] == ["Feuille d’émargement"]
    assert colonne(relue, "emargement") == colonne(intacte, "emargement")


@pytest.mark.parametrize(
    ("cellule", "ecrit", "lu"),
    [("K5", "CR", "Compte rendu"), ("E5", "État", "Statut"), ("H5", "Qté", "Quantité")],
)
def test_a_sa_place_un_en_tete_qui_le_dit_autrement_est_reconnu(cellule, ecrit, lu, intacte):
    def geste(classeur):
        classeur["Suivi"][cellule].value = ecrit

    relue = relire(geste)
    assert [(r.nature, r.conseil) for r in relue.remarques] == [("colonne_renommee", lu)]
    assert relue.tables["suivi"].colonnes == intacte.tables["suivi"].colonnes


def test_ailleurs_qu_a_sa_place_un_autre_mot_n_est_pas_devine():
    def geste(classeur):
        classeur["Suivi"]["E5"].value, classeur["Suivi"]["Q5"].value = "x", "État"

    assert "statut" not in relire(geste).tables["suivi"].colonnes


def test_une_cellule_qui_n_a_que_des_fins_de_ligne_est_vide():
    """Excel keeps a pasted one as « _x000D_ »: the whole workbook was refused for it."""
    saisie = {"instance": "Comités de pilotage", "lieu": "\r\n", "statut": "Réalisée", "objet": " "}
    octets = build_template(load_fiches(2024)["bordeaux"], {"suivi": [saisie]})
    assert read_octets(octets, "a.xlsx").fiche == "bordeaux"


LIGNES_A_PART = ("S/Total", "Nombre de réunions : 35", "NB réunions", "Janvier", "--- mars ---", "T1",
                 "1er semestre", "MARS 2024", "Trimestre 2", "Année 2024")  # fmt: skip


@pytest.mark.parametrize("colonne", "BC")
@pytest.mark.parametrize("ecrit", LIGNES_A_PART)
def test_un_intertitre_ou_un_compte_n_est_pas_une_reunion(ecrit, colonne):
    def geste(classeur):
        classeur["Suivi"][f"{colonne}60"].value = ecrit

    autres = [r for r in relire(geste).remarques if r.nature == "ligne_autre"]
    assert [(r.ligne, r.conseil) for r in autres] == [(60, ecrit)]


@pytest.mark.parametrize("ecrit", ["Mars 2024", "T1"])
def test_une_saisie_qui_nomme_un_mois_reste_une_saisie(ecrit):
    def geste(classeur):
        classeur["Suivi"]["C60"].value, classeur["Suivi"]["D60"].value = ecrit, "bilan"

    assert "ligne_autre" not in natures(relire(geste))


def test_un_en_tete_tout_autre_n_est_pas_devine():
    def geste(classeur):
        classeur["Suivi"]["D5"].value = "Animateur"

    relue = relire(geste)
    assert "objet" not in relue.tables["suivi"].colonnes
    assert sorted(natures(relue)) == ["colonne_absente", "colonne_inconnue"]


def test_sans_colonne_date_aucune_ligne_ne_compte_et_une_seule_anomalie_le_dit():
    def geste(classeur):
        classeur["Suivi"]["B5"].value = None

    relue = relire(geste)
    assert [anomalie.code for anomalie in check(relue)] == ["LEC-07"]
    assert compute_atteinte(relue)["tenu"].sum() == 0


@pytest.mark.parametrize("cellule", ["A5", "B5"])
def test_une_feuille_fiche_sans_ses_colonnes_est_refusee_sans_s_arreter(cellule):
    def geste(classeur):
        classeur["Fiche"][cellule].value = None

    relue = relire(geste)
    assert relue.fiche == ""
    assert [anomalie.code for anomalie in check(relue)] == ["LEC-07"]


# Sheets and rows ------------------------------------------------------------------------------


def test_des_lignes_au_dessus_du_tableau_decalent_sans_rien_changer(intacte):
    relue = relire(lambda classeur: classeur["Suivi"].insert_rows(1, 3))
    assert list(relue.tables["suivi"].lignes) == [9, 11]
    assert colonne(relue, "date") == colonne(intacte, "date")
    assert natures(relue) == []


@pytest.mark.parametrize("etat", ["hidden", "veryHidden"])
def test_une_feuille_cachee_se_lit(etat, resauvee):
    def geste(classeur):
        classeur["Suivi"].sheet_state = etat

    assert relire(geste).tables == resauvee.tables


def test_des_lignes_et_des_colonnes_cachees_se_lisent(resauvee):
    def geste(classeur):
        classeur["Suivi"].row_dimensions[6].hidden = True
        classeur["Suivi"].column_dimensions["B"].hidden = True

    assert relire(geste).tables == resauvee.tables


@pytest.mark.parametrize(
    ("nom", "dite"), [("SUIVI ", False), ("Feuil3", True), ("Suivi (2)", True)]
)
def test_une_feuille_renommee_se_reconnait_a_ses_en_tetes(nom, dite, intacte):
    def geste(classeur):
        classeur["Suivi"].title = nom

    relue = relire(geste)
    assert colonne(relue, "date") == colonne(intacte, "date")
    assert natures(relue) == ["feuille_renommee"] * dite


def test_une_feuille_en_plus_ne_gene_pas(resauvee):
    def geste(classeur):
        classeur.create_sheet("Mes notes", 0)["A1"].value = "Date"

    relue = relire(geste)
    assert relue.tables == resauvee.tables
    assert natures(relue) == []


def test_les_feuilles_dans_un_autre_ordre_se_lisent_pareil(resauvee):
    relue = relire(lambda classeur: classeur._sheets.reverse())
    assert relue.tables == resauvee.tables


def test_des_lignes_sous_le_tableau_sont_lues_et_comptees():
    def geste(classeur):
        for rang, valeur in (
            (2, datetime(2024, 5, 13)),
            (3, COPIL),
            (5, "Réalisée"),
            (10, "x.pdf"),
        ):
            classeur["Suivi"].cell(110, rang).value = valeur

    relue = relire(geste)
    assert list(relue.tables["suivi"].lignes) == [6, 8, 110]
    assert [anomalie.code for anomalie in check(relue)] == ["LEC-12"]
    assert compute_atteinte(relue)["justifie"].iloc[0] == 2


def test_une_ligne_qui_n_a_qu_un_numero_n_existe_pas():
    def geste(classeur):
        classeur["Suivi"]["A7"].value = 12

    assert list(relire(geste).tables["suivi"].lignes) == [6, 8]


# Values ---------------------------------------------------------------------------------------


def test_une_date_ecrite_autrement_est_le_meme_jour():
    ecrites = [
        "04/03/2024",
        "4/3/2024",
        "4-3-2024",
        "04.03.2024",
        "2024-03-04",
        " 04/03/2024 ",
        "04/03/2024\u00a0",
        "2024-03-04T00:00:00",
        datetime(2024, 3, 4, 14, 30),
        45355,
    ]
    relue = relire(type_dates(ecrites))
    jours = interpret(relue).suivi["jour"]
    assert jours.tolist() == [date(2024, 3, 4).toordinal()] * len(ecrites)
    assert compute_atteinte(relue)["justifie"].iloc[0] == len(ecrites)


def test_une_fausse_date_reste_telle_quelle_et_se_dit():
    ecrites = ["03/14/2024", "31/04/2024", "mars", "4/3", "4/3/24", "2024", -5]
    relue = relire(type_dates(ecrites))
    assert colonne(relue, "date") == ecrites
    anomalies = check(relue)
    assert [(a.code, a.cellule.a1) for a in anomalies] == [
        ("SUI-07", f"B{n}") for n in range(6, 6 + len(ecrites))
    ]
    for anomalie, ecrite in zip(anomalies, ecrites, strict=True):
        assert f"« {ecrite} »" in anomalie.constat


@pytest.mark.parametrize(("valeur", "lue"), [(True, "VRAI"), (False, "FAUX")])
def test_un_booleen_se_dit_vrai_ou_faux(valeur, lue):
    def geste(classeur):
        classeur["Suivi"]["I6"].value = valeur

    relue = relire(geste)
    assert colonne(relue, "presents") == [lue, ""]
    (anomalie,) = check(relue)
    assert f"« {lue} »" in anomalie.constat


def test_un_montant_ecrit_en_francais_est_un_nombre():
    ecrits = ["1 234,5", "1\u00a0234,5", "1\u202f234,50 €", "1234,5", "1234.5", " 1 234,5 "]

    def geste(classeur):
        for n, ecrit in enumerate(ecrits, start=6):
            for rang, valeur in enumerate((f"Poste {n}", "Dépense", ecrit), start=1):
                classeur["Financement"].cell(n, rang).value = valeur

    relue = relire(geste)
    assert colonne(relue, "prevu", "financement") == ecrits
    assert build_montants(count(relue))["nombre"].tolist() == [1234.5] * len(ecrits)
    assert {anomalie.code for anomalie in check(relue)} == {"FIN-06"}


def test_une_erreur_est_nommee_a_sa_place_et_sa_ligne_ne_compte_pas():
    erreurs = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!"]

    def geste(classeur):
        type_dates([datetime(2024, 3, 4)] * len(erreurs))(classeur)
        for n, erreur in enumerate(erreurs, start=6):
            classeur["Suivi"].cell(n, 8).value = erreur

    relue = relire(geste)
    anomalies = check(relue)
    assert [(a.code, a.cellule.a1) for a in anomalies] == [
        ("LEC-10", f"H{n}") for n in range(6, 6 + len(erreurs))
    ]
    vues = ["#N/A", "#REF!", "#VALEUR!", "#DIV/0!", "#NOM?", "#NOMBRE!"]  # in a French Excel
    for anomalie, erreur in zip(anomalies, vues, strict=True):
        assert f"« {erreur} »" in anomalie.constat
    assert compute_atteinte(relue)["tenu"].sum() == 0


def test_une_ligne_qui_n_a_qu_une_erreur_existe():
    def geste(classeur):
        classeur["Suivi"]["D7"].value = "#N/A"

    relue = relire(geste)
    assert list(relue.tables["suivi"].lignes) == [6, 7, 8]
    assert [(a.cellule.a1, a.code) for a in check(relue)] == [("C7", "SUI-01"), ("D7", "LEC-23")]


def test_un_texte_qui_ressemble_a_une_erreur_n_en_est_pas_une():
    def geste(classeur):
        classeur["Suivi"]["D6"].value = "#N/A"
        classeur["Suivi"]["D6"].data_type = "s"

    assert check(relire(geste)) == []


def test_une_formule_sans_valeur_est_dite_a_sa_place():
    def geste(classeur):
        classeur["Suivi"]["B6"].value = "=DATE(2024,3,4)"

    relue = relire(geste)
    (anomalie,) = check(relue)
    assert (anomalie.code, anomalie.cellule.a1) == ("LEC-11", "B6")
    assert compute_atteinte(relue)["tenu"].sum() == 0


@pytest.mark.libreoffice
def test_une_formule_calculee_vaut_ce_qu_elle_donne(tmp_path):
    from hote import bureau

    source = tmp_path / NOM

    def geste(classeur):
        classeur["Suivi"]["B6"].value = "=DATE(2024,3,4)"

    source.write_bytes(retouch(_modele(), geste))
    (calculee,) = bureau.recalculate([source], tmp_path / "calculée")
    relue = read_classeur(calculee)
    assert colonne(relue, "date")[0] == date(2024, 3, 4)
    assert check(relue) == []


def test_un_texte_qui_commence_par_egal_reste_un_texte():
    relue = read_octets(
        build(FICHES["agenais"], {"suivi": [{**SUIVI[0], "objet": "=1+1"}]}), "formule.xlsx"
    )
    assert colonne(relue, "objet") == ["=1+1"]


def test_des_espaces_seuls_ne_sont_rien():
    def geste(classeur):
        classeur["Suivi"]["D7"].value = " \u00a0 "

    assert list(relire(geste).tables["suivi"].lignes) == [6, 8]


# Files ----------------------------------------------------------------------------------------


def test_un_fichier_absent_est_une_erreur_qui_le_dit(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"absent\.xlsx » n’existe pas") as vue:
        read_classeur(tmp_path / "absent.xlsx")
    assert isinstance(vue.value, PlieError)


def test_un_dossier_n_est_pas_un_classeur(tmp_path):
    with pytest.raises(PlieError, match="est un dossier"):
        read_classeur(str(tmp_path))


def test_un_fichier_parti_avant_sa_lecture_est_refuse_parmi_les_autres(tmp_path):
    [lecture] = read_many([("parti.xlsx", tmp_path / "parti.xlsx")])
    (anomalie,) = check(lecture)
    assert (anomalie.code, anomalie.cellule.classeur) == ("LEC-01", "parti.xlsx")
    assert "il n’existe pas" in anomalie.constat


def test_une_lecture_se_montre_en_une_ligne_sans_rien_de_ses_cellules(intacte):
    vue = repr(intacte)
    assert vue.startswith("<Lecture « agenais.xlsx » : fiche agenais 2024 ; ")
    assert "suivi 2 lignes" in vue
    assert vue.endswith(" ; aucune remarque>")
    assert len(vue) < 300
    assert not any(texte in vue + intacte._repr_html_() for texte in (COPIL, "Bilan", "émargement"))


def test_une_lecture_repliee_et_ses_tables_se_montrent_en_peu_de_mots(intacte):
    table = intacte.tables["suivi"]
    assert repr(intacte.fold()) == repr(intacte)
    assert repr(table).startswith("<Table suivi : 2 lignes, ")
    assert repr(table.valeurs["date"]) == "<Valeurs : 2, dont 2 distinctes>"


def test_un_nom_de_fichier_ne_devient_pas_du_html():
    vue = refuse("<b>.xlsx", "vide", "renvoyez-le")._repr_html_()
    assert "&lt;b&gt;.xlsx : sans fiche" in vue
    assert "<td>remarque : illisible</td><td>1</td>" in vue


def test_lire_ne_touche_pas_au_fichier(tmp_path):
    chemin: Path = tmp_path / NOM
    chemin.write_bytes(_modele())
    chemin.chmod(0o444)
    avant = (chemin.stat().st_mtime_ns, list(tmp_path.iterdir()))
    read_classeur(chemin)
    assert (chemin.stat().st_mtime_ns, list(tmp_path.iterdir())) == avant


def test_des_mots_d_en_tete_ailleurs_que_dans_leur_colonne_font_une_saisie(intacte):
    """« Lieu », « Objet » et « Statut », typed as texts of a row, are no header row again."""

    def deplace(classeur):
        feuille = classeur["Suivi"]
        feuille["D6"].value, feuille["G6"].value, feuille["N6"].value = "Lieu", "Objet", "Statut"

    assert relire(deplace).tables["suivi"].lignes == intacte.tables["suivi"].lignes
