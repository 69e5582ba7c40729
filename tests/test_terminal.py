"""What a terminal receives: nothing that a cell or a name holds drives it; colours are ours."""

import ast
import json
import os
import re
import shutil
import sys
import unicodedata
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from ordinaire import ordinaire

import plie_xl.cli
from plie_xl.cli import screen
from plie_xl.cli.catalogue import COMMANDES
from plie_xl.cli.common import fail
from plie_xl.cli.main import run
from plie_xl.model.anomaly import Anomalie, Gravite
from plie_xl.model.cell import Cellule
from plie_xl.model.collection import load_fiches
from plie_xl.template import build_template

AGISSANTS = {
    "échappement": "\x1b[2J",
    "titre": "\x1b]0;gagné\x07",
    "retour arrière": "juste\b\b\b\b\bfaux",
    "retour chariot": "juste\rfaux ",
    "saut de ligne": "un\ndeux",
    "saut de page": "un\x0cdeux",
    "CSI en huit bits": "\x9b2J",
    "fin de ligne unicode": "un\u2028deux",
    "sens inversé": "\u202exlsx.exe",
    "effacement": "a\x7fb",
    "octet qui n’est pas de l’UTF-8": "caf\udce9",
}


def agit(texte):
    """Signs that act on a terminal, line ends apart."""
    return [
        c for c in texte if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs") and c != "\n"
    ]


def lancer(monkeypatch, *mots):
    monkeypatch.setattr("sys.argv", ["plie-xl", *map(str, mots)])
    return run()


class Ecran(StringIO):
    """A terminal that somebody watches."""

    def isatty(self):
        return True


