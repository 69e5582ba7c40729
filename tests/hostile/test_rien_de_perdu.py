"""Rows read = retained + set aside, per file and in total, on workbooks drawn at random."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plie_xl.consolidation import NON_RECU, consolidate
from plie_xl.model.collection import load_fiches
from plie_xl.model.content import lignes_fixes
from plie_xl.model.words import LIBELLES_MODALITES, STATUTS
from plie_xl.model.workbook import feuilles
from plie_xl.model.workbook import parametres as rubriques
from plie_xl.reading.read import build_lecture

FICHES = load_fiches(2024)
CHOISIES = (FICHES["agenais"], FICHES["sources"])
DIVERSES = {
    "date": st.one_of(
        st.dates(date(2023, 11, 1), date(2025, 2, 1)),
        st.sampled_from(
            ["13/04/2024", "04/13/2024", "bientôt", "", 45_400, -3, 1e300, float("inf")]
        ),
    ),
    "objet": st.sampled_from(["Bilan", "=1+1", "06 12 34 56 78", "", "é" * 300, "\x07", "Total"]),
    "statut": st.sampled_from([*STATUTS, "Réalisee", "", "Total"]),
    "modalite": st.sampled_from([*LIBELLES_MODALITES, "Visio", ""]),
    "quantite": st.sampled_from(["", 1, 2, 0, -1, 1.5, "deux", float("nan"), True]),
    "presents": st.sampled_from(["", 8, "huit", float("inf"), -1]),
    "emargement": st.sampled_from(["", "é.pdf", "non", "../../x.pdf"]),
    "compte_rendu": st.sampled_from(["", "cr.pdf", "à venir"]),
}


def lignes(fiche):
    """Rows of « Suivi » as life fills them."""
    instances = st.sampled_from([*(c.libelle for c in fiche.instances), "Autre", "", "TOTAL"])
    return st.lists(st.fixed_dictionaries({"instance": instances, **DIVERSES}), max_size=20)


def build_grilles(fiche, saisies):
    """The cells of a workbook as the reader gives them, with these rows in « Suivi »."""
    grilles = {}
    for feuille in feuilles(fiche):
        grille = [[], [], [], [], [c.entete for c in feuille.colonnes]]
        contenu = saisies if feuille.table == "suivi" else lignes_fixes(fiche, feuille)
        grille += [[ligne.get(c.id, "") for c in feuille.colonnes] for ligne in contenu]
        grilles[feuille.nom] = grille
    grilles["Fiche"][5:] = [[r.rubrique, _identite(fiche, r.id), ""] for r in rubriques(fiche)]
    return grilles


def _identite(fiche, nom):
    return {"identifiant": fiche.id, "annee": 2024, "modele": 1}.get(nom, "")


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.tuples(*map(lignes, CHOISIES)))
def test_rien_n_est_perdu_et_ce_qui_est_sans_faute_est_retenu(toutes):
    lectures = [
        build_lecture(f"{fiche.id}.xlsx", build_grilles(fiche, saisies), FICHES)
        for fiche, saisies in zip(CHOISIES, toutes, strict=True)
    ]
    resultat = consolidate(lectures, date(2024, 12, 31), FICHES)
    totaux, sources, suivi = resultat.totaux, resultat.sources, resultat.suivi
    ecrites = {
        f"{fiche.id}.xlsx": sum(
            any(v not in ("", None) for v in ligne.values()) for ligne in saisies
        )
        for fiche, saisies in zip(CHOISIES, toutes, strict=True)
    }
    # a row of total is no entry: it is named, not counted
    for lecture in lectures:
        ecrites[lecture.classeur] -= sum(r.nature == "ligne_autre" for r in lecture.remarques)
    recus = sources[sources["etat"] != NON_RECU].set_index("classeur")
    assert recus["lues"].to_dict() == ecrites
    assert (sources["lues"] == sources["retenues"] + sources["ecartees"]).all()
    assert totaux["lignes_lues"] == sum(ecrites.values())
    assert totaux["lignes_lues"] == totaux["lignes_retenues"] + totaux["lignes_ecartees"]
    fautives = {
        (a.cellule.classeur, a.cellule.ligne)
        for a in resultat.anomalies
        if a.bloquante and a.cellule.feuille == "Suivi"
    }
    places = zip(suivi["classeur"], suivi["ligne"], suivi["etat"], suivi["retenue"], strict=True)
    for classeur, ligne, etat, retenue in places:
        if etat == "Réalisée" and (classeur, ligne) not in fautives:
            assert retenue
        if retenue:
            assert (classeur, ligne) not in fautives
