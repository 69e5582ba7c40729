"""The facts of the eleven fiches of 2024, written a second time and compared with the TOML.

In « pièces », E + C means both, E / C either, and a modality stands before its own rule.
"""

from collections import Counter

import pytest

from plie_xl.model.collection import load_fiches
from plie_xl.model.vocabulary import load_fonctions, load_pieces, load_taxonomie

FICHES = """
| fiche            | numéro        | plie                      | euros | taux | minima | livrable                       |
| agenais          | N°2           | PLIE de l’Agenais         | 37000 |      |     31 | Bilan annuel du PLIE           |
| bordeaux         | N°2           | PLIE de Bordeaux          | 75000 |      |     25 | Bilan annuel du PLIE           |
| technowest       | N°2           | PLIE Espace Technowest    | 80000 | 1.0  |     22 | Bilan global du PLIE           |
| grand-perigueux  | N°4           | PLIE du Grand Périgueux   | 44000 |      |     22 | Bilan annuel du PLIE           |
| graves           | N°2           | PLIE des Graves           | 35000 |      |     29 | Bilan du PLIE (incluant une liste descriptive des opérations coordonnées) |
| haut-perigord    | (sans numéro) | PLIE du Haut Périgord     | 20000 |      |     16 | Bilan annuel du PLIE           |
| hauts-de-garonne | N°2           | PLIE des Hauts de Garonne | 65000 | 0.4  |     52 | Bilan du PLIE                  |
| libournais       | 2024-2        | PLIE du Libournais        | 37000 |      |     25 |                                |
| portes-du-sud    | N°2           | PLIE Portes du Sud        | 35000 |      |     57 | Rapport d’activité du PLIE     |
| sources          | N°2           | PLIE des Sources          | 65000 | 0.85 |     33 | Bilan annuel du PLIE           |
| sud-perigord     | N°2           | PLIE Sud Périgord         | 20000 |      |     12 | Bilan annuel du PLIE           |
"""

