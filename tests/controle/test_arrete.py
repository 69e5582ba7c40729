"""A closed year says the same figures for ever, names what changed, and opens again with a reason."""

import re
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from datetime import date

import openpyxl
import pytest
from commande import run_plie_xl as lancer
from ordinaire import ordinaire

from controle.atelier import codes, consolider, ecrire, figures, lire, remplir, tirer
from controle.test_verdicts import DECISIONS
from plie_xl.control.constats import blocks_closing
from plie_xl.control.frozen import ArreteError, read_arrete
from plie_xl.files.inbox import list_depot
from plie_xl.master.read import read_master
from plie_xl.model.anomaly import Anomalie, Gravite
from plie_xl.model.cell import Cellule
from plie_xl.model.settings import Controle
from plie_xl.reports.freeze import Demande, RefuseError, close_year, reopen
from plie_xl.reports.held import hold

LE = date(2025, 3, 1)
RAISON = "la date est introuvable"


def _demande(recus, **autres):
    return Demande(list_depot([recus]), lire, LE, par="K. L.", **autres)


def _consolide(recus, arrete, sortie, **options):
    return consolider(
        recus, sortie, complete=lambda c: hold(c, arrete, lire, Controle()), **options
    )


@pytest.fixture(scope="module")
def modele(tmp_path_factory):
    """The three territories, controlled and closed."""
    place = tmp_path_factory.mktemp("modele")
    recus = ecrire(place / "recus")
    consolider(recus, place / "AGAPE_2024.xlsx")
    controle = remplir(tirer(place / "AGAPE_2024.xlsx", place / "controle.xlsx"), DECISIONS)
    close_year(_demande(recus, verdicts=(controle,)), place / "ARRETE_2024")
    return place


@pytest.fixture
def arrete(modele, tmp_path):
    return shutil.copytree(modele / "ARRETE_2024", tmp_path / "ARRETE_2024")


def _cellules(master):
    return [(x["code"], x["constat"].replace("\u202f", " ").replace("\xa0", " "))
            for x in read_master(master).lignes("anomalies") if str(x["code"]).startswith("ARR")]  # fmt: skip


def test_l_arrete_garde_tout_et_se_verifie_sans_ce_programme(modele, arrete):
    dedans = sorted(x.relative_to(arrete).as_posix() for x in arrete.rglob("*") if x.is_file())
    assert dedans == [
        "ARRETE.toml", "version-1/AGAPE_2024.xlsx", "version-1/MANIFESTE.sha256",
        "version-1/a_rendre/plie_libournais_2024.xlsx",
        "version-1/a_rendre/plie_sud-perigord_2024.xlsx",
        "version-1/a_rendre/plie_technowest_2024.xlsx",
        "version-1/classeurs/plie_libournais_2024.xlsx",
        "version-1/classeurs/plie_sud-perigord_2024.xlsx",
        "version-1/classeurs/plie_technowest_2024.xlsx",
        "version-1/controle/controle.xlsx",
    ]  # fmt: skip
    lu = read_arrete(arrete)
    assert (lu.annee, lu.derniere.numero, lu.derniere.par, lu.derniere.le) == (2024, 1, "K. L.", LE)
    chiffres = {x.cle: x for x in lu.cibles}
    cop = chiffres["technowest/cop"]
    assert (cop.tenu, cop.justifie, cop.au_dossier, cop.retenu) == (2, 2, None, 2)
    assert len(lu.lignes) == 12  # rows that are held
    if shutil.which("sha256sum"):
        version = arrete / "version-1"
        subprocess.run(["sha256sum", "-c", "--quiet", "MANIFESTE.sha256"], cwd=version, check=True)


