"""What points at a person, typed in any cell, is in no output: neither the master, nor what follows.

Each way of writing it stands once in every free column of a held meeting, which counts, and once
in every cell that can be typed at all.
"""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from commande import run_plie_xl
from galerie.atelier import base

from plie_xl.model.collection import load_fiches
from plie_xl.model.privacy import MASQUE
from plie_xl.model.workbook import LIGNE_ENTETE, feuilles
from plie_xl.template import build_template

FICHE = load_fiches(2024)["hauts-de-garonne"]
CIBLE = FICHE.cibles[0]
SECRETS = {
    "téléphone": "Rappeler le 06 00 00 00 07",
    "courriel": "Écrire à zoe.modele@exemple.fr",
    "sécurité sociale": "NIR 2 85 05 33 063 123 47",
    "liste de noms": "Mme Durandeau, Mme Petitjean",
    "civilité": "Point avec M. Lenoirel",
    "prénom et nom": "Karim BENTALEB excusé",
    "situation": "Nadia Fictivelle, en arrêt maladie",
    # Where a message would be cut, a part of the secret must not be left.
    "long": f"{'Les parcours, les étapes et les freins à lever, point après point'} 06 00 00 00 08",
}
DITS = (
    *("06 00 00 00 07", "zoe.modele@exemple.fr", "2 85 05 33 063 123 47", "Durandeau", "Petitjean"),
    *("Lenoirel", "BENTALEB", "Fictivelle", "arrêt maladie", "06 00 00"),
)
FEUILLE = "Notes de Karim BENTALEB"
DERIVES = ("master", "évolutions", "csv", "json", "parquet", "relances", "page", "explication")


def type_saisies():
    """Rows of every table: each secret in the free cells, then in all of them."""
    saisies = base(FICHE)
    saisies["parametres"][0]["contact"] = " ; ".join(SECRETS.values())
    for feuille in feuilles(FICHE):
        if feuille.table in ("suivi", "livrables", "indicateurs", "financement", "ecarts"):
            colonnes = [c.id for c in feuille.colonnes if not c.calcule]
            partout = [dict.fromkeys(colonnes, secret) for secret in SECRETS.values()]
            saisies[feuille.table] = [*partout, *saisies.get(feuille.table, [])]
    saisies["suivi"] += [hold(jour, s) for jour, s in enumerate(SECRETS.values(), start=4)]
    return saisies


def add_feuille(octets):
    """The same workbook with a sheet and a column whose names are secrets too."""
    classeur = openpyxl.load_workbook(io.BytesIO(octets))
    classeur.create_sheet(FEUILLE).append(["à garder"])
    classeur["Suivi"].cell(LIGNE_ENTETE, 40).value = SECRETS["civilité"]
    sorti = io.BytesIO()
    classeur.save(sorti)
    return sorti.getvalue()


def hold(jour, secret):
    """A committee that was held and lacks a piece, with a secret wherever a text is free."""
    libres = dict.fromkeys(("numero", "objet", "lieu", "presents", "commentaire"), secret)
    return {
        **libres,
        "date": date(2024, 3, jour),
        "instance": CIBLE.libelle,
        "statut": "Réalisée",
        "modalite": "Présentiel",
        FICHE.kinds[-1]: secret,
    }


def run(*commande):
    """What a real command says, and writes where it is told."""
    rendu = run_plie_xl(*commande)
    assert rendu.returncode in (0, 1), rendu.stderr
    return (rendu.stdout + rendu.stderr).encode()


@pytest.fixture(scope="module")
def sorties(tmp_path_factory):
    """Every output drawn from a workbook full of secrets, as readable bytes by name."""
    dossier = tmp_path_factory.mktemp("masquees")
    recu, vide = dossier / "plie de Mme Durandeau.xlsx", dossier / "vide.xlsx"
    recu.write_bytes(add_feuille(build_template(FICHE, type_saisies())))
    vide.write_bytes(build_template(FICHE, base(FICHE)))
    ancien, master, exports = dossier / "ancien.xlsx", dossier / "AGAPE.xlsx", dossier / "exports"
    run("consolider", vide, "-o", ancien)
    dit = run("consolider", recu, "-o", master, "--depuis", ancien, "--export", exports)
    dit += run("relances", master, "-o", dossier / "relances")
    dit += run("tableau-de-bord", master, "-o", dossier / "page.html")
    chiffre = ("--fiche", FICHE.id, "--cible", CIBLE.id)
    explique = run("expliquer", master, *chiffre) + run("expliquer", recu, *chiffre, "--json")
    classeur = openpyxl.load_workbook(master)
    return {
        "master": unzip(master.read_bytes()),
        "évolutions": repr(list(classeur["Évolutions"].values)).encode(),
        "csv": join(exports.glob("*.csv")),
        "json": join(exports.glob("*.json")),
        "parquet": unfold(exports),
        "relances": join((dossier / "relances").iterdir()),
        "page": (dossier / "page.html").read_bytes(),
        "explication": explique,
        "commandes": dit,
    }


def join(fichiers):
    return b"\n".join(fichier.read_bytes() for fichier in sorted(fichiers))


def unzip(octets):
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        return b"\n".join(archive.read(nom) for nom in archive.namelist())


def unfold(exports):
    """Every value of the Parquet files: their pages are compressed."""
    parquet = pytest.importorskip("pyarrow.parquet")
    tables = (parquet.read_table(fichier).to_pylist() for fichier in exports.glob("*.parquet"))
    return repr(list(tables)).encode()


@pytest.mark.parametrize("sortie", [*DERIVES, "commandes"])
def test_aucune_donnee_personnelle_n_est_dans_ce_qui_sort(sorties, sortie):
    texte = sorties[sortie].decode("utf-8", "replace")
    texte = texte.replace("\u202f", " ").replace("\u00a0", " ")
    assert [secret for secret in DITS if secret in texte] == []


@pytest.mark.parametrize("sortie", DERIVES)
def test_chaque_sortie_montre_que_quelque_chose_a_ete_retire(sorties, sortie):
    """An output in which nothing was typed would hide nothing either."""
    assert MASQUE.encode() in sorties[sortie]


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_le_classeur_recu_dit_bien_chaque_secret(secret):
    textes = unzip(build_template(FICHE, type_saisies())).decode()
    assert f"{secret}<" in textes
