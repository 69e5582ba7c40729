"""Fictitious fiches are read as they are written; what is not sure says so; every line is counted."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from document.altere import ALTERATIONS
from document.mesure import TEXTES, compare, list_cibles, load_reponses, unaccounted
from plie_xl.document.numbers import read_nombre
from plie_xl.document.read import read_document

FICHES = sorted(TEXTES.glob("*.txt"))
INTACTES = [nom for nom in ALTERATIONS if "mal reconnu" not in nom and "capitales" not in nom]

NOMBRES = {  # turn of phrase → minimum, maximum, genre, doubts
    "11 (une par mois sauf en août)": (11, None, "exact", "FIC-02 FIC-04"),
    "Réunions animées par la directrice : 22": (22, None, "exact", ""),
    "20 visites par chargé de mission": (20, None, "exact", "FIC-04"),
    "Comité mensuel : 10": (10, None, "exact", "FIC-04"),
    "trente et un comités": (31, None, "exact", ""),
    "6-8 réunions": (6, 8, "fourchette", "FIC-02"),
    "entre deux et quatre forums": (2, 4, "fourchette", "FIC-02"),
    "au moins 9 ateliers": (9, None, "minimum", ""),
    "4 réunions dont 2 à distance": (4, None, "exact", "FIC-03"),
    "12 réunions au maximum": (12, None, "exact", "FIC-02"),
    "6 réunions de 2 heures": (6, None, "exact", ""),
    "Loi n°2014-173, axe 2 : 3 comités": (3, None, "exact", ""),
    "vingt et une réunions": (21, None, "exact", ""),
    "Comités de pilotage = 2": (2, None, "exact", ""),
    "Le comité se réunit 4 fois l’an": (4, None, "exact", ""),
    "À tout le moins 3 comités": (3, None, "minimum", ""),
    "un minimum de 3 comités": (3, None, "minimum", ""),
    "Le nombre de comités ne saurait être inférieur à 4": (4, None, "minimum", "FIC-02 FIC-22"),
    "dans la limite de 6 ateliers": (6, None, "exact", "FIC-02"),
    "5 réunions de plus qu’en 2030": (5, None, "exact", "FIC-02"),
    "3 comités sur 2 ans": (3, None, "exact", "FIC-02"),
    "3 comités (supprimé)": (3, None, "exact", "FIC-15"),
    "80 % des 12 réunions": (12, None, "exact", "FIC-02 FIC-22"),
    "la moitié des 8 réunions": (8, None, "exact", "FIC-02 FIC-22"),
    "Comité 2 de pilotage": (2, None, "exact", "FIC-22"),
    "une commission d’accès au parcours": (1, None, "exact", "FIC-22"),
    "Réunions : 20¹": (20, None, "exact", "FIC-22"),
    "Comités de veille : au mcins 4": (4, None, "exact", "FIC-22"),
    "Comités : deux fois deux réunions": (2, None, "exact", "FIC-03"),
    "cinq (5) comités": (5, None, "exact", ""),
    "vingt-deux (24) comités": (22, None, "exact", "FIC-03"),
    "Comité de pilotage et comité technique : 4": (4, None, "exact", "FIC-15"),
    "2 comités d’au moins 2 heures": (2, None, "minimum", "FIC-02"),
    "Réunions (‡ 20)": (20, None, "exact", "FIC-22"),
    "4 réunions/an/référent": (4, None, "exact", "FIC-04"),
    "4 réunions chacun": (4, None, "exact", "FIC-04"),
    "Comité élargi : 1 à Z par an": (1, None, "exact", "FIC-02"),
    "Comité élargi : 5 au minimum": (5, None, "minimum", ""),
    "4 demi-journées": None,
    "2 par trimestre": None,
    "soixante-deux entretiens": None,
    "deux cents personnes": None,
    "une dizaine de réunions": None,
    "1O réunions": None,
    "Axe 2 : réunions": None,
}


@cache
def _read(chemin: Path, changement: str) -> list:
    with TemporaryDirectory() as dossier:
        copie = Path(dossier, chemin.name)
        copie.write_text(ALTERATIONS[changement](chemin.read_text("utf-8")), encoding="utf-8")
        return read_document(copie)


@pytest.mark.parametrize("changement", ALTERATIONS)
def test_aucune_valeur_fausse_n_est_dite_sans_doute(changement):
    for chemin in FICHES:
        lues = _read(chemin, changement)
        assert compare(lues, load_reponses(chemin.with_suffix(".toml"))).fautes == [], chemin.stem
        assert unaccounted(lues) == 0


@pytest.mark.parametrize("changement", INTACTES)
def test_chaque_cible_est_trouvee_et_aucune_de_trop(changement):
    for chemin in FICHES:
        n = compare(_read(chemin, changement), load_reponses(chemin.with_suffix(".toml"))).n
        assert (n["absente"], n["de trop"]) == (0, 0), chemin.stem


def test_chaque_ligne_des_deux_blocs_est_comptee():
    for chemin in FICHES:
        lues = _read(chemin, "tel quel")
        attendues = load_reponses(chemin.with_suffix(".toml"))
        assert [f.totaux["lignes"] for f in lues] == [a["lignes"] for a in attendues], chemin.stem


def test_plus_d_un_tiers_des_valeurs_est_sur():
    total = sum(
        (compare(_read(c, "tel quel"), load_reponses(c.with_suffix(".toml"))).n for c in FICHES),
        start=type(compare([], []).n)(),
    )
    assert total["juste"] > (total["juste"] + total["confirmee"] + total["demandee"]) / 2


@pytest.mark.parametrize("phrase", NOMBRES)
def test_une_tournure_donne_son_nombre_et_son_doute(phrase):
    nombre = read_nombre(phrase)
    lu = nombre and (nombre.minimum, nombre.maximum, nombre.genre, " ".join(nombre.doutes))
    assert lu == NOMBRES[phrase]


def test_un_texte_en_capitales_met_un_doute_sur_tout():
    (fiche,) = _read(TEXTES / "vignes.txt", "capitales")
    assert all("FIC-18" in v.doute for v in fiche.valeurs)


def test_un_texte_mal_reconnu_met_un_doute_sur_tout():
    for fiche in _read(TEXTES / "brandes.txt", "mal reconnu (1 %)"):
        assert all("FIC-20" in v.doute for v in fiche.valeurs)


def test_ce_qui_est_sur_est_lu_sans_doute():
    (fiche,) = _read(TEXTES / "vignes.txt", "tel quel")
    copil = list_cibles(fiche)[0]
    assert (copil["minimum"].valeur, copil["minimum"].doute) == (3, "")
    assert copil["pieces"].valeur == {"toutes": [["emargement", "compte_rendu"]]}
    assert not copil["pieces"].doute


def test_un_objectif_ecrit_ailleurs_avec_un_autre_nombre_est_doute():
    premiere, _ = _read(TEXTES / "deux-rives.txt", "tel quel")
    assert "FIC-16" in list_cibles(premiere)[0]["minimum"].doute


def test_le_lecteur_ne_connait_aucune_fiche_livree():
    import plie_xl.document

    for module in Path(plie_xl.document.__file__).parent.glob("*.py"):
        assert "load_fiches" not in module.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "mot",
    ["feuil1e", "émargenent", "atellers", "réunlons", "comnissions", "codéveloppenent", "la .rise"],
)
def test_un_mot_mal_reconnu_est_vu(mot):
    from plie_xl.document.doubts import list_taches

    texte = f"les ateliers, les commissions ; la feuille d’émargement, les réunions, codéveloppement ; {mot}"
    assert list_taches(texte)
    assert not list_taches(texte.removesuffix(mot))


def test_des_pieces_dites_sur_la_ligne_de_leur_intitule_suffisent(tmp_path):
    (tmp_path / "f.txt").write_text(
        "FICHE OPERATION N°2\n3 comités de pilotage\nPièces justificatives : comptes rendus\n",
        encoding="utf-8",
    )
    (fiche,) = read_document(tmp_path / "f.txt")
    assert all("FIC-20" in v.doute for v in fiche.valeurs)
    assert unaccounted([fiche]) == 0


@pytest.mark.parametrize("changement", ALTERATIONS)
def test_une_fiche_en_prose_ne_dit_rien_de_faux_sans_doute(changement):
    chemin = TEXTES / "prose" / "sablons.txt"
    lues = _read(chemin, changement)
    assert compare(lues, load_reponses(chemin.with_suffix(".toml"))).fautes == []
    assert unaccounted(lues) == 0


def test_chaque_phrase_d_un_paragraphe_donne_sa_cible_avec_un_doute():
    (fiche,) = _read(TEXTES / "prose" / "sablons.txt", "tel quel")
    assert [c["minimum"].valeur for c in list_cibles(fiche)] == [3, None, 8, 2]
    assert all("FIC-21" in c["minimum"].doute for c in list_cibles(fiche))