def test_les_classeurs_a_rendre_portent_le_bandeau_et_les_memes_lignes(modele, tmp_path):
    """What was received is not touched; the copies handed back are no change of the year."""
    rendus = modele / "ARRETE_2024" / "version-1" / "a_rendre"
    noms = [f"plie_{fiche}_2024.xlsx" for fiche in ("libournais", "sud-perigord", "technowest")]
    assert sorted(x.name for x in rendus.iterdir()) == noms
    for nom in noms:
        lu = openpyxl.load_workbook(rendus / nom)
        dits = [lu[feuille]["A2"].value for feuille in ("Fiche", "Suivi", "Atteinte", "Écarts")]
        assert all(dit.endswith("Arrêté le 01/03/2025, version 1") for dit in dits)
        assert {r[1] for r in lu["Fiche"].iter_rows(values_only=True) if r[0] == "Arrêté"} == {
            "Arrêté le 01/03/2025, version 1"
        }
        grises = [x.sqref for x in lu["Suivi"].conditional_formatting
                  if "LEN(arrete)>0" in str([r.formula for r in x.rules])]  # fmt: skip
        assert len(grises) == 1
        assert not lu["Suivi"].protection.sheet  # nobody is kept from typing
    fait = _consolide(rendus, modele / "ARRETE_2024", tmp_path / "m.xlsx")
    assert codes(tmp_path / "m.xlsx", "ARR") == []
    assert fait.summary.totaux["comptes"] == 3


def test_les_memes_classeurs_donnent_les_memes_octets(modele, tmp_path):
    controle = modele / "controle.xlsx"
    close_year(_demande(modele / "recus", verdicts=(controle,)), tmp_path / "encore")
    page = "ARRETE.toml"
    assert (tmp_path / "encore" / page).read_bytes() == (modele / "ARRETE_2024" / page).read_bytes()


def test_une_anomalie_bloquante_refuse_l_arrete_sans_raison(tmp_path):
    recus = ecrire(tmp_path / "recus", sud_perigord=lambda x: x[3].pop("date"))
    with pytest.raises(RefuseError, match="1 anomalie bloquante"):
        close_year(_demande(recus), tmp_path / "A")
    assert [x.name for x in tmp_path.iterdir()] == ["recus"]
    close_year(_demande(recus, malgre=RAISON), tmp_path / "A")
    assert read_arrete(tmp_path / "A").derniere.malgre == RAISON
    maitre = tmp_path / "A" / "version-1" / "AGAPE_2024.xlsx"
    [(code, dit)] = _cellules(maitre)
    assert (code, dit) == ("ARR-04", f"arrêté malgré 1 anomalie bloquante : « {RAISON} »")
    [ligne] = read_master(maitre).lignes("arretes")
    assert RAISON in ligne["constat"]


def test_un_ecart_sans_motif_empeche_d_arreter_sans_bloquer_de_ligne():
    def anomalie(code, gravite):
        return Anomalie(code, gravite, Cellule("c.xlsx"), "", "", "")

    assert blocks_closing(anomalie("ECA-01", Gravite.A_VERIFIER))
    assert blocks_closing(anomalie("SUI-01", Gravite.BLOQUANTE))
    assert not blocks_closing(anomalie("ECA-02", Gravite.A_VERIFIER))


def test_un_arrete_ne_se_remplace_pas(modele, arrete):
    with pytest.raises(ArreteError, match="rouvrez-le"):
        close_year(_demande(modele / "recus"), arrete)


def test_sans_changement_l_arrete_ne_dit_rien_de_neuf(modele, arrete, tmp_path):
    """Rows sorted and renumbered, a workbook saved anew: no change."""

    def renverser(lignes):
        lignes.reverse()
        for n, ligne in enumerate(lignes, start=20):
            ligne.update(numero=n, commentaire="relu")

    recus = ecrire(tmp_path / "recus", technowest=renverser)
    _consolide(recus, arrete, tmp_path / "m.xlsx")
    assert [code for code, _ in _cellules(tmp_path / "m.xlsx")] == []