CIBLES = """
| cible                              | nombre                     | unité      | catégorie              | ligne | modalités | pièces                   |
| agenais/copil                      | 2                          | réunion    | comite_pilotage        |   146 |           | E / I / C                |
| agenais/initiatives                | 2                          | action     | initiative_locale      |   147 |           | E / C                    |
| agenais/gestionnaires              | 1                          | réunion    | reunion_gestionnaire   |   150 |           | E / C                    |
| agenais/structure-animation        | 6                          | réunion    | reunion_equipe         |   151 |           | E / C                    |
| agenais/referents                  | 10                         | réunion    | reunion_referents      |   152 |           | E / C                    |
| agenais/commissions                | 10                         | réunion    | commission_parcours    |   153 |           | E / T                    |
| bordeaux/copil                     | 2                          | réunion    | comite_pilotage        |   330 |           | C+E / R+E ; écrit: M+C / M+R |
| bordeaux/selection                 | 5                          | opération  | operation_selectionnee |   331 |           | C / R                    |
| bordeaux/cit                       | 2                          | réunion    | commission_ingenierie  |   334 |           | C+E / R+E ; écrit: M+C / M+R |
| bordeaux/civp                      | 8                          | réunion    | commission_parcours    |   335 |           | C+E / R+E ; écrit: M+C / M+R |
| bordeaux/referents                 | 8                          | réunion    | reunion_referents      |   336 |           | C+E / R+E                |
| technowest/cop                     | 4                          | réunion    | comite_operationnel    |   523 | ici, loin | E / C                    |
| technowest/copil                   | 2                          | réunion    | comite_pilotage        |   524 | ici, écrit | ici: E / C ; écrit: M+C |
| technowest/referents               | 8                          | réunion    | reunion_referents      |   525 |           | E / C / P                |
| technowest/commissions             | 8                          | réunion    | commission_parcours    |   526 |           | E / C                    |
| grand-perigueux/copil              | 2                          | réunion    | comite_pilotage        |   784 | ici, loin, écrit | ici: C ; loin: M ; écrit: M |
| grand-perigueux/coordination       | 8                          | réunion    | reunion_referents      |   785 |           | E / C / A                |
| grand-perigueux/suivis-individuels | 2 en moyenne par technicien | suivi     | suivi_individuel       |   786 |           | E / C / A                |
| grand-perigueux/commissions        | 10                         | réunion    | commission_parcours    |   787 |           | E / C / A                |
| graves/commissions                 | 12                         | réunion    | commission_parcours    |  1015 |           | E / C                    |
| graves/entreprises                 | 8                          | réunion    | commission_entreprises |  1016 |           | E / C                    |
| graves/copil                       | 1 à 3                      | réunion    | comite_pilotage        |  1017 |           | E / C                    |
| graves/operations                  | 8                          | opération  | operation_coordonnee   |  1019 |           | B                        |
| haut-perigord/copil                | ≥ 2                        | réunion    | comite_pilotage        |  1182 | ici, loin, écrit | ici: E+C ; loin: M / N / C ; écrit: M / N / C |
| haut-perigord/partenaires-territoire | 6                        | réunion    | reunion_partenariale   |  1183 |           | E / C / P                |
| haut-perigord/coordination         | 4                          | réunion    | reunion_referents      |  1191 |           | E / C / P                |
| haut-perigord/partenaires-public   | 4                          | réunion    | reunion_partenariale   |  1192 |           | E / C / P                |
| hauts-de-garonne/copil             | ≥ 2                        | réunion    | comite_pilotage        |  1483 | ici, écrit | ici: E / C ; écrit: M+C |
| hauts-de-garonne/cisp              | ≥ 30                       | réunion    | commission_parcours    |  1484 |           | C / E                    |
| hauts-de-garonne/groupe-projet     | ≥ 20                       | réunion    | reunion_equipe         |  1485 |           | C / E                    |
| libournais/cop                     | 11                         | réunion    | comite_operationnel    |  1729 |           | R+E                      |
| libournais/cis                     | 11                         | réunion    | commission_parcours    |  1731 |           | R+E                      |
| libournais/copil                   | 1                          | réunion    | comite_pilotage        |  1733 |           | C+E                      |
| libournais/conventions             | 2                          | convention | convention             |  1735 |           | V                        |
| portes-du-sud/copil                | ≥ 3                        | réunion    | comite_pilotage        |  2017 | ici, écrit | E / C / P               |
| portes-du-sud/partenaires          | ≥ 20                       | réunion    | reunion_partenariale   |  2018 |           | E / C / P                |
| portes-du-sud/cisp                 | ≥ 9                        | réunion    | commission_parcours    |  2022 |           | E / C / P                |
| portes-du-sud/points               | ≥ 25                       | réunion    | reunion_referents      |  2023 |           | E / C / P                |
| sources/copil                      | 1 en moyenne               | réunion    | comite_pilotage        |  2222 | ici, écrit | ici: E+C ; écrit: M     |
| sources/initiatives                | 2 en moyenne               | action     | initiative_locale      |  2223 |           | E / C / P                |
| sources/referents                  | 20 en moyenne              | réunion    | reunion_referents      |  2228 |           | E / C / P                |
| sources/comites                    | 10 en moyenne              | réunion    | commission_parcours    |  2229 |           | E / C / P                |
| sud-perigord/copil                 | 2                          | réunion    | comite_pilotage        |  2469 | ici, loin, écrit | E / A / C         |
| sud-perigord/cop                   | 10 à 12                    | réunion    | comite_operationnel    |  2471 | ici, loin, écrit | E / A / C         |
"""

RESULTATS = """
| résultat                      | nombre      | unité       | catégorie               | pièces | indicateur   |
| graves/ag                     | 1           | réunion     | assemblee_generale      | E / C  |              |
| graves/ca                     | 3 à 4       | réunion     | conseil_administration  | E / C  |              |
| graves/france-travail         | 3 à 4       | réunion     | comite_suivi_partenaire | E / C  |              |
| graves/accompagnes            | environ 500 | participant | participants            |        | accompagnes  |
| graves/integrations           | environ 200 | participant | integrations            |        | integrations |
| hauts-de-garonne/integrations | ≥ 240       | participant | integrations            |        | integrations |
"""

CATEGORIES = """
| catégorie              |  n | minima |
| comite_pilotage        | 11 |     20 |
| commission_parcours    |  9 |    108 |
| reunion_referents      |  7 |     83 |
| comite_operationnel    |  3 |     25 |
| reunion_partenariale   |  3 |     30 |
| initiative_locale      |  2 |      4 |
| reunion_equipe         |  2 |     26 |
| reunion_gestionnaire   |  1 |      1 |
| operation_selectionnee |  1 |      5 |
| commission_ingenierie  |  1 |      2 |
| suivi_individuel       |  1 |      2 |
| commission_entreprises |  1 |      8 |
| operation_coordonnee   |  1 |      8 |
| convention             |  1 |      2 |
"""

