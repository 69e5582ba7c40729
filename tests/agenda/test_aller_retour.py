"""Out and back: what leaves a workbook comes home without a change, and what is new is proposed."""

import json
from datetime import date, time
from io import BytesIO

import openpyxl
import pytest
from commande import lancer
from icalendar import Calendar

from agenda.atelier import CIS, COP, COPIL, NOMS, PROGRAMMES, agenda, lire, saisir
from plie_xl.agenda.book import build_propositions
from plie_xl.agenda.propose import propose
from plie_xl.agenda.write import build_agenda, recognize_agenda
from plie_xl.files.claim import Origine

LIGNES = (
    {"numero": 1, "date": date(2024, 3, 12), "instance": COPIL, "statut": "Prévue", "lieu": "Mairie",
     "debut_heure": time(9, 30), "fin_heure": time(12, 0)},
    {"numero": 2, "date": date(2024, 4, 11), "instance": CIS, "statut": "Annulée"},
    {"numero": 3, "date": date(2024, 1, 11), "instance": CIS, "statut": "Réalisée"},
    {"numero": 4, "date": None, "instance": COP, "statut": "Prévue"},
    {"date": date(2024, 4, 12), "instance": COP, "statut": "Prévue", "lieu": "=1+1"},
)  # fmt: skip


def codes(propositions):
    return [a.code for a in propositions.anomalies]


@pytest.fixture
def importer(tmp_path):
    """What a text of calendar proposes for a workbook of these rows."""

    def importer(texte, *lignes):
        chemin = tmp_path / "recu.ics"
        chemin.write_bytes(texte if isinstance(texte, bytes) else texte.encode())
        return propose(lire(chemin), saisir(*lignes)[1], "recu.ics")

    return importer


def test_seul_ce_qui_est_prevu_part_et_ce_qui_est_annule_le_dit():
    fait = build_agenda(saisir(*LIGNES)[1])
    evenements = Calendar.from_ical(fait.octets).walk("VEVENT")
    dits = [(str(e["SUMMARY"]), e["DTSTART"].dt, str(e["STATUS"])) for e in evenements]
    assert [x[0] for x in dits] == [COPIL, CIS, COP]
    assert f"{dits[0][1]:%d/%m %H:%M}" == "12/03 08:30"  # in UTC, 9 h 30 in France
    assert dits[1:] == [
        (CIS, date(2024, 4, 11), "CANCELLED"),
        (COP, date(2024, 4, 12), "CONFIRMED"),
    ]
    assert (fait.prevues, fait.annulees, fait.sans_date) == (2, 1, (9,))


def test_les_memes_lignes_donnent_les_memes_octets():
    assert build_agenda(saisir(*LIGNES)[1]).octets == build_agenda(saisir(*LIGNES)[1]).octets


def test_une_ligne_garde_son_identifiant_quand_elle_bouge():
    def uids(*lignes):
        lus = Calendar.from_ical(build_agenda(saisir(*lignes)[1]).octets).walk("VEVENT")
        return {str(e["SUMMARY"]): str(e["UID"]) for e in lus}

    bougees = [{**LIGNES[1]}, {**LIGNES[0], "date": date(2024, 5, 2)}]
    assert uids(*bougees)[COPIL] == uids(*LIGNES)[COPIL]
    assert len(set(uids(*LIGNES).values())) == 3


def test_l_agenda_exporte_puis_importe_ne_propose_rien(importer):
    fait = build_agenda(saisir(*LIGNES)[1])
    propositions = importer(fait.octets, *LIGNES)
    assert propositions.lignes == []
    assert set(codes(propositions)) == {"IMP-01", "IMP-03"}
    assert not propositions.a_regarder


def test_une_reunion_deja_notee_n_est_prise_qu_une_fois(importer):
    deux = agenda("UID:1", "SUMMARY:COPIL", "DTSTART:20240312T090000").replace(
        "END:VCALENDAR",
        "BEGIN:VEVENT\r\nUID:2\r\nSUMMARY:COPIL\r\nDTSTART:20240312T140000\r\nEND:VEVENT\r\nEND:VCALENDAR",
    )
    propositions = importer(deux, *LIGNES)
    assert codes(propositions) == ["IMP-01", "IMP-03"]
    assert [x["debut_heure"] for x in propositions.lignes] == [time(14, 0)]


