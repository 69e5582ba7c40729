"""A received calendar: what six programs write, and what no program should."""

import os
import re
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest

from agenda.atelier import LIBOURNAIS, NOMS, PROGRAMMES, agenda, lire, refus
from plie_xl.agenda.events import Demande, Recu
from plie_xl.agenda.received import AgendaError, read_here, read_recu
from plie_xl.agenda.rules import Regle, Regles, load_regles

PUBLIQUES = [
    fichier
    for paquet in ("icalendar", "recurring_ical_events")
    for dossier in (find_spec(paquet).submodule_search_locations or ())
    for fichier in sorted(Path(dossier).rglob("*.ics"))
]


@pytest.fixture
def ecrire(tmp_path):
    def ecrire(contenu, nom="agenda.ics"):
        chemin = tmp_path / nom
        chemin.write_bytes(contenu if isinstance(contenu, bytes) else contenu.encode())
        return chemin

    return ecrire


@pytest.mark.parametrize("chemin", PROGRAMMES, ids=lambda p: p.stem)
def test_six_programmes_disent_les_memes_reunions(chemin):
    lu = lire(chemin)
    dites = [(e.jour, e.cibles, e.debut, e.fin, e.statut, e.modalite) for e in lu.evenements]
    cis = (("cis",), "09:30", "12:00", "Prévue", "Présentiel")
    assert dites == [
        (date(2024, 1, 11), *cis),
        (date(2024, 2, 8), *cis),
        (date(2024, 4, 18), *cis),  # March is taken out of the series, April is moved
        (date(2024, 6, 20), ("copil",), "", "", "Annulée", ""),
        (date(2024, 6, 22), ("cop",), "00:00", "01:00", "Prévue", "À distance"),
    ]
    assert lu.evenements[0].lieu.startswith("Salle des Acacias")
    assert (lu.ignores, lu.hors, lu.illisibles) == (1, (), ())


@pytest.mark.parametrize("chemin", PROGRAMMES, ids=lambda p: p.stem)
def test_rien_de_lu_ne_nomme_un_invite(chemin):
    assert not [nom for nom in NOMS if nom.casefold() in repr(lire(chemin)).casefold()]


def test_aucun_agenda_des_suites_publiques_ne_casse_la_lecture():
    if not PUBLIQUES:
        pytest.skip("the libraries are installed without their tests")
    voulus = PUBLIQUES if "PLIE_ESSAIS_LONGS" in os.environ else PUBLIQUES[::4]
    assert len(voulus) > 30
    tout = Demande(Regles((Regle("", "copil"),)), {}, date(2014, 1, 1), date(2024, 1, 1))
    for fichier in voulus:
        reussi, lu = read_here(str(fichier), tout)
        assert isinstance(lu, Recu) if reussi else lu.startswith("IMP-05 : « "), fichier
        texte = fichier.read_bytes().decode("utf-8", "replace").replace("\r\n ", "")
        adresses = re.findall(
            r"(?im)^(?:attendee|organizer).*mailto:([^@\r\n]{4,}@[^\r\n]+)", texte
        )
        assert not [a for a in adresses if a in repr(lu)], fichier


def test_un_lieu_qui_nomme_un_invite_est_tu(ecrire):
    lu = lire(
        ecrire(
            agenda("UID:1", "SUMMARY:COPIL", "DTSTART:20240312T090000", "LOCATION:Bureau de M. Durand",
                   "ATTENDEE;CN=Camille Durand:mailto:c@exemple.org")
        )
    )  # fmt: skip
    assert (lu.evenements[0].lieu, lu.lieux_tus) == ("", 1)


def test_un_lieu_trop_long_est_masque_avant_d_etre_coupe(ecrire):
    lieu = f"LOCATION:{'Salle ' * 15}sarah.lopez@exemple.org"  # cut there, it would be no address
    lu = lire(ecrire(agenda("UID:1", "SUMMARY:COPIL", "DTSTART:20240312T090000", lieu)))
    assert "lopez" not in repr(lu)