INDICATEURS = """
| indicateur                              | nature          | libellé                                                          |
| graves/accompagnes                      | suivi           | Participants accompagnés dans l’année                            |
| graves/integrations                     | suivi           | Nouvelles intégrations                                           |
| hauts-de-garonne/participants           | réalisation     | Nombre total de participants                                     |
| hauts-de-garonne/femmes                 | réalisation     | Participants par genre : femmes                                  |
| hauts-de-garonne/hommes                 | réalisation     | Participants par genre : hommes                                  |
| hauts-de-garonne/chomeurs-longue-duree  | réalisation     | Chômeurs de longue durée (droit national)                        |
| hauts-de-garonne/25-a-30-ans            | réalisation     | Jeunes de 25 à 30 ans                                            |
| hauts-de-garonne/55-ans-et-plus         | réalisation     | Participants de 55 ans et plus                                   |
| hauts-de-garonne/cite-0-a-2             | réalisation     | Diplôme de 1er cycle du secondaire ou inférieur (CITE 0 à 2)     |
| hauts-de-garonne/cite-3-et-4            | réalisation     | Diplôme de 2nd cycle du secondaire (CITE 3) ou post-secondaire non supérieur (CITE 4) |
| hauts-de-garonne/cite-5-a-8             | réalisation     | Diplôme de l’enseignement supérieur (CITE 5 à 8)                 |
| hauts-de-garonne/handicapes             | réalisation     | Participants handicapés                                          |
| hauts-de-garonne/pays-tiers             | réalisation     | Ressortissants de pays tiers                                     |
| hauts-de-garonne/quartiers-prioritaires | réalisation     | Habitants des quartiers prioritaires de la politique de la ville |
| hauts-de-garonne/qualification          | résultat        | Qualification acquise au terme de la participation               |
| hauts-de-garonne/emploi                 | résultat        | En emploi au terme de la participation                           |
| hauts-de-garonne/emploi-6-mois          | résultat        | En emploi 6 mois après la participation                          |
| hauts-de-garonne/formation              | résultat        | En formation ou en études au terme de la participation           |
| hauts-de-garonne/sortie-cdi             | sortie positive | CDI à temps partiel choisi ou à temps complet                    |
| hauts-de-garonne/sortie-cdd             | sortie positive | CDD de 6 mois ou plus, à temps partiel choisi ou à temps complet |
| hauts-de-garonne/sortie-alternance      | sortie positive | Contrat en alternance d’une durée de 6 mois                      |
| hauts-de-garonne/sortie-interim         | sortie positive | Intérim de longue durée de plus de 6 mois                        |
| hauts-de-garonne/sortie-creation        | sortie positive | Création d’entreprise                                            |
| hauts-de-garonne/integrations           | suivi           | Nouvelles intégrations                                           |
"""

PIECES = {
    "E": "emargement", "C": "compte_rendu", "R": "releve_decisions", "T": "tableau_decisions",
    "M": "mail_consultation", "N": "notification_decision", "P": "prise_notes",
    "I": "invitation", "A": "autre_support", "V": "convention", "B": "bilan",
}  # fmt: skip
MODALITES = {"ici": "présentiel", "loin": "à distance", "écrit": "consultation écrite"}
GENRES = {"≥": "minimum", "à": "fourchette", "en": "moyenne", "environ": "environ"}


def lignes(dessin):
    _, *corps = [ligne.strip()[1:-1].split("|") for ligne in dessin.strip().splitlines()]
    return [tuple(case.strip() for case in ligne) for ligne in corps]


def nombre(dit):
    """« 10 à 12 » → (10, 12, "fourchette")."""
    genre = next((genre for mot, genre in GENRES.items() if mot in dit.split()), "exact")
    minimum, *maximum = (int(mot) for mot in dit.split() if mot.isdigit())
    return minimum, maximum[0] if maximum else None, genre


def regle(dite):
    """« ici: E / C ; écrit: M+C » → the rule as the loader gives it."""
    regles = {}
    for partie in filter(None, dite.split(" ; ")):
        *modalite, jeux = partie.split(": ")
        cle = MODALITES[modalite[0]] if modalite else "toutes"
        regles[cle] = tuple(tuple(PIECES[p] for p in jeu.split("+")) for jeu in jeux.split(" / "))
    return regles


