"""The real commands, on a real server of this machine and in an archive: the same answers."""

import json
import shutil
import signal
import subprocess
import sys
import time
import unicodedata
import zipfile

import pytest
from ordinaire import rendu_ordinaire
from patience import at_most

from distant.conftest import MOT_DE_PASSE, SIGNATURE

pytest.importorskip("fsspec", reason="fsspec n’est pas installé")

SOURCES, AGENAIS = "plie_sources_2024.xlsx", "plie_agenais_2024.xlsx"
ACCENTS = unicodedata.normalize("NFD", "à l’été/reçu n° 1 ?.xlsx")


@pytest.fixture
def recu(racine, tmp_path):
    """Two workbooks, one of them under an awkward name, and what programs leave behind."""
    dossier = tmp_path / "site" / "recu"
    (dossier / ACCENTS).parent.mkdir(parents=True)
    shutil.copy(racine / "workbooks/2024" / SOURCES, dossier)
    shutil.copy(racine / "workbooks/2024" / AGENAIS, dossier / ACCENTS)
    (dossier / f"~${SOURCES}").write_bytes(b"x")
    (dossier / "notes.txt").write_bytes(b"x")
    return dossier


@pytest.fixture
def archive(recu, tmp_path):
    """The same, zipped."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as z:
        for fichier in recu.rglob("*"):
            z.write(fichier, fichier.relative_to(recu).as_posix())
    return f"zip://::{tmp_path / 'a.zip'}"


@pytest.fixture
def consolider(lancer, tmp_path):
    """What the command says, and the bytes of the master, which does not stand above its files."""
    master = tmp_path / "ecrit" / "m.xlsx"
    master.parent.mkdir()

    def consolider(*sources):
        master.unlink(missing_ok=True)
        rendu = lancer("consolider", *sources, "-o", master, "--json")
        octets = master.read_bytes() if master.exists() else b""
        lignes = rendu.stderr.splitlines(keepends=True)
        dit = "".join(x for x in lignes if not x.startswith("Cache : "))
        return (rendu.returncode, rendu.stdout, dit), octets

    return consolider


def test_un_site_et_une_archive_donnent_le_master_du_dossier_a_l_octet(
    recu, site, archive, consolider, tmp_path
):
    ici = consolider(recu)
    assert json.loads(ici[0][1])["comptes"] == 2
    assert consolider(f"{site}/recu/") == ici
    assert consolider(archive) == ici
    assert not list((tmp_path / "temp").iterdir())


def test_un_chemin_et_une_adresse_se_melangent(recu, site, consolider):
    classeur = next(recu.glob("*/*.xlsx"))
    (dit, octets), (_, ensemble) = (
        consolider(classeur, f"{site}/recu/{SOURCES}"),
        consolider(classeur, recu / SOURCES),
    )
    assert json.loads(dit[1])["comptes"] == 2
    assert octets == ensemble


def test_le_cache_sert_pour_une_adresse(recu, site, consolider, tmp_path):
    sans = consolider(f"{site}/recu/")
    cache = "--cache", tmp_path / "cache"
    assert consolider(f"{site}/recu/", *cache) == sans
    avant = {f.name: f.stat().st_mtime_ns for f in (tmp_path / "cache").iterdir()}
    assert consolider(f"{site}/recu/", *cache) == sans
    servis = [f for f in (tmp_path / "cache").iterdir() if avant[f.name] != f.stat().st_mtime_ns]
    assert len(servis) == 1  # the master alone: the copies were hashed, none was read
    assert consolider(recu, *cache)[1] == sans[1]  # the same contents under the same names


def test_un_fichier_change_sur_le_site_n_est_pas_servi_par_le_cache(
    recu, site, consolider, tmp_path, racine
):
    cache = "--cache", tmp_path / "cache"
    consolider(f"{site}/recu/", *cache)
    shutil.copy(racine / "workbooks/2024/plie_graves_2024.xlsx", recu / SOURCES)
    assert consolider(f"{site}/recu/", *cache)[1] == consolider(recu)[1]


def test_un_fichier_parti_est_refuse_et_les_autres_comptes(recu, site, consolider):
    recu.rename(recu.with_name("parti"))
    (code, bilan, dit), octets = consolider(f"{site}/parti/")
    assert code == 3
    assert (json.loads(bilan)["comptes"], json.loads(bilan)["refuses"]) == (2, 1)
    assert f"parti.xlsx : refusé, « {site}/parti/parti.xlsx » n’est pas venu : introuvable" in dit
    assert octets


def test_un_refus_ne_reste_pas_dans_le_cache(recu, site, consolider, tmp_path):
    recu.rename(recu.with_name("parti"))
    cache = "--cache", tmp_path / "cache"
    consolider(f"{site}/parti/", *cache)
    shutil.copy(recu.with_name("parti") / SOURCES, recu.with_name("parti") / "parti.xlsx")
    assert json.loads(consolider(f"{site}/parti/", *cache)[0][1])["refuses"] == 0


def test_aucun_secret_n_est_dit_ni_ecrit(recu, site, consolider, tmp_path):
    prive = site.replace("//", f"//agape:{MOT_DE_PASSE}@") + "/prive"
    adresses = [f"{prive}/recu/{SOURCES}?sig={SIGNATURE}", f"{prive}/recu/absent.xlsx"]
    autre = f"{prive}/recu/{SOURCES}?sig=autre{SIGNATURE}"
    (_, bilan, dit), octets = consolider(adresses[0], autre, "--cache", tmp_path / "cache")
    assert json.loads(bilan)["recus"] == 2, dit
    (tmp_path / "m.zip").write_bytes(octets)
    with zipfile.ZipFile(tmp_path / "m.zip") as z:
        ecrit = b"".join(map(z.read, z.namelist()))
    for dossier in ("cache", "chez_moi", "temp"):
        ecrit += b"".join(f.read_bytes() for f in (tmp_path / dossier).rglob("*") if f.is_file())
    ecrit += (bilan + dit + str(consolider(adresses[1]))).encode()
    assert SOURCES.encode() in ecrit
    assert MOT_DE_PASSE.encode() not in ecrit
    assert SIGNATURE.encode() not in ecrit
    assert b"agape:" not in ecrit


def test_un_mauvais_mot_de_passe_est_dit_sans_lui(recu, site, lancer):
    mauvais = site.replace("//", "//agape:autresecret@")
    rendu = lancer("valider", f"{mauvais}/prive/recu/{SOURCES}")
    assert (rendu.returncode, rendu.stdout) == (3, "")
    assert rendu.stderr == (
        f"plie-xl : « {site}/prive/recu/{SOURCES} » : accès refusé, vérifiez le mot de passe ou"
        " les droits.\n"
    )


@pytest.mark.parametrize("commande", [["valider"], ["atteinte", "--json"]])
def test_une_commande_dit_la_meme_chose_d_une_adresse(commande, recu, site, lancer):
    ici = lancer(*commande, recu / SOURCES)
    la_bas = lancer(*commande, f"{site}/recu/{SOURCES}")
    assert (la_bas.returncode, la_bas.stdout) == (ici.returncode, ici.stdout)
    assert la_bas.stderr == ici.stderr


def test_expliquer_lit_un_classeur_et_un_master_a_une_adresse(recu, site, lancer, consolider):
    quoi = "--fiche", "sources", "--cible", "copil", "--json"
    ici = lancer("expliquer", recu / SOURCES, *quoi)
    assert json.loads(ici.stdout)
    assert lancer("expliquer", f"{site}/recu/{SOURCES}", *quoi).stdout == ici.stdout
    _, octets = consolider(recu / SOURCES)
    (recu / "m.xlsx").write_bytes(octets)
    master = lancer("expliquer", f"{site}/recu/m.xlsx", *quoi)
    assert json.loads(master.stdout)["tenu"] == json.loads(ici.stdout)["tenu"]


def test_un_master_parmi_ce_qui_est_recu_est_mis_a_part(recu, site, consolider):
    (recu / "m.xlsx").write_bytes(consolider(recu)[1])
    bilan = json.loads(consolider(f"{site}/recu/")[0][1])
    assert bilan["passes"]["m.xlsx"] == "classeur maître"


@pytest.mark.parametrize("option", ["-o", "--export", "--cache", "--depuis"])
def test_seul_ce_qui_est_recu_peut_etre_une_adresse(option, recu, lancer):
    sortie = [] if option == "-o" else ["-o", "m.xlsx"]
    rendu = lancer("consolider", recu, *sortie, option, f"s3://agape:{MOT_DE_PASSE}@b/m.xlsx")
    assert rendu.returncode == 2
    assert rendu.stderr.startswith("plie-xl : une adresse ne vaut que pour ce qui est reçu")
    assert MOT_DE_PASSE not in rendu.stderr


def test_une_grappe_ne_lit_pas_une_adresse(site, lancer):
    rendu = lancer("consolider", f"{site}/", "-o", "m.xlsx", "--executeur", "dask://h:1")
    assert rendu.returncode == 2
    assert "les ouvriers de Dask ne voient pas une adresse" in rendu.stderr


def test_sans_l_extra_une_phrase_dit_quoi_installer(tmp_path):
    code = (
        "import sys; sys.modules['fsspec'] = None\n"
        f"sys.argv = ['plie-xl', 'valider', 's3://agape:{MOT_DE_PASSE}@h/a.xlsx']\n"
        "from plie_xl.cli.main import main\nmain()"
    )
    rendu = rendu_ordinaire(
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False
        )
    )
    assert rendu.returncode == 2
    assert rendu.stderr == (
        "plie-xl : pour lire « s3://h/a.xlsx », il faut « pip install plie-xl[distant] ».\n"
    )


def test_un_chemin_ne_charge_rien_de_ce_qui_est_distant(recu):
    rendu = rendu_ordinaire(
        subprocess.run(
            [sys.executable, "-X", "importtime", "-m", "plie_xl", "valider", recu / SOURCES],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    )
    assert "plie_xl.files.inbox" in rendu.stderr
    assert not [x for x in ("fsspec", "plie_xl.files.remote", "aiohttp") if x in rendu.stderr]


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C de POSIX")
def test_ctrl_c_pendant_une_copie_arrete_et_ne_laisse_rien(recu, site, environnement, tmp_path):
    recu.rename(recu.with_name("muet"))
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from plie_xl.__main__ import main\nmain()"
    )
    processus = subprocess.Popen(
        [sys.executable, "-c", code, "consolider", f"{site}/muet/", "-o", tmp_path / "m.xlsx"],
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environnement,
    )
    fin = time.monotonic() + at_most(60)
    while not list((tmp_path / "temp").glob("plie_xl-*/*")) and time.monotonic() < fin:
        time.sleep(0.05)
    debut = time.monotonic()
    processus.send_signal(signal.SIGINT)
    _, dit = processus.communicate(timeout=at_most(60))
    assert time.monotonic() - debut < at_most(
        3
    )  # within a second on a machine that does nothing else
    assert processus.returncode == 130
    assert "rien n’est écrit à moitié" in dit
    assert not (tmp_path / "m.xlsx").exists()
    assert not list((tmp_path / "temp").iterdir())
