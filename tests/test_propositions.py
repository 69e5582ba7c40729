"""« Vouliez-vous dire … ? »: what a person meant is proposed, never counted, never guessed."""

from datetime import date

import pytest
from ordinaire import ordinaire
from test_checks import codes, saisir, tenue

from plie_xl.checks import check, count
from plie_xl.model.collection import load_fiches
from plie_xl.model.propose import (
    propose_jour,
    propose_montant,
    propose_mot,
    propose_proche,
    propose_sigle,
)
from plie_xl.model.text import cle, cle_entete
from plie_xl.model.vocabulary import load_propositions
from plie_xl.model.words import LIBELLES_MODALITES, STATUTS

ANNEE = date(2024, 1, 1), date(2024, 12, 31)


@pytest.mark.parametrize(
    ("tape", "jour"),
    [
        ("17 juin 2024", date(2024, 6, 17)),
        ("1er juillet 2024", date(2024, 7, 1)),
        ("Lundi 17 juin 2024", date(2024, 6, 17)),
        ("le 5 févr. 2024 à 9 h 30", date(2024, 2, 5)),
        ("3-déc-24", date(2024, 12, 3)),
        ("17.06.24", date(2024, 6, 17)),
        ("17/06", date(2024, 6, 17)),
        ("mar. 18/06", date(2024, 6, 18)),
        ("2024-06-17 14:00", date(2024, 6, 17)),
        ("2024-06-17T14:00:00.000Z", date(2024, 6, 17)),
        ("17/06/2024 14h-16h", date(2024, 6, 17)),
        ("17/O6/2024", date(2024, 6, 17)),
        ("06/17/2024", date(2024, 6, 17)),
        ("20240617", date(2024, 6, 17)),
        ("17 June 2024", date(2024, 6, 17)),
        ("17 juin 2023", date(2023, 6, 17)),
    ],
)
def test_une_date_qu_une_personne_comprend_est_proposee(tape, jour):
    assert propose_jour(tape, *ANNEE) == jour


@pytest.mark.parametrize(
    "tape",
    [
        "juin 2024",
        "courant juin",
        "17 et 18 juin 2024",
        "du 17/06/2024 au 19/06/2024",
        "17/06/2024 24/06/2024",
        "31/06/2024",
        "30 février 2024",
        "30/02/24",  # not the 24th of February 2030
        "17/06/20024",
        "T2 2024",
        "mardi 17 juin 2024",  # a Monday
        "semaine 25",
        "2024",
        "14h30",
        "17 juin ou 18 juin",
        "",
    ],
)
def test_une_date_qui_n_est_pas_un_jour_certain_n_a_pas_de_proposition(tape):
    assert propose_jour(tape, *ANNEE) is None


def test_une_date_proposee_n_est_jamais_comptee():
    lecture = saisir(suivi=[tenue("17 juin 2024", "emargement.pdf")])
    assert codes(lecture) == ["SUI-07"]
    assert not count(lecture).rangees["retenue"].any()


def test_le_message_montre_la_date_proposee():
    (anomalie,) = check(saisir(suivi=[tenue("17 juin 2024", "emargement.pdf")]))
    assert anomalie.constat.endswith("vouliez-vous dire 17/06/2024 ?")


def test_la_date_d_arrete_aussi_est_proposee():
    lecture = saisir(parametres=[{"reference": "30 juin 2024"}])
    (constat,) = [a.constat for a in check(lecture) if a.code == "CIB-04"]
    assert constat.endswith("jusqu’à aujourd’hui ; vouliez-vous dire 30/06/2024 ?")


@pytest.mark.parametrize(
    "tape",
    [
        *("visio", "En visio", "Visioconférence", "visoconférence", "Zoom", "réunion Teams"),
        *("téléphone", "A distance", "distanciel", "par tél.", "Google Meet"),
    ],
)
def test_une_facon_d_etre_a_distance_est_proposee_a_distance(tape):
    assert propose_mot(tape, load_propositions().modalites) == "À distance"


@pytest.mark.parametrize(
    "tape",
    [
        *("hybride", "Mixte", "présentiel et visio", "Présentiel/distanciel", "mi-présentiel"),
        *("non", "pas en présentiel", "consultation à distance", "zzz", "?"),
    ],
)
def test_une_reunion_mixte_n_est_proposee_ni_presentiel_ni_autre_chose(tape):
    assert propose_mot(tape, load_propositions().modalites) is None


@pytest.mark.parametrize(
    ("tape", "statut"),
    [
        ("Fait", "Réalisée"),
        ("realise", "Réalisée"),
        ("a eu lieu", "Réalisée"),
        ("planifiée", "Prévue"),
        ("décalée au 12/03", "Reportée"),
        ("annule", "Annulée"),
        ("pas tenue", None),
        ("annulée puis reportée", None),
        ("en cours", None),
    ],
)
def test_un_statut_dit_autrement_est_propose(tape, statut):
    assert propose_mot(tape, load_propositions().statuts) == statut


def test_les_valeurs_proposees_sont_celles_des_listes():
    mots = load_propositions()
    assert tuple(s.valeur for s in mots.statuts) == STATUTS
    assert [s.valeur for s in mots.modalites] == list(LIBELLES_MODALITES)


def test_un_mot_ne_dit_qu_une_valeur_de_sa_liste():
    for liste in (load_propositions().statuts, load_propositions().modalites):
        dits = [mot for s in liste for mot in {cle_entete(m) for m in (s.valeur, *s.mots)}]
        assert len(dits) == len(set(dits))


