"""One file of each kind that we make, made by the commands that people run."""

import zipfile
from email import message_from_bytes, policy
from pathlib import Path

from click.testing import CliRunner

import plie_xl
from plie_xl.cli.main import app
from plie_xl.excel.package.strip_macros import remove_macros

FICHES = Path(plie_xl.__path__[0]) / "fiches" / "2024"
ECHANTILLON = ("plie_sources_2024.xlsm", "AGAPE.xlsm", "AGAPE.xlsx", "plie_xl.xlam")
RECUS = ("plie_technowest_2024.xlsx", "plie_sources_2024.xlsx", "plie_bordeaux_2024.xlsx")
COMMANDES = """
consolider recus -o avant.xlsx
pieces recus/plie_sources_2024.xlsx pieces -o registres/registre.xlsx
dossier recus/plie_sources_2024.xlsx pieces -o dossier
tirer avant.xlsx --graine 1 -o controle.xlsx
consolider recus -o AGAPE_2024.xlsx --depuis avant.xlsx --verdicts controle.xlsx --registres registres
historique avant.xlsx AGAPE_2024.xlsx -o historique.xlsx
programme AGAPE_2024.xlsx -o programme.xlsx
agenda recus/plie_sources_2024.xlsx -o agenda.ics
importer recus/plie_sources_2024.xlsx agenda.ics -o propositions.xlsx
recevoir recus -o reponses
bilan recus/plie_sources_2024.xlsx -o bilan.docx
lire-fiche fiche.txt -o confirmation
lire-fiche --vierge -o vierge
avenant bordeaux copil --annee 2025 --le 01/07/2025 --nombre 3 --fiches fiches
annee-suivante recus/plie_bordeaux_2024.xlsx --annee 2025 -o suivante --fiches fiches
migrer ancien.xlsx -o reverse.xlsm
arreter recus -o arrete
"""
ATTENDUS = """
avant.xlsx AGAPE_2024.xlsx registres/registre.xlsx dossier/index.xlsx controle.xlsx historique.xlsx
programme.xlsx propositions.xlsx bilan.docx confirmation/brandes.xlsx vierge/fiche_vierge.xlsx
suivante/plie_bordeaux_2025.xlsm reverse.xlsm sans_macros.xlsx annotee.xlsx graphique.xlsx
arrete/version-1/AGAPE_2024.xlsx arrete/version-1/a_rendre/plie_sources_2024.xlsx
"""


def make_livres(racine, dossier):
    """Their paths; a command that does not write its file is an error."""
    prepare(racine, dossier)
    for commande in COMMANDES.strip().splitlines():
        CliRunner().invoke(app, commande.split())
    [reponse] = dossier.glob("reponses/sources_2024/*.eml")
    lettre = message_from_bytes(reponse.read_bytes(), policy=policy.default)
    [jointe] = lettre.iter_attachments()
    (dossier / "annotee.xlsx").write_bytes(jointe.get_content())
    with zipfile.ZipFile(dossier / "bilan.docx") as bilan:
        [graphique] = [nom for nom in bilan.namelist() if nom.endswith(".xlsx")]
        (dossier / "graphique.xlsx").write_bytes(bilan.read(graphique))
    livres = [dossier / nom for nom in ATTENDUS.split()]
    assert [x for x in livres if not x.is_file()] == []
    return [*livres, *(racine / "templates" / n for n in ECHANTILLON), dossier / "recus" / RECUS[0]]


def prepare(racine, dossier):
    """What the commands read."""
    for nom in ("recus", "pieces", "registres", "fiches/2025"):
        (dossier / nom).mkdir(parents=True)
    for nom in RECUS:
        octets = (racine / "workbooks" / "2024" / nom).read_bytes()
        (dossier / "recus" / nom).write_bytes(octets)
    macros = (racine / "templates" / ECHANTILLON[0]).read_bytes()
    (dossier / "sans_macros.xlsx").write_bytes(remove_macros(macros))
    ancien = racine / "tests/v1/remplis/plie_technowest_2024.xlsx"
    (dossier / "ancien.xlsx").write_bytes(ancien.read_bytes())
    texte = (racine / "tests/document/textes/brandes.txt").read_bytes()
    (dossier / "fiche.txt").write_bytes(texte)
    fiche = (FICHES / "bordeaux.toml").read_text("utf-8").replace("2024-", "2025-")
    (dossier / "fiches/2025/bordeaux.toml").write_text(fiche, "utf-8")
