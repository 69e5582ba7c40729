"""Rows read = retained + set aside, per file and in total, on workbooks drawn at random."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plie_xl.classeur import LIBELLES_MODALITES, STATUTS, feuilles
from plie_xl.classeur import parametres as rubriques
from plie_xl.consolidation import consolidate
from plie_xl.contenu import lignes_fixes
from plie_xl.fiche import load_fiches
from plie_xl.reading import build_lecture

FICHES = load_fiches()
FICHE = FICHES["agenais"]
VALEURS = {
    "date": st.one_of(
        st.dates(date(2023, 11, 1), date(2025, 2, 1)),
        st.sampled_from(["13/04/2024", "04/13/2024", "bientôt", "", 45_400, -3]),
    ),
    "instance": st.sampled_from([*(c.libelle for c in FICHE.instances), "Autre", ""]),
    "objet": st.sampled_from(["Bilan", "=1+1", "06 12 34 56 78", "", "é" * 300]),
    "statut": st.sampled_from([*STATUTS, "Réalisee", ""]),
    "modalite": st.sampled_from([*LIBELLES_MODALITES, "Visio", ""]),
    "quantite": st.sampled_from(["", 1, 2, 0, -1, 1.5, "deux"]),
    "emargement": st.sampled_from(["", "é.pdf", "non", "../../x.pdf"]),
    "compte_rendu": st.sampled_from(["", "cr.pdf", "à venir"]),
}
LIGNE = st.fixed_dictionaries(VALEURS)


def build_grilles(lignes):
    """The cells of a workbook as the reader gives them, with these rows in « Suivi »."""
    grilles = {}
    for feuille in feuilles(FICHE):
        grille = [[], [], [], [], [c.entete for c in feuille.colonnes]]
        contenu = lignes if feuille.table == "suivi" else lignes_fixes(FICHE, feuille)
        grille += [[ligne.get(c.id, "") for c in feuille.colonnes] for ligne in contenu]
        grilles[feuille.nom] = grille
    grilles["Fiche"][5:] = [[r.rubrique, _identite(r.id), ""] for r in rubriques(FICHE)]
    return grilles


def _identite(nom):
    return {"identifiant": FICHE.id, "annee": 2024, "modele": 1}.get(nom, "")


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(LIGNE, max_size=25))
def test_rien_n_est_perdu_et_ce_qui_est_sans_faute_est_retenu(lignes):
    lecture = build_lecture("a.xlsx", build_grilles(lignes), FICHES)
    resultat = consolidate([lecture], date(2024, 12, 31), FICHES)
    totaux, sources, suivi = resultat.totaux, resultat.sources, resultat.suivi
    ecrites = sum(any(v not in ("", None) for v in ligne.values()) for ligne in lignes)
    assert totaux["lignes_lues"] == totaux["lignes_retenues"] + totaux["lignes_ecartees"] == ecrites
    assert (sources["lues"] == sources["retenues"] + sources["ecartees"]).all()
    fautives = {a.cellule.ligne for a in resultat.anomalies if a.bloquante}
    tranquilles = suivi[(suivi["etat"] == "Réalisée") & ~suivi["ligne"].isin(fautives)]
    assert tranquilles["retenue"].all()