# What looks the same is the same --------------------------------------------------------------


@pytest.mark.parametrize("signe", "'’‘ʼ`´")  # noqa: RUF001
def test_une_apostrophe_en_vaut_une_autre(signe):
    assert cle(f"Réunions d{signe}équipe") == cle("réunions d’équipe")
    assert cle_entete(f"Feuille d{signe}émargement") == cle_entete("Feuille d’émargement")


def test_une_instance_ecrite_avec_l_apostrophe_droite_compte():
    instance = "Commissions d'intégration et de sortie"
    assert codes(saisir(suivi=[tenue(date(2024, 3, 14), instance=instance)])) == []


def test_une_proposition_montre_toujours_une_difference():
    """What differs by signs that look alike is known already, and never proposed to itself."""
    for fiche in load_fiches(2024).values():
        libelles = tuple(c.libelle for c in fiche.instances)
        for libelle in libelles:
            droit = libelle.replace("’", "'").replace(" ", "\u00a0")
            assert cle(droit) == cle(libelle)
            assert propose_proche(libelle[:-1], libelles) == libelle


AGENAIS = tuple(c.libelle for c in load_fiches(2024)["agenais"].instances)
TECHNOWEST = tuple(c.libelle for c in load_fiches(2024)["technowest"].instances)
LIBOURNAIS = tuple(c.libelle for c in load_fiches(2024)["libournais"].instances)


@pytest.mark.parametrize(
    ("tape", "libelles", "voulu"),
    [
        *((mot, AGENAIS, AGENAIS[0]) for mot in ("COPIL", "copil", "Copil", "COPIL n° 2")),
        ("CIS", AGENAIS, "Commissions d’intégration et de sortie"),
        ("cis", LIBOURNAIS, "Commissions d’intégration et de suivi de parcours (CIS)"),
        ("COMOP", LIBOURNAIS, "Comités opérationnels (COP)"),
        ("COP", LIBOURNAIS, "Comités opérationnels (COP)"),
        ("COP", TECHNOWEST, None),  # « Comités opérationnels », « Comités de pilotage »
        *((mot, AGENAIS, None) for mot in ("", "CA", "COTECH", "comité", "RRR", "copil et autre")),
    ],
)
def test_un_sigle_propose_la_seule_instance_dont_il_garde_les_lettres(tape, libelles, voulu):
    assert propose_sigle(tape, libelles) == voulu


def test_un_sigle_se_propose_a_sa_cellule():
    [anomalie] = [a for a in check(saisir(suivi=[{"instance": "COPIL"}])) if a.code == "SUI-03"]
    assert f"vouliez-vous dire « {AGENAIS[0]} » ?" in ordinaire(anomalie.constat)


@pytest.mark.parametrize(
    ("tape", "propose"),
    [("3 juin 2024", "03/06/2024"), ("le 12/03/25", "12/03/2025"), ("12/03", None), ("ok", None)],
)
def test_un_jour_de_remise_se_propose_sans_en_deviner_l_annee(tape, propose):
    lignes = [{"livrable": "Bilan", "remis_le": tape, "reference": "bilan.pdf"}]
    [anomalie] = [a for a in check(saisir(livrables=lignes)) if a.code == "LIV-01"]
    dit = ordinaire(anomalie.constat)
    assert dit.partition(" ; ")[2] == (f"vouliez-vous dire {propose} ?" if propose else "")


# All the wrong cells of a row ------------------------------------------------------------------


def test_toutes_les_cellules_fausses_d_une_ligne_sont_dites_d_un_coup():
    ligne = {"date": "17 juin", "instance": "Forum", "statut": "fait", "modalite": "visio"}
    assert codes(saisir(suivi=[{**ligne, "quantite": "x"}])) == [
        *("SUI-07", "SUI-03", "SUI-05", "SUI-12", "SUI-09")
    ]


@pytest.mark.parametrize(
    ("tape", "montant"),
    [
        ("12 500 euros", "12 500"),
        ("12500 Euros.", "12 500"),
        ("1 euro", "1"),
        ("EUR 12 500", "12 500"),
        ("€ 12\u202f500", "12 500"),
        ("12 500,5 eur", "12 500,50"),
        ("12,5 k€", "12 500"),
        ("1 200 K€", "1 200 000"),
        ("12 k euros", "12 000"),
    ],
)
def test_un_montant_suivi_de_sa_monnaie_est_propose_en_chiffres(tape, montant):
    assert propose_montant(tape).replace("\u202f", " ") == montant


@pytest.mark.parametrize(
    "tape",
    ["environ 12 500 euros", "12 K", "12 M€", "12.500 k€", "-12 euros", "douze euros", "euros",
     "12 euros 50", "12 500 dollars"],
)  # fmt: skip
def test_un_montant_qui_pourrait_etre_un_autre_n_a_pas_de_proposition(tape):
    assert propose_montant(tape) is None


def test_fin_04_propose_le_nombre_seul():
    depense = {"poste": "Personnel", "nature": "Dépense", "prevu": "12 500 euros"}
    (anomalie,) = check(saisir(financement=[depense]))
    dit = "« 12 500 euros » n’est pas un montant ; vouliez-vous dire « 12 500 » ?"
    assert ordinaire(anomalie.constat).replace("\u202f", " ") == dit
