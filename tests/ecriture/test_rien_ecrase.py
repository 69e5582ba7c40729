"""Each command that writes, on each kind of thing that may stand there: nobody loses a byte."""

import os
import shutil
from pathlib import Path

import pytest
from ordinaire import ordinaire

from plie_xl.cli.main import run
from plie_xl.consolidation import consolidate
from plie_xl.excel.agape import build_agape
from plie_xl.files.errors import DestinationError
from plie_xl.master import write_master
from plie_xl.reading.read import read_classeur

SOURCES, AUTRE = "plie_sources_2024.xlsx", "plie_bordeaux_2024.xlsx"
RECU = f"recus/{SOURCES}"


@pytest.fixture(scope="session")
def un_maitre(racine, tmp_path_factory):
    """A master of one territory, made once."""
    chemin = tmp_path_factory.mktemp("maitre") / "M.xlsx"
    lecture = read_classeur(racine / "workbooks" / "2024" / SOURCES)
    return write_master(consolidate([lecture]), chemin).chemin


@pytest.fixture
def bureau(racine, un_maitre, tmp_path, monkeypatch):
    """Where somebody works: a folder received, a master, a filled workbook of her own."""
    fictifs = racine / "workbooks" / "2024"
    (tmp_path / "recus").mkdir()
    shutil.copy(fictifs / "plie_graves_2024.xlsx", tmp_path / "recus" / SOURCES)
    shutil.copy(fictifs / "plie_technowest_2024.xlsx", tmp_path / "mien.xlsx")
    livrer(monkeypatch, {nom: (fictifs / nom).read_bytes() for nom in (SOURCES, AUTRE)})
    shutil.copy(un_maitre, tmp_path / "M.xlsx")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def livrer(monkeypatch, fichiers):
    """What `modeles` and `demo` write, two files instead of thirty."""
    monkeypatch.setattr("plie_xl.excel.deliver.build_modeles", lambda _: fichiers.items())
    monkeypatch.setattr("plie_xl.template.demo.build_demo", lambda _: fichiers)


def lancer(monkeypatch, *mots):
    monkeypatch.setattr("sys.argv", ["plie-xl", *map(str, mots)])
    return run()


COMMANDES = {  # a command, and one file that it writes
    "consolider": (["consolider", "recus", "-o", "sortie.xlsx"], "sortie.xlsx"),
    "tableau-de-bord": (["tableau-de-bord", "M.xlsx", "-o", "page.html"], "page.html"),
    "relances": (["relances", "M.xlsx", "-o", "r"], "r/relance_sources.txt"),
    "export": (
        ["consolider", "recus", "-o", "neuf.xlsx", "--export", "e"],
        "e/dictionnaire.csv",
    ),
    "modeles": (["modeles", "-o", "m"], f"m/{SOURCES}"),
    "demo": (["demo", "d"], f"d/{SOURCES}"),
}
REMPLACENT = ("consolider", "tableau-de-bord", "relances", "export")

POSES = {  # what stands there, and how it came there
    "un classeur rempli": lambda la: shutil.copy("mien.xlsx", la),
    "un autre classeur": lambda la: _etranger(la),
    "un texte": lambda la: la.write_text("ma lettre, revue à la main"),
    "un fichier vide": lambda la: la.touch(),
    "un dossier": lambda la: la.mkdir(),
    "un lien vers un reçu": lambda la: la.symlink_to(Path("recus", SOURCES).resolve()),
    "un lien vers rien": lambda la: la.symlink_to("nulle part"),
    "un reçu sous un second nom": lambda la: os.link(f"recus/{SOURCES}", la),
    "un classeur AGAPE": lambda la: la.write_bytes(build_agape()),
    "un fichier en lecture seule": lambda la: (la.write_text("gardé"), la.chmod(0o444)),
}

GARDES = ("un texte", "un fichier vide", "un autre classeur", "un classeur AGAPE")


def _etranger(la):
    import xlsxwriter

    with xlsxwriter.Workbook(la) as classeur:
        classeur.add_worksheet("Budget").write("A1", "mon budget")


