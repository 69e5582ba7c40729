"""What names a person in a text, and what does not: streets, rooms, schools, acronyms."""

from pathlib import Path

import pytest

from plie_xl.model.births import NAISSANCE
from plie_xl.model.people import CIVILITE, LISTE, PRENOM, SITUATION
from plie_xl.model.privacy import (
    DETECTEES,
    MASQUE,
    NUMEROS,
    PROMESSE,
    find_personnelle,
    find_personnelles,
    mask,
    mask_nom,
)

CIVILITES = """
Mme Durandeau | M. Le Gall | Monsieur X. Petitjean | Mlle Lenoir | Melle Lenoir | Dr Lefort
M DURANDEAU | M.Durandeau | Mr Durandeau | MME DURANDEAU | mme durandeau | Mme. Durandeau
Madame de la Fontaine | M. d’Ormesson | Mme N’Diaye | M. O'Brien | M. El Khattabi | M. Ben Ali
Mme Petit-Jean | M. Jean-Pierre Le Gall | Mme la Présidente Durandeau | bureau de Mme Lenoir
M. et Mme Lenoir | Maître Lenoir | Mademoiselle Zoé Lenoir | CR_Mme_Lenoir.pdf | Mme Ba
compte rendu relu par Mme Lenoir | rendez-vous avec monsieur Petitjean
appel de madame Petitjean | madame durand | Mme Žukova | M. Łukasiewicz | Mme le DRH Durandeau
"""
PRENOMS = """
Nadia PETITJEAN | PETITJEAN Nadia | Jean-Pierre LE GALL | LE GALL Jean-Pierre | Zoé ÉTÉVÉ
ÉTÉVÉ Zoé | Anne-Lise PETIT-JEAN | entretien avec Karim BENTALEB | CR_BENTALEB_Karim.pdf
2024-03-14-emargement-Nadia-PETITJEAN.pdf | NADIA PETITJEAN | PETITJEAN, Nadia
Fatoumata N’DIAYE | Nadia d’HAUTEVILLE | Paul P. PETITJEAN | Rose PETITJEAN | Maria DA SILVA
Paul-Henri DE LA TOUR | Oumou SANGARÉ | Thi Hoa NGUYEN | Ahmed BEN SALEM | Mykola SHEVTCHUK
la maison de Nadia PETITJEAN | salle Jean Jaurès avec Nadia PETITJEAN | Loïc LE BRIS
réunion salle Jaurès, Nadia PETITJEAN | salle A - Nadia PETITJEAN | salle 3 : Nadia PETITJEAN
rue Jean JAURÈS Nadia PETITJEAN | Mamadou DIALLO
Łukasz NOWAKOWSKI | Ayşe YILDIRIM | Ștefan IONESCO | PIĄTEK Paweł
"""
SITUATIONS = """
Nadia en burn-out | Karim : RQTH | Zoé, surendettement | Fatou est enceinte | addiction de Paul
Nadia Petitjean, victime de violences conjugales | Mme D. enceinte | DIALLO en arrêt maladie
Diallo (RSA, 3 enfants) | Mohamed en détention | M. Lenoir hospitalisé | Nadia PETITJEAN (RSA)
suivi de Karim (addictions) | Zoé en instance d’expulsion | Karim : problèmes de santé
"""
NAISSANCES = """
né le 12/03/1985 | née le 3 mars 1985 | Née le 03/03/85 | né(e) le 12/03/1985 | NEE LE 12/03/1985
né·e le 1er avril 1990 | née le 1985-03-12 | né à Pau le 12/03/1985 | Né le lundi 3 mars 1985
participante née le 12.03.1985 | date de naissance : 12/03/1985 | DDN 12/03/1985 | 2 enfants nés le 12/03/2015
suivi PLIE : née le 12/03/1985 | le PLIE suit une participante née le 12 mars 1985
orientée par la mission locale, née le 03/05/1999 | entrée au PLIE, née le 12/03/1985 | CR_né le 12-03-1985.pdf
née LOPEZ le 12/03/1985 | habitante de la commune née le 12/03/1985
le fils d’un agent du service, né le 12/03/1985 | suivi du fils au club né le 12/03/1985
"""
CHOSES_NEES = """
association née le 1er janvier 2020 | L’association Cap Avenir est née le 3 mars 1985 | PLIE né le 01/01/1994
association de femmes née le 3 mars 2020 | maison des jeunes née le 12/03/1999 | pacte né le 3 mars 2021 | crèche née le 12/03/2012
L’association Cap Avenir, née le 1er janvier 2020, porte l’action | régie de quartier née le 12 mars 1998
Née le 1er janvier 2020, l’association accueille | idées nées le 12/03/2024 | projet né le 3 mars 2023
année le 12/03/2024 | journée le 12/03/2024 | réunion menée le 12/03/2024 | donnée le 3 avril 2024
née en 2020 | acte de naissance du 12/03/2024 | naissance du dispositif le 12/03/2024 | DDN à préciser
"""
LIEUX = """
salle Jean Jaurès | Salle des fêtes Jean JAURÈS | salle polyvalente Jean MOULIN | rue Pierre CURIE
rue Pierre et Marie CURIE | RUE PIERRE CURIE | 12 avenue Marie Témoin, salle Paul Modèle et salle Zoé Un
lycée Marie CURIE | collège Jules FERRY | école élémentaire Jean JAURÈS | Groupe scolaire Jean ZAY
Espace Simone VEIL | salle « Anne FRANK » | MJC Jean Moulin, salle Rosa PARKS | Bd Jean JAURÈS
association Abbé PIERRE | Fondation Abbé Pierre | Centre social et culturel Simone VEIL
Maison pour tous Pierre MENDÈS FRANCE | rue du Docteur Paul BERT | avenue du Général de GAULLE
place Madame de Sévigné | Saint-Jean-d’ILLAC | Saint-Pierre D’AURILLAC | Port-Sainte-MARIE
Médiathèque Jean DEGOUL | Stade Jacques CHABAN-DELMAS | Centre hospitalier Charles PERRENS
Tiers-lieu Jeanne BARRET | Foyer Jeunes Travailleurs Jean ROSTAND | station Jean JAURÈS
atelier addictions, salle Simone Veil | violences faites aux femmes, lycée Pierre Curie
CH Charles PERRENS | CH Samuel Pozzi | IME Pierre DELMAS | ALSH Pierre PERRET | ESAT Louis BRAILLE
"""
ORDINAIRES = """
Réunion COPIL | Mission LOCALE | PLIE Bordeaux | Pôle EMPLOI | Cap EMPLOI | France TRAVAIL
Maison France SERVICES | M. le Maire | Monsieur le Préfet | Madame la Directrice | Mme La Présidente
M. Le Maire | Madame, Monsieur | M. le Président du Conseil Départemental | Bâtiment M Salle 3
COPIL du PLIE | FSE+ et RSA | Atelier RQTH Bordeaux | Forum santé et handicap | mme absente
à 20 m. Bordeaux | FEUILLE ÉMARGEMENT COPIL | Marché Mériadeck, Mérignac | Mme D. | Point RSA
plie_agenais (copie en conflit de PC-Karine) | Compte rendu COPIL avril 2024.pdf | Semaine des violences faites aux femmes
M. le DGS | Réunion avec Mme la DGA | Madame la Référente PLIE | salle Louis XIV | Louis XVI | Mr Bricolage
MR BRICOLAGE | Madame Figaro | madame la présidente | monsieur présent | A. Accueil, B. Bilan, C. Clôture
maître Nageur | IBAN FR | IBAN Crédit agricole | RIB PLIE | n° 24-12-33-100-200 | 03 2024 (0) 12
"""


