"""The process that answers the toolbar: on this machine, for this user, for this version."""

import json
import shutil
import signal
import socket
import stat
import subprocess
import sys
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest
from hote.fichier import AdaptateurFichier
from openpyxl.styles import Protection

import plie_xl as px
from barre.poste import attendre, cliquer, ligne, reglages, resident
from plie_xl.excel import valider
from plie_xl.excel.click import run_action, warm_up
from plie_xl.host.libreoffice import click
from plie_xl.host.libreoffice.cells import TableLue, Zone
from plie_xl.host.libreoffice.line import BIENVENUE, pack, unpack
from plie_xl.host.libreoffice.reach import SansReponseError, clean_environment, reach
from plie_xl.host.resident import serve, stop

CLASSEUR = "plie_technowest_2024.xlsx"


@pytest.fixture
def poste(tmp_path):
    return reglages(tmp_path)


@pytest.fixture
def classeur(racine):
    return AdaptateurFichier(racine / "workbooks" / "2024" / CLASSEUR)


def anomalies(classeur):
    return classeur.read("Anomalies", Zone(6, 1, 40, 7))


def test_un_clic_lance_le_programme_et_ecrit_ce_qu_ecrit_le_bouton(
    tmp_path, racine, classeur, ouvrir_fichier, monkeypatch
):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PYTHONHOME", "/ailleurs")  # LibreOffice’s own Python
    poste = reglages(tmp_path)
    try:
        assert cliquer(poste, "valider", classeur) == []
        premier = Path(poste["descripteur"]).read_bytes()
        assert cliquer(poste, "calculer", classeur) == []
        assert Path(poste["descripteur"]).read_bytes() == premier  # the same process answers again
    finally:
        stop(Path(poste["descripteur"]))
    book = ouvrir_fichier(racine / "workbooks" / "2024" / CLASSEUR)
    valider(book)
    assert anomalies(classeur) == anomalies(book.impl.adaptateur)
    assert anomalies(classeur)[0][0]


def test_un_clic_ne_demande_pas_cent_fois_la_meme_chose(poste, classeur, monkeypatch):
    """Each order is a journey over the line, while LibreOffice waits."""
    ordres = Counter()
    monkeypatch.setattr(click, "obey", count_ordres(click.obey, ordres))
    with resident(poste):
        assert cliquer(poste, "valider", classeur) == []
    assert (ordres["sheet_names"], ordres["names"]) == (1, 1)
    assert ordres.total() < 120


def count_ordres(obey, ordres):
    def counted(classeur, demande):
        ordres[demande["ordre"]] += 1
        return obey(classeur, demande)

    return counted


def test_une_feuille_protegee_donne_une_phrase(poste, classeur):
    classeur.natif["Anomalies"].protection.sheet = True
    for cellules in classeur.natif["Anomalies"].iter_rows(6, 40):
        for cellule in cellules:
            cellule.protection = Protection(locked=True)
    with resident(poste):
        [dit] = cliquer(poste, "valider", classeur)
    assert "est protégée" in dit
    assert "Anomalies" in dit


def test_la_ligne_n_est_ouverte_qu_a_son_utilisateur(poste):
    with resident(poste):
        assert stat.S_IMODE(Path(poste["descripteur"]).stat().st_mode) == 0o600
        assert ligne(poste, jeton=b"un autre") is None
        ligne(poste).close()


def test_une_autre_version_est_refusee(poste, classeur):
    with resident(poste), ligne(poste) as bout:
        bout.send_bytes(pack({"mot": BIENVENUE, "version": "0.0.9", "action": "valider"}))
        assert unpack(bout.recv_bytes()) == {"refus": "autre_version"}


def test_un_programme_plus_ancien_laisse_sa_place(poste, tmp_path):
    """Its toolbar is of the new version: the old one is stopped, the command gives the same."""
    neuve = reglages(tmp_path, version="9.9", commande=[sys.executable, "-c", "pass"])
    with resident(poste) as fil:
        with pytest.raises(SansReponseError):
            reach(neuve)
        fil.join(10)
        assert not fil.is_alive()


def test_un_visiteur_muet_n_empeche_personne(poste, classeur):
    with resident(poste):
        connu = json.loads(Path(poste["descripteur"]).read_text("utf-8"))
        with socket.socket(socket.AF_UNIX) as muet:
            muet.connect(connu["adresse"])
            assert cliquer(poste, "valider", classeur) == []


