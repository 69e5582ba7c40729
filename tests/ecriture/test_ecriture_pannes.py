"""Each call to the file system is made to fail in its turn: the whole old file, or the whole new one."""

import errno
import os
import pickle
import shutil
import stat
from itertools import count
from pathlib import Path

import pytest
from pannes import Panne, leve

from plie_xl.files.atomic import write_atomic
from plie_xl.files.errors import EcritureError, Etat
from plie_xl.files.hidden import est_provisoire

VIEUX, NEUF = b"ancien" * 1000, b"nouveau" * 2000
CODES = [errno.EIO, errno.ENOSPC, errno.EACCES, errno.EINVAL, errno.ENOMEM]


def prepare(dossier: Path, avec_ancien: bool) -> Path:
    shutil.rmtree(dossier, ignore_errors=True)
    dossier.mkdir()
    if avec_ancien:
        (dossier / "AGAPE.xlsx").write_bytes(VIEUX)
        (dossier / "AGAPE.xlsx.bak").write_bytes(b"plus vieux")
    return dossier / "AGAPE.xlsx"


def essaie(fichier: Path) -> Etat | None:
    """The state that the error says; None when there is none."""
    try:
        ecrit = write_atomic(fichier, NEUF, copie=True)
    except EcritureError as erreur:
        return erreur.etat
    return Etat.INCONNU if ecrit.a_cote else None


def contenu(fichier: Path) -> bytes | None:
    return fichier.read_bytes() if fichier.exists() else None


@pytest.mark.parametrize("avec_ancien", [True, False], ids=["remplace", "crée"])
@pytest.mark.parametrize("moment", ["avant", "après", "dès lors"])
@pytest.mark.parametrize("code", CODES, ids=errno.errorcode.get)
def test_chaque_appel_peut_echouer(tmp_path, mesure, code, moment, avec_ancien):
    vieux = VIEUX if avec_ancien else None
    for rang in count(1):
        fichier = prepare(tmp_path / "d", avec_ancien)
        with Panne(rang, moment, leve(code)) as panne:
            etat = essaie(fichier)
        if not panne.survenue:
            break
        dit = {Etat.ANCIEN: VIEUX, Etat.RIEN: vieux, Etat.NOUVEAU: NEUF, None: NEUF}
        assert contenu(fichier) in (vieux, NEUF), rang
        if etat is Etat.INCONNU:
            assert moment == "dès lors", (
                rang
            )  # a disk that answers nothing more cannot be looked at
        else:
            assert contenu(fichier) == dit[etat], rang
        bak, seconde = (fichier.with_name(f"AGAPE.xlsx{n}.bak") for n in ("", " (2)"))
        assert contenu(bak) == (b"plus vieux" if avec_ancien else None), rang
        assert contenu(seconde) in (None, VIEUX), rang
        autres = {f.name for f in fichier.parent.iterdir()} - {fichier.name, bak.name, seconde.name}
        assert all(map(est_provisoire, autres)), rang
    assert rang > 12  # opening, writing, syncing, renaming… were all reached
    mesure("pannes d’appels", rang - 1)


def test_le_contenu_est_sur_le_disque_avant_le_renommage_et_le_dossier_apres(tmp_path, monkeypatch):
    fichier, ordre = prepare(tmp_path / "d", True), []
    fsync, replace = os.fsync, os.replace

    def synchronise(descripteur):
        ordre.append("dossier" if stat.S_ISDIR(os.fstat(descripteur).st_mode) else "contenu")
        fsync(descripteur)

    def renomme(source, cible):
        ordre.append(cible.name)
        replace(source, cible)

    monkeypatch.setattr(os, "fsync", synchronise)
    for nom in ("rename", "replace"):
        monkeypatch.setattr(os, nom, renomme)
    write_atomic(fichier, NEUF, copie=True)
    assert ordre == ["contenu", "contenu", "AGAPE.xlsx (2).bak", "AGAPE.xlsx", "dossier"]


def test_un_renommage_fait_mais_dit_manque_est_reconnu(tmp_path, monkeypatch):
    fichier = prepare(tmp_path / "d", True)
    vrai = os.replace

    def replace(source, cible):
        vrai(source, cible)
        leve(errno.EIO)()

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(EcritureError) as refus:
        write_atomic(fichier, NEUF)
    assert str(refus.value) == (
        "« AGAPE.xlsx » est enregistré, mais le disque répond mal ; le nouveau fichier est entier, "
        "à sa place ; vérifiez le disque ou le réseau, puis relancez."
    )


def test_un_dossier_qui_ne_se_synchronise_pas_n_est_pas_une_erreur(tmp_path, monkeypatch):
    fichier, vrai = prepare(tmp_path / "d", True), os.fsync

    def fsync(descripteur):
        if stat.S_ISDIR(os.fstat(descripteur).st_mode):
            leve(errno.EINVAL)()
        vrai(descripteur)

    monkeypatch.setattr(os, "fsync", fsync)
    assert write_atomic(fichier, NEUF).chemin == fichier


def test_une_erreur_passe_d_un_processus_a_l_autre():
    erreur = pickle.loads(pickle.dumps(EcritureError("« a » est plein.", Etat.ANCIEN)))
    assert (str(erreur), erreur.etat) == ("« a » est plein.", Etat.ANCIEN)


# The same, by the kernel itself ----------------------------------------------------------------

NOYAU = ["openat", "read", "write", "fsync", "close", "rename", "unlink", "chmod", "newfstatat"]
NOYAU += ["getdents64"]
JETONS = ["00000000", "11111111"]


def _find_poste(fichier: Path) -> str:
    """What stands for this machine in the name of a hidden file, as one that is written shows."""
    vus: list[str] = []
    write_atomic(fichier, b"", verify=lambda cache: vus.append(cache.name))
    return vus[0].split("-")[1]


def _sous_strace(fichier: Path, injection: str) -> list[object]:
    """A command under which a call of the kernel fails, on our files only."""
    poste = _find_poste(fichier.parent.with_name("essai.xlsx"))
    caches = [fichier.with_name(f".plie-{poste}-1-{jeton}.tmp.xlsx") for jeton in JETONS]
    suivis = [fichier, fichier.with_name("AGAPE.xlsx.bak"), fichier.parent, *caches]
    journal = fichier.parent.with_name("journal")
    commande = ["strace", "-f", "--seccomp-bpf", "-qq", "-o", journal, "-e", f"inject={injection}"]
    commande += ["-e", f"trace={injection.partition(':')[0]}"]
    return commande + [mot for suivi in suivis for mot in ("-P", suivi)]


@pytest.mark.skipif(not shutil.which("strace"), reason="strace n’est pas installé")
@pytest.mark.parametrize("appel", NOYAU)
def test_chaque_appel_au_noyau_peut_echouer(tmp_path, ailleurs, mesure, longs, appel):
    if not longs and appel != "rename":
        pytest.skip("long : PLIE_ESSAIS_LONGS=1")
    for rang in count(1):
        fichier = prepare(tmp_path / "d", True)
        strace = _sous_strace(fichier, f"{appel}:error=EIO:when={rang}")
        etat = ailleurs("ecrit", fichier.parent, 14000, "", *JETONS, sous=strace)["etat"]
        if "(INJECTED)" not in (tmp_path / "journal").read_text():
            break
        neuf = b"n" * 14000
        dit = {"RIEN": VIEUX, "ANCIEN": VIEUX, "NOUVEAU": neuf, "": neuf}
        assert contenu(fichier) == dit[etat], rang
    assert rang > 1
    mesure("pannes du noyau", rang - 1)
