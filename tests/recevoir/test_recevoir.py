"""Each received workbook has its answer: what was read, what to look at, a copy to follow."""

import csv
import email
import io
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from email import policy
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from commande import lancer
from galerie.atelier import base, build
from ordinaire import ordinaire

from plie_xl.checks import check
from plie_xl.checks.received import set_aside
from plie_xl.model.collection import load_fiches
from plie_xl.model.settings import Reponses
from plie_xl.reading.read import read_classeur, read_octets
from plie_xl.reports.drafts import write_reponse
from plie_xl.reports.replies import build_reponses, write_recus

DEMO = sorted((Path(__file__).parents[2] / "workbooks" / "2024").glob("*.xlsx"))
MAL_REMPLI = DEMO[9]  # Sud Périgord
GRAVES = load_fiches(2024)["graves"]
REUNION = {"date": date(2024, 3, 12), "instance": "Comité de pilotage", "statut": "Réalisée",
           "modalite": "Présentiel", "emargement": "2024-03-12 a.pdf"}  # fmt: skip
REGLAGES = Reponses(
    expediteur="AGAPE <agape@example.org>",
    signature="L’équipe d’AGAPE",
    adresses={"sud-perigord": "sud@example.org"},
)


def repondre(*lectures, reglages=REGLAGES):
    return [(x, ouvrir(write_reponse(x, reglages))) for x in build_reponses(lectures)]


def ouvrir(octets):
    return email.message_from_bytes(octets, policy=policy.default)


@cache
def mal_rempli():
    [(reponse, lu)] = repondre(read_classeur(MAL_REMPLI))
    return reponse, lu


def texte(lu):
    return ordinaire(lu.get_body(("plain",)).get_content())


def copie(lu):
    [jointe] = lu.iter_attachments()
    return jointe.get_content()


def saisir(*lignes, **tables):
    octets = build(GRAVES, {**base(GRAVES), "suivi": list(lignes), **tables})
    return read_octets(octets, "a.xlsx")


def test_la_reponse_est_un_brouillon_adresse_par_les_reglages():
    _, lu = mal_rempli()
    assert (lu["X-Unsent"], lu["To"], lu["From"]) == (
        "1", "sud@example.org", "AGAPE <agape@example.org>",
    )  # fmt: skip
    assert (
        ordinaire(lu["Subject"])
        == "Classeur de suivi PLIE Sud Périgord 2024 : 13 points à regarder"
    )
    [(_, sans)] = repondre(read_classeur(MAL_REMPLI), reglages=Reponses())
    assert (sans["To"], sans["From"]) == ("", None)


def test_elle_dit_les_comptes_les_quatre_chiffres_et_les_points():
    dit = texte(mal_rempli()[1])
    assert "Lignes lues dans « Suivi » : 17 = 5 retenues + 12 écartées" in dit
    assert (
        "Comités de pilotage ; Objectif : 2 ; Tenu : 1 ; Justifié : 1 ; Au dossier : non contrôlé"
        in dit
    )
    assert "Suivi B6 ; Constat : SUI-07 : « courant mars » n’est pas une date" in dit
    assert "8 lignes ne sont pas comptées" in dit
    assert "L’équipe d’AGAPE" in dit
    page = mal_rempli()[1].get_body(("html",)).get_content()
    assert "<th" in page
    assert "courant mars" in page


def test_les_plus_lourds_viennent_d_abord():
    points = mal_rempli()[0].points
    assert [a.bloquante for a in points] == sorted((a.bloquante for a in points), reverse=True)


def test_la_copie_se_relit_et_dit_les_memes_anomalies():
    reponse, lu = mal_rempli()
    origine, relue = read_classeur(MAL_REMPLI), read_octets(copie(lu), "copie.xlsx")
    assert [a.code for a in check(relue)] == [a.code for a in check(origine) if a.code != "SUI-20"]
    assert len(relue.tables["suivi"].lignes) == reponse.lues
    dates = [lec.tables["suivi"].unfold()["date"] for lec in (origine, relue)]
    assert dates[0] == dates[1]
    feuille = openpyxl.load_workbook(io.BytesIO(copie(lu)))["Anomalies"]
    premiere = [c.value for c in feuille[6]]
    assert "SUI-07" in premiere
    assert any(str(c.value).startswith("=IF(anomalies[") for c in feuille[6])


