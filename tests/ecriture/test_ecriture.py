"""Writing when all goes well, and what is refused before anything is touched."""

import errno
import os
import secrets
import stat
import time
from datetime import datetime

import pytest

from plie_xl.files.atomic import Ecrit, Patience, write_atomic
from plie_xl.files.errors import EcritureError, Etat, explain
from plie_xl.files.hidden import est_provisoire

VIEUX, NEUF = b"ancien" * 1000, b"nouveau" * 2000
JOUR = datetime(2024, 10, 31, 14, 5)


@pytest.fixture
def agape(tmp_path):
    fichier = tmp_path / "AGAPE_2024.xlsx"
    fichier.write_bytes(VIEUX)
    return fichier


def noms(fichier):
    return sorted(f.name for f in fichier.parent.iterdir())


def refuse(fichier, octets=NEUF, **options) -> EcritureError:
    with pytest.raises(EcritureError) as refus:
        write_atomic(fichier, octets, **options)
    return refus.value


def test_un_fichier_neuf_est_ecrit(tmp_path):
    assert write_atomic(tmp_path / "a.csv", NEUF) == Ecrit(tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes() == NEUF


def test_l_ancien_est_remplace_sans_rien_laisser(agape):
    write_atomic(agape, NEUF)
    assert agape.read_bytes() == NEUF
    assert noms(agape) == ["AGAPE_2024.xlsx"]


def test_chaque_ancien_est_garde_sous_le_premier_nom_libre(agape):
    avis = [write_atomic(agape, octets, copie=True).avis for octets in (b"premier", b"second")]
    gardes = {f.name: f.read_bytes() for f in agape.parent.iterdir()}
    assert gardes == {
        "AGAPE_2024.xlsx": b"second",
        "AGAPE_2024.xlsx.bak": VIEUX,
        "AGAPE_2024.xlsx (2).bak": b"premier",
    }
    assert "« AGAPE_2024.xlsx.bak »" in avis[0]
    assert "« AGAPE_2024.xlsx (2).bak »" in avis[1]


def test_ce_qui_est_deja_garde_ne_l_est_pas_deux_fois(agape):
    write_atomic(agape, NEUF, copie=True)
    agape.write_bytes(VIEUX)
    assert "AGAPE_2024.xlsx.bak" in write_atomic(agape, NEUF, copie=True).avis
    assert noms(agape) == ["AGAPE_2024.xlsx", "AGAPE_2024.xlsx.bak"]


def test_relancer_sans_rien_changer_ne_perd_pas_la_copie(agape):
    for _ in range(2):
        write_atomic(agape, NEUF, copie=True)
    assert agape.with_name("AGAPE_2024.xlsx.bak").read_bytes() == VIEUX


def test_la_copie_n_est_pas_un_second_nom_du_meme_fichier(agape):
    write_atomic(agape, NEUF, copie=True)
    assert agape.stat().st_nlink == agape.with_name("AGAPE_2024.xlsx.bak").stat().st_nlink == 1


@pytest.mark.parametrize("droits", [0o600, 0o664])
def test_les_droits_de_l_ancien_sont_gardes(agape, droits):
    agape.chmod(droits)
    write_atomic(agape, NEUF, copie=True)
    assert {stat.S_IMODE(f.stat().st_mode) for f in agape.parent.iterdir()} == {droits}


def test_une_ecriture_par_petits_bouts_est_entiere(agape, monkeypatch):
    vrai = os.write
    monkeypatch.setattr(os, "write", lambda d, octets: vrai(d, octets[:701]))
    write_atomic(agape, NEUF)
    assert agape.read_bytes() == NEUF


def test_un_nom_cache_deja_pris_n_est_jamais_ecrit(agape, monkeypatch):
    monkeypatch.setattr(secrets, "token_hex", lambda _: "00000000")
    vus = []
    write_atomic(agape, VIEUX, verify=vus.append)
    ailleurs = agape.with_name("précieux")
    ailleurs.write_bytes(b"precieux")
    vus[0].symlink_to(ailleurs)
    assert refuse(agape).etat is Etat.ANCIEN
    assert ailleurs.read_bytes() == b"precieux"


# The file is reopened -----------------------------------------------------------------------


def test_un_disque_qui_ment_est_pris_sur_le_fait(agape, monkeypatch):
    vrai = os.write
    monkeypatch.setattr(os, "write", lambda d, octets: vrai(d, bytes(len(octets))))
    assert refuse(agape).etat is Etat.ANCIEN
    assert agape.read_bytes() == VIEUX


def test_le_verificateur_recoit_le_fichier_entier_sous_le_meme_suffixe(agape):
    vus = []
    write_atomic(agape, NEUF, verify=lambda f: vus.append((f.parent, f.suffix, f.read_bytes())))
    assert vus == [(agape.parent, ".xlsx", NEUF)]


class PanicError(BaseException):
    """As raised by a compiled reader."""


@pytest.mark.parametrize("defaut", [ValueError, PanicError, OSError])
def test_un_verificateur_mecontent_laisse_l_ancien(agape, defaut):
    def verifier(_):
        raise defaut("feuille « Suivi » absente")

    assert "feuille « Suivi » absente" in str(refuse(agape, verify=verifier))
    assert (agape.read_bytes(), noms(agape)) == (VIEUX, ["AGAPE_2024.xlsx"])


def test_une_interruption_au_clavier_laisse_l_ancien(agape):
    def verifier(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_atomic(agape, NEUF, verify=verifier)
    assert (agape.read_bytes(), noms(agape)) == (VIEUX, ["AGAPE_2024.xlsx"])


# Refused ------------------------------------------------------------------------------------


def test_un_dossier_absent_est_refuse(tmp_path):
    phrase = str(refuse(tmp_path / "absent" / "a.xlsx"))
    assert phrase == (
        f"« a.xlsx » n’a pas été enregistré : le dossier « {tmp_path / 'absent'} » n’existe pas ; "
        "rien n’a été changé ; créez-le, ou choisissez un autre dossier."
    )


def test_un_fichier_en_guise_de_dossier_est_refuse(agape):
    assert "n’existe pas" in str(refuse(agape / "a.xlsx"))


def test_un_lien_est_refuse_et_sa_cible_intacte(agape):
    lien = agape.with_name("lien.xlsx")
    lien.symlink_to(agape)
    assert "c’est un lien" in str(refuse(lien))
    assert lien.is_symlink()
    assert agape.read_bytes() == VIEUX


@pytest.mark.parametrize("chemin", ["", ".", "..", "/"])
def test_un_dossier_est_refuse(tmp_path, chemin):
    assert "c’est un dossier" in str(refuse(tmp_path / chemin))


def test_un_tube_est_refuse_sans_attendre(tmp_path):
    os.mkfifo(tmp_path / "a.xlsx")
    assert "n’est pas un fichier ordinaire" in str(refuse(tmp_path / "a.xlsx"))


def test_un_peripherique_est_refuse(tmp_path):
    assert "n’est pas un fichier ordinaire" in str(refuse(type(tmp_path)("/dev/null")))


def test_un_fichier_protege_expres_est_refuse(agape):
    agape.chmod(0o444)
    assert "lecture seule" in str(refuse(agape))
    assert agape.read_bytes() == VIEUX


@pytest.mark.parametrize("code", errno.errorcode)
def test_aucune_faute_du_systeme_n_est_dite_en_anglais(code):
    dit = " ".join(explain(OSError(code, os.strerror(code))))
    assert os.strerror(code) not in dit


def test_un_nom_trop_long_est_refuse(tmp_path):
    assert "le nom est trop long" in str(refuse(tmp_path / ("a" * 300)))


@pytest.mark.parametrize("prendre", ["mkdir", "touch"])
def test_un_nom_de_copie_deja_pris_reste_a_qui_l_a_pris(agape, prendre):
    pris = agape.with_name("AGAPE_2024.xlsx.bak")
    getattr(pris, prendre)()
    write_atomic(agape, NEUF, copie=True)
    assert agape.with_name("AGAPE_2024.xlsx (2).bak").read_bytes() == VIEUX
    assert pris.is_dir() or not pris.read_bytes()


# A master open in Excel: the codes of Windows, given by us ------------------------------------


class Excel:
    """Holds files as Windows does: replacing them fails with the code `winerror`."""

    def __init__(self, monkeypatch, winerror=32, fois=10**6, tenu="AGAPE_2024.xlsx"):
        self.attendu, self.fois = [], fois
        self.patience = Patience(sleep=self.attendu.append, now=lambda: JOUR)
        vrai = os.replace

        def replace(source, cible):
            if cible.name != tenu or len(self.attendu) >= self.fois:
                return vrai(source, cible)
            erreur = PermissionError(13, "Access is denied")
            erreur.winerror = winerror
            raise erreur

        monkeypatch.setattr(os, "replace", replace)


@pytest.mark.parametrize("code", [5, 32, 33])
def test_ouvert_dans_excel_le_resultat_est_a_cote_sous_un_nom_date(agape, monkeypatch, code):
    excel = Excel(monkeypatch, code)
    ecrit = write_atomic(agape, NEUF, patience=excel.patience)
    assert ecrit.a_cote
    assert ecrit.chemin == agape.with_name("AGAPE_2024 (2024-10-31 14h05).xlsx")
    assert (agape.read_bytes(), ecrit.chemin.read_bytes()) == (VIEUX, NEUF)
    assert noms(agape) == ["AGAPE_2024 (2024-10-31 14h05).xlsx", "AGAPE_2024.xlsx"]


def test_la_phrase_dit_les_deux_fichiers_et_que_faire(agape, monkeypatch):
    ecrit = write_atomic(agape, NEUF, patience=Excel(monkeypatch).patience)
    assert ecrit.avis == (
        "« AGAPE_2024.xlsx » est ouvert dans un autre programme, sans doute "
        "Excel ; l’ancien fichier est entier, à sa place, et le nouveau est à côté, sous le nom "
        "« AGAPE_2024 (2024-10-31 14h05).xlsx » ; fermez l’ancien, puis relancez."
    )


def test_cinq_secondes_de_patience(agape, monkeypatch):
    excel = Excel(monkeypatch)
    write_atomic(agape, NEUF, patience=excel.patience)
    assert sum(excel.attendu) == 5


def test_ferme_entretemps_le_resultat_est_a_sa_place(agape, monkeypatch):
    excel = Excel(monkeypatch, fois=3)
    assert write_atomic(agape, NEUF, patience=excel.patience) == Ecrit(agape)
    assert agape.read_bytes() == NEUF


def test_un_autre_code_n_attend_pas(agape, monkeypatch):
    excel = Excel(monkeypatch, winerror=3)
    assert refuse(agape, patience=excel.patience).etat is Etat.ANCIEN
    assert excel.attendu == []


def test_un_resultat_deja_a_cote_n_est_pas_ecrase(agape, monkeypatch):
    excel = Excel(monkeypatch)
    ecrits = [write_atomic(agape, o, patience=excel.patience).chemin for o in (b"1", b"2", b"3")]
    assert [f.read_bytes() for f in ecrits] == [b"1", b"2", b"3"]
    assert ecrits[2].name == "AGAPE_2024 (2024-10-31 14h05, 3).xlsx"


# What a killed run left ----------------------------------------------------------------------


def provisoire(fichier, poste=None, pid=None):
    """A hidden file with the true name that a writing gives it, but for its owner."""
    vus = []
    write_atomic(fichier, VIEUX, verify=vus.append)
    debut, p, n, fin = vus[0].name.rsplit("-", 3)
    temp = fichier.with_name(f"{debut}-{poste or p}-{pid or n}-{fin}")
    temp.write_bytes(b"restes")
    return temp


@pytest.fixture
def mort():
    """The number of a process that is no more."""
    pid = os.posix_spawn("/bin/true", ["true"], {})
    os.waitpid(pid, 0)
    return pid


def test_un_mort_d_un_autre_poste_est_peut_etre_vivant(agape, mort):
    restes = provisoire(agape, poste="00000000", pid=mort)
    write_atomic(agape, NEUF)
    assert restes.exists()


def test_les_restes_d_un_processus_mort_sont_balayes(agape, mort):
    restes = provisoire(agape, pid=mort)
    write_atomic(agape, NEUF)
    assert not restes.exists()


@pytest.mark.parametrize(
    "qui", [{}, {"pid": 1}, {"poste": "00000000"}], ids=["nous", "un autre", "ailleurs"]
)
def test_les_restes_d_un_vivant_sont_laisses(agape, qui):
    restes = provisoire(agape, **qui)
    write_atomic(agape, NEUF)
    assert restes.exists()


def test_les_restes_d_avant_hier_sont_balayes(agape):
    restes = provisoire(agape, poste="00000000")
    avant_hier = time.time() - 2 * 86400
    os.utime(restes, (avant_hier, avant_hier))
    write_atomic(agape, NEUF)
    assert not restes.exists()


def test_rien_d_autre_n_est_balaye(agape):
    autres = [agape.with_name(n) for n in (".plie-x.tmp", "~$AGAPE_2024.xlsx", "plie-1-2-3.tmp")]
    for autre in autres:
        autre.write_bytes(b"")
        os.utime(autre, (0, 0))
    write_atomic(agape, NEUF)
    assert all(autre.exists() for autre in autres)


def test_nos_fichiers_caches_se_reconnaissent_a_leur_nom(agape):
    assert est_provisoire(provisoire(agape).name)
    assert est_provisoire(".AGAPE_2024.xlsx.verrou")
    assert not est_provisoire("AGAPE_2024.xlsx")
