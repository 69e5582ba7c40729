"""The workbook of a PLIE that a merger closed: each command and each button says it in one sentence."""

import email
import re
from email import policy

import pytest
import xlwings as xw
from commande import lancer
from hote.windows import AdaptateurWindows, MoteurWindows
from ordinaire import ordinaire

import plie_xl.excel
from annees.fusionnees import move, vallee
from plie_xl.host.engine import active_engine
from plie_xl.model.buttons import list_territoire
from plie_xl.model.fiche import parse_fiche
from plie_xl.template.demo import build_demo

DIT = "le PLIE des Graves a fusionné le 01/01/2025 : ce classeur de 2025 ne compte pas"
CLASSEUR = "plie_graves_2025.xlsx"
COMMANDES = [
    ("valider", CLASSEUR),
    ("atteinte", CLASSEUR),
    ("reunion", CLASSEUR, "--ligne", "12", "-o", "sortie"),
    ("agenda", CLASSEUR, "-o", "sortie.ics"),
    ("importer", CLASSEUR, "agenda.csv", "-o", "sortie.xlsx"),
    ("pieces", CLASSEUR, "pieces", "-o", "sortie.xlsx"),
    ("dossier", CLASSEUR, "pieces", "-o", "sortie"),
    ("ranger", CLASSEUR, "pieces", "--vers", "sortie"),
    ("migrer", CLASSEUR, "-o", "sortie.xlsm"),
    ("bilan", CLASSEUR, "-o", "sortie.docx"),
]


@pytest.fixture
def ferme(deposer, tmp_path, monkeypatch):
    """A filled workbook of Graves, of 2025, when la Vallée has succeeded to it."""
    deposer(vallee=vallee())
    monkeypatch.chdir(tmp_path)
    fiche = parse_fiche("graves.toml", move("graves"))
    [octets] = build_demo({"graves": fiche}).values()
    (tmp_path / CLASSEUR).write_bytes(octets)
    (tmp_path / "agenda.csv").write_text("Date;Objet\n12/03/2025;COPIL\n", "utf-8")
    (tmp_path / "pieces").mkdir()
    return tmp_path / CLASSEUR


@pytest.mark.parametrize("mots", COMMANDES, ids=lambda mots: mots[0])
def test_une_commande_le_dit_et_n_ecrit_rien(ferme, mots):
    avant = sorted(ferme.parent.iterdir())
    fait = lancer(*mots)
    assert DIT in ordinaire(" ".join((fait.stdout + fait.stderr).split()))
    assert fait.returncode in (1, 3)
    assert sorted(ferme.parent.iterdir()) == avant


@pytest.mark.parametrize("action", [bouton.action for bouton in list_territoire()])
def test_un_bouton_repond_sans_faute_du_programme(ferme, tmp_path, monkeypatch, action):
    monkeypatch.setenv("HOME", str(tmp_path / "maison"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "maison"))
    with active_engine("fichier", AdaptateurWindows, MoteurWindows):
        book = xw.Book(str(ferme))
        book.set_mock_caller()
        book.sheets["Suivi"].range("A35:A36").select()
        plie_xl.excel.bouton(action)
        dits = [ordinaire(" ".join(m.split())) for m in book.app.impl.messages]
        dits += [ordinaire(str(v)) for v in book.sheets["Anomalies"].range("A6:J9").value[0] if v]
    assert not (tmp_path / "maison" / ".plie_xl").exists()
    assert any(re.search("fusionné|choisissez", dit) for dit in dits), dits


def test_la_reponse_dit_quel_classeur_envoyer(ferme):
    (ferme.parent / "recus").mkdir()
    ferme.rename(ferme.parent / "recus" / CLASSEUR)
    fait = lancer("recevoir", "recus", "-o", "reponses")
    assert fait.returncode == 1
    [brouillon] = (ferme.parent / "reponses").rglob("*.eml")
    lu = email.message_from_bytes(brouillon.read_bytes(), policy=policy.default)
    texte = ordinaire(lu.get_body(("plain",)).get_content())
    assert "n’est pas celui qui compte" in ordinaire(lu["Subject"])
    assert DIT in texte
    assert "envoyez-nous le classeur du PLIE qui a pris la suite" in texte
    assert "Valider" not in texte