def test_la_copie_designe_les_cellules_voisines_d_une_ligne():
    jours = (date(2024, 3, n) for n in (11, 12, 13, 14))
    [(_, lu)] = repondre(saisir(*({**REUNION, "date": jour, "statut": ""} for jour in jours)))
    feuille = openpyxl.load_workbook(io.BytesIO(copie(lu)))["Anomalies"]
    dites = [feuille.cell(n, 8).value for n in range(6, 30) if feuille.cell(n, 1).value == "SUI-04"]
    assert dites == ["E6:E9"]


def test_rien_de_ce_qui_designe_une_personne_n_est_repete():
    octets = write_reponse(mal_rempli()[0], REGLAGES)
    lu = ouvrir(octets)
    assert "06 00 00 00 00" not in texte(lu)
    tout = openpyxl.load_workbook(io.BytesIO(copie(lu)))
    textes = {str(c.value) for f in tout for ligne in f.iter_rows() for c in ligne}
    assert not any("06 00 00" in t for t in textes)
    assert "une donnée personnelle semble écrite ici" in texte(lu)


def test_un_classeur_sans_faute_a_sa_reponse():
    [(reponse, lu)] = repondre(saisir(REUNION))
    assert "reçu, rien à signaler" in ordinaire(lu["Subject"])
    assert (reponse.verdict, reponse.annotee) == ("rien à signaler", True)
    assert "1 = 1 retenue + 0 écartée." in texte(lu)
    assert "À faire : rien pour l’instant" in texte(lu)
    assert "mène à chaque cellule" not in texte(lu)


def test_deux_fichiers_d_un_territoire_font_une_reponse():
    un = replace(
        saisir(REUNION), classeur="ancien.xlsx", enregistre="2024-05-01T10:00:00Z", sha256="a"
    )
    deux = replace(
        saisir(REUNION), classeur="neuf.xlsx", enregistre="2024-06-01T10:00:00Z", sha256="b"
    )
    [(reponse, lu)] = repondre(un, deux)
    assert (reponse.classeur, [nom for nom, _ in reponse.ecartes]) == ("neuf.xlsx", ["ancien.xlsx"])
    assert "« ancien.xlsx » ne compte pas : « neuf.xlsx » compte à sa place" in texte(lu)
    lignes = list(
        csv.reader(io.StringIO(write_recus([reponse]).decode("utf-8-sig")), delimiter=";")
    )
    assert [x[0] for x in lignes] == ["Fichier", "neuf.xlsx", "ancien.xlsx"]


def test_de_deux_fichiers_enregistres_ensemble_le_nom_le_plus_simple_compte():
    quand = "2024-06-01T10:00:00Z"
    noms = ["graves.xlsx", "graves (1).xlsx"]
    lus = [replace(saisir(REUNION), classeur=nom, enregistre=quand, sha256=nom) for nom in noms]
    for ordre in (lus, lus[::-1]):
        (gardee, anomalie) = _garde(ordre)
        assert gardee == "graves.xlsx"
        assert "aucun n’est plus récent, son nom est le plus simple" in anomalie.constat


def _garde(lectures):
    ((nom, (anomalie, _)),) = set_aside(lectures, {GRAVES.id: GRAVES})
    return next(x.classeur for x in lectures if x.classeur != nom), anomalie


def test_un_fichier_refuse_a_sa_reponse():
    [(reponse, lu)] = repondre(read_octets(b"PK pas un classeur", "budget.xlsx"))
    assert (reponse.verdict, reponse.fiche) == ("refusé", None)
    assert ordinaire(lu["Subject"]) == "Classeur de suivi : « budget.xlsx » n’a pas pu être lu"
    assert "LEC-01" in texte(lu)
    feuilles = openpyxl.load_workbook(io.BytesIO(copie(lu))).sheetnames
    assert feuilles == ["Anomalies"]


def test_la_reponse_a_un_fichier_refuse_parle_a_celle_qui_l_a_envoye():
    [(_, lu)] = repondre(read_octets(b"pas un classeur", "budget.xlsx"))
    dit = texte(lu)
    assert "demandez au PLIE" not in dit
    assert "cliquez « Valider »" not in dit
    assert "À faire : envoyez-nous le classeur de suivi, une fois cela corrigé." in dit


