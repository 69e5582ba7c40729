"""« Préparer la réunion », « Exporter l’agenda », « Importer l’agenda », on an open workbook."""

from datetime import date, datetime

import pytest
from ordinaire import ordinaire

from plie_xl.excel import exporter_agenda, importer_agenda, preparer_reunion
from plie_xl.files.errors import EcritureError
from plie_xl.model.errors import ActionError
from plie_xl.reading.read import read_classeur

COPIL, CIS = "Comité de pilotage", "Commissions d’intégration et de suivi de parcours (CIS)"
LIGNES = [
    {"date": date(2024, 3, 12), "instance": COPIL, "statut": "Prévue", "modalite": "Présentiel"},
    {"date": date(2024, 4, 11), "instance": CIS, "statut": "Réalisée", "modalite": "Présentiel"},
    {"date": date(2024, 5, 14), "instance": COPIL, "statut": "Prévue", "modalite": "À distance"},
]
RECU = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1
SUMMARY:CIS
DTSTART:20240613T093000
DTEND:20240613T120000
LOCATION:=1+1
ATTENDEE;CN=Camille Durand:mailto:c@exemple.org
END:VEVENT
BEGIN:VEVENT
UID:2
SUMMARY:COPIL
DTSTART;VALUE=DATE:20240312
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def book(saisir, ouvrir):
    return ouvrir(saisir("libournais", LIGNES))


@pytest.fixture
def choisir(book):
    """Select cells of a sheet, as a hand would."""

    def choisir(plage, feuille="Suivi"):
        zones = [book.sheets[feuille].range(bloc).impl.zone for bloc in plage.split(",")]
        book.impl.adaptateur.choisies = feuille, zones

    return choisir


@pytest.fixture
def repondre(book, monkeypatch):
    """What she clicks in the box that asks; what the box said."""

    def repondre(reponse):
        dits = []
        monkeypatch.setattr(
            book.app.impl, "alert", lambda texte, *_: dits.append(ordinaire(texte)) or reponse
        )
        return dits

    return repondre


def test_les_papiers_des_lignes_choisies_sont_a_cote_du_classeur(book, choisir, tmp_path):
    choisir("C6:D8")
    fait = preparer_reunion(book)
    assert {p.ligne for p in fait.papiers} == {6, 8}
    assert {d.name for d in tmp_path.iterdir() if d.is_dir()} == {
        "2024-03-12_COPIL",
        "2024-05-14_COPIL",
    }
    assert "la ligne 7 est « Réalisée » : rien n’a été préparé." in ordinaire(fait.phrase)
    assert ordinaire(fait.phrase) in ordinaire(str(book.names["bilan_suivi"].refers_to_range.value))
    choisir("A6")
    with pytest.raises(EcritureError, match="REU-02"):
        preparer_reunion(book)


@pytest.mark.parametrize(
    ("feuille", "plage", "dit"),
    [
        ("Atteinte", "A6", "choisissez, dans « Suivi »"),
        ("Suivi", "A7", "la ligne 7 est « Réalisée »"),
        ("Suivi", "A60", "aucune réunion n’y est notée"),
        ("Suivi", "A1:A5000", "non une colonne entière"),
    ],
)
def test_ce_qui_ne_se_prepare_pas_est_dit_et_rien_n_est_ecrit(
    book, choisir, tmp_path, feuille, plage, dit
):
    choisir(plage, feuille)
    with pytest.raises(ActionError) as erreur:
        preparer_reunion(book)
    assert dit in ordinaire(str(erreur.value))
    assert [f for f in tmp_path.iterdir() if f.is_dir()] == []


def test_l_agenda_s_ecrit_a_cote_et_se_remplace_lui_meme(book, tmp_path):
    assert exporter_agenda(book).prevues == 2
    avant = (tmp_path / "plie_libournais_2024.ics").read_bytes()
    assert exporter_agenda(book).octets == avant
    assert "importez-le dans votre agenda" in book.app.impl.messages[-1]
    (tmp_path / "plie_libournais_2024.ics").write_text("à moi", "utf-8")
    with pytest.raises(EcritureError):
        exporter_agenda(book)


def test_un_agenda_est_montre_puis_ajoute_sous_la_derniere_ligne(book, repondre, tmp_path):
    (tmp_path / "recu.ics").write_text(RECU, "utf-8")
    [question] = [dits := repondre("yes")] and [importer_agenda(book)] and dits
    assert f"13/06/2024  {CIS}" in question
    assert "Ajouter cette réunion sous la dernière ligne de « Suivi » ?" in question
    assert "Durand" not in question
    suivi = book.sheets["Suivi"]
    assert suivi.range("B9:I9").value == [
        datetime(2024, 6, 13), CIS, None, "Prévue", "Présentiel", "=1+1", None, None,
    ]  # fmt: skip
    assert suivi.range("B6:E8").value[0][1:] == [COPIL, None, "Prévue"]
    book.save()
    lue = read_classeur(tmp_path / "plie_libournais_2024.xlsx").tables["suivi"]
    assert list(lue.lignes) == [6, 7, 8, 9]
    assert f"{lue.valeurs['debut_heure'][3]}" == "09:30:00"


def test_un_refus_n_ajoute_rien(book, repondre, tmp_path):
    (tmp_path / "recu.ics").write_text(RECU, "utf-8")
    repondre("no")
    importer_agenda(book)
    assert book.sheets["Suivi"].range("C9").value is None
    assert "Rien n’a été ajouté" in str(book.names["bilan_suivi"].refers_to_range.value)


def test_deux_agendas_a_cote_et_aucun_ne_sont_pas_choisis(book, tmp_path):
    with pytest.raises(ActionError, match="aucun agenda"):
        importer_agenda(book)
    for nom in ("a.ics", "b.ics"):
        (tmp_path / nom).write_text(RECU, "utf-8")
    with pytest.raises(ActionError, match="2 agendas sont"):
        importer_agenda(book)


def test_un_tableau_plein_ne_se_remplit_pas_par_dessus(book, tmp_path, repondre):
    unes = RECU.replace("DTSTART:20240613T093000", "DTSTART:20240101T093000\nRRULE:FREQ=DAILY")
    (tmp_path / "recu.ics").write_text(unes.replace("DTEND:20240613T120000\n", ""), "utf-8")
    repondre("yes")
    with pytest.raises(ActionError, match="Agrandissez-le"):
        importer_agenda(book)
    assert book.sheets["Suivi"].range("C9").value is None