NIR, TELEPHONE, _ = NUMEROS
TELEPHONES = """
06 00 00 00 07 | 06.00.00.00.07 | 06-00-00-00-07 | 0600000007 | +33 6 00 00 00 07 | +33600000007
+33 (0)6 00 00 00 07 | +33(0)600000007 | (+33) 6 00 00 00 07 | 0033 6 00 00 00 07 | (05) 00 00 00 07
"""


def cut(textes: str) -> list[str]:
    return [texte.strip() for ligne in textes.splitlines() for texte in ligne.split("|") if ligne]


NOMMENT = [
    *((texte, CIVILITE) for texte in cut(CIVILITES)),
    *((texte, PRENOM) for texte in cut(PRENOMS)),
    *((texte, SITUATION) for texte in cut(SITUATIONS)),
    *((texte, NAISSANCE) for texte in cut(NAISSANCES)),
    ("Mmes Lenoir et Petitjean, M. Durandeau", LISTE),
    ("Zoé Lenoir, Karim Petitjean, Paul Durandeau", LISTE),
    ("Z. Durand, K. Moreau, P. Rousseau", LISTE),
    *((texte, TELEPHONE) for texte in cut(TELEPHONES)),
    *(
        (texte, NIR)
        for texte in cut("2-85-05-33-063-123-47 | 2.85.05.33.063.123.47 | 285053306312347")
    ),
]