def contenus(dossier):
    """What each file holds, by its place; a link by where it leads."""
    return {
        f.relative_to(dossier): f.readlink() if f.is_symlink() else f.read_bytes()
        for f in sorted(dossier.rglob("*"))
        if f.is_symlink() or f.is_file()
    }


@pytest.fixture
def poser(bureau):
    def pose(quoi, ou):
        la = bureau / ou
        la.parent.mkdir(exist_ok=True)
        POSES[quoi](la)
        return la

    return pose


@pytest.mark.parametrize("quoi", POSES)
@pytest.mark.parametrize("commande", COMMANDES)
def test_sans_option_rien_n_est_change_ni_ecrit(commande, quoi, bureau, poser, monkeypatch, capsys):
    mots, ou = COMMANDES[commande]
    poser(quoi, ou)
    avant = contenus(bureau)
    assert lancer(monkeypatch, *mots) in (2, 3)
    assert contenus(bureau) == avant
    dit = capsys.readouterr()
    assert dit.out == ""
    assert Path(ou).name in dit.err


@pytest.mark.parametrize("quoi", POSES)
@pytest.mark.parametrize("commande", REMPLACENT)
def test_sur_remplacer_ce_qui_etait_la_est_encore_la_ou_garde_a_cote(
    commande, quoi, bureau, poser, monkeypatch
):
    mots, ou = COMMANDES[commande]
    poser(quoi, ou)
    avant = contenus(bureau)
    lancer(monkeypatch, *mots, "--remplacer")
    apres = contenus(bureau)
    garde = apres.get(Path(f"{ou}.bak"))
    perdus = [f for f, octets in avant.items() if apres[f] != octets and octets != garde]
    assert perdus == []
    assert (garde is not None) == (quoi in GARDES)


@pytest.mark.parametrize("commande", REMPLACENT)
def test_ce_que_nous_avons_ecrit_est_remplace_sans_question(commande, bureau, monkeypatch):
    mots, ou = COMMANDES[commande]
    for _ in range(2):
        assert lancer(monkeypatch, *mots) in (0, 1)
    assert not list(bureau.rglob("*.bak"))
    assert Path(ou).exists()


@pytest.mark.parametrize("commande", ["tableau-de-bord", "relances", "export"])
def test_ce_que_quelqu_un_a_change_depuis_est_a_lui(commande, bureau, monkeypatch, capsys):
    mots, ou = COMMANDES[commande]
    lancer(monkeypatch, *mots)
    with Path(ou).open("ab") as ecrit:
        ecrit.write(b"\nBien a vous")
    avant = contenus(bureau)
    assert lancer(monkeypatch, *mots) == 2
    assert contenus(bureau) == avant
    assert "--remplacer" in ordinaire(capsys.readouterr().err)


@pytest.mark.parametrize("commande", ["modeles", "demo"])
def test_un_seul_fichier_change_et_rien_n_est_ecrit(commande, bureau, monkeypatch):
    mots, ou = COMMANDES[commande]
    assert lancer(monkeypatch, *mots) == 0
    assert lancer(monkeypatch, *mots) == 0
    assert sorted(f.name for f in Path(ou).parent.iterdir()) == [AUTRE, SOURCES]
    Path(ou).with_name(AUTRE).unlink()
    with Path(ou).open("ab") as ecrit:
        ecrit.write(b"saisie")
    avant = contenus(bureau)
    assert lancer(monkeypatch, *mots) == 2
    assert contenus(bureau) == avant


@pytest.mark.parametrize("commande", ["tableau-de-bord", "relances"])
def test_le_maitre_lu_sous_un_second_nom_n_est_jamais_remplace(
    commande, bureau, monkeypatch, capsys
):
    mots, ou = COMMANDES[commande]
    Path(ou).parent.mkdir(exist_ok=True)
    os.link("M.xlsx", ou)
    avant = contenus(bureau)
    assert lancer(monkeypatch, *mots, "--remplacer") == 2
    assert contenus(bureau) == avant
    assert "un des fichiers à lire" in ordinaire(capsys.readouterr().err)