def trouve(chemin, attribut="cibles"):
    fiche, identifiant = chemin.split("/")
    return next(c for c in getattr(load_fiches(2024)[fiche], attribut) if c.id == identifiant)


def chaque(dessin):
    return pytest.mark.parametrize("faits", lignes(dessin), ids=lambda faits: faits[0])


TOUTES_LES_CIBLES = [cible for fiche in load_fiches(2024).values() for cible in fiche.cibles]


def test_les_onze_fiches_sont_la():
    assert sorted(load_fiches(2024)) == sorted(faits[0] for faits in lignes(FICHES))


@chaque(FICHES)
def test_l_identite_de_la_fiche_est_celle_du_papier(faits):
    identifiant, numero, plie, euros, taux, _, livrable = faits
    fiche = load_fiches(2024)[identifiant]
    lu = (fiche.id, fiche.numero, fiche.plie, fiche.montant_fse, fiche.taux_max, fiche.livrables)
    taux_max = float(taux) if taux else None
    assert lu == (identifiant, numero, plie, int(euros), taux_max, (livrable,) if livrable else ())


@chaque(FICHES)
def test_la_periode_est_l_annee_2024(faits):
    fiche = load_fiches(2024)[faits[0]]
    assert (f"{fiche.debut}", f"{fiche.fin}") == ("2024-01-01", "2024-12-31")


@chaque(FICHES)
def test_la_somme_des_minima_d_une_fiche_est_celle_du_papier(faits):
    assert sum(cible.minimum for cible in load_fiches(2024)[faits[0]].cibles) == int(faits[5])


def test_les_onze_fiches_allouent_513_000_euros():
    assert sum(fiche.montant_fse for fiche in load_fiches(2024).values()) == 513_000


def test_les_cibles_sont_44_dans_l_ordre_du_papier():
    chemins = [faits[0] for faits in lignes(CIBLES)]
    lus = [f"{fiche}/{c.id}" for fiche, f in load_fiches(2024).items() for c in f.cibles]
    assert len(chemins) == 44
    assert lus == sorted(chemins, key=lambda chemin: chemin.split("/")[0])


@chaque(CIBLES)
def test_le_nombre_est_celui_du_papier(faits):
    cible = trouve(faits[0])
    assert (cible.minimum, cible.maximum, cible.genre) == nombre(faits[1])


@chaque(CIBLES)
def test_l_objectif_se_dit_comme_sur_le_papier(faits):
    assert trouve(faits[0]).objectif == faits[1]


@chaque(CIBLES)
def test_l_unite_la_categorie_et_la_ligne_sont_celles_du_papier(faits):
    cible = trouve(faits[0])
    assert (cible.unite, cible.categorie, cible.lu) == (*faits[2:4], f"l. {faits[4]}")


@chaque(CIBLES)
def test_les_modalites_sont_celles_du_papier(faits):
    dites = tuple(MODALITES[mot] for mot in faits[5].split(", ") if mot)
    assert trouve(faits[0]).modalites == dites


def test_tout_ce_qu_une_fiche_suit_dit_ou_il_est_ecrit():
    for fiche in load_fiches(2024).values():
        for lu in (*fiche.resultats, *fiche.sans_objectif, *fiche.indicateurs):
            assert lu.lu, (fiche.id, lu.id)


def test_les_lectures_a_confirmer_sont_celles_ou_le_papier_hesite():
    lues = {f"{f.id}/{c.id}" for f in load_fiches(2024).values() for c in f.cibles if c.a_confirmer}
    assert lues >= {
        "agenais/copil",
        "agenais/commissions",
        "grand-perigueux/copil",
        "haut-perigord/copil",
        "hauts-de-garonne/cisp",
        "sources/copil",
    }


@chaque(CIBLES)
def test_les_pieces_sont_celles_du_papier(faits):
    assert trouve(faits[0]).pieces == regle(faits[6])


def test_seuls_les_suivis_individuels_du_grand_perigueux_comptent_par_technicien():
    assert [c.id for c in TOUTES_LES_CIBLES if c.par == "technicien"] == ["suivis-individuels"]


def test_a_defaut_donne_une_piece_preferee():
    preferees = {c.libelle: c.preferee for c in TOUTES_LES_CIBLES if c.preferee}
    assert preferees == {
        "Réunions de structure animation": "emargement",
        "Réunions référents": "emargement",
    }


