"""Slips of the hand on the command line: each is one kind sentence, and nothing is half written."""

import json
import os

import pytest
from commande import lancer


@pytest.fixture(scope="module")
def recus(racine):
    return racine / "workbooks" / "2024"


@pytest.fixture(scope="module")
def master(recus, tmp_path_factory):
    chemin = tmp_path_factory.mktemp("master") / "AGAPE_2024.xlsx"
    assert lancer("consolider", recus, "-o", chemin).returncode == 1
    return chemin


@pytest.fixture
def ici(recus, master, tmp_path):
    """Run a command there; « LONG » is a name that no disk takes."""
    places = {
        "RECUS": recus,
        "GRAVES": recus / "plie_graves_2024.xlsx",
        "MAITRE": master,
        "LONG": "x" * 260,
    }

    def ici(mots, **contexte):
        for nom, place in places.items():
            mots = mots.replace(nom, str(place))
        return lancer(*mots.split(), cwd=tmp_path, **contexte)

    return ici


@pytest.mark.parametrize("mots", ["valider ~/r", "consolider RECUS --registres=~/r -o m.xlsx"])
def test_un_chemin_depuis_la_maison_est_compris_ou_le_terminal_le_laisse(mots, ici, tmp_path):
    resultat = ici(mots, env={**os.environ, "HOME": str(tmp_path)})
    assert resultat.returncode == 2
    assert f"introuvable : « {tmp_path / 'r'} »" in resultat.stderr


@pytest.mark.parametrize(
    "mots",
    [
        "consolider RECUS -o LONG.xlsx",
        "modeles -o LONG",
        "tableau-de-bord MAITRE -o LONG.html",
        "relances MAITRE -o LONG",
        "agenda GRAVES -o LONG.ics",
        "bilan GRAVES -o LONG.docx",
        "bilan GRAVES -o LONG/bilan.docx",
        "recevoir RECUS -o LONG",
        "lire-fiche --vierge -o LONG",
        "avenant agenais copil --le 01/07/2024 --nombre 3 -o LONG/agenais.toml",
    ],
)
def test_un_nom_trop_long_est_dit_avant_tout_travail(mots, ici, tmp_path):
    resultat = ici(mots)
    assert resultat.returncode in (2, 3)
    assert "le nom est trop long" in resultat.stderr
    assert list(tmp_path.iterdir()) == []


def test_un_classeur_maitre_n_est_pas_un_classeur_de_suivi(ici):
    resultat = ici("valider MAITRE")
    assert resultat.returncode == 3
    assert "LEC-02 (bloquante) : c’est un classeur maître d’AGAPE" in resultat.stdout


@pytest.mark.parametrize("mots", ["agenda RECUS -o a.ics", "migrer RECUS -o m.xlsx"])
def test_un_dossier_a_la_place_d_un_classeur_est_dit_dossier(mots, ici, tmp_path):
    resultat = ici(mots)
    assert resultat.returncode == 3
    assert "LEC-01 (bloquante) : c’est un dossier" in resultat.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "mots", ["ranger GRAVES pieces --vers pieces/rangees", "dossier GRAVES pieces -o pieces/csf"]
)
def test_rien_n_est_ecrit_dans_le_dossier_des_pieces(mots, ici, tmp_path):
    (tmp_path / "pieces").mkdir()
    resultat = ici(mots)
    assert resultat.returncode == 2
    assert "est dans le dossier des pièces" in resultat.stderr
    assert list((tmp_path / "pieces").iterdir()) == []


def test_des_bilans_demandent_un_dossier(ici, tmp_path):
    resultat = ici("bilan RECUS -o bilans.docx")
    assert resultat.returncode == 2
    assert "donnez par exemple « bilans »" in resultat.stderr
    assert list(tmp_path.iterdir()) == []


def test_une_periode_a_l_envers_est_refusee(ici):
    resultat = ici("reunion GRAVES --du 31/12/2024 --au 01/11/2024 -o papiers")
    assert resultat.returncode == 2
    assert "« --au » (01/11/2024) est avant « --du » (31/12/2024)" in resultat.stderr