@pytest.mark.parametrize("chemin", ["recus/plie_sources_2024.xlsx", "recus/../recus/{}", "{abs}"])
def test_un_classeur_recu_n_est_jamais_remplace(chemin, bureau, monkeypatch, capsys):
    ou = chemin.format(SOURCES, abs=bureau / "recus" / SOURCES)
    avant = contenus(bureau)
    assert lancer(monkeypatch, "consolider", "recus", "-o", ou, "--remplacer") == 2
    assert contenus(bureau) == avant
    assert "n’est jamais remplacé" in ordinaire(capsys.readouterr().err)


def test_un_fichier_a_lire_qui_n_est_pas_un_classeur_non_plus(bureau, monkeypatch, capsys):
    (bureau / "note.xlsx").write_text("pas un classeur")
    avant = contenus(bureau)
    mots = ["consolider", "recus", "note.xlsx", "-o", "note.xlsx", "--remplacer"]
    assert lancer(monkeypatch, *mots) == 2
    assert contenus(bureau) == avant
    assert "un des fichiers à lire" in ordinaire(capsys.readouterr().err)


@pytest.mark.parametrize("contenu", ["mien.xlsx", "autre chose"])
def test_le_carnet_non_plus_n_ecrit_pas_sur_ce_qui_n_est_pas_un_maitre(contenu, bureau):
    """`px.write_master`, from a notebook, as the command line."""
    pris = bureau / "pris.xlsx"
    mien = bureau / contenu
    pris.write_bytes(mien.read_bytes() if mien.exists() else contenu.encode())
    avant = pris.read_bytes()
    with pytest.raises(DestinationError, match="pris"):
        write_master(consolidate([read_classeur(bureau / "mien.xlsx")]), pris)
    assert pris.read_bytes() == avant


def test_un_maitre_qui_se_succede_est_garde(bureau, un_maitre, monkeypatch, capsys):
    mots = ["consolider", "recus", "--depuis", "M.xlsx", "-o", "./recus/../M.xlsx"]
    for _ in range(2):
        assert lancer(monkeypatch, *mots) in (0, 1)
    assert (bureau / "M.xlsx.bak").read_bytes() == un_maitre.read_bytes()
    assert (bureau / "M.xlsx (2).bak").exists()
    assert "« M.xlsx.bak »" in ordinaire(capsys.readouterr().err)


def test_un_maitre_annote_est_garde(bureau, monkeypatch):
    from openpyxl import load_workbook

    classeur = load_workbook("M.xlsx")
    classeur.worksheets[0]["Z1"] = "vu avec la direction"
    classeur.save("M.xlsx")
    annote = (bureau / "M.xlsx").read_bytes()
    lancer(monkeypatch, "consolider", "recus", "-o", "M.xlsx")
    assert (bureau / "M.xlsx.bak").read_bytes() == annote


@pytest.mark.parametrize(
    ("commande", "donne", "ecrit"),
    [
        ("consolider recus -o", "sortie", "sortie.xlsx"),
        ("consolider recus -o", "AGAPE 31.10.2024", "AGAPE 31.10.2024.xlsx"),
        ("consolider recus -o", "SORTIE.XLSX", "SORTIE.XLSX"),
        ("consolider recus -o", "sortie.txt", None),
        ("consolider recus -o", "sortie.xlsm", None),
        ("tableau-de-bord M.xlsx -o", "page", "page.html"),
        ("tableau-de-bord M.xlsx -o", "M.xlsx", None),
    ],
)
def test_ce_qui_est_ecrit_porte_sa_terminaison(commande, donne, ecrit, bureau, monkeypatch):
    avant = contenus(bureau)
    code = lancer(monkeypatch, *commande.split(), donne)
    nouveaux = contenus(bureau).keys() - avant.keys()
    assert nouveaux == ({Path(ecrit)} if ecrit else set())
    assert (code == 2) == (ecrit is None)