def test_les_themes_sont_ceux_des_quatre_fiches_qui_en_donnent():
    assert Counter(c.theme for c in TOUTES_LES_CIBLES if c.theme) == {
        "Animation et coordination du PLIE": 6,
        "Coordination et ingénierie des parcours": 6,
        "Instances de pilotage": 2,
        "Instances opérationnelles": 3,
    }


@chaque(RESULTATS)
def test_un_resultat_hors_cibles_est_celui_du_papier(faits):
    chemin, dit, unite, categorie, pieces, indicateur = faits
    resultat = trouve(chemin, "resultats")
    assert (resultat.minimum, resultat.maximum, resultat.genre) == nombre(dit)
    assert (resultat.unite, resultat.categorie) == (unite, categorie)
    assert resultat.pieces == regle(pieces)
    assert resultat.indicateurs == ((indicateur,) if indicateur else ())


def test_il_n_y_a_pas_d_autre_resultat():
    lus = [f"{fiche}/{r.id}" for fiche, f in load_fiches(2024).items() for r in f.resultats]
    assert lus == [faits[0] for faits in lignes(RESULTATS)]


def test_le_haut_perigord_note_ses_reunions_d_equipe_sans_objectif():
    (equipe,) = (c for fiche in load_fiches(2024).values() for c in fiche.sans_objectif)
    assert equipe == trouve("haut-perigord/equipe", "sans_objectif")
    assert (equipe.minimum, equipe.categorie) == (0, "reunion_equipe")
    assert equipe.pieces == regle("E / P")


@chaque(CATEGORIES)
def test_une_categorie_reunit_les_cibles_du_papier(faits):
    minima = [c.minimum for c in TOUTES_LES_CIBLES if c.categorie == faits[0]]
    assert (len(minima), sum(minima)) == (int(faits[1]), int(faits[2]))


def test_la_taxonomie_suit_l_ordre_du_papier_puis_celui_des_resultats():
    resultats = dict.fromkeys(faits[3] for faits in lignes(RESULTATS))
    assert list(load_taxonomie()) == [faits[0] for faits in lignes(CATEGORIES)] + list(resultats)


def test_seul_le_comite_operationnel_du_sud_perigord_fait_le_travail_d_une_autre_categorie():
    assert load_fonctions() == {"sud-perigord/cop": "commission_parcours"}


def test_chaque_sorte_de_piece_sert_a_une_fiche():
    assert set(load_pieces()) == {p for fiche in load_fiches(2024).values() for p in fiche.kinds}


def test_les_indicateurs_sont_ceux_du_papier():
    fiches = load_fiches(2024).items()
    lus = [(f"{fiche}/{i.id}", i.nature, i.libelle) for fiche, f in fiches for i in f.indicateurs]
    assert lus == lignes(INDICATEURS)


@pytest.mark.parametrize(
    ("nature", "n"), [("réalisation", 11), ("résultat", 4), ("sortie positive", 5)]
)
def test_les_indicateurs_des_hauts_de_garonne_sont_au_nombre_du_papier(nature, n):
    indicateurs = load_fiches(2024)["hauts-de-garonne"].indicateurs
    papier = {i.libelle.partition(" : ")[0] for i in indicateurs if i.nature == nature}
    assert len(papier) == n  # « … par genre : femmes » and « … : hommes » are one on paper


def test_genre_age_et_diplome_ne_depassent_pas_le_nombre_de_participants():
    indicateurs = load_fiches(2024)["hauts-de-garonne"].indicateurs
    groupes = [(i.groupe, i.partie_de) for i in indicateurs if i.groupe]
    assert Counter(groupes) == {
        ("genre", "participants"): 2,
        ("âge", "participants"): 2,
        ("diplôme", "participants"): 3,
    }


def test_une_sortie_n_est_pas_une_part_des_participants_du_mois():
    indicateurs = load_fiches(2024)["hauts-de-garonne"].indicateurs
    sorties = [i for i in indicateurs if i.nature in ("résultat", "sortie positive")]
    assert not [i.id for i in sorties if i.partie_de]


def test_les_nouvelles_integrations_des_graves_sont_parmi_les_accompagnes():
    (integrations,) = (i for i in load_fiches(2024)["graves"].indicateurs if i.id == "integrations")
    assert integrations.partie_de == "accompagnes"


def test_les_structures_porteuses_sont_celles_du_papier():
    assert {f.id: f.porteuse for f in load_fiches(2024).values() if f.porteuse} == {
        "bordeaux": "Maison de l’Emploi de Bordeaux",
        "sud-perigord": "Mission locale",
    }