def test_un_second_programme_s_en_va(poste, monkeypatch):
    monkeypatch.setattr("plie_xl.host.resident.RELAIS", 0.1)
    with resident(poste):
        avant = Path(poste["descripteur"]).read_bytes()
        serve(Path(poste["descripteur"]), run_action, warm_up)
        assert Path(poste["descripteur"]).read_bytes() == avant


def test_sans_clic_le_programme_s_arrete_et_ne_laisse_rien(poste):
    with resident(poste, repos=0.2) as fil:
        fil.join(10)
        assert not fil.is_alive()
        assert not Path(poste["descripteur"]).exists()


def folder_of_line(descripteur):
    return Path(json.loads(descripteur.read_text("utf-8"))["adresse"]).parent


def sweep_line(descripteur, _processus):
    shutil.rmtree(folder_of_line(descripteur))


def sweep_descripteur(descripteur, _processus):
    descripteur.unlink()


def kill(_descripteur, processus):
    processus.kill()
    processus.wait()


@pytest.mark.parametrize("perte", [sweep_line, sweep_descripteur, kill])
def test_un_programme_que_plus_rien_ne_joint_laisse_sa_place(tmp_path, monkeypatch, perte):
    """A cleaning took its line away, or its descriptor; or it was killed between two clicks."""
    monkeypatch.setenv("HOME", str(tmp_path))
    poste = reglages(tmp_path)
    descripteur = Path(poste["descripteur"])
    perdu = subprocess.Popen(poste["commande"], cwd=poste["racine"])
    try:
        attendre(descripteur.exists)
        dossier = folder_of_line(descripteur)
        perte(descripteur, perdu)
        reach(poste).close()
        shutil.rmtree(dossier, ignore_errors=True)  # who is killed leaves it
        assert perdu.wait(10) == (-signal.SIGKILL if perte is kill else 0)
    finally:
        perdu.kill()
        perdu.wait()
        stop(descripteur)


def test_une_barre_plus_ancienne_que_le_programme_le_dit(tmp_path, monkeypatch):
    """Python was updated, the toolbar was not: what starts is of another version."""
    monkeypatch.setenv("HOME", str(tmp_path))
    poste = reglages(tmp_path, version="0.0.9")
    try:
        with pytest.raises(SansReponseError, match="autre_version"):
            reach(poste)
    finally:
        stop(Path(poste["descripteur"]))


def test_sans_ligne_privee_la_boucle_locale_suffit(poste, classeur, racine, monkeypatch):
    px.check(px.read_classeur(racine / "workbooks" / "2024" / CLASSEUR))  # all is loaded with it
    monkeypatch.delattr(socket, "AF_UNIX")
    with resident(poste):
        dit = Path(poste["descripteur"]).read_text("utf-8")
        assert '"127.0.0.1"' in dit
        assert cliquer(poste, "valider", classeur) == []


@pytest.mark.parametrize(
    ("commande", "cle"),
    [
        (["/nulle/part/python"], "sans_python"),
        ([sys.executable, "-c", "raise SystemExit(1)"], "ne_demarre_pas"),
    ],
)
def test_sans_programme_une_phrase_le_dit(tmp_path, commande, cle):
    with pytest.raises(SansReponseError, match=cle):
        reach(reglages(tmp_path, commande=commande))


@pytest.mark.parametrize(
    ("dossier", "de_passage"),
    [
        ("AppData/Local/Microsoft/Windows/INetCache/Content.Outlook/A1B2", True),
        (".cache/.fr-x1", True),
        ("Library/Containers/com.apple.mail/Data/Library/Mail Downloads/3F", True),
        ("Documents/PLIE cachés", False),
    ],
)
def test_un_courriel_ou_une_archive_ouvrent_dans_un_dossier_de_passage(dossier, de_passage):
    assert click.is_temporary(Path("/home/zoe", dossier, "plie.xlsx")) is de_passage


def test_l_environnement_de_libreoffice_ne_passe_pas(monkeypatch):
    for nom in ("PYTHONPATH", "PYTHONHOME", "UNO_PATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV"):
        monkeypatch.setenv(nom, "/libreoffice")
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert "/libreoffice" not in clean_environment().values()
    assert clean_environment()["LANG"] == "fr_FR.UTF-8"


def test_ce_qui_passe_par_la_ligne_arrive_tel_quel():
    zone = Zone(1, 2, 3, 4)
    dit = {
        "zone": zone,
        "table": TableLue(zone, zone, zone),
        "valeurs": [
            [None, 1.5, True, "« é »"],
            [datetime(2024, 3, 5, 10), date(2024, 3, 5), 2, ""],
        ],
    }
    assert unpack(pack(dit)) == dit
    assert isinstance(unpack(pack(dit))["zone"], Zone)
