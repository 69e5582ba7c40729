"""Rows by columns: words kept once, rules asked once for each, and what pandas makes of them."""

import os
import pickle
from datetime import date

import numpy as np
import pytest

from plie_xl.model.frames import Coded, Rows, build_lignes, build_rangees, encode_column
from plie_xl.model.grouping import cross, encode_numbers, number_groups
from plie_xl.model.lecture import Folded, Lecture, Table, encode, unpack
from plie_xl.reading.read import read_classeur

LIEUX = encode_column(["Agen", "", "Pessac", "Agen", "Agen"])


def lue(classeur: str, **colonnes: list[object]) -> Lecture:
    """The reading of a workbook whose « Suivi » holds these columns from row 6 on."""
    lignes = range(6, 6 + len(next(iter(colonnes.values()))))
    valeurs = {nom: encode(colonne) for nom, colonne in colonnes.items()}
    return Lecture(
        classeur, fiche="agenais", tables={"suivi": Table("suivi", "Suivi", {}, lignes, valeurs)}
    )


def test_une_valeur_n_est_lue_qu_une_fois_quel_que_soit_le_nombre_de_lignes():
    demandes = []
    assert LIEUX.apply(lambda lieu: demandes.append(lieu) or len(lieu), int).tolist() == [
        *(4, 0, 6, 4, 4)
    ]
    assert demandes == ["Agen", "", "Pessac"]


def test_quelques_lignes_sur_beaucoup_ne_gardent_que_leurs_valeurs():
    assert set(LIEUX[np.array([2, 1])].distinctes) == {"", "Pessac"}
    assert LIEUX[np.array([2, 1])].tolist() == ["Pessac", ""]


def test_un_masque_et_des_places_prennent_les_memes_lignes():
    assert LIEUX[LIEUX.est("Agen")].tolist() == ["Agen"] * 3
    assert LIEUX[np.flatnonzero(LIEUX.est("Agen", ""))].tolist() == ["Agen", "", "Agen", "Agen"]


def test_des_reponses_egales_ne_font_qu_un_mot():
    minuscules = encode_column(["Agen", "AGEN", "Pessac"]).translate(str.casefold)
    assert minuscules.distinctes == ["agen", "pessac"]
    assert minuscules.tolist() == ["agen", "agen", "pessac"]


def test_des_mots_egaux_ne_font_qu_un_mot():
    colonne = Coded(np.array([0, 2, 1, 2]), ["a", "b", "a"]).unify()
    assert (list(colonne.codes), colonne.distinctes) == ([0, 0, 1, 0], ["a", "b"])


@pytest.mark.parametrize("mot", ["Bergerac", "Agen"])
def test_sauf_met_un_mot_nouveau_ou_deja_connu(mot):
    corrigee = LIEUX.sauf(LIEUX.est(""), mot)
    assert corrigee.tolist() == ["Agen", mot, "Pessac", "Agen", "Agen"]
    assert len(set(corrigee.distinctes)) == len(corrigee.distinctes)


def test_un_groupe_a_les_memes_valeurs_partout_et_nan_en_est_une():
    jours = np.array([1.0, np.nan, 1.0, 1.0, np.nan])
    groupes, premieres = number_groups(LIEUX, jours)
    assert groupes.tolist() == [0, 1, 2, 0, 3]
    assert premieres.tolist() == [0, 1, 2, 4]


@pytest.mark.parametrize("fois", [1, 1_000])
def test_des_nombres_egaux_ne_font_qu_un_groupe_peu_ou_beaucoup(fois):
    """A dictionary numbers few of them, pandas many: NaN of any kind is one, so are both zeros."""
    nombres = np.tile([0.0, np.nan, -0.0, -np.nan, 2.0], fois)
    groupes, premieres = number_groups(nombres)
    assert groupes.tolist() == [0, 1, 0, 1, 2] * fois
    assert premieres.tolist() == [0, 1, 4]
    assert str(encode_numbers(nombres).distinctes) == "[0.0, nan, 2.0]"


