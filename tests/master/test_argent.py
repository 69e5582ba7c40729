"""Money, deliverables, indicators and emptiness, as the master tells them."""

from datetime import date

import pytest
from galerie.atelier import base, type_suivi

from plie_xl.attainment import compute_atteinte
from plie_xl.consolidation import consolidate
from plie_xl.master.financement import MOUVEMENTS, lignes_financement
from plie_xl.master.indicateurs import lignes_indicateurs
from plie_xl.master.livrables import lignes_livrables
from plie_xl.master.read import read_consolidation
from plie_xl.master.sources import lignes_sources
from plie_xl.master.summary import build_summary
from plie_xl.master.synthese import explain_totaux
from plie_xl.model.collection import load_fiches
from plie_xl.template import build_saisie

FICHES = load_fiches(2024)
INGENIERIE = "Commission d’ingénierie territoriale"
AGENAIS, GRAVES, SOURCES = FICHES["agenais"], FICHES["graves"], FICHES["sources"]


def reunir(fiche, au=date(2024, 12, 31), **tables):
    lecture = build_saisie(fiche, {**base(fiche), **tables}, f"{fiche.id}.xlsx")
    return consolidate([lecture], au, fiches={fiche.id: fiche})


def poste(nature, **montants):
    return {"poste": "Divers", "nature": nature, **montants}


@pytest.mark.parametrize(
    ("postes", "constat"),
    [
        ([poste("Dépense", realise=500)], "ressources réalisées non saisies"),
        ([poste("Ressource", prevu=500)], "dépenses prévues non saisies"),
        (
            [poste("Dépense", prevu=500, realise=1), poste("Ressource", prevu=500)],
            "ressources réalisées non saisies",
        ),
        ([poste("Dépense", prevu=5), poste("Ressource", prevu=5)], "Dans les limites de la fiche"),
        ([], "Rien n’est saisi"),
    ],
)
def test_un_cote_vide_n_est_pas_dans_les_limites(postes, constat):
    (ligne,) = lignes_financement(reunir(AGENAIS, financement=postes))
    assert ligne["constat"] == constat


def test_ce_que_personne_n_a_saisi_n_est_pas_zero_euro():
    postes = [poste("Dépense", prevu=500, realise=0), poste("Ressource", prevu=200)]
    resultat = reunir(AGENAIS, financement=postes)
    (ligne,) = lignes_financement(resultat)
    assert [ligne[f"{x}_prevu"] for x in MOUVEMENTS] == [500, 200, "non saisi"]
    assert [ligne[f"{x}_realise"] for x in MOUVEMENTS] == [0, "non saisies", "non saisi"]
    assert ligne["part_prevu"] is ligne["part_realise"] is None


def test_un_territoire_qui_n_a_pas_saisi_son_fse_n_a_pas_de_solde():
    euros = read_consolidation(reunir(AGENAIS, financement=[poste("Dépense", realise=1)]))
    (ligne,) = [x for x in euros.lignes("euros_et_cibles") if x["plie"] == AGENAIS.plie]
    assert (ligne["fse_realise"], ligne["solde"]) == ("non saisi", None)
    total = euros.ensembles["financement"].iloc[0]
    assert (total["depenses_realise"], total["ressources_realise"]) == (1, "non saisies")


def test_la_fonction_d_un_territoire_non_recu_n_est_pas_a_zero():
    """Bordeaux alone has a « commission d’ingénierie territoriale »."""
    lecture = build_saisie(SOURCES, base(SOURCES), "sources.xlsx")
    deux = {x: FICHES[x] for x in ("bordeaux", "sources")}
    master = read_consolidation(consolidate([lecture], date(2024, 12, 31), fiches=deux))
    totaux = {x["categorie"]: x for x in master.lignes("par_instance") if x["plie"] == "Total"}
    fonctions = {x["fonction"]: x for x in master.lignes("par_fonction")}
    for ligne in (totaux[INGENIERIE], fonctions[INGENIERIE]):
        assert (ligne["minimum"], ligne["tenu"], ligne["justifie"]) == (2, None, None)
        assert ligne["taux"] is None
    assert fonctions["Comité de pilotage"]["tenu"] is not None


def test_un_depassement_se_dit_avant_ce_qui_manque():
    postes = [poste("Dépense", realise=1), poste("Dépense", prevu=90_000)]
    postes += [{"poste": "Avance FSE+", "nature": "Ressource", "prevu": 90_000}]
    (ligne,) = lignes_financement(reunir(AGENAIS, financement=postes))
    assert ligne["constat"] == (
        "FSE+ prévu au-dessus du montant ; ressources réalisées non saisies"
    )