@pytest.fixture
def montrer(monkeypatch):
    """What a terminal shows of an anomaly."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")

    def montre(gravite):
        with redirect_stdout(Ecran()) as ecran:
            screen.show_anomalie(une_anomalie(gravite))
        return ecran.getvalue()

    return montre


# Nothing drives the terminal ------------------------------------------------------------------


@pytest.mark.parametrize("porte", [screen.say, screen.show])
@pytest.mark.parametrize("texte", AGISSANTS.values(), ids=AGISSANTS)
def test_une_ligne_dite_est_une_ligne_et_rien_d_autre(porte, texte, capsys):
    porte(texte)
    dit = "".join(capsys.readouterr())
    assert agit(dit) == []
    assert dit.count("\n") == 1


@pytest.mark.parametrize("texte", AGISSANTS.values(), ids=AGISSANTS)
def test_le_json_dit_la_meme_chose_sans_agir(texte, capsys):
    screen.show_json({"objet": texte, "liste": ["é ; « »"]}, 2)
    dit = ordinaire(capsys.readouterr().out)
    assert agit(dit) == []
    assert json.loads(dit)["objet"] == texte
    assert "é ; « »" in dit


@pytest.mark.parametrize("texte", AGISSANTS.values(), ids=AGISSANTS)
@pytest.mark.parametrize("champ", ["classeur", "constat", "attendu", "remede"])
def test_une_anomalie_tient_en_trois_lignes(champ, texte, capsys):
    champs = {"constat": "c", "attendu": "a", "remede": "r", champ: texte}
    lieu = Cellule(champs.pop("classeur", "x.xlsx"), "Suivi", 6, 2)
    screen.show_anomalie(Anomalie("SUI-01", Gravite.BLOQUANTE, lieu, **champs))
    dit = ordinaire(capsys.readouterr().out)
    assert agit(dit) == []
    assert dit.count("\n") == 3


@pytest.mark.parametrize("texte", [t for t in AGISSANTS.values() if "\udce9" not in t])
def test_un_refus_montre_ce_qui_a_ete_tape(texte, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for mots in ([texte], ["valider", texte], ["valider", f"--{texte}"], ["demo", "a", texte],
                 ["consolider", texte, "-o", "m"], ["consolider", ".", "-o", f"{texte}.txt"], ["fiches", f"--json={texte}"]):  # fmt: skip
        assert lancer(monkeypatch, *mots) == 2
    assert agit("".join(capsys.readouterr())) == []


def test_l_aide_ne_montre_pas_le_nom_du_programme_tel_quel(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["plie\x1b[2J-xl", "demo", "--aide"])
    assert run() == 0
    assert agit(ordinaire(capsys.readouterr().out)) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows refuse ces noms")
def test_les_commandes_montrent_cellules_et_noms_sans_agir(tmp_path, monkeypatch, capsys):
    saisies = {"suivi": [{"instance": t, "objet": t} for t in AGISSANTS.values() if t.isascii()]}
    octets = build_template(load_fiches(2024)["graves"], saisies)
    recus = tmp_path / "re\x1b[2Jçus"
    recus.mkdir()
    (recus / "a\x1b[31m\nBcc: x.xlsx").write_bytes(octets)
    (recus / "b\x9b.txt").write_text("x")
    maitre = tmp_path / "M\x1b[2J.xlsx"
    for mots in (["valider", recus], ["valider", recus, "--json"], ["atteinte", recus],
                 ["consolider", recus, "-o", maitre], ["consolider", recus, "-o", maitre, "--json"],
                 ["expliquer", recus, "--fiche", "graves", "--cible", "copil"],
                 ["relances", maitre, "-o", recus / "r"],
                 ["tableau-de-bord", maitre, "-o", recus / "t.html"],
                 ["diagnostic", recus / "b\x9b.txt"]):  # fmt: skip
        assert lancer(monkeypatch, *mots) in (0, 1, 2), mots
        assert agit("".join(capsys.readouterr())) == [], mots


def test_rien_ne_sort_par_une_autre_porte():
    """`print`, `click.echo` and the streams themselves are named in this module alone."""
    portes = {"screen.py", "progress.py", "startup.py"}
    ailleurs = [
        (fichier.name, ast.unparse(noeud))
        for fichier in Path(plie_xl.cli.__path__[0]).glob("*.py")
        if fichier.name not in portes
        for noeud in ast.walk(ast.parse(fichier.read_text("utf-8")))
        if isinstance(noeud, ast.Attribute | ast.Name)
        and ast.unparse(noeud) in ("print", "click.echo", "click.secho", "sys.stdout", "sys.stderr")
    ]
    assert ailleurs == []


# Colours --------------------------------------------------------------------------------------


def une_anomalie(gravite):
    return Anomalie("SUI-01", gravite, Cellule("x.xlsx", "Suivi", 6, 2), "c", "a", "r")


def test_ce_qui_bloque_est_rouge_et_gras_le_reste_est_gras(montrer):
    assert "\x1b[31m\x1b[1mSUI-01 (bloquante)\x1b[0m" in montrer(Gravite.BLOQUANTE)
    assert " \x1b[1mSUI-01 (à vérifier)\x1b[0m" in montrer(Gravite.A_VERIFIER)


@pytest.mark.parametrize("nom", ["NO_COLOR", "TERM"])
def test_qui_n_en_veut_pas_n_a_pas_de_couleur(nom, montrer, monkeypatch):
    monkeypatch.setenv(nom, {"NO_COLOR": "1", "TERM": "dumb"}[nom])
    assert "\x1b" not in montrer(Gravite.BLOQUANTE)


def test_dans_un_fichier_il_n_y_a_pas_de_couleur(capsys):
    screen.show_anomalie(une_anomalie(Gravite.BLOQUANTE))
    with pytest.raises(BaseException, match="2"):
        fail("raison", 2)
    assert "\x1b" not in "".join(capsys.readouterr())


# A person's manners -----------------------------------------------------------------------------


@pytest.mark.parametrize("largeur", [40, 80, 132])
def test_un_libelle_est_coupe_a_la_largeur_de_l_ecran(largeur, racine, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", str(largeur))
    lancer(monkeypatch, "atteinte", racine / "workbooks" / "2024" / "plie_sources_2024.xlsx")
    lignes = ordinaire(capsys.readouterr().out).splitlines()
    assert all(len(ligne) <= max(largeur, 75) for ligne in lignes)
    assert any("…" in ligne for ligne in lignes) == (largeur < 132)
    assert all("justifié" in ligne for ligne in lignes)


def test_une_date_s_ecrit_comme_on_l_ecrit(racine, monkeypatch, capsys):
    classeur, dits = racine / "workbooks" / "2024" / "plie_graves_2024.xlsx", set()
    for jour in ("30/06/2024", "30/6/2024", "30.06.2024", "2024-06-30"):
        assert lancer(monkeypatch, "atteinte", classeur, "--json", "--au", jour) == 0
        dits.add(ordinaire(capsys.readouterr().out))
    assert len(dits) == 1


@pytest.mark.parametrize(
    ("tape", "voisin"),
    [
        ("recu", "recus"),
        ("RECUS_", "recus"),
        ("recus/plie_source_2024.xlsx", "recus/plie_sources_2024.xlsx"),
        ("recus/plie_sources_2024", "recus/plie_sources_2024.xlsx"),
        ("recus/plie_sources_2024.xls", "recus/plie_sources_2024.xlsx"),
        ("recu/plie_sources_2024.xlsx", "recus/plie_sources_2024.xlsx"),
        ("recus/réunions février.xlsx", "recus/reunions fevrier.xlsx"),
    ],
)
def test_un_chemin_mal_tape_recoit_le_nom_du_voisin(tape, voisin, tmp_path, monkeypatch, capsys):
    (tmp_path / "recus").mkdir()
    for nom in ("plie_sources_2024.xlsx", "reunions fevrier.xlsx"):
        (tmp_path / "recus" / nom).touch()
    monkeypatch.chdir(tmp_path)
    assert lancer(monkeypatch, "valider", tape) == 2
    dit = ordinaire(capsys.readouterr().err)
    assert dit.startswith(f"plie-xl : introuvable : « {tape} »")
    assert f"« {Path(voisin)} » ?" in dit


def test_sans_voisin_rien_n_est_propose(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for tape in ("zzz", "x/y/z.xlsx", "a" * 300):
        assert lancer(monkeypatch, "valider", tape) == 2
    assert "vouliez-vous" not in ordinaire(capsys.readouterr().err)


def test_la_derniere_table_compte_chaque_code(racine, monkeypatch, capsys):
    depot = racine / "workbooks" / "2024"
    lancer(monkeypatch, "valider", depot, "--json")
    codes = [json.loads(x)["code"] for x in ordinaire(capsys.readouterr().out).splitlines()]
    lancer(monkeypatch, "valider", depot)
    table = re.findall(r"^([A-Z]{3}-\d\d) +(\d+) ", ordinaire(capsys.readouterr().err), re.M)
    assert {code: int(n) for code, n in table} == {code: codes.count(code) for code in codes}


@pytest.mark.parametrize("commande", ["valider", "atteinte", "consolider"])
def test_un_dossier_sans_classeur_est_dit_en_une_phrase(commande, tmp_path, monkeypatch, capsys):
    vide, m = tmp_path / "vide", tmp_path / "M.xlsx"
    vide.mkdir()
    suite = ["-o", m] if commande == "consolider" else []
    assert lancer(monkeypatch, commande, vide, *suite) == 2
    (vide / "lettre.docx").touch()
    assert lancer(monkeypatch, commande, vide, *suite) == 2
    vu, trouve = ordinaire(capsys.readouterr().err).splitlines()
    assert "le dossier est vide" in vu
    assert "lettre.docx" in trouve
    assert not m.exists()


def test_le_cache_dit_ce_qu_il_epargne(racine, tmp_path, monkeypatch, capsys):
    recus = tmp_path / "recus"
    recus.mkdir()
    for nom in ("sources", "graves"):
        shutil.copy(racine / "workbooks" / "2024" / f"plie_{nom}_2024.xlsx", recus)
    mots = ["consolider", recus, "-o", tmp_path / "M.xlsx", "--cache", tmp_path / "cache"]
    dits = []
    for _ in range(2):
        lancer(monkeypatch, *mots)
        dits += re.findall("Cache : (.*)", ordinaire(capsys.readouterr().err))
    shutil.copy(racine / "workbooks" / "2024" / "plie_bordeaux_2024.xlsx", recus)
    lancer(monkeypatch, *mots)
    dits += re.findall("Cache : (.*)", ordinaire(capsys.readouterr().err))
    assert dits == [
        "2 classeurs sur 2 n’ont pas été relus.",
        "2 classeurs sur 3 n’ont pas été relus.",
    ]


def test_un_maitre_s_explique_a_sa_propre_date(racine, tmp_path, monkeypatch, capsys):
    recu, m = racine / "workbooks" / "2024" / "plie_graves_2024.xlsx", tmp_path / "M.xlsx"
    cible = ["--fiche", "graves", "--cible", "copil"]
    lancer(monkeypatch, "consolider", recu, "-o", m, "--au", "30/06/2024")
    capsys.readouterr()
    assert lancer(monkeypatch, "expliquer", m, *cible) == 0
    assert ordinaire(capsys.readouterr().out).startswith("Au 30/06/2024.\n")
    assert lancer(monkeypatch, "expliquer", m, *cible, "--au", "31/12/2024") == 2
    assert "propre date" in ordinaire(capsys.readouterr().err)


def test_une_fiche_inconnue_est_dite_avant_toute_lecture(monkeypatch, capsys):
    monkeypatch.setattr("plie_xl.cli.expliquer.read_named", None)
    assert (
        lancer(monkeypatch, "expliquer", os.devnull, "--fiche", "source", "--cible", "copil") == 2
    )
    assert "« sources »" in ordinaire(capsys.readouterr().err)


def test_aucune_ligne_ne_se_coupe_a_un_blanc_insecable(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "80")
    aides = [[nom, "--aide"] for nom in COMMANDES]
    for mots in (["--aide"], ["diagnostic"], ["installer"], *aides):
        lancer(monkeypatch, *mots)
    lignes = "".join(capsys.readouterr()).split("\n")
    assert len(lignes) > 300
    coupee = re.compile(r"«\s*(?:  |$)|(?:^|  )\s*[:;!?»]")
    assert [ligne for ligne in lignes if coupee.search(ligne)] == []