@pytest.mark.parametrize(("texte", "quoi"), NOMMENT)
def test_un_texte_qui_designe_une_personne_le_dit_et_n_est_pas_recopie(texte, quoi):
    assert find_personnelle(texte) == quoi
    assert mask(texte) == MASQUE


@pytest.mark.parametrize("texte", [*cut(LIEUX), *cut(ORDINAIRES), *cut(CHOSES_NEES)])
def test_une_rue_une_salle_ou_un_sigle_ne_designe_personne(texte):
    assert find_personnelle(texte) is None
    assert mask(texte) == texte


@pytest.mark.parametrize("blanc", ["\u00a0", "\u202f", "\u2009", "\u200b ", "\u00ad "])
def test_aucun_blanc_ne_cache_un_nom(blanc):
    assert find_personnelle(f"Mme{blanc}Lenoir") == CIVILITE
    assert find_personnelle(f"Zoe\u0301{blanc}PETITJEAN") == PRENOM
    assert find_personnelle(f"ne\u0301e{blanc}le{blanc}12/03/1985") == NAISSANCE


def test_les_textes_se_cherchent_ensemble_comme_un_a_un():
    textes = [*(texte for texte, _ in NOMMENT), *cut(LIEUX), *cut(ORDINAIRES), *cut(CHOSES_NEES)]
    assert find_personnelles(textes) == [find_personnelle(texte) for texte in textes]


@pytest.mark.parametrize(
    ("nom", "montre"),
    [
        ("plie_agenais_2024.xlsx", "plie_agenais_2024.xlsx"),
        ("suivi de Nadia PETITJEAN.xlsx", f"{MASQUE}.xlsx"),
        ("Mme Lenoir", MASQUE),
    ],
)
def test_le_nom_d_un_fichier_garde_sa_fin(nom, montre):
    assert mask_nom(nom) == montre


# What is promised is what is detected -----------------------------------------------------------

EXEMPLES = dict(
    zip(
        DETECTEES,
        (
            "2 85 05 33 063 123 47",
            "06 00 00 00 07",
            "zoe@exemple.fr",
            "née le 3 mars 1985",
            "Zoé Lenoir, Karim Petitjean, Paul Durandeau",
            "Mme Lenoir",
            "Zoé LENOIR",
            "Zoé enceinte",
        ),
        strict=True,
    )
)


@pytest.mark.parametrize(("quoi", "exemple"), EXEMPLES.items())
def test_ce_qui_est_promis_est_ce_qui_est_reconnu(quoi, exemple):
    assert find_personnelle(exemple) == quoi
    assert quoi in PROMESSE


@pytest.mark.parametrize("page", ["docs/guide-coordinateur.md", "SECURITY.md"])
def test_les_pages_promettent_ce_qui_est_reconnu_et_rien_d_autre(page, racine):
    texte = " ".join((Path(racine) / page).read_text(encoding="utf-8").split())
    assert PROMESSE in texte


@pytest.mark.parametrize(
    "empreinte",
    [
        "b9966f367a51b452ff9bb3354b7631eba546792e40268d3992173318544fd75d",
        "b6b1b469ea43c90a602e7ae3bdea001b11f66c17337dec23df0b0249542357ee",
    ],
)
def test_une_empreinte_ne_designe_personne(empreinte):
    """In « Fiche », in « Registre », in « Sources »: its figures may be those of any number."""
    assert find_personnelle(empreinte) is None
    assert find_personnelles([empreinte, "tél. 06 12 34 56 78"])[0] is None
    assert find_personnelle(f"{empreinte} 06 12 34 56 78") in NUMEROS


def test_les_numeros_sont_de_ce_qui_est_reconnu():
    assert set(NUMEROS) < set(DETECTEES)