def test_croiser_demande_chaque_couple_une_fois():
    demandes = []
    modalites = encode_column(["à distance", "", "", "à distance", ""])

    def dire(lieu, modalite):
        demandes.append((lieu, modalite))
        return lieu or None

    assert cross(dire, LIEUX, modalites).tolist() == ["Agen", None, "Pessac", "Agen", "Agen"]
    assert demandes == [("Agen", "à distance"), ("", ""), ("Pessac", ""), ("Agen", "")]


def test_les_classeurs_se_suivent_et_une_colonne_qui_manque_est_vide():
    rangees = build_rangees([lue("a", objet=["x", "y"]), lue("b", lieu=["Agen"])], "suivi")
    assert list(rangees.lignes()) == [
        {"classeur": "a", "fiche": "agenais", "ligne": 6, "objet": "x", "lieu": ""},
        {"classeur": "a", "fiche": "agenais", "ligne": 7, "objet": "y", "lieu": ""},
        {"classeur": "b", "fiche": "agenais", "ligne": 6, "objet": "", "lieu": "Agen"},
    ]


def test_aucun_classeur_ne_fait_aucune_ligne():
    rangees = build_rangees([], "suivi")
    assert len(rangees) == 0
    assert rangees.to_frame().columns.tolist() == ["classeur", "fiche", "ligne"]


def test_les_valeurs_restent_ce_qu_elles_sont_dans_un_dataframe():
    """No date becomes a Timestamp, no whole number a decimal one, no None a NaN."""
    melees = [date(2024, 3, 14), 1.5, 45_000, ("a", "b"), None]
    frame = build_lignes(("valeur", "entier"), [(v, 7) for v in melees]).to_frame()
    assert [*map(type, frame["valeur"])] == [*map(type, melees)]
    assert frame["valeur"].tolist() == melees
    assert [*map(type, frame["entier"].tolist())] == [int] * 5


def test_un_dataframe_ne_montre_que_les_mots_qui_s_y_trouvent():
    colonne = Coded(np.array([2, 0]), ["tenue", "jamais dite", "justifiée"])
    frame = Rows({"compte": colonne}).to_frame()
    assert frame["compte"].cat.categories.tolist() == ["justifiée", "tenue"]


def test_une_lecture_pliee_donne_les_memes_rangees(racine):
    lecture = read_classeur(racine / "workbooks/2024/plie_sources_2024.xlsx")
    voyage = pickle.loads(pickle.dumps(lecture.fold()))
    for nom in lecture.tables:
        droites, pliees = (build_rangees([x], nom) for x in (lecture, voyage))
        assert list(droites.lignes()) == list(pliees.lignes())


def test_une_lecture_pliee_dit_toujours_ses_parametres(racine):
    lecture = read_classeur(racine / "workbooks/2024/plie_sources_2024.xlsx")
    assert lecture.fold().parametre("Identifiant") == lecture.parametre("Identifiant")
    assert lecture.fold().suivi.equals(lecture.suivi)


def test_des_valeurs_pliees_n_appellent_rien():
    pliees = Folded({})
    pliees._octets = pickle.dumps(os.getcwd)
    with pytest.raises(pickle.UnpicklingError, match="getcwd"):
        pliees.unfold()


@pytest.mark.parametrize(
    ("module", "nom"),
    [
        ("plie_xl.model.lecture", "pickle.loads"),
        ("plie_xl.model.lecture", "BytesIO"),
        ("plie_xl.model.lecture", "unpack"),
        ("plie_xl.model.lecture", "Lecture.__init__.__globals__"),
        ("datetime", "sys.exit"),
        ("array", "array.fromfile"),
        ("builtins", "eval"),
    ],
)
def test_rien_de_ce_que_voient_les_modules_admis_ne_se_demande(module, nom):
    """From protocol 4 on, a name may have dots: what a module has imported is within reach."""
    octets = pickle.PROTO + b"\4" + b"".join(
        pickle.SHORT_BINUNICODE + bytes([len(texte)]) + texte.encode() for texte in (module, nom)
    ) + pickle.STACK_GLOBAL + pickle.STOP  # fmt: skip
    with pytest.raises(pickle.UnpicklingError, match=nom.partition(".")[0]):
        unpack(octets)
