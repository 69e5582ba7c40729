"""A fictitious fiche is read as it is written; what is not sure says so; every line is counted."""

import unicodedata
from pathlib import Path

import pytest

from plie_xl.document.compose import FicheLue
from plie_xl.document.read import read_document

TEXTES = Path(__file__).parent / "textes"

# fiche → the targets in order: minimum, maximum, genre, pieces (None: must be doubted)
ATTENDU = {
    "vignes": [
        (3, None, "minimum", {"toutes": [["emargement", "compte_rendu"]]}),
        (4, 6, "fourchette", None),
        (None, None, "exact", {"toutes": [["emargement"]]}),
        (None, None, "exact", None),
    ],
    "causses": [
        (11, None, "exact", {"toutes": [["releve_decisions"], ["prise_notes"]]}),
        (24, None, "minimum", {"toutes": [["emargement"], ["compte_rendu"]]}),
        (2, None, "exact", {
            "présentiel": [["emargement"]],
            "à distance": [["compte_rendu", "invitation"]],
        }),
    ],
}  # fmt: skip


def _sans_accents(texte: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", texte) if not unicodedata.combining(c))


def _autres_puces(texte: str) -> str:
    return texte.replace("▪", "–").replace("1)", "•").replace("2)", "•").replace("3)", "•")


CHANGEMENTS = {
    "tel quel": str,
    "sans accents": _sans_accents,
    "capitales": str.upper,
    "autres puces": _autres_puces,
    "accents décomposés": lambda t: unicodedata.normalize("NFD", t),
    "apostrophes droites": lambda t: t.replace("’", "'"),
}


def _read(nom: str, changement: str, dossier: Path) -> FicheLue:
    chemin = dossier / f"{nom}.txt"
    texte = (TEXTES / f"{nom}.txt").read_text(encoding="utf-8")
    chemin.write_text(CHANGEMENTS[changement](texte), encoding="utf-8")
    (fiche,) = read_document(chemin)
    return fiche


def _list_cibles(fiche: FicheLue) -> list[dict]:
    cibles: dict[str, dict] = {}
    for v in fiche.valeurs:
        if v.cible:
            cibles.setdefault(v.cible, {})[v.donnee] = v
    return list(cibles.values())


@pytest.mark.parametrize("changement", CHANGEMENTS)
@pytest.mark.parametrize("nom", ATTENDU)
def test_aucune_valeur_fausse_n_est_dite_sans_doute(nom, changement, tmp_path):
    lues = _list_cibles(_read(nom, changement, tmp_path))
    assert len(lues) == len(ATTENDU[nom])
    for lue, (minimum, maximum, genre, pieces) in zip(lues, ATTENDU[nom], strict=True):
        attendu = {"minimum": minimum, "maximum": maximum, "genre": genre, "pieces": pieces}
        for donnee, valeur in attendu.items():
            if donnee in lue:
                faux = lue[donnee].valeur != valeur
                assert not faux or lue[donnee].doute, (donnee, lue[donnee])
        if minimum is None:
            assert lue["minimum"].valeur is None
            assert lue["minimum"].doute


@pytest.mark.parametrize("changement", CHANGEMENTS)
@pytest.mark.parametrize("nom", ATTENDU)
def test_chaque_ligne_des_deux_blocs_est_comptee(nom, changement, tmp_path):
    totaux = _read(nom, changement, tmp_path).totaux
    assert totaux["lignes"] == totaux["utilisees"] + totaux["intitules"] + totaux["non_lues"]
    assert totaux["lignes"] == {"vignes": 10, "causses": 10}[nom]


def test_un_texte_en_capitales_met_un_doute_sur_tout(tmp_path):
    assert all("FIC-18" in v.doute for v in _read("vignes", "capitales", tmp_path).valeurs)


def test_ce_qui_est_sur_est_lu_sans_doute(tmp_path):
    copil = _list_cibles(_read("vignes", "tel quel", tmp_path))[0]
    assert copil["minimum"].valeur == 3
    assert not copil["minimum"].doute
    assert copil["pieces"].valeur == {"toutes": [["emargement", "compte_rendu"]]}
    assert not copil["pieces"].doute


def test_le_lecteur_ne_connait_aucune_fiche_livree():
    import plie_xl.document

    for module in Path(plie_xl.document.__file__).parent.glob("*.py"):
        assert "load_fiches" not in module.read_text(encoding="utf-8")
