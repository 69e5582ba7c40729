"""The cache gives the same bytes sooner, and believes nothing that it did not write itself."""

import json
import os
import pickle
import shutil
import sys
from pathlib import Path

import pytest
from commande import lancer

from plie_xl.files.cache import SUFFIXE, Cache, read_changes
from plie_xl.reading.read import read_classeur

SECRET = b"0" * 32


@pytest.fixture
def depot(racine, tmp_path):
    recu = tmp_path / "recu"
    recu.mkdir()
    for nom in ("plie_sources_2024.xlsx", "plie_agenais_2024.xlsx"):
        shutil.copy(racine / "workbooks/2024" / nom, recu)
    return recu


def consolider(depot, *options):
    """The real command, with a home of its own: its result and the bytes of the master."""
    lieu = depot.parent
    chez_moi = dict.fromkeys(("HOME", "USERPROFILE"), str(lieu / "chez_moi"))
    sortie = lancer(
        "consolider",
        depot,
        "-o",
        lieu / "m.xlsx",
        "--json",
        *options,
        env={**os.environ, **chez_moi},
    )
    return sortie, (lieu / "m.xlsx").read_bytes() if (lieu / "m.xlsx").exists() else b""


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


@pytest.fixture
def recus(depot):
    return [(chemin.name, chemin) for chemin in sorted(depot.iterdir())]


def read(recus, cache, empreintes=None):
    """The readings, and the names of the files that were really read."""
    lus = []

    def vraiment(fichiers):
        lus.extend(nom for nom, _ in fichiers)
        return [read_classeur(chemin, nom) for nom, chemin in fichiers]

    empreintes = empreintes or {nom: read_classeur(chemin).sha256 for nom, chemin in recus}
    return read_changes(recus, empreintes, cache, vraiment), lus


def test_le_master_est_le_meme_a_l_octet_avec_ou_sans_cache(depot, cache):
    sans, octets = consolider(depot)
    for _ in range(2):
        avec, lus = consolider(depot, "--cache", cache)
        dit = "".join(x for x in avec.stderr.splitlines(True) if not x.startswith("Cache : "))
        assert (avec.stdout, dit, avec.returncode) == (
            sans.stdout,
            sans.stderr,
            sans.returncode,
        )
        assert lus == octets
    assert list(cache.glob(f"*{SUFFIXE}"))


def test_la_seconde_fois_le_master_n_est_pas_refait(depot, cache):
    consolider(depot, "--cache", cache)
    avant = {f: f.stat().st_mtime_ns for f in cache.iterdir()}
    consolider(depot, "--cache", cache)
    servis = [f for f in cache.iterdir() if f.stat().st_mtime_ns != avant[f]]
    assert len(servis) == 1  # the master alone, not one reading


def test_un_autre_jour_de_reference_est_un_autre_master(depot, cache):
    _, premier = consolider(depot, "--cache", cache, "--au", "2024-03-31")
    _, second = consolider(depot, "--cache", cache, "--au", "2024-10-31")
    assert premier != second == consolider(depot, "--au", "2024-10-31")[1]


def test_un_fichier_corrige_est_relu_et_lui_seul(recus, cache):
    read(recus, garde := Cache(cache, SECRET))
    nom, chemin = recus[0]
    chemin.write_bytes(chemin.read_bytes() + b"\0")
    _, lus = read(recus, garde)
    assert lus == [nom]


def test_les_lectures_du_cache_sont_celles_des_fichiers(recus, cache):
    lues, _ = read(recus, garde := Cache(cache, SECRET))
    gardees, relus = read(recus, garde)
    assert (gardees, relus) == (lues, [])


@pytest.mark.parametrize(
    "abimer",
    [
        lambda octets: b"",
        lambda octets: octets[:40],
        lambda octets: octets[:-1],
        lambda octets: octets[:-9] + b"X" + octets[-8:],
        lambda octets: octets.replace(b"Pessac", b"Bergere"),
        lambda octets: b"\0" * 32 + octets[32:],
    ],
    ids=[
        "vide",
        "coupé",
        "un octet de moins",
        "un octet autre",
        "une valeur autre",
        "sans signature",
    ],
)
def test_une_entree_abimee_n_est_pas_crue(abimer, recus, cache):
    lues, _ = read(recus, garde := Cache(cache, SECRET))
    for entree in cache.iterdir():
        avant = entree.read_bytes()
        entree.write_bytes(abimer(avant) if abimer(avant) != avant else b"?")
    relues, lus = read(recus, garde)
    assert lus == [nom for nom, _ in recus]
    assert relues == lues


def test_l_entree_d_un_autre_fichier_n_est_pas_crue(recus, cache):
    _, _ = read(recus, garde := Cache(cache, SECRET))
    un, autre = sorted(cache.iterdir())
    octets = un.read_bytes(), autre.read_bytes()
    un.write_bytes(octets[1])
    autre.write_bytes(octets[0])
    assert read(recus, garde)[1] == [nom for nom, _ in recus]


def test_le_cache_d_une_autre_personne_n_est_pas_cru(recus, cache):
    read(recus, Cache(cache, b"1" * 32))
    assert read(recus, Cache(cache, SECRET))[1] == [nom for nom, _ in recus]


def test_le_cache_d_un_autre_code_n_est_pas_cru(recus, cache, monkeypatch):
    read(recus, Cache(cache, SECRET))
    monkeypatch.setattr("plie_xl.files.cache.hash_fabrique", lambda: "autre")
    assert read(recus, Cache(cache, SECRET))[1] == [nom for nom, _ in recus]


class _Piege:
    def __reduce__(self):
        return os.system, ("echo piège > " + os.environ.get("PIEGE", os.devnull),)


def test_un_objet_qui_agit_n_est_ni_execute_ni_rendu(cache, tmp_path, monkeypatch):
    monkeypatch.setenv("PIEGE", str(tmp_path / "piege"))
    garde = Cache(cache, SECRET)
    garde.keep(_Piege(), "x")  # signed, even so
    assert garde.load("x") is None
    (entree,) = cache.iterdir()
    entree.write_bytes(b"\0" * 32 + pickle.dumps(_Piege()))
    assert garde.load("x") is None
    assert not (tmp_path / "piege").exists()


def test_un_fichier_refuse_n_est_pas_garde(cache, tmp_path):
    (tmp_path / "faux.xlsx").write_bytes(b"rien")
    recus = [("faux.xlsx", tmp_path / "faux.xlsx")]
    read(recus, garde := Cache(cache, SECRET))
    assert read(recus, garde)[1] == ["faux.xlsx"]


def test_un_cache_parmi_les_classeurs_est_refuse(depot):
    sortie, octets = consolider(depot, "--cache", depot / "cache")
    assert sortie.returncode == 2
    assert "mettez-le ailleurs" in sortie.stderr
    assert not octets


def test_un_cache_qui_ne_sert_pas_n_arrete_rien(depot, tmp_path):
    (tmp_path / "occupe").write_text("un fichier, pas un dossier")
    sortie, octets = consolider(depot, "--cache", tmp_path / "occupe")
    assert sortie.stderr.startswith("Sans cache : ")
    assert octets == consolider(depot)[1]
    assert json.loads(sortie.stdout)["comptes"] == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows a d’autres droits")
def test_le_secret_n_est_lisible_que_par_son_proprietaire(depot, cache):
    consolider(depot, "--cache", cache)
    secret = Path(depot.parent / "chez_moi/.plie_xl/secret_du_cache")
    assert secret.stat().st_mode & 0o777 == 0o600