def test_chaque_changement_est_nomme_et_les_chiffres_restent_ceux_de_l_arrete(
    modele, arrete, tmp_path
):
    def changer(lignes):
        lignes[0]["date"] = date(2024, 2, 14)
        del lignes[1]
        lignes.append({**lignes[0], "numero": 9, "date": date(2024, 12, 3),
                       "compte_rendu": "2024-12-03 CR.pdf"})  # fmt: skip

    recus = ecrire(tmp_path / "recus", technowest=changer, sud_perigord=lambda x: x[0].update(
        statut="Annulée"))  # fmt: skip
    _consolide(recus, arrete, tmp_path / "m.xlsx")
    dits = _cellules(tmp_path / "m.xlsx")
    assert sorted(code for code, _ in dits) == ["ARR-01", "ARR-01", "ARR-02", "ARR-02"]
    phrases = " ".join(phrase for _, phrase in dits)
    assert "Date : « 13/02/2024 » → « 14/02/2024 »" in phrases
    assert "Statut : « Réalisée » → « Annulée »" in phrases
    assert "ajoutée (Commission" in phrases
    assert "supprimée (Réunions référents" in phrases
    assert figures(tmp_path / "m.xlsx") == figures(arrete / "version-1" / "AGAPE_2024.xlsx")
    natures = [x["nature"] for x in read_master(tmp_path / "m.xlsx").lignes("arretes")]
    assert natures == ["Arrêté", *("Changement",) * 4]


def test_un_classeur_qui_n_est_plus_recu_est_dit_une_fois(modele, arrete, tmp_path):
    recus = ecrire(tmp_path / "recus")
    (recus / "plie_technowest_2024.xlsx").unlink()
    _consolide(recus, arrete, tmp_path / "m.xlsx")
    assert _cellules(tmp_path / "m.xlsx") == [(
        "ARR-02",
        "l’année 2024 est arrêtée depuis le 01/03/2025 :"
        " aucun classeur lisible n’est reçu (PLIE Espace Technowest)",
    )]  # fmt: skip


def test_la_commande_dit_de_qui_sont_les_chiffres_et_ses_liens_menent_aux_classeurs_gardes(
    modele, arrete, tmp_path
):
    recus = ecrire(tmp_path / "recus")
    (recus / "plie_technowest_2024.xlsx").unlink()
    fini = lancer("consolider", recus, "--arrete", arrete, "-o", tmp_path / "m.xlsx")
    assert ordinaire(fini.stdout).startswith(
        "L’année 2024 est arrêtée depuis le 01/03/2025, version 1 : fichiers et chiffres sont les"
        " siens ; 1 changement depuis, dans « Arrêtés ».\n3 fichiers reçus : 3 comptés"
    )
    garde = openpyxl.load_workbook(tmp_path / "m.xlsx")["Sources"]
    dits = [str(c.value) for ligne in garde.iter_rows(max_row=4) for c in ligne if c.value]
    assert any(x.endswith("ARRETE_2024/version-1/classeurs/") for x in dits)


def test_une_annee_rouverte_dit_que_ce_qui_est_recu_compte(modele, arrete, tmp_path):
    reopen(arrete, RAISON, date(2025, 4, 2))
    fait = _consolide(modele / "recus", arrete, tmp_path / "m.xlsx")
    dit = "L’année 2024 est rouverte depuis le 02/04/2025 : ce qui est reçu compte."
    assert ordinaire(fait.summary.arrete) == dit


@pytest.mark.parametrize(
    "geste", [lambda x: x.write_bytes(x.read_bytes() + b" "), lambda x: x.unlink()]
)
def test_un_fichier_altere_de_l_arrete_est_nomme(arrete, modele, tmp_path, geste):
    geste(arrete / "version-1" / "AGAPE_2024.xlsx")
    _consolide(modele / "recus", arrete, tmp_path / "m.xlsx")
    assert [code for code, _ in _cellules(tmp_path / "m.xlsx")] == ["ARR-03"]


def test_un_chiffre_change_dans_l_arrete_est_dit(arrete, modele, tmp_path):
    page = arrete / "ARRETE.toml"
    texte = page.read_text("utf-8")
    page.write_text(re.sub(r'(cle = "technowest/cop"\ntenu = )2', r"\g<1>3", texte), "utf-8")
    _consolide(modele / "recus", arrete, tmp_path / "m.xlsx")
    assert [code for code, _ in _cellules(tmp_path / "m.xlsx")] == ["ARR-06"]


