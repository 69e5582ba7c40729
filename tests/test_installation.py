"""Installing and taking out, on a plain folder that stands for a Windows or a Mac home."""

from pathlib import Path

import pytest

from plie_xl.excel.setup.diagnose import diagnostic
from plie_xl.excel.setup.install import install, uninstall
from plie_xl.excel.setup.system import DossierApprouve, Systeme

ANCIEN_COMPLEMENT = b"xlwings d'une autre version"
ANCIENS_REGLAGES = (
    b'"PYTHONPATH","C:\\essais"\r\n'
    b'"interpreter_win" , "D:\\autre\\python.exe"\r\n"SHOW CONSOLE","True"\r\n'
)


def poste(plateforme, maison):
    """A machine whose home is `maison`."""
    python = Path("/opt/python3.11/bin/python")
    return Systeme(plateforme, maison, python, python.parent, excel=Path("/Excel"))


@pytest.fixture(params=["windows", "macos"])
def systeme(request, tmp_path):
    return poste(request.param, tmp_path)


@pytest.fixture
def windows(tmp_path):
    return poste("windows", tmp_path)


def fichiers(dossier):
    return {
        f.relative_to(dossier).as_posix(): f.read_bytes() for f in dossier.rglob("*") if f.is_file()
    }


def etats(lignes):
    return {ligne.sujet: ligne.etat for ligne in lignes}


def trouver(lignes, sujet):
    (ligne,) = [x for x in lignes if x.sujet == sujet]
    return ligne


def test_apres_l_installation_le_diagnostic_n_a_rien_a_redire(systeme):
    assert set(etats(install(systeme)).values()) == {"ok"}
    assert "a_faire" not in etats(diagnostic(systeme=systeme)).values()


def test_avant_l_installation_le_diagnostic_donne_le_remede_de_chaque_manque(systeme):
    manques = [x for x in diagnostic(systeme=systeme) if x.etat == "a_faire"]
    assert {"Complément xlwings", "Complément PLIE", "Réglages xlwings"} <= {
        x.sujet for x in manques
    }
    assert all("plie-xl installer" in x.remede for x in manques)


def test_desinstaller_un_poste_neuf_n_y_laisse_aucun_fichier(systeme, tmp_path):
    install(systeme)
    assert fichiers(tmp_path)
    uninstall(systeme)
    assert fichiers(tmp_path) == {}


def test_desinstaller_rend_chaque_octet_de_ce_qui_etait_la(windows, tmp_path):
    for chemin, octets in (
        (windows.demarrage / "xlwings.xlam", ANCIEN_COMPLEMENT),
        (windows.demarrage / "PERSONAL.XLSB", b"les macros de quelqu'un"),
    ):
        chemin.parent.mkdir(parents=True, exist_ok=True)
        chemin.write_bytes(octets)
    avant = fichiers(tmp_path)
    install(windows)
    install(windows)  # twice: what is kept is what stood before the first time
    uninstall(windows)
    assert fichiers(tmp_path) == avant


def test_desinstaller_rend_les_reglages_qui_etaient_la(windows):
    windows.configuration.parent.mkdir(parents=True)
    windows.configuration.write_bytes(ANCIENS_REGLAGES)
    install(windows)
    assert b"python3.11" in windows.configuration.read_bytes()
    uninstall(windows)
    assert windows.configuration.read_bytes() == ANCIENS_REGLAGES


def test_une_ligne_ecrite_entre_temps_reste_et_l_ordre_aussi(windows):
    windows.configuration.parent.mkdir(parents=True)
    windows.configuration.write_bytes(ANCIENS_REGLAGES)
    install(windows)
    ajout = b'"ONEDRIVE","D:\\nuage"\r\n'
    windows.configuration.write_bytes(windows.configuration.read_bytes() + ajout)
    uninstall(windows)
    rendus = windows.configuration.read_bytes()
    attendus = ANCIENS_REGLAGES.replace(b'"interpreter_win" , ', b'"INTERPRETER_WIN",') + ajout
    assert rendus == attendus


def test_le_serveur_reste_allume_sous_windows(windows):
    install(windows)
    assert '"USE UDF SERVER","True"' in windows.configuration.read_text()


def test_un_clic_n_importe_rien_de_ce_qui_est_a_cote_du_classeur(systeme):
    install(systeme)
    assert '"ADD_WORKBOOK_TO_PYTHONPATH","False"' in systeme.configuration.read_text()


def test_un_complement_d_une_autre_version_est_dit(systeme):
    install(systeme)
    (systeme.demarrage / "xlwings.xlam").write_bytes(ANCIEN_COMPLEMENT)
    ligne = trouver(diagnostic(systeme=systeme), "Complément xlwings")
    assert ligne.etat == "a_faire"
    assert ligne.constat.startswith("D’une autre version")


def test_un_autre_python_dans_les_reglages_est_dit(windows):
    install(windows)
    windows.configuration.write_bytes(ANCIENS_REGLAGES)
    ligne = trouver(diagnostic(systeme=windows), "Réglages xlwings")
    assert "D:\\autre\\python.exe" in ligne.constat


def marquer(dossier, zone):
    """A workbook with its mark; a colon in a name is, here, a file of its own."""
    classeur = dossier / "suivi.xlsm"
    classeur.write_bytes(b"")
    (dossier / "suivi.xlsm:Zone.Identifier").write_text(f"[ZoneTransfer]\nZoneId={zone}\n")
    return classeur


def test_la_marque_venu_d_internet_est_nommee_avec_ses_issues(windows, tmp_path):
    ligne = trouver(diagnostic(marquer(tmp_path, 3), windows), "Marque « venu d’internet »")
    assert ligne.etat == "a_faire"
    assert all(x in ligne.remede for x in ("Débloquer", "dossier approuvé", ".xlsx", "plie-xl"))


def test_une_marque_du_reseau_local_ne_bloque_rien(windows, tmp_path):
    ligne = trouver(diagnostic(marquer(tmp_path, 1), windows), "Marque « venu d’internet »")
    assert ligne.etat == "ok"


def test_dans_un_dossier_approuve_la_marque_ne_bloque_pas(tmp_path):
    classeur = marquer(tmp_path, 3)
    approuve = (DossierApprouve(str(tmp_path), False),)
    python = Path("/opt/python")
    systeme = Systeme("windows", tmp_path, python, python, dossiers_approuves=approuve)
    assert trouver(diagnostic(classeur, systeme), "Marque « venu d’internet »").etat == "ok"


def test_un_dossier_ferme_en_ecriture_se_dit_et_n_arrete_pas_le_reste(windows):
    windows.demarrage.parent.mkdir(parents=True)
    windows.demarrage.write_bytes(b"un fichier a la place du dossier")
    lignes = install(windows)
    assert trouver(lignes, "Complément xlwings").remede.startswith("Fermez Excel")
    assert trouver(lignes, "Réglages xlwings").etat == "ok"


def test_sous_linux_on_dit_ce_qui_marche_et_rien_n_est_ecrit(tmp_path):
    (ligne,) = install(poste("linux", tmp_path))
    assert ligne.etat == "sans_objet"
    assert "LibreOffice" in ligne.remede
    assert fichiers(tmp_path) == {}