def test_l_argent_est_a_la_date_du_classeur(racine):
    from plie_xl.reading.read import read_classeur

    lecture = read_classeur(racine / "workbooks/2024/plie_agenais_2024.xlsx")
    resultat = consolidate([lecture], date(2024, 6, 30), fiches={"agenais": AGENAIS})
    (ligne,) = lignes_financement(resultat)
    annee, mois, jour = lecture.enregistre[:10].split("-")
    assert ligne["quand"] == f"à la date du classeur, {jour}/{mois}/{annee}"


@pytest.mark.parametrize(
    ("remis_le", "etat"),
    [
        (date(2024, 6, 3), "Remis"),
        ("03/06/2024", "Remis"),
        (date(2099, 6, 3), "À remettre"),
        ("non", "À remettre"),
        ("en cours", "À remettre"),
        ("oui", "À remettre"),
        ("", "À remettre"),
    ],
)
def test_un_livrable_n_est_remis_qu_a_une_date_passee(remis_le, etat):
    livrable = {"livrable": "Bilan", "remis_le": remis_le, "reference": "bilan.pdf"}
    (ligne,) = lignes_livrables(reunir(AGENAIS, livrables=[livrable]))
    assert ligne["etat"] == etat


@pytest.mark.parametrize(
    ("au", "total"),
    [
        *((date(2024, 1, 1), 10), (date(2024, 3, 15), 30), (date(2024, 12, 31), 120)),
        (date(2023, 12, 31), 0),
    ],
)
def test_les_indicateurs_s_arretent_au_mois_de_l_arrete(au, total):
    mois = {f"m{n:02}": 10 for n in range(1, 13)}
    lignes = [{"indicateur": i.libelle, **mois} for i in GRAVES.indicateurs]
    resultat = reunir(GRAVES, au, indicateurs=lignes)
    assert {x["total"] for x in lignes_indicateurs(resultat)} == {total}
    comptees = {i for c in (*GRAVES.cibles, *GRAVES.resultats) for i in c.indicateurs}
    atteinte = compute_atteinte(resultat.compte)
    tenus = {x.cible: x.tenu for x in atteinte.itertuples()}
    par_indicateur = [
        tenus[c.id] / len(c.indicateurs)
        for c in (*GRAVES.cibles, *GRAVES.resultats)
        if c.indicateurs
    ]
    assert comptees
    assert set(par_indicateur) == {total}


def test_un_classeur_sans_reunion_est_recu_vide():
    resultat = reunir(SOURCES, suivi=[])
    (source,) = lignes_sources(resultat)
    assert (source["etat"], source["detail"]) == ("reçu vide", "aucune réunion n’est notée")
    summary = build_summary(resultat)
    assert summary.fichiers == "1 fichier reçu : 1 compté (dont 1 vide), 0 écarté, 0 refusé."
    assert resultat.manquantes == []


def test_les_lignes_hors_cibles_expliquent_la_difference():
    ca = next(r.libelle for r in GRAVES.resultats if r.pieces)
    copil = next(c.libelle for c in GRAVES.cibles if c.id == "copil")
    suivi = type_suivi(
        GRAVES,
        f"""
        | ligne | Date | Instance ou action | Statut | Feuille d’émargement |
        |---:|---|---|---|---|
        | 6 | 14/03/2024 | {copil} | Réalisée | 2024-03-14 a.pdf |
        | 7 | 15/03/2024 | {ca} | Réalisée | 2024-03-15 b.pdf |
        | 8 | 18/03/2024 | {ca} | Réalisée | 2024-03-18 c.pdf |
        """,
    )
    resultat = reunir(GRAVES, suivi=suivi)
    assert build_summary(resultat).retenues == "3 retenues, dont 2 hors cibles"
    assert explain_totaux(resultat, 1) == "3 lignes retenues, dont 2 hors cibles."


def test_sans_difference_rien_n_est_explique():
    assert explain_totaux(reunir(AGENAIS), 0) == ""


def test_un_dossier_sans_classeur_n_ecrit_rien(tmp_path, capsys):
    from plie_xl.cli.main import run

    vide = tmp_path / "recus"
    vide.mkdir()
    for noms in ((), ("notes.txt",)):
        for nom in noms:
            (vide / nom).write_text("x")
        for commande in (["valider", str(vide)], ["consolider", str(vide), "-o"]):
            import sys

            arguments = [*commande, str(tmp_path / "M.xlsx")] if "-o" in commande else commande
            sys.argv = ["plie-xl", *arguments]
            assert run() == 2
            dit = capsys.readouterr().err
            assert dit.count("\n") == 1
            assert "aucun classeur" in dit
    assert [p.name for p in tmp_path.iterdir()] == ["recus"]
