"""A master from elsewhere is trusted no more than a received file: one sentence, or harmless."""

import json
import os
import re
import struct
import zipfile

import pytest

from plie_xl.cli.expliquer import en_dict, en_lignes
from plie_xl.files.parts import read_parts, write_parts
from plie_xl.master import est_un_master
from plie_xl.master.read import MasterError, read_master
from plie_xl.model.settings import load_reglages
from plie_xl.reports.changes import compare
from plie_xl.reports.dashboard import build_tableau
from plie_xl.reports.explain import explain
from plie_xl.reports.history import build_historique
from plie_xl.reports.programme import Programme, build_programme
from plie_xl.reports.reminders import build_relances


@pytest.fixture
def changer(chemin_master, tmp_path):
    """The master in which each number of some columns of a sheet is something else."""

    def changer(feuille, colonnes, valeur, genre=""):
        nombre = f'(<c r="[{colonnes}][0-9]+" s="[0-9]+")>(?:<f>[^<]*</f>)?<v>[^<]*</v>'
        noms = re.findall('<sheet name="([^"]*)"', partie(chemin_master, "xl/workbook.xml"))
        cible = f"xl/worksheets/sheet{noms.index(feuille) + 1}.xml"
        neuf = rf"\1{genre}><v>{valeur}</v>"
        return remplacer(chemin_master, tmp_path / "M.xlsx", cible, nombre, neuf)

    return changer


def partie(chemin, nom):
    return read_parts(chemin.read_bytes())[nom].decode()


def remplacer(chemin, copie, nom, motif, neuf):
    """A copy of a workbook in which what is described, in one part, is something else."""
    contenu = re.sub(motif, neuf, partie(chemin, nom))
    assert contenu != partie(chemin, nom)
    copie.write_bytes(write_parts({**read_parts(chemin.read_bytes()), nom: contenu.encode()}))
    return copie


def use(master, consolidation):
    """All that reads a master, and what it gives."""
    rendus = [*build_relances(master).values(), build_tableau(master).decode()]
    resultat = explain(master, "sources", "referents")
    json.dumps(en_dict(resultat), allow_nan=False)
    programme = build_programme(Programme({2024: master}, load_reglages().reglages.programme))
    rendus += [build_historique([master]), programme]
    return [*rendus, "\n".join(en_lignes(resultat)), compare(master, consolidation).phrase]


@pytest.mark.parametrize("nombre", ["NaN", "INF", "-1e999"])
@pytest.mark.parametrize(
    ("feuille", "colonnes"), [("Synthèse", "D"), ("Atteinte", "F-H"), ("Financement", "BE")]
)
def test_un_nombre_impossible_est_dit(feuille, colonnes, nombre, changer):
    with pytest.raises(MasterError, match="nombre impossible ; refaites"):
        read_master(changer(feuille, colonnes, nombre))


@pytest.mark.parametrize("nombre", ["-5", "0.5", "1e308", "2958465", "99999999999", "NaN"])
@pytest.mark.parametrize(
    ("feuille", "colonnes"), [("Synthèse", "K-L"), ("Atteinte", "E-L"), ("Calendrier", "C-N")]
)
def test_un_chiffre_insense_ne_fait_rien_tomber(feuille, colonnes, nombre, changer, consolidation):
    """In the last columns of « Synthèse » stand dates, whose numbers mean days."""
    try:
        assert all(use(read_master(changer(feuille, colonnes, nombre)), consolidation))
    except MasterError:
        assert nombre == "NaN"


@pytest.mark.parametrize(
    "feuille", ["Synthèse", "Atteinte", "Suivi", "Calendrier", "Pièces manquantes"]
)
def test_un_mot_a_la_place_d_un_chiffre_ne_fait_rien_tomber(feuille, changer, consolidation):
    assert all(use(read_master(changer(feuille, "B-Z", "beaucoup", ' t="str"')), consolidation))


def test_un_texte_ne_commence_pas_une_ligne_de_lettre(chemin_master, tmp_path, consolidation):
    textes, hostile = r"(<t[^>]*>)(plie_[a-z-]+)_2024.xlsx", r"\1a_x000A_Bcc: \2_x001B_[2J"
    copie = remplacer(chemin_master, tmp_path / "M.xlsx", "xl/sharedStrings.xml", textes, hostile)
    assert all(use(read_master(copie), consolidation))
    lettres = build_relances(read_master(copie))
    assert "Bcc: plie_sources" in lettres["sources"]
    assert not re.search("^Bcc", "".join(lettres.values()), re.MULTILINE)
    assert "\x1b" not in "".join(lettres.values())


# Where a master should be -----------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="tubes de POSIX")
@pytest.mark.parametrize("poser", [os.mkfifo, os.mkdir, lambda f: f.symlink_to("/dev/zero")])
def test_ce_qui_n_est_pas_un_fichier_n_est_pas_attendu(poser, tmp_path):
    poser(tmp_path / "M.xlsx")
    assert not est_un_master(tmp_path / "M.xlsx")
    with pytest.raises(MasterError, match=r"pas un fichier ordinaire|c’est un dossier"):
        read_master(tmp_path / "M.xlsx")


def test_un_master_demesure_n_est_pas_lu(tmp_path):
    with (tmp_path / "M.xlsx").open("wb") as fichier:
        fichier.truncate(5_000_000_000)
    assert not est_un_master(tmp_path / "M.xlsx")
    with pytest.raises(MasterError, match="il dépasse"):
        read_master(tmp_path / "M.xlsx")


def test_un_repertoire_qui_ment_sur_sa_taille_n_est_pas_lu(chemin_master, tmp_path):
    """The directory of a zip says how long it is, and twice: `zipfile` reads as much at once."""
    octets = bytearray(chemin_master.read_bytes())
    fin = octets.rfind(b"PK\5\6")
    repertoire = struct.pack("<L", 3_900_000_000)
    octets[fin + 12 : fin + 16] = repertoire
    (tmp_path / "M.xlsx").write_bytes(octets)
    assert not est_un_master(tmp_path / "M.xlsx")


def test_un_zip_de_mille_milliers_de_noms_n_est_pas_parcouru(tmp_path):
    with zipfile.ZipFile(tmp_path / "M.xlsx", "w") as archive:
        archive.writestr("docProps/core.xml", "plie_xl master")
        for n in range(30_000):
            archive.writestr(f"{n}", b"")
    assert not est_un_master(tmp_path / "M.xlsx")
    with pytest.raises(MasterError, match="trop de parties"):
        read_master(tmp_path / "M.xlsx")
