"""A year of work, 2031: every command of the catalogue and every button, on fiches of a folder.

A command or a button that is new fails here until it has its line: it works on any year too.
"""

import os
import shutil
from datetime import datetime

import pytest
import xlwings as xw
from commande import lancer
from hote.windows import AdaptateurWindows, MoteurWindows
from ordinaire import ordinaire

import plie_xl.excel
from plie_xl.checks import parametres as lus
from plie_xl.cli.catalogue import COMMANDES
from plie_xl.host.engine import active_engine
from plie_xl.master.read import read_master
from plie_xl.model.buttons import list_agape, list_territoire, load_boutons
from recueil.annee_2031 import (
    ANNEE,
    AUJOURDHUI,
    SUIVANTE,
    find_ligne_prevue,
    furnish,
    lay,
    list_restes,
)  # fmt: skip

CLASSEUR = f"plie_graves_{ANNEE}.xlsx"
GRAVES = f"recus/{CLASSEUR}"
MAITRE = f"AGAPE_{ANNEE}.xlsx"
SANS_ANNEE = {"installer", "desinstaller", "diagnostic", "hote"}  # of the computer, not of a year
ETAPES = [  # command, its words, what it says or the file it writes
    ("fiches", "", "2031 : 11 fiches, 44 cibles"),
    ("modeles", "-o modeles", "2031 : 25 fichiers dans modeles"),
    ("demo", "recus", "11 classeurs fictifs dans recus"),
    ("valider", GRAVES, "1 classeur : 37 lignes lues"),
    ("atteinte", GRAVES, "tenu 9, justifié 9 sur 12"),
    ("reunion", f"{GRAVES} --ligne LIGNE -o papiers", "papiers/2031-*/*.docx"),
    ("agenda", f"{GRAVES} -o agenda_2031.ics", "7 réunions prévues"),
    ("importer", f"{GRAVES} agenda.ics -o propositions.xlsx", "1 réunion proposée"),
    ("pieces", f"{GRAVES} pieces -o registres/registre.xlsx", "29 pièces citées : 29 trouvées"),
    ("dossier", f"{GRAVES} pieces -o dossier", "dossier/MANIFESTE.sha256"),
    ("ranger", f"{GRAVES} pieces --vers rangees", "29 pièces rangées"),
    ("consolider", f"recus -o {MAITRE} --registres registres", "11 fichiers reçus : 11 comptés"),
    ("recevoir", "recus -o reponses", "11 fichiers reçus : 11 réponses"),
    ("tirer", f"{MAITRE} --graine 20320131 -o controle.xlsx", "lignes justifiées"),
    ("notifier", "controle.xlsx -o lettres", "0 lettre à écrire"),
    ("arreter", "trois -o ARRETE --le 31/01/2032", "L’année 2031 est arrêtée"),
    ("rouvrir", "ARRETE --motif oubli --le 01/02/2032", "L’année 2031 est rouverte"),
    ("expliquer", f"{MAITRE} --fiche sources --cible copil", "comme dans « Atteinte »"),
    ("relances", f"{MAITRE} -o relances", "relances/relance_graves.txt"),
    ("tableau-de-bord", f"{MAITRE} -o page.html", "page.html"),
    ("historique", f"{MAITRE} -o historique.xlsx", "31/10/2031 : tenu 297"),
    ("programme", f"{MAITRE} -o programme.xlsx", "2031 : 297 tenu"),
    ("bilan", f"{GRAVES} -o bilan.docx", "1 bilan écrit"),
    ("bilan", f"{GRAVES} --verifier bilan.docx", "bilan.docx"),
    ("lire-fiche", "appel.txt -o a_confirmer", "a_confirmer/*.xlsx"),
    ("adopter", "confirme.xlsx -o autres/2031/brandes.toml", "PLIE des Brandes, 2031"),
    ("annee-suivante", f"trois --annee {SUIVANTE} -o suite --fiches suivantes", "2032 : 11 classeurs"),
    ("migrer", "ancien/plie_graves_2031.xlsx -o migre.xlsx", "migre.xlsx"),
    ("avenant", "graves copil --le 01/07/2031 --nombre 4", "du 01/07/2031 : « Comité de pilotage », 4"),
    ("reglages", "", "fiches : "),
]  # fmt: skip


MODELE = "passer_au_nouveau_modele"
BOUTONS = {  # action: what its line says, in an order that a hand could follow
    "calculer": "Vérifié au 31/10/2031",
    "valider": "37 lignes lues, 29 retenues",
    "preparer_envoi": "Copie prête",
    "reprendre_pieces": "1 cellule remplie",
    "verifier_pieces": "29 pièces citées : 29 trouvées",
    "dossier_controle": "29 pièces réunies",
    "preparer_reunion": "2 papiers",
    "importer_agenda": "1 réunion proposée",
    "exporter_agenda": "plie_graves_2031.ics",
    "rediger_bilan": "bilan_graves_2031.docx",
    MODELE: "ancien_2031_modele_2.xlsm",
    "consolider": "3 fichiers reçus : 3 comptés",
    "tirer": "controle_2031.xlsx",
    "reunir_verdicts": "Lignes contrôlées : 0",
    "arreter": "L’année 2031 est arrêtée",
    "preparer_annee": "11 classeurs de 2032",
    "ajouter_avenant": "Avenant 1, du 01/07/2031",
    "programme": "PLIE_2030-2034.xlsx",
    "lire_fiche": "1 fiche lue",
}
CASES_AGAPE = {
    "dossier": "trois",
    "document_fiche": "appel.txt",
    "graine": 20320131,
    "annee_a_preparer": SUIVANTE,
    "avenant_fiche": "graves",
    "avenant_cible": "Comité de pilotage",
    "avenant_le": datetime(ANNEE, 7, 1),
    "avenant_nombre": "4",
}