@pytest.mark.parametrize(
    "chemin",
    [
        "agenais/commissions",  # « etc. »
        "agenais/gestionnaires",  # « par référent »
        "agenais/referents",  # « ou à défaut »
        "agenais/structure-animation",
        "grand-perigueux/suivis-individuels",  # an average, of unknown technicians
        "graves/copil",  # « 1 à 3 »
        "hauts-de-garonne/cisp",  # « hebdomadaire » elsewhere
        "libournais/copil",  # « à minima » elsewhere
        "sud-perigord/cop",  # « 10 à 12 »
        "sud-perigord/copil",  # « au moins » elsewhere
    ],
)
def test_une_lecture_choisie_sur_une_cible_est_dite(chemin):
    assert trouve(chemin).a_confirmer.endswith(".")


@pytest.mark.parametrize("fiche", ["bordeaux", "haut-perigord", "sources"])
def test_une_lecture_choisie_pour_toute_la_fiche_est_dite(fiche):
    assert load_fiches(2024)[fiche].a_confirmer


@pytest.mark.parametrize("fiche", load_fiches(2024).values(), ids=lambda fiche: fiche.id)
def test_les_textes_ont_l_apostrophe_courbe_et_les_guillemets_francais(fiche):
    lus = (*fiche.cibles, *fiche.resultats, *fiche.sans_objectif, *fiche.indicateurs)
    textes = [fiche.plie, fiche.intitule, fiche.territoire, *fiche.a_savoir, *fiche.a_confirmer]
    textes += [t for lu in lus for t in vars(lu).values() if isinstance(t, str)]
    assert not [t for t in textes if any(signe in t for signe in ("'", '"', "...", "  "))]


@pytest.mark.parametrize(
    ("chemin", "modalite", "fournies", "manque"),
    [
        ("bordeaux/copil", None, "E", "C / R"),
        ("bordeaux/copil", "écrit", "M", "C / R"),
        ("bordeaux/copil", "écrit", "E", "M+C / M+R"),
        ("bordeaux/copil", "loin", "R+E", ""),
        ("technowest/copil", "ici", "C", ""),
        ("technowest/copil", "écrit", "C", "M"),
        ("haut-perigord/copil", "ici", "C", "E"),
        ("haut-perigord/copil", "loin", "C", ""),
        ("agenais/referents", None, "I", "E / C"),
        ("libournais/conventions", None, "V", ""),
    ],
)
def test_ce_qui_manque_est_le_plus_court_chemin_vers_un_jeu(chemin, modalite, fournies, manque):
    presentes = [PIECES[p] for p in fournies.split("+")]
    attendu = regle(manque).get("toutes", ())
    assert trouve(chemin).manque(MODALITES.get(modalite), presentes) == attendu


@pytest.mark.parametrize(
    ("chemin", "modalite", "admise"),
    [
        ("technowest/copil", "ici", True),
        ("technowest/copil", "loin", False),
        ("technowest/copil", None, False),
        ("agenais/copil", None, True),
        ("agenais/copil", "écrit", True),
    ],
)
def test_une_modalite_est_admise_si_la_fiche_la_cite_ou_n_en_cite_aucune(chemin, modalite, admise):
    assert trouve(chemin).admet(MODALITES.get(modalite)) is admise


def test_chaque_resultat_indicateur_et_instance_sans_objectif_dit_ou_il_se_lit():
    for fiche in load_fiches(2024).values():
        for dit in (*fiche.resultats, *fiche.sans_objectif, *fiche.indicateurs):
            assert dit.lu, f"{fiche.id}/{dit.id}"


@pytest.mark.parametrize("cible", ["grand-perigueux/copil", "haut-perigord/copil"])
def test_une_consultation_a_distance_est_aussi_une_consultation_ecrite(cible):
    fiche, identifiant = cible.split("/")
    (copil,) = (c for c in load_fiches(2024)[fiche].cibles if c.id == identifiant)
    assert copil.jeux("consultation écrite") == copil.jeux("à distance")
    assert copil.a_confirmer


@pytest.mark.parametrize("fiche", ["agenais", "sources", "grand-perigueux", "haut-perigord"])
def test_une_lecture_choisie_du_comite_de_pilotage_est_a_confirmer(fiche):
    assert load_fiches(2024)[fiche].cibles[0].a_confirmer