def test_une_reunion_deplacee_dans_l_agenda_est_dite_et_rien_n_est_change(importer):
    octets = build_agenda(saisir(*LIGNES)[1]).octets
    propositions = importer(octets.replace(b"20240412", b"20240419"), *LIGNES)
    [dite] = [a for a in propositions.anomalies if "bougé" in a.remede]
    assert (dite.cellule.a1, propositions.lignes) == ("B10", [])


def test_une_annulation_recue_est_dite_a_sa_ligne(importer):
    texte = agenda("UID:1", "SUMMARY:COPIL", "DTSTART:20240312T090000", "STATUS:CANCELLED")
    propositions = importer(texte, *LIGNES)
    assert "l’agenda la dit annulée" in propositions.anomalies[1].constat
    assert importer(texte).anomalies[0].constat.startswith("0 réunion proposée, 1 annulée")


def test_deux_regles_et_une_date_hors_de_la_periode_sont_a_regarder(importer):
    deux = importer(agenda("UID:1", "SUMMARY:COPIL et CIS", "DTSTART:20240312T090000"))
    hors = importer(agenda("UID:1", "SUMMARY:COPIL", "DTSTART:20230312T090000"))
    sans = importer(agenda("UID:1", "SUMMARY:COPIL", "DTSTART:demain"))
    assert [codes(x)[1:] for x in (deux, hors, sans)] == [["IMP-02"], ["IMP-04"], ["IMP-07"]]
    assert all(x.a_regarder for x in (deux, hors, sans))


@pytest.mark.parametrize("chemin", PROGRAMMES, ids=lambda p: p.stem)
def test_aucun_invite_n_est_dans_le_classeur_des_propositions(chemin):
    propositions = propose(lire(chemin), saisir()[1], chemin.name)
    classeur = openpyxl.load_workbook(BytesIO(build_propositions(propositions)))
    textes = " ".join(str(c.value) for f in classeur for ligne in f for c in ligne).casefold()
    assert CIS.casefold() in textes
    assert not [nom for nom in NOMS if nom.casefold() in textes]


def test_un_lieu_qui_ressemble_a_une_formule_reste_un_texte(importer):
    texte = agenda("UID:1", "SUMMARY:COPIL", "DTSTART:20240312T090000", "LOCATION:=HYPERLINK(1)")
    octets = build_propositions(importer(texte))
    feuille = openpyxl.load_workbook(BytesIO(octets))["Propositions"]
    assert (feuille["F6"].value, feuille["F6"].data_type) == ("=HYPERLINK(1)", "s")


def test_les_commandes_ecrivent_puis_reconnaissent_leur_agenda(tmp_path):
    classeur = tmp_path / "plie_libournais_2024.xlsx"
    classeur.write_bytes(saisir(*LIGNES)[0])
    sortie, propositions = tmp_path / "plie.ics", tmp_path / "propositions.xlsx"
    for _ in range(2):  # the second takes the place of the first
        assert lancer("agenda", classeur, "-o", sortie).returncode == 1  # a row has no date
    assert recognize_agenda(sortie) is Origine.NOUS
    assert [f.name for f in tmp_path.glob("*.bak")] == []
    fini = lancer("importer", classeur, sortie, "-o", propositions, "--json")
    assert fini.returncode == 0
    assert [json.loads(ligne)["code"] for ligne in fini.stdout.splitlines()][:2] == [
        "IMP-01",
        "IMP-03",
    ]
    assert propositions.exists()
    sortie.write_bytes(sortie.read_bytes().replace(b"Mairie", b"Gare"))
    assert recognize_agenda(sortie) is Origine.RETOUCHE
    autre = tmp_path / "autre.ics"
    autre.write_text(agenda(), "utf-8")
    assert lancer("agenda", classeur, "-o", autre).returncode == 2
    assert lancer("importer", classeur, classeur).returncode == 2