def test_rouvrir_dit_son_motif_et_l_arrete_suivant_est_la_version_2(modele, arrete, tmp_path):
    reopen(arrete, "une pièce retrouvée", date(2025, 4, 2))
    with pytest.raises(ArreteError, match="déjà rouvert"):
        reopen(arrete, "encore", date(2025, 4, 3))
    recus = ecrire(tmp_path / "recus", sud_perigord=lambda x: x[3].update(
        emargement="2024-09-16 cop émargement.pdf"))  # fmt: skip
    _consolide(recus, arrete, tmp_path / "ouvert.xlsx")
    assert figures(tmp_path / "ouvert.xlsx")["sud-perigord/cop"][:2] == (3, 3)
    assert codes(tmp_path / "ouvert.xlsx", "ARR") == []
    avant = (arrete / "version-1" / "AGAPE_2024.xlsx").read_bytes()
    nouveau = close_year(_demande(recus), arrete)
    assert [v.numero for v in nouveau.versions] == [1, 2]
    assert (arrete / "version-1" / "AGAPE_2024.xlsx").read_bytes() == avant
    _consolide(modele / "recus", arrete, tmp_path / "m.xlsx")
    assert [code for code, _ in _cellules(tmp_path / "m.xlsx")] == ["ARR-01"]
    natures = [x["nature"] for x in read_master(tmp_path / "m.xlsx").lignes("arretes")]
    assert natures == ["Arrêté", "Réouverture", "Arrêté", "Changement"]


@pytest.mark.parametrize("page", ["", "schema = 1\nannee = 2024\n", "schema = 9\n", "[[version]]\nx = 1\n",
                                  'schema = 1\nannee = 2024\n[[version]]\nnumero = 1\ndossier = "../../etc"\nle = 2025-01-01\nmaster = "x"\n'])  # fmt: skip
def test_une_page_abimee_se_dit_en_une_phrase(tmp_path, page):
    (tmp_path / "ARRETE.toml").write_text(page, "utf-8")
    with pytest.raises(ArreteError, match="ne se laisse pas lire"):
        read_arrete(tmp_path)


def test_la_commande_refuse_puis_arrete_puis_rouvre(modele, tmp_path):
    arrete = tmp_path / "A"
    recus = ecrire(tmp_path / "recus", sud_perigord=lambda x: x[3].pop("date"))
    assert lancer("arreter", recus, "-o", arrete).returncode == 1
    assert not arrete.exists()
    fini = lancer("arreter", recus, "-o", arrete, "--malgre", RAISON, "--le", "01/03/2025")
    assert (fini.returncode, RAISON in fini.stderr) == (0, True)
    assert lancer("rouvrir", arrete).returncode == 2
    fini = lancer("consolider", recus, "--arrete", arrete, "-o", tmp_path / "m.xlsx")
    assert fini.returncode == 1
    assert lancer("rouvrir", arrete, "--motif", "une pièce retrouvée").returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of other systems")
def test_tue_a_n_importe_quel_moment_le_dossier_est_entier_ou_absent(modele, tmp_path):
    lancer("--version")  # what commands are forked from is ready
    for n, part in enumerate((None, 0.1, 0.3, 0.5, 0.7, 0.85, 0.95)):
        arrete = tmp_path / str(n) / "A"
        arrete.parent.mkdir()
        commande = ("arreter", modele / "recus", "-o", arrete)
        debut = time.monotonic()
        if part is None:  # once whole, to know how long it takes
            assert lancer(*commande).returncode == 0
            duree = time.monotonic() - debut
        else:
            with suppress(subprocess.TimeoutExpired):  # killed then
                lancer(*commande, timeout=duree * part)
        visibles = [x.name for x in arrete.parent.iterdir() if not x.name.startswith(".")]
        assert visibles in ([], ["A"])
        if visibles:
            assert read_arrete(arrete).derniere.numero == 1
            assert (arrete / "version-1" / "MANIFESTE.sha256").is_file()