@pytest.mark.parametrize(
    ("mots", "suite"),
    [
        (
            "reunion GRAVES --du 01/03/2024 --au 31/03/2024 -o p",
            "→ Notez la réunion dans « Suivi »",
        ),
        ("ranger GRAVES pieces --vers rangees", "→ plie-xl pieces : nomme les pièces citées"),
        ("notifier controle.xlsx -o lettres", "→ Remplissez « Décision provisoire »"),
    ],
)
def test_sans_rien_a_ecrire_la_suite_n_est_pas_de_relire(mots, suite, ici, tmp_path):
    (tmp_path / "pieces").mkdir()
    assert ici("tirer MAITRE --graine 1 -o controle.xlsx").returncode == 0
    assert suite in ici(mots).stderr


def test_un_egal_apres_une_option_courte_n_est_pas_du_nom(ici, tmp_path):
    assert ici("agenda GRAVES -o=plie.ics").returncode == 0
    assert [chemin.name for chemin in tmp_path.iterdir()] == ["plie.ics"]


def test_l_hote_lance_a_la_main_dit_ce_qu_il_attend(ici, tmp_path):
    court = "import plie_xl.host.resident as r; r.serve.__defaults__ = (0.2,)"
    ailleurs = {nom: str(tmp_path) for nom in ("HOME", "XDG_RUNTIME_DIR")}
    resultat = ici("hote", avant=court, env={**os.environ, **ailleurs})
    assert resultat.returncode == 0
    assert "cliquez dans LibreOffice. Sans clic, arrêt dans vingt minutes" in resultat.stderr


@pytest.mark.parametrize(
    "mots",
    [
        "valider GRAVES",
        "atteinte GRAVES --json",
        "historique MAITRE",
        "programme MAITRE",
        "expliquer MAITRE --fiche graves --cible copil",
        "expliquer MAITRE --fiche graves --cible copil --historique",
        "lire-fiche FICHE",
    ],
)
def test_le_meme_fichier_donne_deux_fois_compte_une_fois(mots, ici, master, recus, tmp_path):
    (tmp_path / "FICHE.txt").write_text("PLIE des Graves\n", encoding="utf-8")
    mots = mots.replace("FICHE", str(tmp_path / "FICHE.txt"))
    commande, fichier, *options = mots.split()
    place = {"MAITRE": master, "GRAVES": recus / "plie_graves_2024.xlsx"}.get(fichier, fichier)
    une = ici(mots)
    autrement = os.path.relpath(place, tmp_path)
    deux = ici(" ".join([commande, fichier, autrement, *options]))
    assert (deux.returncode, deux.stdout, deux.stderr) == (une.returncode, une.stdout, une.stderr)


@pytest.mark.parametrize("mots", ["RECUS RECUS/.", "RECUS GRAVES", "GRAVES RECUS"])
def test_un_dossier_et_un_de_ses_fichiers_sont_recus_une_fois(mots, ici):
    dit = json.loads(ici(f"consolider {mots} -o m.xlsx --json").stdout)
    assert (dit["recus"], dit["ecartes"]) == (11, 0)


@pytest.mark.parametrize("recu", ["recu/a.zip", "recu"])
def test_rien_de_lisible_ne_remplace_pas_un_classeur_maitre(recu, ici, master, tmp_path):
    (tmp_path / "recu").mkdir()
    for nom in ("a.zip", "b.xlsx"):
        (tmp_path / "recu" / nom).write_bytes(b"rien")
    maitre = tmp_path / "AGAPE_2024.xlsx"
    maitre.write_bytes(master.read_bytes())
    fini = ici(f"consolider {recu} -o {maitre}")
    assert (fini.returncode, fini.stdout) == (3, "")
    assert "aucun classeur de suivi ne se lit, rien n’est écrit ; " in fini.stderr
    assert ".xlsx : refusé, " in fini.stderr or "a.zip : refusé, " in fini.stderr
    assert maitre.read_bytes() == master.read_bytes()