@pytest.mark.parametrize(
    "nom", ["a\r\nBcc: x@example.org.xlsx", "b\nX-Injecte: oui.xlsx", "é\u2028Cc: y.xlsx"]
)
def test_un_nom_de_fichier_n_ouvre_aucun_en_tete(nom):
    [(_, lu)] = repondre(replace(saisir(REUNION), classeur=nom))
    assert {*lu.keys()} == {"Subject", "From", "To", "X-Unsent", "MIME-Version", "Content-Type"}
    assert "\n" not in next(lu.iter_attachments()).get_filename()


def test_un_reglage_ou_une_ligne_n_ouvre_aucun_en_tete():
    reglages = replace(REGLAGES, adresses={"graves": "a@example.org\nBcc: b@example.org"})
    [(_, lu)] = repondre(saisir({**REUNION, "objet": "x\r\nBcc: c@example.org"}), reglages=reglages)
    assert lu["Bcc"] is None


def test_les_memes_fichiers_donnent_les_memes_octets():
    reponse, _ = mal_rempli()
    [encore] = build_reponses([read_classeur(MAL_REMPLI)])
    assert write_reponse(encore, REGLAGES) == write_reponse(reponse, REGLAGES)


def test_la_commande_ecrit_une_fois_et_ne_reecrit_pas(tmp_path):
    boite, sortie = tmp_path / "recus", tmp_path / "reponses"
    boite.mkdir()
    (boite / "budget.xlsx").write_bytes(b"PK pas un classeur")
    (boite / MAL_REMPLI.name).write_bytes(MAL_REMPLI.read_bytes())
    essai = lancer("recevoir", boite, "-o", sortie, "--essai")
    assert (essai.returncode, sortie.exists()) == (1, False)
    assert lancer("recevoir", boite, "-o", sortie).returncode == 1
    ecrits = {p.relative_to(sortie).as_posix(): p.read_bytes() for p in sortie.rglob("*.*")}
    assert len(ecrits) == 3
    encore = lancer("recevoir", boite, "-o", sortie)
    assert "2 réponses" in ordinaire(encore.stderr)
    assert "dont 2 déjà prêtes" in ordinaire(encore.stderr)
    assert {p.relative_to(sortie).as_posix(): p.read_bytes() for p in sortie.rglob("*.*")} == ecrits
    assert (
        (sortie / "RECUS.csv").read_bytes().startswith(b"\xef\xbb\xbfFichier;Territoire;Verdict;")
    )
    (sortie / "RECUS.csv").write_text("mes notes")
    assert lancer("recevoir", boite, "-o", sortie).returncode == 2
    assert lancer("recevoir", boite, "-o", boite / "reponses").returncode == 2


@pytest.mark.parametrize(
    "commande",
    ["recevoir {} -o reponses", "valider {}", "atteinte {}", "bilan {} -o bilans",
     "expliquer {} --fiche sud-perigord --cible copil"],
)  # fmt: skip
def test_une_archive_laissee_de_cote_est_nommee_avant_le_reste(commande, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    boite = tmp_path / "recus"
    boite.mkdir()
    for nom in ("a.pdf", "b.pdf", "c.pdf", "envoi.zip"):
        (boite / nom).write_bytes(b"PK")
    (boite / MAL_REMPLI.name).write_bytes(MAL_REMPLI.read_bytes())
    dit = ordinaire(lancer(*commande.format(boite).split()).stderr)
    assert "Non lu : « envoi.zip » (archive compressée : décompressez-la" in dit
    assert "et 1 autre." in dit


# A shell in the background lets its children ignore Ctrl-C.
ECOUTE_CTRL_C = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from plie_xl.__main__ import main
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C ne s’envoie pas ainsi sous Windows")
def test_surveiller_repond_a_ce_qui_arrive_puis_s_arrete_avec_ses_comptes(tmp_path):
    boite, sortie = tmp_path / "recus", tmp_path / "reponses"
    boite.mkdir()
    veille = subprocess.Popen(
        [sys.executable, "-c", ECOUTE_CTRL_C, "recevoir", boite, "-o", sortie, "--surveiller"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    try:
        (boite / "a.xlsx").write_bytes(b"PK pas un classeur")
        fin = time.monotonic() + 120
        while not (sortie / "RECUS.csv").exists() and time.monotonic() < fin:
            time.sleep(0.3)
        veille.send_signal(signal.SIGINT)
        _, dit = veille.communicate(timeout=60)
    finally:
        veille.kill()
    assert veille.returncode == 1, dit
    assert "1 fichier reçu : 1 réponse" in ordinaire(dit)