def test_l_identifiant_des_autres_n_est_pas_garde(ecrire):
    lu = lire(ecrire(agenda("UID:sarah.lopez", "SUMMARY:COPIL", "DTSTART:20240312T090000")))
    assert lu.evenements[0].uid == ""


def test_le_jour_est_celui_de_paris(ecrire):
    [e] = lire(ecrire(agenda("UID:1", "SUMMARY:COPIL", "DTSTART:20240630T223000Z"))).evenements
    assert (e.jour, e.debut) == (date(2024, 7, 1), "00:30")


def test_une_serie_sans_fin_s_arrete_avec_la_periode(ecrire):
    lu = lire(
        ecrire(agenda("UID:1", "SUMMARY:COPIL", "DTSTART:20200107T090000", "RRULE:FREQ=WEEKLY"))
    )
    assert len(lu.evenements) == 53
    assert {e.jour.year for e in lu.evenements} == {2024}


def test_une_serie_de_toutes_les_secondes_n_est_pas_depliee(ecrire):
    lu = lire(
        ecrire(agenda("UID:1", "SUMMARY:COPIL", "DTSTART:20240107T090000", "RRULE:FREQ=SECONDLY"))
    )
    assert (lu.evenements, len(lu.illisibles)) == ((), 1)


def test_un_evenement_sans_date_est_compte(ecrire):
    lu = lire(ecrire(agenda("UID:1", "SUMMARY:COPIL", "DTSTART:demain")))
    assert (lu.evenements, len(lu.illisibles)) == ((), 1)


def test_une_reunion_hors_de_la_periode_est_dite(ecrire):
    lu = lire(ecrire(agenda("UID:1", "SUMMARY:COPIL", "DTSTART;VALUE=DATE:20250312")))
    assert (lu.evenements, lu.hors) == ((), (date(2025, 3, 12),))


def test_une_annulation_envoyee_par_courriel_annule(ecrire):
    texte = agenda("UID:1", "SUMMARY:COPIL", "DTSTART:20240312T090000")
    lu = lire(ecrire(texte.replace("VERSION:2.0", "VERSION:2.0\r\nMETHOD:CANCEL")))
    assert [e.statut for e in lu.evenements] == ["Annulée"]


def test_un_titre_que_deux_regles_reconnaissent_garde_ses_deux_cibles(ecrire):
    [e] = lire(
        ecrire(agenda("UID:1", "SUMMARY:COPIL et CIS", "DTSTART:20240312T090000"))
    ).evenements
    assert (e.titre, set(e.cibles)) == ("COPIL et CIS", {"copil", "cis"})


@pytest.mark.parametrize(
    ("contenu", "raison"),
    [
        (b"", "il est vide"),
        (b"PK\x03\x04\0\0\0\0", "ce n’est pas du texte"),
        (b"BEGIN:VCALENDAR\r\nX\r\nEND:VCALENDAR\r\n", "une de ses lignes ne se comprend pas"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 50_001, "000 événements"),
        (b"bonjour", "--regles agenda.toml, section [csv]"),
        (b"\xff\xfeB\xd8", "n’est pas en utf-16"),
    ],
)
def test_ce_qui_n_est_pas_un_agenda_est_refuse_en_une_phrase(ecrire, contenu, raison):
    dit = refus(ecrire(contenu))
    assert dit.startswith("IMP-05 : « agenda.ics »")
    assert raison in dit


def test_une_expression_sans_fin_est_arretee(ecrire, monkeypatch):
    chemin = ecrire(agenda("UID:1", f"SUMMARY:{'a' * 60}!", "DTSTART:20240312T090000"))
    monkeypatch.setattr("plie_xl.agenda.received._DELAI", 1.0)
    regles = Regles((Regle("(a+)+$", "copil"),))
    with pytest.raises(AgendaError, match="demande trop de temps"):
        read_recu(chemin, regles, LIBOURNAIS)


def test_l_enfant_rend_ce_que_la_lecture_donne():
    regles = load_regles(None, LIBOURNAIS)
    assert read_recu(PROGRAMMES[0], regles, LIBOURNAIS) == lire(PROGRAMMES[0])