@pytest.fixture(scope="module")
def meuble(tmp_path_factory):
    """A desk with the fiches of the next year too, at which nobody works: each has a copy."""
    bureau = tmp_path_factory.mktemp("meuble")
    furnish(bureau)
    lay(bureau / "suivantes", SUIVANTE)
    return bureau


@pytest.fixture(scope="module")
def bureau(meuble, tmp_path_factory):
    return shutil.copytree(meuble, tmp_path_factory.mktemp("bureau"), dirs_exist_ok=True)


def test_chaque_commande_est_jouee():
    assert {nom for nom, _, _ in ETAPES} | SANS_ANNEE == {*COMMANDES}


def test_chaque_commande_travaille_sur_2031(bureau):
    fautes = [faute for etape in ETAPES if (faute := jouer(bureau, *etape))]
    assert not fautes, "\n".join(fautes)
    assert not (restes := list_restes(bureau)), "\n".join(restes)
    natures = [x["nature"] for x in read_master(bureau / MAITRE).lignes("atteinte")]
    assert natures.count("cible") == 44


def jouer(bureau, nom, mots, attendu):
    """What is wrong with one command; "" when it did its work and said so."""
    if "LIGNE" in mots:
        mots = mots.replace("LIGNE", str(find_ligne_prevue(bureau / GRAVES)))
    fiches = () if "--fiches" in mots else ("--fiches", "fiches")
    reglages = ("--reglages", "reglages.toml")
    fait = lancer(
        nom, *mots.split(), *fiches, *reglages, cwd=bureau, env={**os.environ, "COLUMNS": "200"}
    )
    dit = " ".join((fait.stdout + fait.stderr).split())
    vu = attendu in dit or ("." in attendu and [*bureau.glob(attendu)])
    bien = vu and fait.returncode in (0, 1) and "Traceback" not in dit
    return "" if bien else f"plie-xl {nom} {mots} ({fait.returncode}) : {dit}"


def test_chaque_bouton_est_joue():
    assert {*BOUTONS} == {*load_boutons()}


@pytest.fixture
def poste(meuble, tmp_path, monkeypatch):
    """The desk in October 2031; whoever is asked says yes."""
    monkeypatch.setattr(lus, "find_aujourdhui", lambda lecture: AUJOURDHUI)
    shutil.copytree(meuble, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("PLIE_XL_REGLAGES", str(tmp_path / "reglages.toml"))
    monkeypatch.setenv(
        "PLIE_XL_FICHES", os.pathsep.join(str(tmp_path / nom) for nom in ("fiches", "suivantes"))
    )
    with active_engine("fichier", AdaptateurWindows, MoteurWindows):
        yield tmp_path


def test_chaque_bouton_d_un_classeur_travaille_sur_2031(poste):
    book = ouvrir(poste / "trois" / CLASSEUR, poste / "moi" / CLASSEUR)
    shutil.copytree(poste / "pieces", poste / "moi" / "pieces")
    shutil.copy(poste / "agenda.ics", poste / "moi")
    fiche = book.sheets["Fiche"]
    [case] = [c for c in fiche.range("A6:A40") if c.value == "Dossier des pièces"]
    case.offset(0, 1).value = "pieces"
    book.sheets["Suivi"].range("J6").value = None  # its file stands in the folder
    prevue = find_ligne_prevue(poste / "moi" / CLASSEUR)
    book.impl.adaptateur.choisies = "Suivi", [book.sheets["Suivi"].range(f"A{prevue}").impl.zone]
    siens = {x.action for x in list_territoire()} - {MODELE}
    fautes = [faute for action in BOUTONS if action in siens and (faute := cliquer(book, action))]
    ancien = ouvrir(poste / "ancien" / CLASSEUR, poste / "moi" / "ancien_2031.xlsx")
    fautes += [faute] if (faute := cliquer(ancien, MODELE)) else []
    assert not fautes, "\n".join(fautes)
    assert not (restes := list_restes(poste)), "\n".join(restes)


def test_chaque_bouton_d_agape_travaille_sur_2031(poste):
    lancer("modeles", "-o", poste / "modeles", "--annee", ANNEE)
    book = ouvrir(poste / "modeles" / "AGAPE.xlsm", poste / "AGAPE.xlsm")
    for nom, valeur in CASES_AGAPE.items():
        book.names[nom].refers_to_range.value = valeur
    siens = {x.action for x in list_agape()}
    fautes = [faute for action in BOUTONS if action in siens and (faute := cliquer(book, action))]
    assert not fautes, "\n".join(fautes)
    assert not (restes := list_restes(poste)), "\n".join(restes)


def ouvrir(chemin, copie):
    copie.parent.mkdir(exist_ok=True)
    return xw.Book(str(shutil.copy(chemin, copie)))


def cliquer(book, action):
    """What is wrong with one click; "" when it did its work and said so."""
    app, dits = book.app.impl, []
    app.alert = lambda texte, *_: dits.append(texte) or "yes"
    book.set_mock_caller()
    plie_xl.excel.bouton(action)
    dits += [str(nom.refers_to_range.value or "") for nom in book.names if is_bilan(nom.name)]
    dit = ordinaire(" ".join(dits))
    refus = f"« {load_boutons()[action].libelle} » :" in dit or "erreur du programme" in dit
    return f"{action} : {dit}" if refus or BOUTONS[action] not in dit else ""


def is_bilan(nom):
    return nom.startswith("bilan_") or nom in (
        "classeur_controle", "annee_arretee", "classeurs_prepares", "avenant_ecrit", "classeur_programme",
    )  # fmt: skip