@pytest.mark.parametrize(
    ("commande", "propose"),
    [
        ("relances M.xlsx -o neuf.xlsx", "neuf"),
        ("modeles -o Modeles.XLSM", "Modeles"),
        ("demo neuf.xlsx", "neuf"),
        ("fiches -o neuf.toml", "neuf"),
        ("recevoir recus -o sous/neuf.eml", "sous/neuf"),
        (f"dossier {RECU} recus -o neuf.zip", "neuf"),
        (f"ranger {RECU} recus --vers neuf.xlsx", "neuf"),
        (f"reunion {RECU} --ligne 6 -o neuf.docx", "neuf"),
        ("arreter recus -o neuf.xlsx", "neuf"),
        ("lire-fiche --vierge -o neuf.xlsx", "neuf"),
        (f"annee-suivante {RECU} --annee 2025 -o neuf.xlsx", "neuf"),
        ("consolider recus -o m.xlsx --export neuf.csv", "neuf"),
        ("bilan recus -o neuf.docx", "neuf"),
        (f"bilan {RECU} -o neuf.xlsx", "neuf.docx"),
    ],
)
def test_un_dossier_ne_prend_pas_le_nom_d_un_fichier(
    commande, propose, bureau, monkeypatch, capsys
):
    avant = contenus(bureau)
    assert lancer(monkeypatch, *commande.split()) == 2
    assert f"donnez par exemple «\u202f{propose}\u202f»" in capsys.readouterr().err
    assert contenus(bureau) == avant


def test_un_dossier_qui_est_la_garde_son_nom(bureau, monkeypatch):
    (bureau / "relances.xlsx").mkdir()
    for dossier in ("relances.xlsx", "relances.2024"):
        assert lancer(monkeypatch, "relances", "M.xlsx", "-o", dossier) == 0
        assert (bureau / dossier / "relance_agenais.txt").exists()


@pytest.mark.parametrize(
    "mots",
    [
        "consolider recus -o neuf.xlsx --export pris",
        "consolider recus -o neuf.xlsx --export pris/dessous",
        "consolider recus -o recus",
        "consolider recus -o neuf.xlsx --depuis recus",
        "consolider recus -o neuf.xlsx --depuis mien.xlsx",
        "modeles -o pris",
        "demo pris",
        "relances M.xlsx -o pris",
        "relances recus -o r",
        "tableau-de-bord recus -o page",
        "tableau-de-bord M.xlsx -o recus",
    ],
)
def test_un_fichier_ou_un_dossier_mal_place_est_dit_avant_tout_travail(
    mots, bureau, monkeypatch, capsys
):
    (bureau / "pris").write_text("à moi")
    avant = contenus(bureau)
    assert lancer(monkeypatch, *mots.split()) == 2
    assert contenus(bureau) == avant
    [phrase] = ordinaire(capsys.readouterr().err).splitlines()
    assert "pris" in phrase or "recus" in phrase or "mien" in phrase
    assert "code" not in phrase
    assert "est un fichier" in phrase or "est un dossier" in phrase or "mien" in phrase


def test_un_fichier_a_la_place_d_un_dossier_est_nomme(bureau, monkeypatch, capsys):
    (bureau / "pris").write_text("x")
    assert lancer(monkeypatch, "consolider", "recus", "-o", "n.xlsx", "--export", "pris/sous") == 2
    dit = ordinaire(capsys.readouterr().err)
    assert "« pris » est un fichier, pas un dossier : donnez un autre nom de dossier." in dit


def test_ce_qui_est_ecrit_est_dit_meme_si_la_suite_echoue(bureau, monkeypatch, capsys):
    from plie_xl.files.errors import Etat, refusal

    def refuse(*_, **__):
        raise refusal(Path("suivi.csv"), Etat.RIEN, "le disque est plein", "libérez de la place")

    monkeypatch.setattr("plie_xl.files.folder.write_atomic", refuse)
    assert lancer(monkeypatch, *COMMANDES["export"][0]) == 3
    dit = capsys.readouterr()
    assert (bureau / "neuf.xlsx").exists()
    assert "1 fichier reçu" in dit.out
    assert "neuf.xlsx" in dit.err
    assert "le disque est plein" in dit.err
